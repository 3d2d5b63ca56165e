"""Pictures of replies and likes: what a card or a message shows of them."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.leaving.unknowns import can_send_again, cannot_be_looked_for
from bot.desk.naming import account_called
from bot.desk.writing.written import as_attachment
from bot.networks.base import Draft, Network, Way
from bot.pictures.conversations import LikePicture, ReplyPicture
from bot.programme import Programme
from storage import replies
from storage.tables import Conversation, Like, LikeState, Message, Reply, ReplyState, Stop


async def reply_picture(
    session: AsyncSession, reply: Reply, *, programme: Programme, networks: Mapping[str, Network]
) -> ReplyPicture:
    """A reply as it stands, asked for by itself; four queries."""
    message = await session.get_one(Message, reply.answers_id)
    conversation = await session.get_one(Conversation, reply.conversation_id)
    author = await replies.author_of(session, message)
    stop = await replies.stop_of(session, reply.account)
    return depict_reply(
        reply,
        post_id=message.external_id,
        author=author,
        by_hand=conversation.reply_by_hand,
        stop=stop,
        programme=programme,
        networks=networks,
    )


def depict_reply(
    reply: Reply,
    *,
    post_id: str,
    author: str,
    by_hand: bool,
    stop: Stop | None,
    programme: Programme,
    networks: Mapping[str, Network],
) -> ReplyPicture:
    """A reply as it stands, from what was loaded with its conversation.

    `post_id` is the network's newest id of the message it answers, `author` its customer's handle, `by_hand` whether
    answers in its conversation go by hand, `stop` what halts the account now.
    """
    in_hand = reply.state is ReplyState.BY_HAND
    waits = in_hand and reply.said_sent_at is None
    waiting = waits_for(reply.account, stop, programme) if waits or reply.state is ReplyState.QUEUED else None
    draft = Draft(reply.account, reply.text, post_id, author)
    network = networks.get(reply.network)
    attachment = as_attachment(reply.attached)
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
        sent_url=reply.sent_url,
        can_send_again=can_send_again(reply),
        cannot_be_looked_for=cannot_be_looked_for(reply),
        composer=network.composer(draft) if network and in_hand else "",
        timeline=network.timeline(draft) if network and reply.state is ReplyState.UNKNOWN else "",
        waits_for=waiting or reply.why if reply.state is ReplyState.QUEUED else waiting,
        goes_by_hand=by_hand,
        account_called=account_called(reply.account, programme, networks),
        attachment=attachment.called if attachment else "",
        attachment_link=attachment.link if attachment else "",
        description=attachment.description if attachment else "",
    )


def depict_like(
    like: Like, *, post_id: str, by_hand: bool, stop: Stop | None, programme: Programme, networks: Mapping[str, Network]
) -> LikePicture:
    """A like as it stands; `post_id` is the network's newest id of the message, `by_hand` whether a person does it."""
    in_hand = like.state is LikeState.BY_HAND
    waiting = waits_for(like.account, stop, programme) if like.state is LikeState.QUEUED else None
    return LikePicture(
        number=like.id,
        state=like.state.value,
        account=like.account,
        by=like.by,
        handed_to=like.handed_to,
        why=waiting or like.why,
        address=networks[like.network].liker(post_id) if in_hand and like.network in networks else "",
        goes_by_hand=by_hand or in_hand,
        said_done_by=like.said_done_by if like.seen_at is None else None,
    )


def waits_for(account: str, stop: Stop | None, programme: Programme) -> str | None:
    """Why nothing leaves from this account now: a rehearsal, or somebody stopped it; or None. Plain text."""
    if programme.sending == "off":
        return "rehearsal"
    if stop is None:
        return None
    return "all sending is stopped" if stop.account == replies.EVERYTHING else f"sending from @{account} is stopped"


def why_no_like(
    conversation: Conversation, newest: Message | None, network: Network | None
) -> Literal["", "never", "unmentioned", "gone"]:
    """Why nothing can be liked, what no other post would change first; empty when something can."""
    if network is None or network.capabilities.like is Way.NEVER:
        return "never"
    if conversation.mentioned is None:
        return "unmentioned"
    return "gone" if newest is None else ""
