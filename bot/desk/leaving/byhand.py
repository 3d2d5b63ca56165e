"""Replies that a person sends: handed to a keyholder of the account, from one to the next, until one says it is out."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.escalating.duty import is_on_duty
from bot.desk.events import Event, note
from bot.desk.leaving.outcomes import outdate
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import sees
from bot.errors import NotAllowed, NotFound, Refused
from bot.programme import Programme
from storage import members, replies
from storage.tables import Conversation, Member, Reply, ReplyState, Role


@needs(Role.VOLUNTEER)
async def sent_by_hand(
    session: AsyncSession, reply_id: int, *, by: Member, now: datetime, programme: Programme
) -> Reply:
    """*I sent it*: nobody else is asked any more, and the timeline is read until the reply is found there.

    Only keyholders of the account and moderators may say so. Saying it twice, or after it was found, changes nothing.
    Raises NotFound, NotAllowed, and Refused for a reply that is not to be sent by hand.
    """
    reply, conversation = await existing_reply(session, reply_id, by=by, programme=programme)
    if by.id not in names_of_keyholders(reply.account, programme) and not by.role.reaches(Role.MODERATOR):
        raise NotAllowed(f"Only keyholders of @{reply.account} and moderators can say that.")
    if reply.state is ReplyState.SENT or reply.said_sent_at is not None:
        return reply
    if reply.state is not ReplyState.BY_HAND:
        raise Refused("This reply is not waiting to be sent by hand any more. Please do not send it.")
    reply.said_sent_by, reply.said_sent_at = by.id, now
    reply.look_at, reply.looks, reply.looked_at = now, 0, None
    reply.hand_until = None
    note(session, conversation, Event.REPLY_SAID_SENT, by=by, at=now, reply=reply.id)
    await outdate(session, reply)
    return reply


@needs(Role.VOLUNTEER)
async def not_me(session: AsyncSession, reply_id: int, *, by: Member, now: datetime, programme: Programme) -> Reply:
    """The keyholder cannot send it: the next one is asked at once, after a look whether it is out already.

    From anybody but the keyholder it is handed to, and once it is said to be out, it changes nothing. Raises NotFound.
    """
    reply, _ = await existing_reply(session, reply_id, by=by, programme=programme)
    if reply.state is ReplyState.BY_HAND and reply.handed_to == by.id and reply.said_sent_at is None:
        reply.hand_until = now
    return reply


async def existing_reply(
    session: AsyncSession, reply_id: int, *, by: Member, programme: Programme
) -> tuple[Reply, Conversation]:
    """A reply and its conversation, both locked. Raises NotFound, also where the member's role does not show it.

    Who wrote it, or was asked to send it, can still take it back or say what became of it.
    """
    found = await replies.locked(session, reply_id)
    if found is None or not (by.id in {found[0].by, found[0].handed_to} or sees(by, found[1].queue, programme)):
        raise NotFound("That reply is not there any more.")
    return found


async def hand_over(
    session: AsyncSession, reply: Reply, conversation: Conversation, *, now: datetime, programme: Programme
) -> None:
    """Ask a keyholder, or the next one, to send a reply; managers hear when all were asked in vain, or there is none.

    Whoever calls has made sure that the reply is not out. Source: programme.md, "What the networks allow".
    """
    keyholders = await able_keyholders(session, reply.account, conversation, programme)
    if keyholders and reply.hands and reply.hands % len(keyholders) == 0:
        sentence = (
            f"Every keyholder of @{reply.account} was asked to send the reply to #{conversation.id}; it is not out."
        )
        await tell_managers(session, conversation, sentence, now=now)
    if not keyholders and reply.state is not ReplyState.BY_HAND:
        sentence = (
            f"The reply to #{conversation.id} has to be sent by hand from @{reply.account}, and nobody holds its keys. "
            "Name keyholders in `desk.toml`."
        )
        await tell_managers(session, conversation, sentence, now=now)
    first_time = reply.state is not ReplyState.BY_HAND
    chosen = next_keyholder(keyholders, last=reply.handed_to, author=reply.by, now=now)
    reply.state = ReplyState.BY_HAND
    reply.why = None if chosen else f"Nobody holds the keys of @{reply.account}."
    reply.deadline = reply.look_at = None
    reply.hand_until = now + timedelta(hours=programme.times.by_hand_hours)
    if chosen is None and not first_time and reply.handed_to is None:
        return
    await outdate(session, reply)
    reply.handed_to = chosen
    note(session, conversation, Event.REPLY_BY_HAND, by=None, at=now, reply=reply.id, to=chosen)
    if chosen is not None:
        reply.handed_at = now
        reply.hands += 1
        tell(session, chosen, "hand_reply", now=now, conversation=conversation, reply=reply.id)


async def pass_on(session: AsyncSession, reply_id: int, *, now: datetime, programme: Programme) -> None:
    """Ask the next keyholder, when the last one's time is over and nobody has said that it is out.

    Only after a fresh look at the timeline; design, "Never repeat".
    """
    found = await replies.locked(session, reply_id)
    if found is None:
        return
    reply, conversation = found
    overdue = reply.hand_until is not None and reply.hand_until <= now
    if reply.state is ReplyState.BY_HAND and reply.said_sent_at is None and overdue:
        await hand_over(session, reply, conversation, now=now, programme=programme)


def names_of_keyholders(account: str, programme: Programme) -> tuple[str, ...]:
    """The Slack ids that desk.toml names as keyholders of an account, in their order; none for an unknown account."""
    return next((each.keyholders for each in programme.accounts if each.handle == account), ())


async def able_keyholders(
    session: AsyncSession, account: str, conversation: Conversation, programme: Programme
) -> tuple[Member, ...]:
    """The keyholders of an account who are volunteers at least and see the conversation, in the order of desk.toml."""
    names = names_of_keyholders(account, programme)
    people = {each.id: each for each in await members.with_role(session, Role.VOLUNTEER, Role.MODERATOR, Role.MANAGER)}
    return tuple(people[name] for name in names if name in people and sees(people[name], conversation.queue, programme))


def next_keyholder(keyholders: tuple[Member, ...], *, last: str | None, author: str, now: datetime) -> str | None:
    """Who is asked: the author if they can, else who is on duty, else the first; later the one after the last asked."""
    ids = [each.id for each in keyholders]
    if not ids:
        return None
    if last in ids:
        return ids[(ids.index(last) + 1) % len(ids)]
    if author in ids:
        return author
    return next((each.id for each in keyholders if is_on_duty(each, now)), ids[0])


async def tell_managers(session: AsyncSession, conversation: Conversation, sentence: str, *, now: datetime) -> None:
    """One sentence to every manager."""
    for manager in await members.with_role(session, Role.MANAGER):
        tell(session, manager.id, "text", now=now, conversation=conversation, text=sentence)
