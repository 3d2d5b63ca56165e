"""Handing out the next conversation: the most urgent one that waits and that nobody is on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.languages import readable_by
from bot.desk.conditions import existing
from bot.desk.events import Event, note
from bot.desk.finding.filtering import checked, wanted_by
from bot.desk.finding.filters import EVERYTHING, Filter
from bot.desk.handling.catalogue import knows_tags
from bot.desk.people.profile import must_have_said_languages
from bot.desk.permissions import needs
from bot.desk.queues import acts_in, is_escalation, queue_name, queue_named
from bot.errors import NotAllowed, NotFound
from bot.networks.base import Network
from bot.programme import Programme
from storage import conversations, taking
from storage.listing import Wanted
from storage.tables import Claim, Conversation, Member, Role

ONE_PRESS = timedelta(seconds=2)
"""Two presses of a button within this time are one, pressed twice."""


@needs(Role.VOLUNTEER)
@knows_tags
async def take_next(
    session: AsyncSession,
    asked: Filter = EVERYTHING,
    *,
    pressed: bool = False,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Conversation:
    """Claim the next conversation of a queue, or of all in which the member acts: by rank, then the longest waiting.

    Never one that is claimed, held or closed, one of the escalation queue only when that is named, none in a language
    they do not read, when they said which they do, and none that they have skipped lately. When nobody waits for an
    answer, what was answered and left open comes. Two who ask at once get two different ones; whoever has pressed the
    button twice in a moment gets the same one again. Raises LanguagesUnsaid for whoever never said what they read,
    NotFound for an unknown queue and when nothing is left, and Invalid, with the nearest, about the other parts of the
    filter.
    """
    just_taken = await conversations.just_handed_out(session, by.id, since=now - ONE_PRESS) if pressed else None
    if just_taken is not None:
        return just_taken
    must_have_said_languages(by)
    asked = await checked(session, asked, by=by, programme=programme, networks=networks)
    wanted = wanted_by(asked, queues_for(asked.queue, by, programme), now=now)
    taken = await take(session, wanted, by=by, now=now, programme=programme)
    if taken is None:
        skipped = await taking.skipped(session, wanted, by.id, now=now, languages=readable_by(by.languages))
        raise NotFound(only_skipped(skipped) if skipped else nothing_left(asked, by, programme))
    return taken


async def take(
    session: AsyncSession, wanted: Wanted, *, by: Member, now: datetime, programme: Programme
) -> Conversation | None:
    """Claim the first of what is wanted and read by the member, but what they skipped; None when there is none."""
    languages = readable_by(by.languages)
    claim = Claim(by=by.id, since=now, until=now + programme.times.claim)
    for waiting in (True, False):
        taken = await taking.take_first(
            session,
            wanted.queues or (),
            claim,
            waiting=waiting,
            languages=languages,
            wanted=replace(wanted, queues=None),
        )
        if taken is not None:
            conversation = await existing(session, taken, by=by, programme=programme)
            note(session, conversation, Event.CLAIMED, by=by, at=now, how="next")
            return conversation
    return None


def only_skipped(numbers: Sequence[int]) -> str:
    """That there is nothing but what the asker has skipped, and how to take it all the same."""
    few = ", ".join(f"#{number}" for number in numbers[:5]) + (" …" if len(numbers) > 5 else "")
    return (
        f"Only what you have skipped is left: {few}. It is handed to others for now; "
        f"`/desk claim {numbers[0]}` takes it all the same."
    )


def nothing_left(asked: Filter, by: Member, programme: Programme) -> str:
    """That there is nothing to hand out, of what was asked for, and where to look."""
    where = f" in {queue_name(programme, asked.queue)}" if asked.queue else ""
    fits = " that fits your filters" if replace(asked, queue=None) != EVERYTHING else ""
    if readable_by(by.languages):
        return (
            f"Nothing is waiting{where}{fits} in the languages you read ({', '.join(by.languages)}): well done. "
            "`/desk list` shows all that is open, `/desk languages` what you are handed."
        )
    return f"Nothing is waiting{where}{fits}: well done. `/desk list` shows what others are on."


def queues_for(queue: str | None, member: Member, programme: Programme) -> tuple[str, ...]:
    """The keys of the queues to take from. Raises NotAllowed for one in which the member does not act."""
    if queue is None:
        return tuple(
            each.key
            for each in programme.queues
            if acts_in(member, each.key, programme) and not is_escalation(programme, each.key)
        )
    chosen = queue_named(queue, by=member, programme=programme)
    if not acts_in(member, chosen.key, programme):
        raise NotAllowed(f"Everybody reads {chosen.name}; moderators and managers act in it.")
    return (chosen.key,)
