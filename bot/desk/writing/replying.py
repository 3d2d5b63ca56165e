"""Replying: begin, check, send, undo.

No customer is ever answered twice: see sending.py for how a reply leaves.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible, workable
from bot.desk.events import Event, note
from bot.desk.handling.claiming import claim_if_free
from bot.desk.handling.closing import checked_link, reason_named
from bot.desk.handling.lifting import lift
from bot.desk.leaving.byhand import existing_reply
from bot.desk.leaving.outcomes import outdate
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import sees
from bot.desk.showing.reply_pictures import reply_picture
from bot.desk.writing.attaching import must_be_attachable
from bot.desk.writing.composing import (
    answering_account,
    checked_text,
    composition,
    counted,
    message_to_answer,
    must_be_unanswered,
    next_edition,
    signature_of,
    standing_answer,
)
from bot.desk.writing.sameness import mark_of, must_be_new, said_before
from bot.desk.writing.suggesting import count_use
from bot.desk.writing.written import Attachment, Written, as_facts, decided_in, give_back, kept_in
from bot.errors import AlreadyAnswered, Invalid, NotAllowed, Refused, TooLate
from bot.networks.base import Capabilities, Network, Way
from bot.pictures.conversations import ReplyPicture
from bot.pictures.own import CompositionPicture
from bot.programme import Programme
from storage import drafts, replies
from storage.tables import Afterwards, Conversation, Member, Message, Reply, ReplyState, Role, Side


@needs(Role.VOLUNTEER)
async def begin(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CompositionPicture:
    """Open a conversation for writing: claims it when nobody owns it, and offers again what they had begun.

    Raises NotFound, Closed, NotAllowed, NotYours with the owner's name, AlreadyAnswered with who answered, and Refused
    when its account is none of ours any more.
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    answering_account(conversation, programme, networks)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    can = networks[conversation.network].capabilities
    message, edition = await message_to_answer(session, conversation, can)
    draft = await drafts.draft_in(session, conversation.id, by.id)
    return await composition(
        session,
        conversation,
        message,
        by=by,
        programme=programme,
        networks=networks,
        written=kept_in(draft) if draft is not None else None,
        saved_at=draft.at if draft is not None else None,
        edition=edition,
    )


@needs(Role.VOLUNTEER)
async def check(
    session: AsyncSession,
    conversation_id: int,
    *,
    text: str,
    edition: int = 0,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CompositionPicture:
    """What is shown while writing: the text as it will appear with the values of one's draft, how much of the limit it
    uses, what it costs, and whether nearly the same was said lately.

    A question, not a change: too long a text is only counted. Raises NotFound, and Refused when nothing is to answer.
    """
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    message = await replies.newest_of_customer(session, conversation_id)
    if message is None:
        raise Refused("The customer has deleted what they wrote, so there is nothing to answer.")
    answering_account(conversation, programme, networks)
    draft = await drafts.draft_in(session, conversation_id, by.id)
    before = kept_in(draft) if draft is not None else Written()
    kept = Written(text, attachment=before.attachment, values=before.values)
    picture = await composition(
        session, conversation, message, by=by, programme=programme, networks=networks, written=kept, edition=edition
    )
    lately = await said_before(session, conversation, kept.said, now=now, programme=programme)
    measured = counted(picture, text, conversation, networks[conversation.network].capabilities, programme)
    return replace(measured, said_before=lately, mark=mark_of(kept.said))


@needs(Role.VOLUNTEER)
async def reply(
    session: AsyncSession,
    conversation_id: int,
    *,
    answers: int,
    text: str,
    edition: int = 0,
    afterwards: Afterwards = Afterwards.NOTHING,
    close_reason: str | None = None,
    close_link: str | None = None,
    clipping: int | None = None,
    attachment: Attachment | None = None,
    keeps_draft: bool = False,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> ReplyPicture:
    """Decide to send a text in answer to one message of the customer; it leaves when the undo window is over.

    Claims the conversation when nobody owns it and lifts a hold. What is to follow (hold for the customer, or close
    with a reason) happens once the reply is truly out. A stop or a rehearsal refuses nothing: the reply waits visibly,
    and what was written in a rehearsal is given back when the desk opens in earnest. `edition` is the one its author
    saw: who meant to answer never edits what somebody else has answered meanwhile. `clipping` is the number of the one
    it was begun from; without it, the one that its author's draft was. The draft is over with it, unless `keeps_draft`
    says that these words were not written in its form. `attachment` goes with it, and is fetched before it leaves.
    Raises Invalid about `text`, `close_reason`, `close_link`, `attachment` or `description`, AlreadyAnswered with who
    answered, Refused when what it answers was changed or deleted, NotFound, Closed, NotAllowed, NotYours.
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    account = answering_account(conversation, programme, networks)
    can = networks[conversation.network].capabilities
    message = await message_answered(session, conversation, answers)
    if await next_edition(session, message, can) != edition:
        await must_be_unanswered(session, message)
        raise AlreadyAnswered("Somebody else has changed the answer meanwhile. Open it again.")
    await must_be_newest(session, message, can)
    whole = checked_text(text, signature_of(by, programme), can)
    must_be_attachable(attachment, can)
    if can.edit is not Way.NEVER and whole == await standing_answer(session, conversation):
        raise Invalid("Nothing has changed: this is the answer that stands there now.", field="text")
    await must_be_new(session, conversation, account.handle, whole, now=now, can=can)
    reason = reason_named(close_reason or "", programme) if afterwards is Afterwards.CLOSE else None
    decided = Reply(
        conversation_id=conversation.id,
        answers_id=message.id,
        edition=edition,
        network=conversation.network,
        account=account.handle,
        text=whole,
        typed=text.strip(),
        by=by.id,
        at=now,
        state=ReplyState.QUEUED,
        afterwards=afterwards,
        close_reason=reason.name if reason else None,
        close_link=checked_link(reason, close_link, programme) if reason else None,
        attached=as_facts(attachment),
        send_after=now + programme.times.undo,
        rehearsed_at=now if programme.sending == "off" else None,
    )
    session.add(decided)
    await session.flush()
    draft = None if keeps_draft else await drafts.draft_in(session, conversation.id, by.id)
    begun_from = clipping if clipping is not None or draft is None else draft.clipping_id
    if begun_from is not None:
        await count_use(session, begun_from, decided, conversation, by=by, programme=programme)
    if draft is not None:
        await session.delete(draft)
    lift(session, conversation, by=by, now=now, why="replied")
    note(
        session,
        conversation,
        Event.REPLY_QUEUED,
        by=by,
        at=now,
        reply=decided.id,
        message=message.id,
        account=account.handle,
    )
    return await reply_picture(session, decided, programme=programme, networks=networks)


async def message_answered(session: AsyncSession, conversation: Conversation, message_id: int) -> Message:
    """The customer's message of this conversation that is to be answered. Raises Refused when it cannot be."""
    message = await session.get(Message, message_id)
    if message is None or message.conversation_id != conversation.id or message.side is not Side.CUSTOMER:
        raise Refused("That message is not part of this conversation. Open the reply again from its card.")
    if message.deleted_at is not None:
        raise Refused("The customer has deleted that message.")
    return message


async def must_be_newest(session: AsyncSession, message: Message, can: Capabilities) -> None:
    """Raise Refused for what its customer has changed since, where one answer stands at a time: this one would take the
    place of an answer to the change, or be taken for one.
    """
    newest = await replies.newest_of_customer(session, message.conversation_id)
    if can.edit is not Way.NEVER and newest is not None and newest.id != message.id:
        raise Refused("The customer has changed what they wrote meanwhile. Open the reply again to read it.")


@needs(Role.VOLUNTEER)
async def undo(
    session: AsyncSession,
    reply_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CompositionPicture:
    """Take a reply back while it has not left, by its author or a moderator; the text is given back.

    As long as it waits, also beyond the undo window, and while a keyholder has not said that it is out; its author is
    told when it was not them. Undoing twice changes nothing. Raises NotFound, NotAllowed, and TooLate once it has left
    or may have.
    """
    taken_back, conversation = await existing_reply(session, reply_id, by=by, programme=programme)
    if taken_back.by != by.id and not by.role.reaches(Role.MODERATOR):
        raise NotAllowed(f"Only <@{taken_back.by}> or a moderator can take this reply back.")
    if taken_back.state is not ReplyState.UNDONE:
        must_not_be_out(taken_back)
        taken_back.state = ReplyState.UNDONE
        taken_back.hand_until = taken_back.look_at = None
        note(session, conversation, Event.REPLY_UNDONE, by=by, at=now, reply=taken_back.id)
        await give_back(session, taken_back, now=now)
        await outdate(session, taken_back)
        if taken_back.by != by.id:
            sentence = (
                f"<@{by.id}> took your reply to #{conversation.id} back before it left. Reply opens your text again."
            )
            tell(session, taken_back.by, "text", now=now, conversation=conversation, text=sentence)
    message = await session.get_one(Message, taken_back.answers_id)
    picture = await composition(
        session,
        conversation,
        message,
        by=by,
        programme=programme,
        networks=networks,
        written=decided_in(taken_back),
        edition=taken_back.edition,
    )
    if sees(by, conversation.queue, programme):
        return picture
    return replace(picture, messages=(), lines=(), customer="")


def must_not_be_out(waiting: Reply) -> None:
    """Raise TooLate for a reply that has left, may have, or has ended."""
    if waiting.state is ReplyState.REFUSED:
        raise Refused("This reply was not sent. Press Reply to start again from its text.")
    handed = waiting.state is ReplyState.BY_HAND and waiting.said_sent_at is None
    if waiting.state is not ReplyState.QUEUED and not handed:
        raise TooLate
