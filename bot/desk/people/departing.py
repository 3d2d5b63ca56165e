"""What becomes of somebody's conversations when they may no longer answer them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.handling.releasing import let_go
from bot.desk.leaving.outcomes import ask_moderators, give_back
from storage import conversations, homes, replies
from storage.tables import Member, ReplyState, Role

NO_LONGER = "Whoever decided this may not act for a brand account any more."


async def may_still_send(session: AsyncSession, slack_id: str) -> bool:
    """Whether what somebody decided to send may leave now: they are on the desk, and no beginner."""
    member = await session.get(Member, slack_id, populate_existing=True)
    if member is None or member.suspended_at is not None or member.left_at is not None:
        return False
    return member.role.reaches(Role.VOLUNTEER)


async def free_everything_of(session: AsyncSession, member: Member, *, now: datetime) -> int:
    """Give back all conversations a member has claimed, each to its queue, where it keeps its place; returns how many.

    Their replies that have not left yet do not leave any more; whether one is out that nobody knows of, moderators are
    asked. What they hold stays on hold: its day comes without
    them; what a keyholder was asked to send is the keyholder's to judge. Their Home tab forgets what it showed.
    """
    await conversations.lock_all(session, await conversations.at_work_of(session, member.id))
    for reply_id in await replies.decided_by(session, member.id, state=ReplyState.QUEUED):
        await keep_from_leaving(session, reply_id, now=now)
    for reply_id in await replies.decided_by(session, member.id, state=ReplyState.UNKNOWN):
        await ask_others(session, reply_id, now=now)
    owned = await conversations.owned_by(session, member.id)
    for conversation in owned:
        let_go(conversation)
        note(session, conversation, Event.RELEASED, by=None, at=now)
    await homes.take_back(session, member.id, at=now)
    return len(owned)


async def ask_others(session: AsyncSession, reply_id: int, *, now: datetime) -> None:
    """Ask moderators about a reply of which its author had to say whether it is out; while it is looked for, nobody."""
    found = await replies.locked(session, reply_id)
    if found is not None and found[0].state is ReplyState.UNKNOWN and found[0].look_at is None:
        await ask_moderators(session, *found, now=now)


async def keep_from_leaving(session: AsyncSession, reply_id: int, *, now: datetime) -> None:
    """Give a reply back whose author may no longer send it, unless it has left meanwhile."""
    found = await replies.locked(session, reply_id)
    if found is not None and found[0].state is ReplyState.QUEUED:
        await give_back(session, *found, why=NO_LONGER, now=now)
