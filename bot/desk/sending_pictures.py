"""Pictures of what goes out in public, and of what was handed up: replies, likes, escalations."""

from datetime import datetime

from bot.desk.unknowns import can_send_again
from bot.networks.base import Draft, Network
from bot.pictures import EscalationPicture, LikePicture, ReplyPicture
from bot.programme import Programme
from storage.gathering import Gathered
from storage.tables import Escalation, Reply, ReplyState, Urgency


def reply_picture(found: Gathered, network: Network | None, programme: Programme, now: datetime) -> ReplyPicture | None:
    """The newest reply of a conversation, with what a person needs to finish it; None when there is none."""
    reply = found.reply
    if reply is None:
        return None
    return ReplyPicture(
        number=reply.id,
        state=reply.state.value,
        text=reply.text,
        by=reply.by,
        account=reply.account,
        send_after=reply.send_after,
        undo_until=reply.send_after if reply.state is ReplyState.QUEUED else None,
        afterwards=reply.afterwards.value,
        close_reason=reply.close_reason,
        why=reply.why,
        handed_to=reply.handed_to,
        said_sent_by=reply.said_sent_by,
        sent_from=reply.sent_from,
        sent_url=found.sent.url if found.sent else None,
        can_send_again=can_send_again(reply),
        composer=composer(found, reply, network),
        waits_for=waits_for(reply, programme, halted=found.halted, now=now),
    )


def composer(found: Gathered, reply: Reply, network: Network | None) -> str:
    """The address of the network's own composer, for a reply that a person is to send; else empty."""
    if reply.state is not ReplyState.BY_HAND or network is None or found.answered is None:
        return ""
    author = found.conversation.customer.handle
    return network.composer(Draft(reply.account, reply.text, found.answered.external_id, author))


def waits_for(reply: Reply, programme: Programme, *, halted: bool, now: datetime) -> str | None:
    """Why a queued reply does not go when its time to undo is over; None when nothing holds it up."""
    if reply.state is not ReplyState.QUEUED:
        return None
    if programme.sending == "off":
        return "this is a rehearsal, nothing leaves in public"
    if halted:
        return "public sending is stopped"
    if reply.why:
        return reply.why
    return None if reply.tries == 0 or reply.send_after <= now else "the network asks to wait"


def like_picture(found: Gathered, network: Network | None) -> LikePicture | None:
    """The newest like of a conversation; None when there is none."""
    like = found.like
    if like is None:
        return None
    return LikePicture(
        number=like.id,
        state=like.state.value,
        account=like.account,
        by=like.by,
        handed_to=like.handed_to,
        why=like.why,
        address=network.liker(found.liked.external_id) if network and found.liked else "",
    )


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
        taken_by=escalation.taken_by,
        answered_by=escalation.answered_by,
        answer=escalation.answer,
    )
