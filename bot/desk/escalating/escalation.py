"""Escalating a conversation, taking it on, and answering the volunteer who asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing, must_be_open, must_not_be_anothers, must_see
from bot.desk.escalating.duty import in_order_of_call, next_to_call
from bot.desk.events import Event, note
from bot.desk.finding.nearest import one_of
from bot.desk.handling.claiming import claim_if_free
from bot.desk.handling.lifting import lift
from bot.desk.handling.moving import bring_to
from bot.desk.handling.releasing import let_go, let_lapse
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import queue_name, sees
from bot.desk.showing.showing import escalation_picture
from bot.errors import Invalid, NotFound, Refused
from bot.pictures.conversations import CardPicture, EscalationPicture
from bot.programme import ProductArea, Programme
from storage import escalations, notices
from storage.tables import Conversation, Escalation, Member, Role, Urgency

LONGEST = 3000
"""Characters of a note or an answer."""

SHOWS_IT = ("ping", "escalation_answer")
"""Notices that are drawn from an escalation, and drawn again when it changes."""


@needs(Role.VOLUNTEER)
async def escalate(
    session: AsyncSession,
    conversation_id: int,
    *,
    reason: str,
    text: str,
    urgency: Urgency,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Hand a conversation up with a reason and a note; it moves to the escalation queue, where nothing closes itself.

    An urgent one pages whoever is on duty at once; what can wait pages nobody and stands in the next stand-up. Raises
    Invalid about `reason` or `note`, NotFound, Closed, NotYours, and Refused when it was escalated before and is open.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    let_lapse(session, conversation, now)
    if not by.role.reaches(Role.MODERATOR):
        must_not_be_anothers(conversation, by)
    chosen = one_of(reason, programme.escalation.reasons, what="reason", field="reason")
    said = checked(text, field="note", missing="Write what the problem is and what was tried.")
    before = await escalations.open_of(session, conversation_id)
    if before is not None:
        raise Refused(f"<@{before.by}> has already escalated #{conversation_id}: add a note instead.")
    escalation = Escalation(
        conversation_id=conversation.id,
        by=by.id,
        at=now,
        reason=chosen,
        note=said,
        urgency=urgency,
        from_queue=conversation.queue,
        pinged=[],
        ping_at=now if urgency is Urgency.URGENT else None,
    )
    session.add(escalation)
    await session.flush()
    lift(session, conversation, by=by, now=now, why="escalated")
    if conversation.claim is not None and conversation.claim.by == by.id and not by.role.reaches(Role.MODERATOR):
        let_go(conversation)
    await bring_to(session, conversation, programme.queue(programme.escalation.queue), now=now, programme=programme)
    note(session, conversation, Event.ESCALATED, by=by, at=now, escalation=escalation.id, origin=escalation.from_queue)
    return conversation


def areas_to_ask(tags: Iterable[str], account: str, programme: Programme) -> tuple[ProductArea, ...]:
    """The product areas whose channels are asked first: those a conversation is tagged with, and that of the app which
    answers, by a word of its label; none when it is about no such product. Source: programme.md, "Escalation".
    """
    apps = (each.label for each in programme.accounts if each.handle == account and each.label)
    present = {each.casefold() for each in (*tags, *(word for app in apps for word in app.split()))}
    return tuple(each for each in programme.product_areas if each.name.casefold() in present)


def offers_to_tell(card: CardPicture, programme: Programme, *, by: str) -> bool:
    """Whether the standard text is offered: there is one, and the customer waits for an answer that they may give."""
    newest = next((each for each in reversed(card.messages) if each.side == "customer" and not each.deleted), None)
    under_way = card.reply is not None and card.reply.state not in {"undone", "refused", "sent"}
    waits = newest is not None and newest.answered_by is None and not under_way
    return bool(programme.escalation.customer_text) and waits and card.owner in {None, by}


@needs(Role.MODERATOR)
async def take(
    session: AsyncSession, escalation_id: int, *, by: Member, now: datetime, programme: Programme
) -> Escalation:
    """*On it*: claim an escalated conversation; nobody else is paged about it any more.

    Taking one's own again changes nothing; one that somebody has taken and given back is anybody's. Raises NotFound,
    Refused when it is settled, and NotYours with the name.
    """
    escalation, conversation = await open_escalation(session, escalation_id, by=by, programme=programme)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    if escalation.taken_by != by.id:
        escalation.taken_by, escalation.taken_at, escalation.ping_at = by.id, now, None
        note(session, conversation, Event.ESCALATION_TAKEN, by=by, at=now, escalation=escalation.id)
        await outdate(session, escalation)
    return escalation


@needs(Role.MODERATOR)
async def answer(
    session: AsyncSession, escalation_id: int, *, text: str, by: Member, now: datetime, programme: Programme
) -> Escalation:
    """*Answer the volunteer*: they get it as a direct message, and nobody is paged any more. A later one replaces it.

    The customer never sees it. Raises Invalid about `text`, NotFound, and Refused when it is settled.
    """
    escalation, conversation = await open_escalation(session, escalation_id, by=by, programme=programme)
    escalation.answer = checked(text, field="text", missing="Write what the volunteer should know or do.")
    escalation.answered_by, escalation.answered_at, escalation.ping_at = by.id, now, None
    note(session, conversation, Event.ESCALATION_ANSWERED, by=by, at=now, escalation=escalation.id)
    await outdate(session, escalation)
    tell(session, escalation.by, "escalation_answer", now=now, conversation=conversation, escalation=escalation.id)
    return escalation


@needs(Role.MODERATOR)
async def shown(session: AsyncSession, escalation_id: int, *, by: Member, programme: Programme) -> EscalationPicture:
    """An open escalation, for whoever is about to answer it. Raises NotFound, and Refused when it is settled."""
    escalation = await session.get(Escalation, escalation_id)
    if escalation is None:
        raise NotFound("There is no such escalation.")
    conversation = await session.get(Conversation, escalation.conversation_id)
    must_see(conversation, escalation.conversation_id, by, programme)
    must_be_unsettled(escalation)
    picture = escalation_picture(escalation)
    assert picture is not None
    return picture


async def page_next(session: AsyncSession, escalation_id: int, *, now: datetime, programme: Programme) -> str | None:
    """Page the next person about an urgent escalation nobody has taken; returns their Slack id, None for nobody.

    Managers on duty, in their absence moderators; unanswered, it goes on after fifteen minutes, round and round. When
    another of them has claimed the conversation meanwhile, they are on it.
    """
    found = await escalations.locked(session, escalation_id)
    if found is None or found[0].ping_at is None or found[0].ping_at > now or found[0].settled_at is not None:
        return None
    escalation, conversation = found
    able = await escalations.who_can_be_called(session)
    owner = conversation.claim.by if conversation.claim else None
    if owner in {each.id for each in able} - {escalation.by}:
        await taken_by_claim(session, escalation, conversation, str(owner), now=now)
        return None
    others = [each for each in able if each.id != escalation.by]
    order = in_order_of_call(others or able, now)
    person = next_to_call(order, escalation.pinged)
    escalation.ping_at = now + timedelta(minutes=programme.times.ping_minutes)
    if person is None:
        return None
    escalation.pinged = [*(each for each in escalation.pinged if each != person.id), person.id]
    tell(session, person.id, "ping", now=now, conversation=conversation, urgent=True, escalation=escalation.id)
    note(session, conversation, Event.ESCALATION_PAGED, by=None, at=now, escalation=escalation.id, to=person.id)
    return person.id


async def taken_by_claim(
    session: AsyncSession, escalation: Escalation, conversation: Conversation, owner: str, *, now: datetime
) -> None:
    """Claiming an escalated conversation is as good as *On it*."""
    escalation.taken_by, escalation.taken_at, escalation.ping_at = owner, now, None
    person = await session.get(Member, owner)
    note(session, conversation, Event.ESCALATION_TAKEN, by=person, at=now, escalation=escalation.id)
    await outdate(session, escalation)


async def go_on_without(session: AsyncSession, escalation_id: int, *, now: datetime) -> None:
    """Whoever took an escalation has let its conversation go: it is its new owner's, or nobody's and pages again when
    urgent, unless the volunteer has their answer.

    Otherwise an escalation whose taker ran out of time, or was suspended, would wait for nobody.
    """
    found = await escalations.locked(session, escalation_id)
    if found is None or found[0].settled_at is not None:
        return
    escalation, conversation = found
    owner = conversation.claim.by if conversation.claim else None
    if escalation.taken_by is None or escalation.taken_by == owner:
        return
    if owner is not None:
        await taken_by_claim(session, escalation, conversation, owner, now=now)
        return
    note(session, conversation, Event.ESCALATION_LEFT, by=None, at=now, owner=escalation.taken_by)
    escalation.taken_by = escalation.taken_at = None
    pages = escalation.urgency is Urgency.URGENT and escalation.answered_at is None
    escalation.ping_at = now if pages else None
    await outdate(session, escalation)


async def settle(session: AsyncSession, escalation_id: int, *, now: datetime, programme: Programme) -> None:
    """End an escalation whose conversation is closed or has left the escalation queue; then whoever escalated it is
    told where it went, if they see it there.
    """
    found = await escalations.locked(session, escalation_id)
    if found is None or found[0].settled_at is not None:
        return
    escalation, conversation = found
    escalation.settled_at, escalation.ping_at = now, None
    await outdate(session, escalation)
    author = await session.get(Member, escalation.by)
    if conversation.closing is None and author is not None and sees(author, conversation.queue, programme):
        place = queue_name(programme, conversation.queue)
        sentence = f"#{conversation.id}, which you escalated, is in {place} now: it can be answered there."
        tell(session, escalation.by, "text", now=now, conversation=conversation, text=sentence)


async def open_escalation(
    session: AsyncSession, escalation_id: int, *, by: Member, programme: Programme
) -> tuple[Escalation, Conversation]:
    """An escalation that is not settled, and its conversation, locked. Raises NotFound and Refused."""
    found = await escalations.locked(session, escalation_id)
    if found is None:
        raise NotFound("There is no such escalation.")
    escalation, conversation = found
    must_see(conversation, conversation.id, by, programme)
    must_be_unsettled(escalation)
    return escalation, conversation


def must_be_unsettled(escalation: Escalation) -> None:
    """Raise Refused for an escalation that is over."""
    if escalation.settled_at is not None:
        raise Refused(f"The escalation of #{escalation.conversation_id} is settled: it was closed or moved on.")


async def outdate(session: AsyncSession, escalation: Escalation) -> None:
    """Ask for every message about it that somebody has already received to be drawn again."""
    for notice in await notices.delivered(session, escalation.conversation_id, SHOWS_IT):
        if notice.facts.get("escalation") == escalation.id and notice.sent_at is not None:
            notice.redraw = True


def checked(text: str, *, field: str, missing: str) -> str:
    """What was typed, without white space around it. Raises Invalid when there is none, or too much."""
    said = text.strip()
    if not said:
        raise Invalid(missing, field=field)
    if len(said) > LONGEST:
        raise Invalid(f"That is {len(said):,} characters; {LONGEST:,} fit.", field=field)
    return said
