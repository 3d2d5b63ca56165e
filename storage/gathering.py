"""All that a conversation's picture is drawn from, gathered in one question however many conversations there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from storage.tables import Conversation, Escalation, Like, Message, Note, Reply, ReplyState


@dataclass(frozen=True)
class Gathered:
    """A conversation with its customer, its newest reply that was not undone, its newest like, its open escalation.

    `answered` is the customer's message that the reply answers, `liked` the message that was liked.
    """

    conversation: Conversation
    note_count: int
    reply: Reply | None
    answered: Message | None
    like: Like | None
    liked: Message | None
    escalation: Escalation | None
    others: int
    """How many other conversations its customer has, outside the queues that not everybody sees."""


async def gathered(
    session: AsyncSession, conversation_ids: Sequence[int], *, hidden: Sequence[str] = ()
) -> tuple[Gathered, ...]:
    """What is there of these conversations, in the order in which they were asked for; unknown ones are left out.

    Customers' others in `hidden` queues are not counted.
    """
    found = await session.execute(question(), {"ids": list(conversation_ids), "hidden": list(hidden)})
    by_number = {row[0].id: Gathered(*row) for row in found}
    return tuple(by_number[each] for each in conversation_ids if each in by_number)


@cache
def question() -> Select[Conversation, int, Reply, Message, Like, Message, Escalation, int]:
    """The question, worded once: putting it together takes longer than SQLite needs to answer it (measured)."""
    answered, liked = aliased(Message), aliased(Message)
    return (
        select(Conversation, note_count(), Reply, answered, Like, liked, Escalation, others())
        .where(Conversation.id.in_(bindparam("ids", expanding=True)))
        .options(joinedload(Conversation.customer, innerjoin=True))
        .outerjoin(Reply, Reply.id == newest(Reply.id, of=Reply, where=Reply.state != ReplyState.UNDONE))
        .outerjoin(answered, answered.id == Reply.answers_id)
        .outerjoin(Like, Like.id == newest(Like.id, of=Like))
        .outerjoin(liked, liked.id == Like.message_id)
        .outerjoin(
            Escalation, Escalation.id == newest(Escalation.id, of=Escalation, where=Escalation.settled_at.is_(None))
        )
    )


def newest(
    number: InstrumentedAttribute[int], *, of: type[Reply | Like | Escalation], where: ColumnElement[bool] | None = None
) -> ScalarSelect[Any]:
    """The highest number among those of the conversation at hand."""
    question = select(func.max(number)).where(of.conversation_id == Conversation.id)
    if where is not None:
        question = question.where(where)
    return question.correlate(Conversation).scalar_subquery()


def note_count() -> ScalarSelect[int]:
    """How many notes the conversation at hand has."""
    return (
        select(func.count(Note.id))
        .where(Note.conversation_id == Conversation.id, Note.deleted_at.is_(None))
        .correlate(Conversation)
        .scalar_subquery()
    )


def others() -> ScalarSelect[int]:
    """How many other conversations the customer at hand has; who has a hundred has many."""
    other = aliased(Conversation)
    some = (
        select(other.id)
        .where(
            other.customer_id == Conversation.customer_id,
            other.id != Conversation.id,
            other.queue.not_in(bindparam("hidden", expanding=True)),
        )
        .limit(100)
        .correlate(Conversation)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


async def replies_numbered(session: AsyncSession, reply_ids: Sequence[int]) -> dict[int, Reply]:
    """Replies by their numbers."""
    if not reply_ids:
        return {}
    return {each.id: each for each in await session.scalars(select(Reply).where(Reply.id.in_(reply_ids)))}
