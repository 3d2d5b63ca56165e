"""Posts that are no longer public: they disappear from storage, card, thread and private messages."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.due import of_conversations
from bot.desk.events import Event, note
from bot.desk.handling.closing import put_away
from bot.desk.notices import tell
from bot.desk.queues import is_escalation
from bot.programme import Programme
from storage import conversations, drafts, messages, notices, posts, threads
from storage.tables import Conversation, Message, Side

TELLS_A_MESSAGE = (
    Event.ARRIVED,
    Event.WROTE_AGAIN,
    Event.EDITED,
    Event.DELETED,
    Event.ANSWERED_OUTSIDE,
    Event.COMMUNITY_ANSWERED,
    Event.REPLY_SENT,
)
"""What a thread tells in the words of a message."""


async def vanish(session: AsyncSession, message_id: int, *, now: datetime, programme: Programme) -> bool:
    """Empty a message that its author deleted or protected, wherever it is kept or shown. False when it was already.

    When nothing of the customer is left, the conversation closes as Deleted, unless somebody is at work on it: then
    they are told, and it closes once nobody is. Nothing closes by itself in the escalation queue. Source: programme.md,
    "What the networks allow".
    """
    message = await session.get(Message, message_id)
    conversation = await conversations.locked(session, message.conversation_id) if message is not None else None
    if message is None or conversation is None:
        return False
    await session.refresh(message)
    if message.deleted_at is not None:
        return False
    message.text = ""
    message.about = {}
    message.deleted_at = now
    note(session, conversation, Event.DELETED, by=None, at=now, message=message.id)
    await session.flush()
    await draw_again(session, conversation)
    if message.side is Side.CUSTOMER and conversation.closing is None:
        await settle(session, conversation, now=now, programme=programme)
    return True


async def draw_again(session: AsyncSession, conversation: Conversation) -> None:
    """Ask for everything that showed the post to be drawn again; the card is, for its version was raised."""
    await threads.redraw(session, conversation.id, telling=TELLS_A_MESSAGE)
    for notice in await notices.delivered_about(session, conversation.id):
        notice.redraw = True


async def settle(session: AsyncSession, conversation: Conversation, *, now: datetime, programme: Programme) -> None:
    """What is left to do in the conversation: close it, tell who is at work on it, or go on with what remains.

    Drafts may quote what the customer took back, so they go with its last post.
    """
    conversation.waits_since = await messages.waiting_since(session, conversation.id)
    if conversation.waits_since is None:
        conversation.owner_due_at = None
    if await posts.still_there(session, conversation.id) is not None:
        tell_owner(session, conversation, "has deleted or hidden one of their posts", now=now)
        return
    await let_drafts_go(session, conversation, now=now)
    under_way = await conversations.reply_under_way_in(session, conversation.id)
    if conversation.claim is None and under_way is None and not is_escalation(programme, conversation.queue):
        put_away(session, conversation, reason=programme.deleted_reason, by=None, now=now)
        return
    words = "has deleted or hidden everything they wrote; nothing can be answered any more"
    tell_owner(session, conversation, words, now=now)
    conversation.vanished_at = now


async def close_left(session: AsyncSession, conversation: Conversation, now: datetime, programme: Programme) -> bool:
    """Close what nothing is left of; a reply that came back meanwhile is a draft again, and goes as well."""
    await let_drafts_go(session, conversation, now=now)
    put_away(session, conversation, reason=programme.deleted_reason, by=None, now=now)
    return True


close_vanished = of_conversations(
    "the end of the vanished",
    lambda _, programme: conversations.vanished(timeless=programme.escalation.queue),
    close_left,
)
"""Close what nothing was left of while somebody was at work on it, once nobody is: however that ended."""


async def let_drafts_go(session: AsyncSession, conversation: Conversation, *, now: datetime) -> None:
    """Drop what anybody was writing here, for it may quote what is not kept any more, and tell them."""
    for author in await drafts.drop_all_in(session, conversation.id):
        text = f"Your draft on #{conversation.id} is not kept any more: it may quote words that must go with it."
        tell(session, author, "text", now=now, conversation=conversation, text=text)


def tell_owner(session: AsyncSession, conversation: Conversation, what: str, *, now: datetime) -> None:
    """Tell whoever works on it, in our own words."""
    if conversation.claim is not None:
        text = f"The customer of #{conversation.id} {what}."
        tell(session, conversation.claim.by, "text", now=now, conversation=conversation, text=text)
