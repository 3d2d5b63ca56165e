"""Reading back likes that people do by hand: seen among the account's likes they are done, unseen on their word."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.leaving.liking import FIRST_LOOK, done
from storage import likes, replies
from storage.tables import Like, LikeState, Message

LOOKS = (FIRST_LOOK, timedelta(minutes=1), timedelta(minutes=5))
"""When it is looked for, counted from when somebody said they did it."""


async def looked(session: AsyncSession, like_id: int, posts: Collection[str], *, now: datetime) -> bool:
    """Judge one look at the posts an account likes; True when the like is there, and recorded as done and seen.

    After the last look in vain a person's word is taken: a like that is missing does no harm, and the card says that
    nobody saw it. One that nobody has spoken of yet goes on waiting for its keyholder.
    """
    found = await likes.locked(session, like_id)
    if found is None or found[0].state is not LikeState.BY_HAND:
        return False
    liked, conversation = found
    message = await session.get_one(Message, liked.message_id)
    if not {message.external_id, *await replies.ids_of(session, message)}.isdisjoint(posts):
        liked.seen_at = now
        await done(session, liked, conversation, by=None, now=now)
        return True
    liked.looks += 1
    liked.look_at = next_look(liked, now)
    if liked.look_at is None and liked.said_done_at is not None:
        await done(session, liked, conversation, by=None, now=now)
    return False


async def look_later(session: AsyncSession, like_id: int, *, at: datetime, now: datetime) -> None:
    """The likes could not be read: that counts as a look in vain only when somebody said that it is done."""
    found = await likes.locked(session, like_id)
    if found is None or found[0].state is not LikeState.BY_HAND:
        return
    liked, conversation = found
    liked.look_at = at if liked.said_done_at is not None else None
    if liked.said_done_at is not None and now - liked.said_done_at >= GIVEN_UP:
        await done(session, liked, conversation, by=None, now=now)


GIVEN_UP = timedelta(hours=1)
"""After so long without being able to look, the person's word is taken."""


def next_look(liked: Like, now: datetime) -> datetime | None:
    """When it is looked for again; None after the last time, and for one of which nobody has said anything."""
    if liked.said_done_at is None or liked.looks >= len(LOOKS):
        return None
    return max(liked.said_done_at + LOOKS[liked.looks], now + FIRST_LOOK)
