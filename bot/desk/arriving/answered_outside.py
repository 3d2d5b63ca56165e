"""Our own posts on our own timelines: replies of the desk that are found again, and answers given outside of it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.leaving.answered import mark_answered
from bot.desk.leaving.outcomes import found, give_back_overtaken, keep_post
from bot.desk.leaving.recognising import SENT_BY_HAND, likeness, may_be_out, recognised
from bot.desk.notices import tell
from bot.networks.base import Posted
from bot.programme import Programme
from storage import conversations, early_answers, posts, replies
from storage.tables import Conversation, EarlyAnswer, Message, Post, Reply, ReplyState, Side


class Appeared(StrEnum):
    """What a post of ours turned out to be."""

    OUTSIDE = "outside"
    FOUND = "found"
    LEAVING = "leaving"
    UNRELATED = "unrelated"


async def ours_appeared(
    session: AsyncSession, network: str, posted: Posted, *, now: datetime, programme: Programme
) -> Appeared:
    """Judge a post of one of our accounts that the desk does not know yet.

    A reply that was unknown or sent by hand is recorded as sent. One that is leaving at this moment is left to the
    outbox, which is about to hear of it. Any other answer to a customer was given outside the desk: it marks their
    message as answered and blocks ours. Unrelated is what answers no post we know; should its question come later, as
    after an outage of one source, it is judged then.
    """
    if posted.replying_to is None:
        return Appeared.UNRELATED
    answered = await posts.message_of(session, network, (posted.replying_to,))
    if answered is None:
        await early_answers.keep(session, as_early(network, posted, posted.replying_to))
        return Appeared.UNRELATED
    conversation = await conversations.locked(session, answered.conversation_id)
    if conversation is None:
        return Appeared.UNRELATED
    reply = await replies.answering(session, answered.id) if answered.side is Side.CUSTOMER else None
    if reply is not None and await is_the_reply(session, reply, answered, posted):
        return await recognise(session, conversation, reply, posted, now=now, programme=programme)
    await keep_outside_answer(session, conversation, answered, posted, now=now)
    why = f"It was already answered by @{posted.account}, outside the desk."
    await give_back_overtaken(session, conversation, why=why, now=now)
    return Appeared.OUTSIDE


async def questions_came(
    session: AsyncSession, network: str, post_ids: Iterable[str], *, now: datetime, programme: Programme
) -> None:
    """Judge the posts of ours that were read before these posts of customers, which they answer."""
    for early in await early_answers.to(session, network, post_ids):
        await ours_appeared(session, network, as_posted(early), now=now, programme=programme)
        await session.delete(early)


def as_early(network: str, posted: Posted, answers: str) -> EarlyAnswer:
    """A post of ours, to be kept until the post it answers is read."""
    return EarlyAnswer(
        network=network,
        external_id=posted.id,
        answers=answers,
        account=posted.account,
        text=posted.text,
        url=posted.url,
        posted_at=posted.at,
    )


def as_posted(early: EarlyAnswer) -> Posted:
    """The post that was kept."""
    return Posted(
        id=early.external_id,
        account=early.account,
        text=early.text,
        at=early.posted_at,
        replying_to=early.answers,
        url=early.url,
    )


async def is_the_reply(session: AsyncSession, reply: Reply, answered: Message, posted: Posted) -> bool:
    """Whether this post is what the desk sent, or asked a person to send."""
    if reply.state is ReplyState.SENT:
        return reply.sent_id is None and likeness(reply.text, posted.text) >= SENT_BY_HAND
    return may_be_out(reply) and recognised(reply, posted, await replies.ids_of(session, answered))


async def recognise(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    posted: Posted,
    *,
    now: datetime,
    programme: Programme,
) -> Appeared:
    """Record that a reply of the desk is out, unless the outbox is about to."""
    if reply.state is ReplyState.SENDING:
        return Appeared.LEAVING
    if reply.state is ReplyState.SENT:
        reply.sent_id, reply.sent_from = posted.id, posted.account
        await keep_post(session, conversation, reply, posted, now=now)
        return Appeared.FOUND
    await found(session, reply, posted, now=now, programme=programme)
    return Appeared.FOUND


async def keep_outside_answer(
    session: AsyncSession, conversation: Conversation, answered: Message, posted: Posted, *, now: datetime
) -> None:
    """An answer given outside the desk joins the conversation; what it answers no longer waits, its owner is told."""
    message = Message(
        conversation_id=conversation.id,
        network=conversation.network,
        external_id=posted.id,
        side=Side.BRAND,
        author=posted.account,
        text=posted.text,
        language=conversation.language,
        url=posted.url,
        posted_at=posted.at,
        stored_at=now,
    )
    session.add(message)
    await session.flush()
    session.add(Post(network=conversation.network, external_id=posted.id, message_id=message.id))
    if answered.side is Side.CUSTOMER:
        await mark_answered(session, conversation, answered, at=posted.at, by=posted.account)
    note(session, conversation, Event.ANSWERED_OUTSIDE, by=None, at=now, message=message.id, account=posted.account)
    if conversation.claim is not None:
        sentence = f"#{conversation.id} was answered by @{posted.account}, outside the desk."
        tell(session, conversation.claim.by, "text", now=now, conversation=conversation, text=sentence)
