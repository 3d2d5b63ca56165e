"""Bringing a post to the desk that no source has found: somebody points at it, it is read, and taken in like any other.

What is asked for is only written down here; a loop reads it, which costs what every reading costs.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.intake import Taken, take_in_all
from bot.desk.events import Event, note
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import queue_name, sees
from bot.errors import Invalid, Refused
from bot.networks.base import Brought, Network
from bot.programme import Programme
from storage import conversations, posts, wanted
from storage.tables import Conversation, Member, Role, WantedPost

MOST = 10
"""Posts that one person may be waiting for: each costs money, and a list is what searches are for."""

NOT_TAKEN = {
    Taken.OURS: "That is a post of our own.",
    Taken.UNRELATED: "That is a post of our own.",
    Taken.REPOST: "That is only a repost. Point at the post itself.",
}


@needs(Role.VOLUNTEER)
async def bring(
    session: AsyncSession,
    text: str,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> int | None:
    """Bring the first post linked in a text to the desk; its number when it is there already, else they hear of it.

    Asking again while it is on its way changes nothing. Raises Invalid for a text without a link to a post, and
    Refused while they wait for ten others.
    """
    network, post_id = first_link(text, networks)
    message = await posts.message_of(session, network, (post_id,))
    if message is not None:
        conversation = await conversations.seen(session, message.conversation_id)
        return tell_of(session, by, conversation, programme, how="known", now=now) if conversation else None
    waiting = await wanted.open_of(session, by.id)
    if any((each.network, each.external_id) == (network, post_id) for each in waiting):
        return None
    if len(waiting) >= MOST:
        raise Refused(f"{MOST} posts are on their way for you already. Please wait until they are here.")
    fetch_again(session, network, post_id, by=by, now=now)
    return None


def fetch_again(session: AsyncSession, network: str, post_id: str, *, by: Member, now: datetime) -> None:
    """Ask for a post to be read and taken in at once; who asked hears what became of it."""
    session.add(WantedPost(network=network, external_id=post_id, by=by.id, asked_at=now, try_at=now, tries=0))


async def came(
    session: AsyncSession,
    wanted_id: int,
    brought: Brought,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> None:
    """Take in a post that was read, once whatever else brings it, and tell who asked. Raises IntegrityError as intake.

    When it is not wanted any more, it is taken in all the same.
    """
    ((mention, taken),) = await take_in_all(
        session, [brought.mention], brought.source, now=now, programme=programme, networks=networks
    )
    asked = await wanted.locked(session, wanted_id)
    if asked is None:
        return
    asked.done_at, asked.outcome = now, taken.value
    member = await session.get(Member, asked.by)
    if member is None:
        return
    message = await posts.message_of(session, mention.network, (*mention.versions, mention.id))
    conversation = await conversations.locked(session, message.conversation_id) if message is not None else None
    if taken in NOT_TAKEN or conversation is None:
        words = NOT_TAKEN.get(taken, "It could not be taken in.")
        tell(session, member.id, "text", now=now, text=f"📥 {words} {brought.mention.url}")
        return
    if taken is Taken.NEW:
        note(session, conversation, Event.BROUGHT, by=member, at=now)
    tell_of(session, member, conversation, programme, how=taken.value, now=now)


async def cannot_come(session: AsyncSession, wanted_id: int, why: str, *, now: datetime) -> None:
    """Tell who asked that a post cannot be brought, and why: it was deleted, its author is protected, X refuses."""
    asked = await wanted.locked(session, wanted_id)
    if asked is not None:
        asked.done_at, asked.outcome = now, "failed"
        tell(
            session, asked.by, "text", now=now, text=f"📥 The post you pointed at cannot be brought to the desk: {why}"
        )


def tell_of(
    session: AsyncSession, member: Member, conversation: Conversation, programme: Programme, *, how: str, now: datetime
) -> int:
    """Show who asked where the post is; of a queue they do not see, only its name. Returns its number."""
    if sees(member, conversation.queue, programme):
        tell(session, member.id, "brought", now=now, conversation=conversation, how=how)
    else:
        place = queue_name(programme, conversation.queue)
        words = f"📥 It is on the desk as #{conversation.id}, in {place}: moderators see to it there."
        tell(session, member.id, "text", now=now, text=words)
    return conversation.id


def first_link(text: str, networks: Mapping[str, Network]) -> tuple[str, str]:
    """The network and id of the first post that a text links to. Raises Invalid, with an example, without one."""
    for name, network in networks.items():
        post_id = network.post_in(text)
        if post_id:
            return name, post_id
    examples = [each.capabilities.example_link for each in networks.values() if each.capabilities.example_link]
    like = f", such as `{examples[0]}`" if examples else ""
    raise Invalid(f"There is no link to a post in it{like}.")
