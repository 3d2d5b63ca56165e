"""Taking bulk work back: exactly what it did, where nothing has happened since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.bulk.pictures import depict
from bot.desk.bulk.rules import Act
from bot.desk.events import Event, note
from bot.desk.handling.marking import set_tags
from bot.desk.handling.moving import bring_to
from bot.desk.handling.releasing import let_go
from bot.desk.handling.renaming import catch_up
from bot.desk.handling.reopening import open_again
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import acts_in, sees
from bot.errors import NotFound, Refused
from bot.networks.base import Network
from bot.pictures.bulk import BulkPicture
from bot.programme import Programme
from storage import bulks, catalogue, conversations
from storage.members import FORMER
from storage.tables import Bulk, BulkPart, CatalogueChange, Claim, Conversation, Hold, Member, Role, WaitingOn

PLAIN = ("queue", "tags", "lines", "rank")
MOMENTS = ("returned_at", "waits_since", "owner_due_at", "close_proposed_at", "vanished_at")


def standing(conversation: Conversation) -> dict[str, Any]:
    """All of a conversation that bulk work may change, as JSON."""
    claim, hold = conversation.claim, conversation.hold
    kept: dict[str, Any] = {name: getattr(conversation, name) for name in PLAIN}
    kept |= {name: written(getattr(conversation, name)) for name in MOMENTS}
    kept["claim"] = [claim.by, written(claim.since), written(claim.until)] if claim else None
    held = [hold.waiting_on.value, hold.by, written(hold.since), written(hold.ends_at), hold.whom] if hold else None
    return kept | {"hold": held}


def restore(conversation: Conversation, before: Mapping[str, Any]) -> None:
    """Put all of that back as it was, but for the queue, which needs a fresh card."""
    conversation.tags, conversation.lines, conversation.rank = before["tags"], before["lines"], before["rank"]
    for name in MOMENTS:
        setattr(conversation, name, moment(before[name]))
    claim, hold = before["claim"], before["hold"]
    is_somebodys = claim is not None and claim[0] != FORMER
    conversation.claim = Claim(claim[0], read(claim[1]), read(claim[2])) if is_somebodys else None
    conversation.hold = Hold(WaitingOn(hold[0]), hold[1], read(hold[2]), moment(hold[3]), hold[4]) if hold else None


@needs(Role.VOLUNTEER)
async def undo(
    session: AsyncSession,
    bulk_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> BulkPicture:
    """Take back what one's bulk work did; 0 means one's newest. Where something happened since, nothing is touched.

    A second call changes nothing. Raises NotFound, also for somebody else's, and Refused for what was never done.
    """
    bulk = await bulks.locked(session, bulk_id or await bulks.last_done_by(session, by.id) or 0)
    if bulk is None or bulk.by != by.id:
        raise NotFound("There is nothing of yours to take back.")
    if bulk.done_at is None:
        raise Refused("Nothing of this has been done yet.")
    if bulk.undone_at is None:
        parts = await bulks.parts_of(session, bulk.id)
        await conversations.lock_all(session, [each.conversation_id for each in parts])
        renamings = await catalogue.renamings(session)
        for part in sorted(parts, key=lambda each: each.conversation_id):
            if part.version is not None:
                await take_back(session, bulk, part, renamings, by=by, now=now, programme=programme)
        bulk.undone_at = now
        if bulk.act == Act.ASSIGN and bulk.value != by.id:
            sentence = f"<@{by.id}> took back what they had given you, but for what you have worked on since."
            tell(session, bulk.value, "text", now=now, text=sentence)
        await session.flush()
    return await depict(session, bulk, by=by, programme=programme, networks=networks, now=now)


async def take_back(
    session: AsyncSession,
    bulk: Bulk,
    part: BulkPart,
    renamings: Sequence[CatalogueChange],
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> None:
    """Bring one conversation to where it was, with the names that its tags go by now."""
    conversation = await conversations.locked(session, part.conversation_id)
    if conversation is not None:
        await catch_up(session, conversation, renamings, now=now)
    before = part.before or {}
    if conversation is None or conversation.version != part.version:
        part.why_not = "something has happened since: left as it is"
        return
    if before["queue"] not in {each.key for each in programme.queues}:
        part.why_not = "its queue is not there any more: left as it is"
        return
    act = Act(bulk.act or "")
    if not may_take_back(act, conversation, before, by=by, programme=programme):
        part.why_not = "takes a moderator"
        return
    if act is Act.TAG:
        set_tags(session, conversation, before["tags"], by=by, now=now)
        return
    if act is Act.MOVE:
        origin = conversation.queue
        await bring_to(session, conversation, programme.queue(before["queue"]), now=now, programme=programme)
        note(session, conversation, Event.MOVED, by=by, at=now, origin=origin, queue=before["queue"])
    restore(conversation, before)
    await let_go_of_who_left(session, conversation, programme=programme)
    if act is Act.CLOSE:
        await open_again(session, conversation, by=by, now=now)
    if act is Act.ASSIGN:
        give_back(session, conversation, by=by, now=now)


def may_take_back(
    act: Act, conversation: Conversation, before: Mapping[str, Any], *, by: Member, programme: Programme
) -> bool:
    """Whether somebody may undo that now: roles are taken away, and queues close to some, between doing and undoing."""
    if act is Act.TAG:
        return sees(by, conversation.queue, programme)
    if act is Act.MOVE and not by.role.reaches(Role.MODERATOR):
        return False
    return all(acts_in(by, queue, programme) for queue in (conversation.queue, before["queue"]))


async def let_go_of_who_left(session: AsyncSession, conversation: Conversation, *, programme: Programme) -> None:
    """Give a conversation back to nobody who may not work on it any more: it waits in its queue instead."""
    if conversation.claim is None:
        return
    owner = await session.get(Member, conversation.claim.by)
    is_here = owner is not None and owner.suspended_at is None and owner.left_at is None
    if owner is None or not is_here or not acts_in(owner, conversation.queue, programme):
        let_go(conversation)


def give_back(session: AsyncSession, conversation: Conversation, *, by: Member, now: datetime) -> None:
    """Note whose it is again."""
    if conversation.claim is None:
        note(session, conversation, Event.RELEASED, by=by, at=now)
    else:
        note(session, conversation, Event.ASSIGNED, by=by, at=now, to=conversation.claim.by)


def written(at: datetime | None) -> str | None:
    """A moment as JSON keeps it."""
    return at.isoformat() if at is not None else None


def moment(text: str | None) -> datetime | None:
    """The moment that was kept, if one was."""
    return read(text) if text is not None else None


def read(text: str) -> datetime:
    """The moment that was kept."""
    return datetime.fromisoformat(text)
