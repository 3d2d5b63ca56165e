"""What gains attention: posts many people react to, and customers who write again and again without an answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.handling.ranking import FRONT
from bot.desk.showing.hinting import CLIMBS, REACTIONS
from bot.networks.base import Mention
from bot.programme import Programme
from storage import conversations, replies
from storage.tables import Conversation, Message


async def wrote_again_and_again(
    session: AsyncSession, conversation: Conversation, *, now: datetime, programme: Programme
) -> None:
    """Mark a customer who has written a number of times without an answer, once."""
    waiting = await replies.unanswered(session, conversation.id)
    if len(waiting) == programme.attention.unanswered:
        line = f"wrote {len(waiting)} times in a row"
        mark(session, conversation, line, now=now, programme=programme)


async def reactions_seen(
    session: AsyncSession, message: Message, mention: Mention, *, now: datetime, programme: Programme
) -> bool:
    """Keep how many people react to a post by now; returns whether that has become attention, or doubled since.

    The first figures are kept beside the last ones that were told, so that the card says from where it climbed. What
    merely changes is kept without an event, so that it costs no repaint; a post moves up its queue once.
    """
    climbs = dict(message.about.get(CLIMBS) or {})
    climbs.setdefault("first", figures(message.about, at=message.checked_at or message.stored_at))
    message.about = mention.about | {CLIMBS: climbs}
    count, told = total(mention.about), total(climbs.get("told") or {})
    if count < max(programme.attention.reactions, 2 * told):
        return False
    conversation = await conversations.locked(session, message.conversation_id)
    if conversation is None or conversation.closing is not None:
        return False
    message.about = mention.about | {CLIMBS: climbs | {"told": figures(mention.about, at=now)}}
    line = f"{count} reactions"
    if told:
        note(session, conversation, Event.ATTENTION, by=None, at=now, why=line)
    else:
        rise(session, conversation, line, now=now, programme=programme)
    return True


def figures(about: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the network counts of a post, and when it was so."""
    return {name: int(about[name]) for name in REACTIONS if name in about} | {"at": at.isoformat()}


def total(about: Mapping[str, Any]) -> int:
    """All reactions together."""
    return sum(int(about.get(each) or 0) for each in REACTIONS)


def mark(session: AsyncSession, conversation: Conversation, line: str, *, now: datetime, programme: Programme) -> None:
    """Say it on the card and move it up its queue."""
    conversation.lines = [*conversation.lines, line]
    rise(session, conversation, line, now=now, programme=programme)


def rise(session: AsyncSession, conversation: Conversation, line: str, *, now: datetime, programme: Programme) -> None:
    """Move it up its queue."""
    conversation.priority += programme.attention.priority
    conversation.rank = conversation.priority + (FRONT if conversation.returned_at else 0)
    note(session, conversation, Event.ATTENTION, by=None, at=now, why=line)
