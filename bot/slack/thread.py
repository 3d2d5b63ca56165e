"""A card's thread: the diary of its conversation, told in few posts that each fit into one message."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.pictures.conversations import EventPicture
from bot.slack import said
from bot.slack.diary import PEOPLE, SENTENCES, name_of, sentence
from bot.slack.kit import Drawn, Element, drawn, heading, moment, piece, quote, rich
from bot.slack.words import Mrkdwn, safe, shortened

MOST_EVENTS = 30
MOST_WORDS = 7000
"""Characters of quoted words in one post; the limit of a message is about 13,000."""
LONGEST_QUOTE = 6000

QUIET = frozenset(
    {
        "attention",
        "claimed",
        "customer_tagged",
        "escalation_paged",
        "kind_set",
        "lapsed",
        "like_by_hand",
        "like_done",
        "like_said_done",
        "liked",
        "released",
        "sentiment_set",
        "tagged",
    }
)
"""What the card itself shows: it is told with the next event that matters, or after a while."""

ON_CARD = frozenset({"arrived"})
"""The first message stands on the card; the thread begins with it once there is more to tell."""

SILENT = frozenset(
    {"reply_queued", "reply_sending", "reply_undone", "note_edited", "note_deleted", "tag_renamed", "emptied"}
)
"""Steps between two states, and other words for the same, that nobody needs to read afterwards; History has them."""

NOTED = frozenset({"noted"})
COLLEAGUE = re.compile(r"<@([UW]\w+)>")

KINDS = frozenset(SENTENCES)
LOUD = KINDS - QUIET - ON_CARD - SILENT
"""Told at once."""


def draw(events: Sequence[EventPicture], names: Mapping[str, str], *, begun_at: datetime) -> Drawn:
    """One post for these events, oldest first. `names` are colleagues by Slack id: a name pings nobody, an id would.

    `begun_at` is when this thread began: notes typed since then stand in it already.
    """
    told = [event for event in events if is_told(event, begun_at)]
    share = MOST_WORDS // max(1, sum(1 for event in told if words_in(event)))
    parts: list[Element] = []
    for event in told:
        parts += told_event(event, names, min(LONGEST_QUOTE, max(share, 150)))
    return drawn(summary(told, names), rich(*parts) if parts else rich(heading(piece("–"))))


def is_told(event: EventPicture, begun_at: datetime) -> bool:
    """Whether the thread tells this event: not the steps in between, and no note that was typed right there."""
    if event.kind in NOTED and event.facts.get("typed_here") and event.at >= begun_at:
        return False
    return event.kind not in SILENT


def is_worth_a_post(events: Sequence[EventPicture], begun_at: datetime) -> bool:
    """Whether these events hold anything that neither the card shows nor somebody typed right there."""
    return any(is_told(event, begun_at) and not (event.kind in ON_CARD and is_on_card(event)) for event in events)


def is_on_card(event: EventPicture) -> bool:
    """Whether the card shows every word of the message an event is about."""
    return event.message is None or said.is_shown_in_full(event.message)


def bundles(events: Sequence[EventPicture]) -> list[list[EventPicture]]:
    """The events in as few posts as hold them whole; a single message that is too long for one is cut there."""
    posts: list[list[EventPicture]] = []
    used = 0
    for event in events:
        needed = words_in(event)
        full = bool(posts) and (len(posts[-1]) >= MOST_EVENTS or used + needed > MOST_WORDS)
        if not posts or full:
            posts.append([])
            used = 0
        posts[-1].append(event)
        used += needed
    return posts


def words_in(event: EventPicture) -> int:
    """How many quoted characters an event brings."""
    if event.message is not None and not event.message.deleted:
        return len(event.message.text)
    return len(event.note or "")


def told_event(event: EventPicture, names: Mapping[str, str], limit: int) -> list[Element]:
    """One event as parts of rich text: a line, and the words it is about."""
    if event.message is not None and event.kind in QUOTING:
        remark = edit_of(event) or QUOTING[event.kind]
        top = said.head(event.message)
        if remark:
            top["elements"].append(piece(f" · {remark}", italic=True))
        return [top, *said.title(event.message), said.words_of(event.message, limit)]
    line = heading(piece(f"{sentence(event, names)}  "), moment(event.at))
    return [line, quote(named(event.note, names), limit)] if event.note else [line]


def named(note: str, names: Mapping[str, str]) -> str:
    """A note with colleagues by name: where it is quoted, Slack would show their ids."""
    return COLLEAGUE.sub(lambda found: f"@{name_of(found[1], names)}", note)


def edit_of(event: EventPicture) -> str:
    """How the stars changed with an edit; empty when they did not."""
    change = event.facts.get("stars")
    return f"new wording, {change} stars" if event.kind == "edited" and change else ""


QUOTING = {
    "arrived": "",
    "wrote_again": "",
    "edited": "new wording",
    "deleted": "",
    "answered_outside": "answered outside the desk",
    "community_answered": "answered by the community",
    "reply_sent": "",
}


def summary(events: Sequence[EventPicture], names: Mapping[str, str]) -> Mrkdwn:
    """The post in a line, for notifications."""
    if not events:
        return safe("–")
    last = events[-1]
    if last.message is not None and last.kind in QUOTING and not last.message.deleted:
        author = said.shown_as(last.message.author, by_name=last.message.by_name)
        return safe(f"{author}: {shortened(last.message.text, 150)}", 400)
    return safe(sentence(last, names), 400)


def people_in(events: Sequence[EventPicture]) -> set[str]:
    """The Slack ids of the colleagues these events name."""
    named: list[object] = [event.by for event in events]
    for event in events:
        named += COLLEAGUE.findall(event.note or "")
        for fact in (event.facts[name] for name in PEOPLE & event.facts.keys()):
            named += fact if isinstance(fact, list) else [fact]
    return {each for each in named if isinstance(each, str) and each}
