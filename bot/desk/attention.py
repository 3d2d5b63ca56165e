"""What gains attention: posts many people react to, and customers who write again and again without an answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.ranking import FRONT
from bot.networks.base import Mention
from bot.programme import Programme
from storage import conversations, replies
from storage.tables import Conversation, Message

AGAIN_AND_AGAIN = 3
"""As many posts without an answer make a customer insistent."""

REACTIONS = ("likes", "reposts", "quotes", "replies")


async def wrote_again_and_again(
    session: AsyncSession, conversation: Conversation, *, now: datetime, programme: Programme
) -> None:
    """Mark a customer who has written three times without an answer, once."""
    waiting = await replies.unanswered(session, conversation.id)
    if len(waiting) == AGAIN_AND_AGAIN:
        line = f"has written {AGAIN_AND_AGAIN} times without an answer"
        mark(session, conversation, line, now=now, programme=programme)


async def reactions_seen(
    session: AsyncSession, message: Message, mention: Mention, *, now: datetime, programme: Programme
) -> bool:
    """Keep how many people react to a post by now; returns whether that has become attention, told once a post.

    Figures that merely change are kept without an event, so that they cost no repaint.
    """
    told = message.about.get("attention")
    message.about = dict(mention.about) | ({"attention": told} if told else {})
    count = sum(int(mention.about.get(each) or 0) for each in REACTIONS)
    if told or count < programme.attention.reactions:
        return False
    conversation = await conversations.locked(session, message.conversation_id)
    if conversation is None or conversation.closing is not None:
        return False
    message.about = message.about | {"attention": count}
    mark(session, conversation, f"gains attention: {count} reactions", now=now, programme=programme)
    return True


def mark(session: AsyncSession, conversation: Conversation, line: str, *, now: datetime, programme: Programme) -> None:
    """Say it on the card and move it up its queue."""
    conversation.lines = [*conversation.lines, line]
    conversation.priority += programme.attention.priority
    conversation.rank = conversation.priority + (FRONT if conversation.returned_at else 0)
    note(session, conversation, Event.ATTENTION, by=None, at=now, why=line)
