"""Questions asked of the threads under cards: what they have yet to tell, and what must be drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Card, CardState, Conversation, Happened, Member, Message, ThreadPost


@dataclass(frozen=True)
class Untold:
    """A card whose thread lacks something: what was told last, where it stands, and whether its thread has posts."""

    conversation_id: int
    card_id: int
    told: int
    version: int
    channel: str
    ts: str | None
    posted_at: datetime
    is_begun: bool


async def untold(
    session: AsyncSession,
    *,
    loud: Sequence[str],
    late: Sequence[str],
    before: datetime,
    longer_than: int,
    limit: int,
) -> Sequence[Untold]:
    """Cards whose thread has something to tell: an event of a `loud` kind, one of a `late` kind from `before`, or a
    message of more characters than the card shows. Costs by open cards."""
    news = Happened.conversation_id == Conversation.id, Happened.number > Conversation.told_version
    happened = exists().where(*news, or_(Happened.kind.in_(loud), and_(Happened.kind.in_(late), Happened.at < before)))
    long_message = exists().where(Message.conversation_id == Conversation.id, func.length(Message.text) > longer_than)
    found = await session.execute(
        select(
            Conversation.id,
            Card.id,
            Conversation.told_version,
            Conversation.version,
            Card.channel,
            Card.ts,
            func.coalesce(Card.posted_at, Card.wanted_at, type_=Card.wanted_at.type),
            exists().where(ThreadPost.card_id == Card.id),
        )
        .join(Card, Card.id == Conversation.card_id)
        .where(
            Conversation.card_id.is_not(None),
            Conversation.version > Conversation.told_version,
            Card.state == CardState.SHOWN,
            or_(happened, and_(Conversation.told_version == 0, long_message)),
        )
        .order_by(Conversation.id)
        .limit(limit)
    )
    return [Untold(*row) for row in found]


async def begun(session: AsyncSession, card_id: int, first: int) -> ThreadPost | None:
    """The post that tells a card's events from this number on, if it was begun before."""
    return await session.scalar(select(ThreadPost).where(ThreadPost.card_id == card_id, ThreadPost.first == first))


async def set_told(
    session: AsyncSession, *, conversation_id: int, card_id: int, last: int, post_id: int | None, ts: str, now: datetime
) -> None:
    """Keep that a thread tells everything up to this event, in this post if it took one.

    The conversation is locked first, as everybody does who has its posts drawn again.
    """
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.card_id == card_id, Conversation.told_version < last)
        .values(told_version=last)
    )
    if post_id is not None:
        await session.execute(update(ThreadPost).where(ThreadPost.id == post_id).values(ts=ts, posted_at=now))


async def redraw(session: AsyncSession, conversation_id: int, *, telling: Sequence[str] = ()) -> None:
    """Ask for every post in a conversation's threads to be drawn again: words in them have vanished or changed.

    With `telling`, only those that tell an event of one of these kinds.
    """
    posts = update(ThreadPost).where(ThreadPost.conversation_id == conversation_id)
    if telling:
        told = Happened.number.between(ThreadPost.first, ThreadPost.last), Happened.kind.in_(telling)
        posts = posts.where(exists().where(Happened.conversation_id == ThreadPost.conversation_id, *told))
    await session.execute(posts.values(redraw=True))


async def to_redraw(session: AsyncSession, *, limit: int) -> Sequence[tuple[ThreadPost, Card]]:
    """Posts to be drawn again with the cards they stand under, oldest first; one that Slack refused has no `ts`."""
    was_refused = Conversation.told_version >= ThreadPost.last
    found = await session.execute(
        select(ThreadPost, Card)
        .join(Card, Card.id == ThreadPost.card_id)
        .join(Conversation, Conversation.id == ThreadPost.conversation_id)
        .where(ThreadPost.redraw, or_(ThreadPost.ts.is_not(None), was_refused & (Conversation.card_id == Card.id)))
        .order_by(ThreadPost.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


async def set_redrawn(session: AsyncSession, post_id: int) -> None:
    """A post shows what is true again."""
    await session.execute(update(ThreadPost).where(ThreadPost.id == post_id).values(redraw=False))


async def set_posted(session: AsyncSession, post_id: int, *, ts: str, now: datetime) -> None:
    """A post that Slack had refused stands in its thread after all."""
    await session.execute(update(ThreadPost).where(ThreadPost.id == post_id).values(ts=ts, posted_at=now))


async def redraw_again(session: AsyncSession, post_id: int) -> None:
    """Drawing a post again did not work yet."""
    await session.execute(update(ThreadPost).where(ThreadPost.id == post_id).values(redraw=True))


async def names(session: AsyncSession) -> dict[str, str]:
    """What members are called, by Slack id; without those who have no name yet."""
    found = await session.execute(select(Member.id, Member.name).where(Member.name != ""))
    return {row[0]: row[1] for row in found}
