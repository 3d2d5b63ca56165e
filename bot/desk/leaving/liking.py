"""Likes: always a person's click, always from the account that was mentioned, by API or by hand."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import workable
from bot.desk.events import Event, note
from bot.desk.handling.claiming import claim_if_free
from bot.desk.leaving.byhand import able_keyholders, names_of_keyholders, next_keyholder, tell_managers
from bot.desk.leaving.sending import PAUSES
from bot.desk.notices import tell
from bot.desk.people.departing import NO_LONGER, may_still_send
from bot.desk.permissions import needs
from bot.desk.queues import sees
from bot.desk.showing.reply_pictures import depict_like
from bot.errors import NotAllowed, NotFound, Refused
from bot.networks.base import Network, Way
from bot.pictures.conversations import LikePicture
from bot.programme import Account, Programme
from storage import likes, notices, replies
from storage.tables import Conversation, Like, LikeState, Member, Message, Role

LOOK_BEFORE = timedelta(minutes=1)
"""So long before a like goes to the next keyholder its account's likes are read: the last one may have done it."""

NO_LIKE = "That like is not there any more."

FIRST_LOOK = timedelta(seconds=10)
"""After somebody said that they liked it, the account's likes are read so soon."""


@needs(Role.VOLUNTEER)
async def like(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> LikePicture:
    """Like the customer's newest message from the account it mentions; claims the conversation when nobody owns it.

    Liking twice changes nothing; one that was refused is tried again. Raises NotFound, Closed, NotAllowed, NotYours,
    and Refused when no account of ours was mentioned, the network knows no likes, or the post is gone.
    Source: programme.md, "Accounts and which of them answers".
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    account = liking_account(conversation, programme, networks)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    message = await replies.newest_of_customer(session, conversation.id)
    if message is None:
        raise Refused("The customer has deleted what they wrote, so there is nothing to like.")
    liked = await likes.of_message(session, message.id, account.handle)
    if liked is None:
        liked = Like(
            conversation_id=conversation.id,
            message_id=message.id,
            network=conversation.network,
            account=account.handle,
            by=by.id,
            at=now,
            state=LikeState.REFUSED,
            try_at=now,
        )
        session.add(liked)
        await session.flush()
    if liked.state is LikeState.REFUSED:
        liked.state, liked.by, liked.at, liked.try_at = LikeState.QUEUED, by.id, now, now
        liked.why, liked.tries = None, 0
        liked.said_done_by = liked.said_done_at = None
        liked.rehearsed_at = now if programme.sending == "off" else None
        note(
            session, conversation, Event.LIKED, by=by, at=now, like=liked.id, message=message.id, account=account.handle
        )
    stop = await replies.stop_of(session, liked.account)
    by_hand = conversation.like_by_hand or networks[liked.network].like_way(account) is Way.HAND
    return depict_like(
        liked, post_id=message.external_id, by_hand=by_hand, stop=stop, programme=programme, networks=networks
    )


def liking_account(conversation: Conversation, programme: Programme, networks: Mapping[str, Network]) -> Account:
    """The account that was mentioned. Raises Refused when there is none, or its network knows no likes."""
    account = next((each for each in programme.accounts if each.handle == conversation.mentioned), None)
    network = networks.get(conversation.network)
    if account is None or network is None:
        raise Refused("No account of ours was mentioned, so there is none to like from.")
    if network.capabilities.like is Way.NEVER or network.like_way(account) is Way.NEVER:
        raise Refused(f"{network.capabilities.label} has no likes.")
    return account


@needs(Role.VOLUNTEER)
async def sent_by_hand(session: AsyncSession, like_id: int, *, by: Member, now: datetime, programme: Programme) -> Like:
    """*I liked it*: a keyholder of the account, or a moderator, says that it is done; then it is looked for there.

    Saying it twice changes nothing. Who was asked to like it can say so wherever the conversation has gone since.
    Raises NotFound, also where the member's role does not show it, NotAllowed, and Refused for a like that is not to be
    done by hand.
    """
    liked, conversation = await existing_like(session, like_id)
    if by.id != liked.handed_to and not sees(by, conversation.queue, programme):
        raise NotFound(NO_LIKE)
    if by.id not in names_of_keyholders(liked.account, programme) and not by.role.reaches(Role.MODERATOR):
        raise NotAllowed(f"Only keyholders of @{liked.account} and moderators can say that.")
    if liked.state is LikeState.DONE or liked.said_done_at is not None:
        return liked
    if liked.state is not LikeState.BY_HAND:
        raise Refused("This like is not waiting to be done by hand.")
    liked.said_done_by, liked.said_done_at, liked.hand_until = by.id, now, None
    liked.look_at, liked.looks = now + FIRST_LOOK, 0
    note(session, conversation, Event.LIKE_SAID_DONE, by=by, at=now, like=liked.id, account=liked.account)
    await outdate(session, liked)
    return liked


async def existing_like(session: AsyncSession, like_id: int) -> tuple[Like, Conversation]:
    """A like and its conversation, both locked. Raises NotFound."""
    found = await likes.locked(session, like_id)
    if found is None:
        raise NotFound(NO_LIKE)
    return found


async def depart(
    session: AsyncSession, like_id: int, *, now: datetime, programme: Programme, networks: Mapping[str, Network]
) -> str | None:
    """The network's id of the post to like now; None when it is not due, stopped, gone, or went to a keyholder.

    Liking twice is harmless, so nothing is kept while the request is under way.
    """
    found = await likes.locked(session, like_id)
    if found is None or programme.sending == "off" or found[0].state is not LikeState.QUEUED or found[0].try_at > now:
        return None
    liked, conversation = found
    if await replies.stop_of(session, liked.account) is not None:
        return None
    if liked.rehearsed_at is not None:
        await refuse(session, liked, conversation, why="It was clicked in a rehearsal.", now=now)
        return None
    if not await may_still_send(session, liked.by):
        await refuse(session, liked, conversation, why=NO_LONGER, now=now)
        return None
    message = await session.get_one(Message, liked.message_id, populate_existing=True)
    if message.deleted_at is not None:
        await refuse(session, liked, conversation, why="The customer has deleted the post.", now=now)
        return None
    account = next((each for each in programme.accounts if each.handle == liked.account), None)
    network = networks.get(liked.network)
    if account is None or network is None:
        await refuse(session, liked, conversation, why=f"@{liked.account} is not an account any more.", now=now)
        return None
    if conversation.like_by_hand or network.like_way(account) is Way.HAND:
        await hand_over(session, liked, conversation, now=now, programme=programme)
        return None
    return message.external_id


async def done(
    session: AsyncSession, liked: Like, conversation: Conversation, *, by: Member | None, now: datetime
) -> None:
    """Record that it is liked."""
    liked.state, liked.done_at = LikeState.DONE, now
    liked.why = liked.hand_until = liked.look_at = None
    note(session, conversation, Event.LIKE_DONE, by=by, at=now, like=liked.id, account=liked.account)
    await outdate(session, liked)


async def refuse(session: AsyncSession, liked: Like, conversation: Conversation, *, why: str, now: datetime) -> None:
    """End a like that the network does not take. The card says why; of a closed one, whoever clicked is told."""
    liked.state, liked.why, liked.hand_until = LikeState.REFUSED, why, None
    if conversation.closing is not None:
        tell(session, liked.by, "like_refused", now=now, conversation=conversation, like=liked.id)
    note(session, conversation, Event.LIKE_REFUSED, by=None, at=now, like=liked.id, why=why)
    await outdate(session, liked)


async def try_later(
    session: AsyncSession, liked: Like, conversation: Conversation, *, until: datetime | None, why: str, now: datetime
) -> None:
    """Try again at `until`, or after a growing pause when the network named no time; at last give up and say so."""
    if until is None and liked.tries >= len(PAUSES):
        await refuse(session, liked, conversation, why=why, now=now)
        return
    if until is None:
        liked.tries += 1
        until = now + PAUSES[liked.tries - 1]
    liked.try_at, liked.why = until, why
    note(session, conversation, Event.LIKED, by=None, at=now, like=liked.id, why=why)


async def stumble(session: AsyncSession, like_id: int, *, over: str, now: datetime) -> None:
    """Something in the desk itself broke over a like: it is tried again later, and the managers hear of it once."""
    found = await likes.locked(session, like_id)
    if found is None or found[0].state is not LikeState.QUEUED or found[0].try_at > now:
        return
    liked, conversation = found
    why = f"something in the desk is broken ({over})"
    if liked.tries == 0:
        sentence = f"The like on #{conversation.id} cannot leave: {why}. It is tried again; the log says more."
        await tell_managers(session, conversation, sentence, now=now)
    await try_later(session, liked, conversation, until=None, why=why, now=now)


async def hand_over(
    session: AsyncSession, liked: Like, conversation: Conversation, *, now: datetime, programme: Programme
) -> None:
    """Ask a keyholder, or the next one, to like it by hand; managers hear when all were asked in vain."""
    keyholders = await able_keyholders(session, liked.account, conversation, programme)
    asked_in_vain = bool(keyholders) and liked.hands > 0 and liked.hands % len(keyholders) == 0
    chosen = next_keyholder(keyholders, last=liked.handed_to, author=liked.by, now=now)
    first_time = liked.state is not LikeState.BY_HAND
    if asked_in_vain or (chosen is None and first_time):
        whom = "every keyholder was asked" if asked_in_vain else "nobody holds its keys"
        sentence = f"The like on #{conversation.id} from @{liked.account} has to be done by hand, and {whom}."
        await tell_managers(session, conversation, sentence, now=now)
    liked.state = LikeState.BY_HAND
    liked.hand_until = now + timedelta(hours=programme.times.by_hand_hours)
    liked.look_at = liked.hand_until - LOOK_BEFORE
    if chosen is None and not first_time and liked.handed_to is None:
        return
    await outdate(session, liked)
    liked.handed_to = chosen
    note(session, conversation, Event.LIKE_BY_HAND, by=None, at=now, like=liked.id, to=chosen, account=liked.account)
    if chosen is not None:
        liked.hands += 1
        tell(session, chosen, "hand_like", now=now, conversation=conversation, like=liked.id)


async def pass_on(session: AsyncSession, like_id: int, *, now: datetime, programme: Programme) -> None:
    """Ask the next keyholder when the last one's time is over: a like done twice is still one like."""
    found = await likes.locked(session, like_id)
    if found is None or found[0].state is not LikeState.BY_HAND:
        return
    liked, conversation = found
    if liked.hand_until is not None and liked.hand_until <= now:
        await hand_over(session, liked, conversation, now=now, programme=programme)


async def outdate(session: AsyncSession, liked: Like) -> None:
    """Ask for every message about this like that somebody has already received to be drawn again."""
    for notice in await notices.delivered(session, liked.conversation_id, ("hand_like",)):
        if notice.facts.get("like") == liked.id and notice.sent_at is not None:
            notice.redraw = True
