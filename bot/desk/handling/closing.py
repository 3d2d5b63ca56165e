"""Closing a conversation with one of the programme's reasons."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing, must_act_in_queue
from bot.desk.events import Event, note
from bot.desk.finding.nearest import one_of
from bot.desk.handling.claiming import claim_if_free
from bot.desk.handling.lifting import lift
from bot.desk.handling.ranking import back_in_line
from bot.desk.handling.releasing import let_go
from bot.desk.permissions import needs
from bot.errors import Invalid, Refused
from bot.programme import Programme, Reason
from storage import conversations
from storage.tables import Closing, Conversation, Member, Reply, ReplyState, Role

WHERE_IT_STANDS = {
    ReplyState.QUEUED: "is about to leave: undo it, or close once it is out",
    ReplyState.SENDING: "is leaving right now: close once it is out",
    ReplyState.BY_HAND: "waits to be sent by hand: close once it is out, or undo it",
    ReplyState.UNKNOWN: "may or may not be out: settle that on the card first",
}


@needs(Role.VOLUNTEER)
async def close(
    session: AsyncSession,
    conversation_id: int,
    *,
    reason: str,
    link: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Close a conversation with a reason, whatever its case, and the link that some reasons need.

    Claims it when nobody owns it. Closing twice changes nothing: the first reason stays. Raises Invalid about `reason`
    or `link`, NotFound, NotYours with the owner's name, and Refused while a reply is under way.
    Source: programme.md, "Life of a conversation".
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    if conversation.closing is not None:
        return conversation
    must_act_in_queue(conversation, by, programme)
    chosen = reason_named(reason, programme)
    checked = checked_link(chosen, link, programme)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    must_not_be_under_way(await conversations.reply_under_way_in(session, conversation.id), conversation)
    put_away(session, conversation, reason=chosen.name, link=checked, by=by, now=now)
    return conversation


def put_away(
    session: AsyncSession,
    conversation: Conversation,
    *,
    reason: str,
    link: str | None = None,
    by: Member | None,
    now: datetime,
) -> None:
    """Close a conversation that has been checked; `by` is None when the desk does. Its owner is free of it."""
    if conversation.closing is not None:
        return
    lift(session, conversation, by=by, now=now, why="closed")
    let_go(conversation)
    back_in_line(conversation)
    conversation.waits_since = conversation.vanished_at = None
    conversation.closing = Closing(reason=reason, at=now, by=by.id if by else None, link=link)
    note(session, conversation, Event.CLOSED, by=by, at=now, reason=reason, link=link)


def reason_named(name: str, programme: Programme) -> Reason:
    """The programme's reason of that name. Raises Invalid, with the nearest."""
    return programme.reason(one_of(name, [each.name for each in programme.reasons], what="reason", field="reason"))


def checked_link(reason: Reason, link: str | None, programme: Programme) -> str | None:
    """The link a reason needs, without white space or Slack's brackets; None for a reason that needs none.

    Raises Invalid about `link` when it is missing, or is no bug or forum thread by the programme's patterns.
    """
    if not reason.needs:
        return None
    words, pattern = {
        "bug": ("the bug", programme.links.bug),
        "forum": ("the forum thread", programme.links.forum),
    }[reason.needs]
    given = (link or "").strip().strip("<>").split("|")[0]
    if not given:
        raise Invalid(f"“{reason.name}” needs the address of {words}.", field="link")
    if not re.fullmatch(pattern, given):
        raise Invalid(f"That is not the address of {words}. Copy it from the browser's address bar.", field="link")
    return given


def must_not_be_under_way(reply: Reply | None, conversation: Conversation) -> None:
    """Raise Refused while a reply is under way: closing would hide what becomes of it."""
    if reply is not None:
        raise Refused(f"A reply of <@{reply.by}> on #{conversation.id} {WHERE_IT_STANDS[reply.state]}.")
