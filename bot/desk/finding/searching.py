"""Search: words in everything that was said in public or noted inside, in open and closed conversations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.sought import sought_in
from bot.desk.handling.catalogue import with_tags
from bot.desk.permissions import needs
from bot.desk.showing.showing import message_picture, pictures_of
from bot.networks.base import Network
from bot.pictures.conversations import CardPicture
from bot.pictures.found import HitPicture, SearchPicture
from bot.programme import Programme
from storage import finding, messages, notes
from storage.finding import Hit
from storage.tables import Member, Message, Note, Role
from storage.words import place_of

ROWS = 10
MOST = 500
"""Places that are looked at, the newest ones: whoever finds more has to say more."""

AHEAD, BEHIND = 60, 120
"""Characters shown around the place."""

LONGEST_RUN = 40
"""Characters without a space that are shown as one word."""


@needs(Role.BEGINNER)
async def search(
    session: AsyncSession,
    typed: str,
    *,
    page: int = 0,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> SearchPicture:
    """A page of the conversations in which `words from:@x tag:y queue:z after:2026-01-01 in:notes` stand, newest first.

    All words must stand in one post or note, its author's handle and name included, or be the beginning of a word;
    capitals and accents do not matter, and "words in quotes" stand beside each other. Of queues that the member's role
    does not show nothing is found. Refuses as `sought_in` does. `page` counts from 0; beyond the last one, the last one
    is shown.
    """
    words, sought = sought_in(typed, by=by, programme=await with_tags(session, programme, retired=True))
    found = await finding.hits(session, sought, limit=MOST)
    newest: dict[int, Hit] = {}
    for hit in found:
        newest.setdefault(hit.conversation, hit)
    pages = max(1, -(-len(newest) // ROWS))
    shown = min(max(page, 0), pages - 1)
    rows = list(newest.values())[shown * ROWS : (shown + 1) * ROWS]
    numbers = [each.conversation for each in rows]
    cards = await pictures_of(session, numbers, programme=programme, networks=networks, now=now)
    said = await messages.numbered(session, [each.message for each in rows if each.message is not None])
    noted = await notes.numbered(session, [each.note for each in rows if each.note is not None])
    pictures = []
    for hit, card in zip(rows, cards, strict=True):
        if hit.note is not None:
            pictures.append(noted_picture(noted[hit.note], card, words))
        elif hit.message is not None:
            pictures.append(said_picture(said[hit.message], card, words, networks))
    return SearchPicture(typed.strip(), tuple(pictures), len(newest), len(found) < MOST, shown, pages)


def said_picture(
    message: Message, card: CardPicture, words: Sequence[str], networks: Mapping[str, Network]
) -> HitPicture:
    """A post that was found."""
    shown = message_picture(message, networks)
    before, hit, after = around(message.text, words)
    return HitPicture(card, message.posted_at, message.author, False, before, hit, after, by_name=shown.by_name)


def noted_picture(note: Note, card: CardPicture, words: Sequence[str]) -> HitPicture:
    """A note that was found."""
    before, hit, after = around(note.text, words)
    return HitPicture(card, note.at, note.by, True, before, hit, after)


def around(text: str, words: Sequence[str]) -> tuple[str, str, str]:
    """What stands before the first of the words that is in a text, the word itself with what hangs on it, and the rest.

    In scripts without spaces only the word itself, with a space at each side.
    """
    line = " ".join(text.split())
    place = next(filter(None, (place_of(line, each) for each in words)), None)
    if place is None:
        return "", "", line[: AHEAD + BEHIND] + "…" * (len(line) > AHEAD + BEHIND)
    begin, end = place
    first, last = line.rfind(" ", 0, begin) + 1, (line + " ").index(" ", end)
    if last - first <= LONGEST_RUN:
        begin, end = first, last
    else:
        line = f"{line[:begin]} {line[begin:end]} {line[end:]}"
        begin, end = begin + 1, end + 1
    before = "…" * (begin > AHEAD) + line[max(0, begin - AHEAD) : begin]
    return before, line[begin:end], line[end : end + BEHIND] + "…" * (len(line) > end + BEHIND)
