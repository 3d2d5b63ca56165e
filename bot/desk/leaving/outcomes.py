"""How a reply ends, or goes on: found, given back, put back into the queue, lost from sight."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.leaving.afterwards import follow_up
from bot.desk.leaving.answered import mark_answered
from bot.desk.notices import tell
from bot.desk.writing import written
from bot.networks.base import Posted
from bot.programme import Programme
from storage import answers, members, notices, replies
from storage.tables import Conversation, Member, Message, Post, Reply, ReplyState, Role, Side

LOOKS = tuple(timedelta(seconds=each) for each in (10, 60, 300, 365))
"""When the timeline is read after an attempt of which nobody knows the end. The last look allows *Send again*."""

SHOWS_A_REPLY = ("hand_reply", "reply_unknown", "reply_refused", "wrong_account")
"""Notices that are drawn from a reply, and drawn again when it changes."""


async def found(session: AsyncSession, reply: Reply, posted: Posted, *, now: datetime, programme: Programme) -> bool:
    """Record that a reply is out: sent by us or by hand, as this post. False, and nothing, when it had ended before.

    The customer's message is answered, the post joins the conversation, and what was to follow happens: hold or close.
    A post without an id was vouched for by a person. Found under another account, everybody concerned is warned.
    """
    locked = await replies.locked(session, reply.id)
    if locked is None or locked[0].state in {ReplyState.SENT, *replies.OVER}:
        return False
    reply, conversation = locked
    reply.state = ReplyState.SENT
    reply.sent_at, reply.sent_id, reply.sent_from = posted.at, posted.id or None, posted.account
    reply.sent_url = posted.url or None
    reply.why = reply.deadline = reply.look_at = reply.hand_until = None
    message = await session.get_one(Message, reply.answers_id)
    await mark_answered(session, conversation, message, at=posted.at, by=reply.by)
    await keep_post(session, conversation, reply, posted, now=now)
    await give_back_overtaken(session, conversation, why="The customer has been answered meanwhile.", now=now)
    author = await session.get(Member, reply.by)
    note(
        session,
        conversation,
        Event.REPLY_SENT,
        by=author,
        at=now,
        reply=reply.id,
        message=message.id,
        account=posted.account,
    )
    await outdate(session, reply)
    if posted.account.casefold() != reply.account.casefold():
        await warn_of_account(session, conversation, reply, now=now)
    await follow_up(session, conversation, reply, author, now=now, programme=programme)
    return True


async def keep_post(
    session: AsyncSession, conversation: Conversation, reply: Reply, posted: Posted, *, now: datetime
) -> None:
    """Let what was sent join the conversation, once, so that answers to it find their way here."""
    if not posted.id or await session.get(Post, (reply.network, posted.id)) is not None:
        return
    message = Message(
        conversation_id=conversation.id,
        network=reply.network,
        external_id=posted.id,
        side=Side.BRAND,
        author=posted.account,
        text=posted.text or reply.text,
        language=conversation.language,
        url=posted.url,
        posted_at=posted.at,
        stored_at=now,
    )
    session.add(message)
    await session.flush()
    session.add(Post(network=reply.network, external_id=posted.id, message_id=message.id))


async def warn_of_account(session: AsyncSession, conversation: Conversation, reply: Reply, *, now: datetime) -> None:
    """Tell the author, the keyholder and the managers that a reply came from another account than it should."""
    managers = {each.id for each in await members.with_role(session, Role.MANAGER)}
    for to in sorted({reply.by, *filter(None, (reply.handed_to, reply.said_sent_by)), *managers}):
        tell(session, to, "wrong_account", now=now, conversation=conversation, reply=reply.id)


async def outdate(session: AsyncSession, reply: Reply) -> None:
    """Ask for every message about this reply that somebody has already received to be drawn again."""
    for notice in await notices.delivered(session, reply.conversation_id, SHOWS_A_REPLY):
        if notice.facts.get("reply") == reply.id and notice.sent_at is not None:
            notice.redraw = True


async def give_back(
    session: AsyncSession,
    reply: Reply,
    conversation: Conversation,
    *,
    why: str,
    now: datetime,
    by: Member | None = None,
) -> None:
    """End a reply that is certainly not out, or on somebody's word; the author is told why, and what they typed is
    their draft again.
    """
    reply.state = ReplyState.REFUSED
    reply.why = why
    reply.deadline = reply.look_at = reply.hand_until = None
    note(session, conversation, Event.REPLY_REFUSED, by=by, at=now, reply=reply.id, why=why)
    await written.give_back(session, reply, now=now)
    await outdate(session, reply)
    tell(session, reply.by, "reply_refused", now=now, conversation=conversation, reply=reply.id)


async def give_back_overtaken(session: AsyncSession, conversation: Conversation, *, why: str, now: datetime) -> None:
    """Give back every other reply of a conversation whose message has been answered since, unless it may be out."""
    await session.flush()
    for reply in await answers.overtaken(session, conversation.id):
        await give_back(session, reply, conversation, why=why, now=now)


def requeue(
    session: AsyncSession, reply: Reply, conversation: Conversation, *, until: datetime, why: str, now: datetime
) -> None:
    """Back into the queue until then, saying why on the card. Waiting on for the same reason is no news."""
    is_news = reply.why != why
    reply.state = ReplyState.QUEUED
    reply.send_after = until
    reply.deadline = None
    reply.why = why
    if is_news:
        note(session, conversation, Event.REPLY_WAITS, by=None, at=now, reply=reply.id, why=why)


def become_unknown(session: AsyncSession, reply: Reply, conversation: Conversation, *, why: str, now: datetime) -> None:
    """It may be out and may not; from here only a look at the timeline or a person decides."""
    reply.state = ReplyState.UNKNOWN
    reply.why = why
    reply.deadline = reply.hand_until = reply.looked_at = None
    reply.looks = 0
    reply.look_at = attempted_at(reply) + LOOKS[0]
    note(session, conversation, Event.REPLY_UNKNOWN, by=None, at=now, reply=reply.id)


async def ask_moderators(session: AsyncSession, reply: Reply, conversation: Conversation, *, now: datetime) -> None:
    """Ask moderators and managers what became of a reply whose author may not say so any more."""
    for each in await members.with_role(session, Role.MODERATOR, Role.MANAGER):
        tell(session, each.id, "reply_unknown", now=now, conversation=conversation, reply=reply.id)


def attempted_at(reply: Reply) -> datetime:
    """When the last attempt was made, by the desk or by hand."""
    return reply.said_sent_at or reply.sending_at or reply.at
