"""Bringing a closed or held conversation back: by a volunteer, or because its customer wrote again."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing, must_act_in_queue
from bot.desk.events import Event, note
from bot.desk.handling.cards import renew_card
from bot.desk.handling.lifting import lift
from bot.desk.handling.releasing import let_lapse
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.programme import Programme
from storage import messages
from storage.tables import Claim, Conversation, Member, Message, Role


@needs(Role.VOLUNTEER)
async def reopen(
    session: AsyncSession, conversation_id: int, *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Open a closed conversation again, with a fresh card at the end of its channel. An open one is left as it is.

    It waits since its oldest message without an answer, if there is one. Raises NotFound and NotAllowed.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    if conversation.closing is None:
        return conversation
    must_act_in_queue(conversation, by, programme)
    conversation.waits_since = await messages.waiting_since(session, conversation.id)
    await open_again(session, conversation, by=by, now=now)
    return conversation


async def customer_wrote(
    session: AsyncSession,
    conversation: Conversation,
    message: Message,
    *,
    now: datetime,
    programme: Programme,
    instead_of: Message | None = None,
) -> None:
    """A customer's further post: the conversation waits again, comes back from hold or closing, and its owner is told.

    Its owner has four hours to touch it. Without one, or when it was closed, it is anybody's; whoever set it aside or
    closed it is told. `instead_of` is what they had written before when this is an edit of it. For intake, with a
    locked conversation and a message that has its number.
    """
    let_lapse(session, conversation, now)
    owner = owner_of(conversation)
    if conversation.waits_since is None:
        conversation.waits_since = message.posted_at
    if instead_of is None:
        note(session, conversation, Event.WROTE_AGAIN, by=None, at=now, message=message.id)
    else:
        note(session, conversation, Event.EDITED, by=None, at=now, message=message.id, **changes(instead_of, message))
    if conversation.closing is not None:
        await open_again(session, conversation, by=None, now=now)
    else:
        lift(session, conversation, by=None, now=now, why="wrote_again")
        expect_answer(conversation, now, programme)
    if owner is not None:
        tell(session, owner, "wrote_again", now=now, conversation=conversation, message=message.id)


def changes(before: Message, after: Message) -> dict[str, object]:
    """What an edit was made of, and how the stars changed when they did: "1 → 4"."""
    stars = [each.about.get("stars") for each in (before, after)]
    changed = stars[0] != stars[1] and None not in stars
    return {"before": before.id} | ({"stars": f"{stars[0]} → {stars[1]}"} if changed else {})


async def open_again(session: AsyncSession, conversation: Conversation, *, by: Member | None, now: datetime) -> None:
    """Undo the closing and ask for a fresh card."""
    conversation.closing = None
    note(session, conversation, Event.REOPENED, by=by, at=now)
    await renew_card(session, conversation)


def owner_of(conversation: Conversation) -> str | None:
    """Who is to be told: who owns it, else who set it aside, else who closed it; None when that was the desk."""
    if conversation.claim is not None:
        return conversation.claim.by
    if conversation.hold is not None:
        return conversation.hold.by
    return conversation.closing.by if conversation.closing is not None else None


def expect_answer(conversation: Conversation, now: datetime, programme: Programme) -> None:
    """Give the owner, if there is one, four hours to touch it; the first post left untouched counts, not the last."""
    claim = conversation.claim
    if claim is None:
        return
    due_at = conversation.owner_due_at or now + timedelta(hours=programme.times.untouched_hours)
    conversation.claim = Claim(by=claim.by, since=claim.since, until=max(due_at, claim.until))
    conversation.owner_due_at = due_at
