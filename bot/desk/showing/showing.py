"""Pictures of conversations: all that a card says, taken from the database in at most three questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.destinations import destination_of
from bot.desk.conditions import visible
from bot.desk.handling.articles_needed import is_needed
from bot.desk.handling.catalogue import with_tags
from bot.desk.permissions import needs
from bot.desk.queues import is_escalation, is_moderators_only, queue_name
from bot.desk.showing.hinting import hints_of, proposed_reason
from bot.desk.showing.reply_pictures import depict_like, depict_reply, why_no_like
from bot.errors import NotFound
from bot.networks.base import ANSWERED_BEFORE, Network, Way
from bot.pictures.conversations import CardPicture, EscalationPicture, LikePicture, MessagePicture, ReplyPicture
from bot.programme import Programme
from storage import messages, replies
from storage.gathering import Gathered, gathered
from storage.messages import Latest
from storage.tables import (
    Conversation,
    Escalation,
    LikeState,
    Member,
    Message,
    ReplyState,
    Role,
    Side,
    Stop,
    Urgency,
)

SHOWN_ELSEWHERE = frozenset({"stars", "title"})
"""What the card draws in a place of its own."""

LAST = 5
"""How many messages a card can show; the thread carries all of them."""


@dataclass(frozen=True)
class Sending:
    """What decides how far a reply or like gets: stops by account, the programme, the networks, the moment."""

    stops: Mapping[str, Stop]
    programme: Programme
    networks: Mapping[str, Network]
    now: datetime

    def reply(self, found: Gathered) -> ReplyPicture | None:
        """The newest reply of a conversation; None when there is none."""
        if found.reply is None:
            return None
        return depict_reply(
            found.reply,
            post_id=found.answered.external_id if found.answered else "",
            author=found.conversation.customer.handle,
            by_hand=found.conversation.reply_by_hand,
            stop=self.stop_of(found.reply.account),
            programme=self.programme,
            networks=self.networks,
        )

    def like(self, found: Gathered) -> LikePicture | None:
        """The newest like of a conversation; None when there is none."""
        if found.like is None:
            return None
        return depict_like(
            found.like,
            post_id=found.liked.external_id if found.liked else "",
            by_hand=found.conversation.like_by_hand,
            stop=self.stop_of(found.like.account),
            programme=self.programme,
            networks=self.networks,
        )

    def stop_of(self, account: str) -> Stop | None:
        """What halts an account: the stop of everything before its own; or None."""
        return self.stops.get(replies.EVERYTHING) or self.stops.get(account)


@needs(Role.BEGINNER)
async def show(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> CardPicture:
    """A conversation as its card shows it, for somebody who asks by its number. Raises NotFound."""
    await visible(session, conversation_id, by=by, programme=programme)
    return await picture_of(session, conversation_id, programme=programme, networks=networks, now=now)


async def picture_of(
    session: AsyncSession,
    conversation_id: int,
    *,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> CardPicture:
    """A conversation as its card shows it, for loops, which see every queue. Raises NotFound."""
    pictures = await pictures_of(session, [conversation_id], programme=programme, networks=networks, now=now)
    if not pictures:
        raise NotFound(f"There is no conversation #{conversation_id}.")
    return pictures[0]


async def pictures_of(
    session: AsyncSession,
    conversation_ids: Sequence[int],
    *,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> tuple[CardPicture, ...]:
    """Many conversations as their cards show them, in the same two or three questions, in the order asked for."""
    if not conversation_ids:
        return ()
    hidden = [each.key for each in programme.queues if is_moderators_only(programme, each.key)]
    found = await gathered(session, conversation_ids, hidden=hidden)
    latest = await messages.latest_of(session, conversation_ids, most=LAST)
    if any(each.conversation.tags for each in found):
        programme = await with_tags(session, programme, retired=True)
    stops = await replies.stops(session) if any(map(waits_to_leave, found)) else ()
    sending = Sending({stop.account: stop for stop in stops}, programme, networks, now)
    return tuple(card_picture(each, latest.get(each.conversation.id, Latest((), 0)), sending) for each in found)


def card_picture(found: Gathered, latest: Latest, sending: Sending) -> CardPicture:
    """The picture of one conversation from all that was gathered of it."""
    conversation, customer, programme = found.conversation, found.conversation.customer, sending.programme
    network = sending.networks.get(conversation.network)
    newest = newest_of_customer(latest)
    messages_shown = tuple(message_picture(message, sending.networks) for message in latest.messages)
    stars = [each.stars for each in messages_shown if each.side == Side.CUSTOMER and each.stars is not None]
    return CardPicture(
        number=conversation.id,
        version=conversation.version,
        taken_at=sending.now,
        state=state_of(conversation),
        network=conversation.network,
        network_label=network.capabilities.label if network else conversation.network,
        queue=conversation.queue,
        queue_name=queue_name(programme, conversation.queue),
        in_escalation_queue=is_escalation(programme, conversation.queue),
        customer=customer.handle,
        customer_name=customer.name,
        followers=customer.followers,
        verified=customer.verified,
        customer_tags=tuple(customer.tags),
        needs_care=not set(programme.care_tags).isdisjoint(customer.tags),
        account=conversation.account,
        by_hand=conversation.reply_by_hand,
        kind=conversation.kind,
        language=conversation.language,
        sentiment=conversation.sentiment,
        tags=tuple(conversation.tags),
        lines=tuple(conversation.lines),
        opened_at=conversation.opened_at,
        waits_since=conversation.waits_since,
        url=newest.url if newest else "",
        messages=messages_shown,
        by_name=network is not None and not network.capabilities.handles,
        stars=stars[-1] if stars else None,
        stars_before=stars[-2] if len(stars) > 1 and stars[-2] != stars[-1] else None,
        edits_reply=network is not None and network.capabilities.edit is not Way.NEVER and has_answer(latest, newest),
        message_count=latest.count,
        note_count=found.note_count,
        others=found.others,
        reply=sending.reply(found),
        like=sending.like(found),
        hints=hints_of(conversation, latest, programme),
        moves_to=moves_to(conversation, newest, programme),
        no_like=why_no_like(conversation, newest, network),
        can_spread=network is not None and network.capabilities.handles,
        article_needed=is_needed(conversation, programme),
        escalation=escalation_picture(found.escalation),
        sent_back=conversation.returned_at is not None,
        close_proposed=conversation.close_proposed_at is not None,
        proposed_reason=proposed_reason(conversation, programme),
        about=about(newest, answer_shown=any(each.side == Side.BRAND for each in messages_shown)),
        **who_is_on_it(conversation),
    )


def has_answer(latest: Latest, newest: Message | None) -> bool:
    """Whether an answer of ours stands that the next one would take the place of, be it to an earlier version."""
    if newest is None:
        return False
    ours = any(each.side is Side.BRAND for each in latest.messages)
    return ours or newest.answered_at is not None or bool(newest.about.get(ANSWERED_BEFORE))


def moves_to(conversation: Conversation, newest: Message | None, programme: Programme) -> str:
    """The name of the queue into which one click moves it; empty when there is none."""
    target = destination_of(conversation, newest, programme)
    return target.name if target is not None else ""


def waits_to_leave(found: Gathered) -> bool:
    """Whether something of a conversation is about to go out, so that a stop would hold it up."""
    reply, like = found.reply, found.like
    return (reply is not None and reply.state in {ReplyState.QUEUED, ReplyState.BY_HAND}) or (
        like is not None and like.state is LikeState.QUEUED
    )


def state_of(conversation: Conversation) -> Literal["new", "claimed", "held", "closed"]:
    """Where it stands, in one word."""
    if conversation.closing is not None:
        return "closed"
    if conversation.hold is not None:
        return "held"
    return "claimed" if conversation.claim is not None else "new"


def who_is_on_it(conversation: Conversation) -> dict[str, Any]:
    """The fields of a picture that say who owns it, holds it or closed it."""
    claim, hold, closing = conversation.claim, conversation.hold, conversation.closing
    fields: dict[str, Any] = {}
    if claim is not None:
        fields |= {"owner": claim.by, "owned_since": claim.since, "owned_until": claim.until}
    if hold is not None:
        fields |= {"hold_waiting_on": hold.waiting_on.value, "hold_whom": hold.whom, "hold_by": hold.by}
        fields |= {"hold_since": hold.since, "hold_ends_at": hold.ends_at}
    if closing is not None:
        fields |= {"closed_reason": closing.reason, "closed_by": closing.by}
        fields |= {"closed_at": closing.at, "closed_link": closing.link}
    return fields


def escalation_picture(escalation: Escalation | None) -> EscalationPicture | None:
    """An open escalation; None when there is none."""
    if escalation is None:
        return None
    return EscalationPicture(
        number=escalation.id,
        reason=escalation.reason,
        note=escalation.note,
        urgent=escalation.urgency is Urgency.URGENT,
        by=escalation.by,
        at=escalation.at,
        conversation=escalation.conversation_id,
        paged=escalation.pinged[-1] if escalation.pinged else None,
        taken_by=escalation.taken_by,
        answered_by=escalation.answered_by,
        answer=escalation.answer,
    )


def newest_of_customer(latest: Latest) -> Message | None:
    """The customer's newest message that is still there, among the last ones."""
    theirs = (each for each in reversed(latest.messages) if each.side is Side.CUSTOMER and each.deleted_at is None)
    return next(theirs, None)


def message_picture(message: Message, networks: Mapping[str, Network]) -> MessagePicture:
    """One message as it is shown."""
    network = networks.get(message.network)
    stars = message.about.get("stars")
    return MessagePicture(
        number=message.id,
        side=message.side.value,
        author=message.author,
        text=message.text,
        at=message.posted_at,
        url=message.url,
        language=message.language,
        edited=message.edited_at is not None,
        deleted=message.deleted_at is not None,
        emptied=message.emptied_at is not None,
        answered_by=message.answered_by,
        by_name=network is not None and not network.capabilities.handles and message.side is Side.CUSTOMER,
        title=str(message.about.get("title") or ""),
        stars=stars if isinstance(stars, int) else None,
    )


def about(message: Message | None, *, answer_shown: bool) -> tuple[tuple[str, str], ...]:
    """What the network says about the newest message beyond its words, as label and value; our answer only where it is
    not among the messages.
    """
    if message is None:
        return ()
    shown = SHOWN_ELSEWHERE | ({ANSWERED_BEFORE} if answer_shown else set())
    told = (
        (name.replace("_", " "), "yes" if value is True else value)
        for name, value in message.about.items()
        if name not in shown
    )
    return tuple((name, str(value)) for name, value in told if isinstance(value, str | int | float) and value != "")
