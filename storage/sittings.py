"""Questions asked of play mode's sittings, and what was passed over in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation, Happened, Member, Role, Sitting, Skip


async def locked(session: AsyncSession, sitting_id: int) -> Sitting | None:
    """A sitting, locked until the transaction ends; or None."""
    return await session.scalar(select(Sitting).where(Sitting.id == sitting_id).with_for_update())


async def open_of(session: AsyncSession, member_id: str) -> Sitting | None:
    """Somebody's open sitting, locked until the transaction ends; or None."""
    return await session.scalar(
        select(Sitting).where(Sitting.by == member_id, Sitting.ended_at.is_(None)).with_for_update()
    )


async def is_open(session: AsyncSession, member_id: str) -> bool:
    """Whether somebody sits at play mode."""
    found = await session.scalar(select(Sitting.id).where(Sitting.by == member_id, Sitting.ended_at.is_(None)))
    return found is not None


async def quiet(session: AsyncSession, *, since: datetime) -> Sequence[int]:
    """The ids of open sittings without a sign of life since then, or whose member does not act on the desk any more."""
    gone = exists().where(
        Member.id == Sitting.by,
        or_(Member.suspended_at.is_not(None), Member.left_at.is_not(None), Member.role == Role.BEGINNER),
    )
    found = await session.scalars(
        select(Sitting.id).where(Sitting.ended_at.is_(None), or_(Sitting.seen_at <= since, gone))
    )
    return sorted(found)


async def behind(session: AsyncSession) -> Sequence[int]:
    """The ids of those whose message does not show how they, or the conversation in hand, stand."""
    changed = (
        select(Sitting.id)
        .join(Conversation, Conversation.id == Sitting.conversation_id)
        .where(Sitting.ended_at.is_(None), Conversation.version > Sitting.shown_of)
    )
    own = select(Sitting.id).where(Sitting.version > Sitting.shown_version)
    return sorted({*await session.scalars(own), *await session.scalars(changed)})


async def set_shown(
    session: AsyncSession, sitting_id: int, *, version: int, of: int, channel: str | None, ts: str | None
) -> None:
    """Record what was drawn, and where it stands."""
    await session.execute(
        update(Sitting)
        .where(Sitting.id == sitting_id)
        .values(shown_version=version, shown_of=of, channel=channel, ts=ts)
    )


async def skip(
    session: AsyncSession, member_id: str, conversation_id: int, *, at: datetime, until: datetime, reason: str
) -> None:
    """Remember that somebody passed a conversation over; doing it again lasts from then."""
    known = await session.get(Skip, (member_id, conversation_id))
    if known is None:
        known = Skip(by=member_id, conversation_id=conversation_id)
        session.add(known)
    known.at, known.until, known.reason = at, until, reason


async def forget_skips(session: AsyncSession, *, before: datetime) -> None:
    """Drop what may be handed out again since before this moment."""
    await session.execute(delete(Skip).where(Skip.until < before))


async def answered(session: AsyncSession, member_id: str, *, since: datetime, until: datetime) -> int:
    """How many replies somebody decided between two moments, without those they took back."""
    found = await session.execute(
        select(Happened.kind, func.count())
        .where(
            or_(Happened.kind == "reply_queued", Happened.kind == "reply_undone"),
            Happened.at >= since,
            Happened.at <= until,
            Happened.by == member_id,
        )
        .group_by(Happened.kind)
    )
    counts = {kind: count for kind, count in found.all()}  # noqa: C416 - rows are no pairs to the type checker
    return max(0, counts.get("reply_queued", 0) - counts.get("reply_undone", 0))


async def closed(session: AsyncSession, member_id: str, *, since: datetime, until: datetime) -> int:
    """How many conversations somebody closed between two moments, each once; those that close behind a reply, too."""
    found = await session.scalar(
        select(func.count(Happened.conversation_id.distinct())).where(
            Happened.kind == "closed", Happened.at >= since, Happened.at <= until, Happened.by == member_id
        )
    )
    return found or 0
