"""Taking somebody's id out of everything they did, so that it stays counted without a name."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage import conversations
from storage.conversations import AT_ONCE
from storage.members import FORMER
from storage.tables import (
    Acceptance,
    Alarm,
    Base,
    Bulk,
    BulkPart,
    CatalogueChange,
    CatalogueTag,
    Clipping,
    ClippingChange,
    Conversation,
    Escalation,
    Happened,
    Like,
    Member,
    Message,
    Note,
    Notice,
    Reply,
    SavedDraft,
    SavedFilter,
    Sitting,
    Skip,
    Spending,
    Standup,
    StandupLine,
    Stop,
    WantedPost,
)

Signed = dict[type[Base], tuple[InstrumentedAttribute[Any], ...]]

IN_CONVERSATIONS: Signed = {
    Message: (Message.answered_by,),
    Note: (Note.by,),
    Happened: (Happened.by,),
    Reply: (Reply.by, Reply.handed_to, Reply.said_sent_by),
    Like: (Like.by, Like.handed_to, Like.said_done_by),
    Escalation: (Escalation.by, Escalation.taken_by, Escalation.answered_by),
}
"""Wherever somebody's id stands for what they did to a conversation."""

ELSEWHERE: Signed = {
    Bulk: (Bulk.by, Bulk.value),
    StandupLine: (StandupLine.by,),
    Member: (Member.admitted_by, Member.suspended_by),
    Standup: (Standup.baton,),
    Spending: (Spending.raised_by,),
    Alarm: (Alarm.cleared_by,),
    Acceptance: (Acceptance.by,),
    Stop: (Stop.by,),
    Clipping: (Clipping.retired_by,),
    ClippingChange: (ClippingChange.by,),
    WantedPost: (WantedPost.by,),
    CatalogueChange: (CatalogueChange.by,),
    CatalogueTag: (CatalogueTag.added_by, CatalogueTag.retired_by),
}

TOLD: dict[type[Base], InstrumentedAttribute[Any]] = {
    Happened: Happened.facts,
    Escalation: Escalation.pinged,
    Notice: Notice.facts,
    Standup: Standup.facts,
    BulkPart: BulkPart.before,
}
"""Wherever somebody's id may stand among other facts."""


async def lock_everything_of(session: AsyncSession, member_id: str) -> Sequence[int]:
    """The numbers of all conversations in which somebody's id stands, locked in their order like everywhere else.

    Reads each table once from end to end, for something that happens once a month. Measured with `forget` on SQLite:
    2.7 s with 100,000 conversations, 2,000 of them theirs, and a million events.
    """
    own = (Conversation.claimed_by, Conversation.held_by, Conversation.closed_by)
    found = set(await session.scalars(select(Conversation.id).where(any_is(own, member_id))))
    for table, columns in IN_CONVERSATIONS.items():
        named = [names(TOLD[table], member_id)] if table in TOLD else []
        question = select(table.conversation_id).where(or_(any_is(columns, member_id), *named))  # type: ignore[attr-defined]
        found |= set(await session.scalars(question))
    await conversations.lock_all(session, found)
    return sorted(found)


async def forget(session: AsyncSession, member_id: str, concerned: Sequence[int]) -> None:
    """Put FORMER in place of somebody's id; `concerned` are the conversations in which it stands, locked."""
    await session.execute(delete(Notice).where(Notice.to == member_id))
    await session.execute(update(Reply).where(Reply.by == member_id).values(attached={}))
    await session.execute(delete(Acceptance).where(Acceptance.member_id == member_id))
    await session.execute(delete(SavedDraft).where(SavedDraft.by == member_id))
    await session.execute(delete(Sitting).where(Sitting.by == member_id))
    await session.execute(delete(SavedFilter).where(SavedFilter.by == member_id))
    await session.execute(delete(Skip).where(Skip.by == member_id))
    for some in chunks(concerned):
        await unsign(session, Conversation, (Conversation.held_by, Conversation.closed_by), member_id, within=some)
        for table, columns in IN_CONVERSATIONS.items():
            await unsign(session, table, columns, member_id, within=some)
            if table in TOLD:
                await unname(session, table, member_id, within=some)
    for table, columns in ELSEWHERE.items():
        await unsign(session, table, columns, member_id)
    for table in TOLD.keys() - IN_CONVERSATIONS.keys():
        await unname(session, table, member_id)
    told = BulkPart.why_not.contains(f"<@{member_id}>")
    shown = func.replace(BulkPart.why_not, f"<@{member_id}>", FORMER)
    await session.execute(update(BulkPart).where(told).values(why_not=shown))


async def unsign(
    session: AsyncSession,
    table: type[Base],
    columns: Sequence[InstrumentedAttribute[Any]],
    member_id: str,
    *,
    within: Sequence[int] | None = None,
) -> None:
    """Take the id out of these columns of a table, in one pass."""
    values = {column.key: case((column == member_id, FORMER), else_=column) for column in columns}
    await session.execute(
        update(table).where(any_is(columns, member_id), *of_conversations(table, within)).values(values),
        execution_options={"synchronize_session": False},
    )


async def unname(
    session: AsyncSession, table: type[Base], member_id: str, *, within: Sequence[int] | None = None
) -> None:
    """Take the id out of the facts of a table's rows."""
    facts = TOLD[table]
    rows = await session.scalars(select(table).where(names(facts, member_id), *of_conversations(table, within)))
    for row in rows:
        setattr(row, facts.key, unnamed(getattr(row, facts.key), member_id))


def any_is(columns: Sequence[InstrumentedAttribute[Any]], member_id: str) -> ColumnElement[bool]:
    """Whether the id stands in one of these columns."""
    return or_(*(column == member_id for column in columns))


def names(facts: InstrumentedAttribute[Any], member_id: str) -> ColumnElement[bool]:
    """Whether the id stands somewhere in a column of facts."""
    return cast(facts, String).contains(member_id)


def of_conversations(table: type[Base], numbers: Sequence[int] | None) -> list[ColumnElement[bool]]:
    """The condition that a row belongs to one of these conversations; none when they do not matter."""
    if numbers is None:
        return []
    column: InstrumentedAttribute[int] = Conversation.id if table is Conversation else table.conversation_id  # type: ignore[attr-defined]
    return [column.in_(numbers)]


def chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers, so many at once as one statement takes well."""
    return (numbers[begin : begin + AT_ONCE] for begin in range(0, len(numbers), AT_ONCE))


def unnamed(value: Any, member_id: str) -> Any:
    """The same facts, with somebody's id replaced wherever it stands in them."""
    if isinstance(value, dict):
        return {name: unnamed(each, member_id) for name, each in value.items()}
    if isinstance(value, list):
        return [unnamed(each, member_id) for each in value]
    if value == member_id:
        return FORMER
    return value.replace(f"<@{member_id}>", FORMER) if isinstance(value, str) else value
