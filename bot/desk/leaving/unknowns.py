"""Replies of which nobody knows whether they are out: looking for them, and the two answers only a person can give."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.answered_outside import keep_outside_answer
from bot.desk.conditions import must_see
from bot.desk.events import Event, note
from bot.desk.leaving.answered import named
from bot.desk.leaving.byhand import existing_reply, tell_managers
from bot.desk.leaving.outcomes import LOOKS, ask_moderators, attempted_at, found, give_back, outdate
from bot.desk.leaving.recognising import recognised, stands_alone
from bot.desk.notices import tell
from bot.desk.people.departing import may_still_send
from bot.desk.permissions import needs
from bot.errors import AlreadyAnswered, Invalid, NotAllowed, Refused, TooLate
from bot.networks.base import Network, Posted
from bot.programme import Programme
from storage import answers, replies
from storage import posts as stored
from storage.tables import Conversation, Member, Message, Post, Reply, ReplyState, Role, Side

SEND_AGAIN_AFTER = timedelta(minutes=6)
"""The earliest moment after an attempt at which a person may send again, and only after a look no older than it."""

AFTER_STUMBLING = timedelta(minutes=10)
"""Reading a timeline costs money, and a mistake of ours is not mended in a minute."""


@needs(Role.VOLUNTEER)
async def is_there(
    session: AsyncSession,
    reply_id: int,
    *,
    link: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Reply:
    """*It is there*: a person has seen the reply in public, at `link` when they give it; what was to follow happens.

    For a reply that is unknown, or that a keyholder said is out; where replies stand under the post they answer, and
    have no address of their own, the link says nothing. Once it is recorded as sent this changes nothing.
    Raises NotFound, NotAllowed, Invalid about `link`, and Refused for a reply that cannot be out.
    """
    reply, conversation = await existing_reply(session, reply_id, by=by, programme=programme)
    if reply.state is ReplyState.SENT:
        return reply
    must_decide(reply, conversation, by)
    said_out = reply.state is ReplyState.BY_HAND and reply.said_sent_at is not None
    if reply.state is not ReplyState.UNKNOWN and not said_out:
        raise Refused("This reply has not been sent, so it cannot be there.")
    network = networks.get(reply.network)
    post_id = ""
    if network is not None and network.capabilities.threads:
        post_id = await post_at(session, link, network, reply, conversation)
    posted = Posted(
        post_id, reply.account, reply.text, attempted_at(reply), url=(link or "").strip() if post_id else ""
    )
    await found(session, reply, posted, now=now, programme=programme)
    return reply


@needs(Role.VOLUNTEER)
async def send_again(session: AsyncSession, reply_id: int, *, by: Member, now: datetime, programme: Programme) -> Reply:
    """*Send again*: a person has looked and decides that the reply never arrived; it goes back into the queue.

    Offered at the earliest six minutes after the attempt, and only after a look at the timeline since then. The outbox
    looks once more before it sends. Raises NotFound, NotAllowed, TooLate when it is not unknown any more, Refused when
    it is too early, AlreadyAnswered when somebody has answered meanwhile.
    """
    reply, conversation = await existing_reply(session, reply_id, by=by, programme=programme)
    must_see(conversation, conversation.id, by, programme)
    must_decide(reply, conversation, by)
    if reply.state is not ReplyState.UNKNOWN:
        raise TooLate("It has been settled meanwhile what became of this reply; the card shows it.")
    message = await session.get_one(Message, reply.answers_id)
    if message.answered_at is not None and reply.edition == 0:
        raise AlreadyAnswered(f"This message was already answered by {named(message.answered_by)}.")
    if not can_send_again(reply):
        raise Refused(
            "The timeline is still being read, so that nobody is answered twice. Sending again is offered six minutes "
            "after the attempt, once a look has not found it."
        )
    reply.state = ReplyState.QUEUED
    reply.attempt += 1
    reply.tries = reply.looks = 0
    reply.send_after = now
    reply.why = reply.look_at = reply.looked_at = None
    reply.said_sent_by = reply.said_sent_at = reply.handed_to = None
    note(session, conversation, Event.REPLY_QUEUED, by=by, at=now, reply=reply.id, attempt=reply.attempt)
    await outdate(session, reply)
    return reply


def can_send_again(reply: Reply) -> bool:
    """Whether *Send again* is offered: unknown, and looked for at least six minutes after the attempt."""
    if reply.state is not ReplyState.UNKNOWN or reply.looked_at is None:
        return False
    return reply.looked_at >= attempted_at(reply) + SEND_AGAIN_AFTER


def cannot_be_looked_for(reply: Reply) -> bool:
    """Whether the network has refused for good to show where it may stand: no look has been made, and none will be."""
    return reply.state is ReplyState.UNKNOWN and reply.look_at is None and reply.looked_at is None


async def looked(
    session: AsyncSession,
    reply_id: int,
    posts: Sequence[Posted],
    *,
    at: datetime,
    now: datetime,
    programme: Programme,
) -> bool:
    """Judge one look at the account's timeline, begun at `at`: True when the reply was found and recorded as sent.

    Otherwise the next look is set. After the last one it is given back when the customer was answered meanwhile; else a
    person decides, and a keyholder's word that was not borne out becomes unknown, so that nobody else is asked to send
    what may be out.
    """
    locked = await replies.locked(session, reply_id)
    if locked is None or locked[0].look_at is None or locked[0].look_at > now:
        return False
    reply, conversation = locked
    message = await session.get_one(Message, reply.answers_id)
    ids = await replies.ids_of(session, message)
    sought = await besides_known(session, reply, posts) if reply.edition else posts
    match = next((each for each in sought if recognised(reply, each, ids)), None)
    if match is not None:
        return await found(session, reply, match, now=now, programme=programme)
    reply.looked_at = at
    reply.looks += 1
    reply.look_at = next_look(reply, at)
    if reply.look_at is None and message.answered_at is not None and reply.edition == 0:
        why = "It is not on the timeline, and the customer has been answered meanwhile."
        await give_back(session, reply, conversation, why=why, now=now)
    elif reply.look_at is None:
        await leave_it_to_people(session, reply, conversation, now=now)
        await outdate(session, reply)
    return False


async def found_among(
    session: AsyncSession, reply_id: int, posts: Sequence[Posted], *, now: datetime, programme: Programme
) -> bool:
    """Judge a look made before a reply is sent, or before another keyholder is asked: True when it must not be.

    Either it is among the posts, and is recorded as sent; or its message was answered otherwise, and it is given back:
    also by what a person was asked to send before it, posted as a post of its own.
    """
    locked = await replies.locked(session, reply_id)
    if locked is None or locked[0].state not in {ReplyState.QUEUED, ReplyState.BY_HAND}:
        return True
    reply, conversation = locked
    message = await session.get_one(Message, reply.answers_id)
    ids = await replies.ids_of(session, message)
    news = await besides_known(session, reply, posts)
    match = next((each for each in (news if reply.edition else posts) if recognised(reply, each, ids)), None)
    if match is not None:
        return await found(session, reply, match, now=now, programme=programme)
    earlier = await answers.asked_by_hand_before(session, reply)
    other = next(
        (each for each in news if each.replying_to in ids or any(stands_alone(one, each) for one in earlier)), None
    )
    if other is None:
        return False
    await keep_outside_answer(session, conversation, message, other, now=now)
    why = f"It was already answered outside the desk, from @{other.account}."
    await give_back(session, reply, conversation, why=why, now=now)
    return True


async def besides_known(session: AsyncSession, reply: Reply, found: Sequence[Posted]) -> Sequence[Posted]:
    """What a look has found, without what the desk has seen before: that has had its effect on what it answered.

    What an edit takes the place of is like it, and no proof that the edit is out; what stands under a review since
    before its customer changed it is no answer to the change.
    """
    known = await stored.known(session, reply.network, [each.id for each in found])
    return [each for each in found if each.id not in known]


def next_look(reply: Reply, at: datetime) -> datetime | None:
    """When the timeline is read next, as seen from a look begun at `at`; None when it was read often enough.

    Looks missed while the desk was down are not made up for, but the last one always falls after six minutes.
    """
    moments = [attempted_at(reply) + each for each in LOOKS]
    return next((each for each in moments if each > at), None)


async def leave_it_to_people(session: AsyncSession, reply: Reply, conversation: Conversation, *, now: datetime) -> None:
    """Ask the author what became of it, or moderators when the author may not act any more."""
    if reply.state is ReplyState.BY_HAND:
        reply.state = ReplyState.UNKNOWN
        reply.why = f"Its keyholder says it is out, and it is not on the timeline of @{reply.account}."
    note(session, conversation, Event.REPLY_UNKNOWN, by=None, at=now, reply=reply.id, looks=reply.looks)
    if await may_still_send(session, reply.by):
        tell(session, reply.by, "reply_unknown", now=now, conversation=conversation, reply=reply.id)
    else:
        await ask_moderators(session, reply, conversation, now=now)


async def look_later(session: AsyncSession, reply_id: int, *, at: datetime) -> None:
    """The timeline could not be read: look again then; a look that failed counts for nothing, nor does time pass."""
    locked = await replies.locked(session, reply_id)
    if locked is None:
        return
    reply, _ = locked
    if reply.look_at is not None:
        reply.look_at = max(reply.look_at, at)
    if reply.hand_until is not None:
        reply.hand_until = max(reply.hand_until, at)


async def may_not_look(session: AsyncSession, reply_id: int, *, why: str, at: datetime, now: datetime) -> None:
    """The network refuses for good to show the timeline: from six minutes after the attempt on, people look instead.

    Until then, and for what waits for a keyholder, it is tried again `at` that moment. Earlier looks came too early to
    tell, so that none counts, and sending it again is not offered.
    """
    locked = await replies.locked(session, reply_id)
    if locked is None:
        return
    reply, conversation = locked
    if reply.look_at is None or now < attempted_at(reply) + SEND_AGAIN_AFTER:
        await look_later(session, reply_id, at=at)
        return
    reply.looked_at = reply.look_at = None
    await leave_it_to_people(session, reply, conversation, now=now)
    reply.why = f"The timeline of @{reply.account} cannot be read: {why}"
    await outdate(session, reply)


async def stumble(session: AsyncSession, reply_id: int, *, over: str, first: bool, now: datetime) -> None:
    """Something in the desk itself broke over a look: look again in ten minutes; the `first` time managers hear of it.

    It may be out, so that it waits for a look or for a person, however long that takes.
    """
    await look_later(session, reply_id, at=now + AFTER_STUMBLING)
    locked = await replies.locked(session, reply_id)
    if locked is not None and first:
        sentence = (
            f"Something in the desk is broken ({over}): it cannot tell whether the reply on #{locked[1].id} is out. "
            "Look at the account's timeline; the log says more."
        )
        await tell_managers(session, locked[1], sentence, now=now)


def must_decide(reply: Reply, conversation: Conversation, by: Member) -> None:
    """Raise NotAllowed unless the member wrote the reply, was asked to send it, owns the conversation, or moderates."""
    owner = conversation.claim.by if conversation.claim else None
    if by.id not in {reply.by, reply.handed_to, owner} and not by.role.reaches(Role.MODERATOR):
        raise NotAllowed(f"<@{reply.by}> or a moderator decides what became of this reply.")


async def post_at(
    session: AsyncSession, link: str | None, network: Network, reply: Reply, conversation: Conversation
) -> str:
    """The id of the network's post at a link; empty without a link. Raises Invalid when it cannot be ours."""
    address = (link or "").strip().split("?")[0].split("#")[0]
    if not address:
        return ""
    post_id = network.post_in(address) if address.startswith("https://") and address.count("://") == 1 else ""
    if not post_id:
        raise Invalid("Copy the reply's address from the browser, or leave this empty.", field="link")
    known = await session.get(Post, (reply.network, post_id))
    message = await session.get_one(Message, known.message_id) if known else None
    if message is not None and (message.side is not Side.BRAND or message.conversation_id != conversation.id):
        raise Invalid("That is another post, not this reply.", field="link")
    return post_id
