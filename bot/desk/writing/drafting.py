"""Drafts: what somebody writes to a customer is kept before it is sent, for their eyes only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import text as texts
from bot.desk.conditions import existing
from bot.desk.handling.claiming import touch
from bot.desk.permissions import needs
from bot.desk.queues import sees
from bot.desk.writing.composing import signature_of, signed
from bot.desk.writing.written import Written, keep, kept_in
from bot.networks.base import Network
from bot.pictures.own import DraftPicture
from bot.programme import Programme
from storage import answers, drafts, interactions
from storage.tables import Clipping, Member, Role


@needs(Role.VOLUNTEER)
async def save(
    session: AsyncSession,
    conversation_id: int,
    written: Written,
    *,
    sent_as: str = "",
    as_offered: bool = False,
    by: Member,
    now: datetime,
    programme: Programme,
) -> None:
    """Keep what somebody has written in a conversation so far; emptied, with nothing attached, the draft is over.

    What stands in public already is no draft, nor does what stands there `as_offered`, untouched, begin or change one.
    Saving the same again changes nothing, not even since when it is kept. Writing is a sign of life: the claim of who
    owns the conversation lasts from now. A form that was opened again does not know which clipping its text was begun
    from; the draft does. What was sent meanwhile by the interaction `sent_as`, as by the first of two presses, is no
    draft.
    Raises NotFound for a conversation they do not see.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    if await interactions.was_carried_out(session, sent_as):
        return
    touch(conversation, by, now=now, programme=programme)
    if as_offered:
        return
    whole = signed(written.said, signature_of(by, programme))
    is_new = not texts.says_nothing(written.text) and not await is_out_already(session, conversation_id, whole)
    if not is_new and written.attachment is None:
        await drafts.drop(session, conversation_id, by.id)
        return
    begun_from = await existing_clipping(session, written.clipping)
    if begun_from is None:
        draft = await drafts.draft_in(session, conversation_id, by.id)
        begun_from = draft.clipping_id if draft is not None else None
    await keep(session, conversation_id, replace(written, clipping=begun_from), of=by.id, now=now)


async def existing_clipping(session: AsyncSession, number: int | None) -> int | None:
    """The number of a clipping, where there is one of this number."""
    return number if number is not None and await session.get(Clipping, number) is not None else None


@needs(Role.VOLUNTEER)
async def discard(session: AsyncSession, number: int, *, by: Member) -> None:
    """Throw away one's own draft in the conversation of this number; without one nothing happens."""
    await drafts.drop(session, number, by.id)


@needs(Role.VOLUNTEER)
async def mine(
    session: AsyncSession,
    *,
    limit: int | None = None,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
) -> tuple[DraftPicture, ...]:
    """One's own drafts, the newest first, so many or all of them.

    Of a conversation that moved out of sight only one's own words are told.
    """
    return tuple(
        DraftPicture(
            conversation=draft.conversation_id,
            customer=conversation.customer.handle if sees(by, conversation.queue, programme) else "",
            by_name=conversation.network in networks and not networks[conversation.network].capabilities.handles,
            text=kept_in(draft).said,
            at=draft.at,
            can_go_on=conversation.closing is None and sees(by, conversation.queue, programme),
        )
        for draft, conversation in await drafts.drafts_of(session, by.id, limit=limit)
    )


async def is_out_already(session: AsyncSession, conversation_id: int, whole: str) -> bool:
    """Whether this is what the brand last said here, as the form of an edit offers it."""
    out = await answers.answers_in(session, conversation_id)
    return bool(out) and out[0].text == whole
