"""Play mode: one conversation after the other in one direct message, until its member stops or has gone quiet."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.due import Task
from bot.desk.events import Event, note
from bot.desk.finding.filtering import checked, wanted_by
from bot.desk.finding.filters import EVERYTHING, Filter, kept, restored
from bot.desk.finding.nearest import one_of
from bot.desk.finding.saving import save
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.releasing import let_go
from bot.desk.notices import tell
from bot.desk.people.departing import may_still_send
from bot.desk.people.profile import must_have_said_languages
from bot.desk.permissions import needs
from bot.desk.play.taking import queues_for, take
from bot.errors import NotFound, Refused
from bot.networks.base import Network
from bot.programme import Programme
from storage import conversations, sittings
from storage.tables import Conversation, Member, Role, Sitting


@needs(Role.VOLUNTEER)
@knows_tags
async def play(
    session: AsyncSession,
    asked: Filter = EVERYTHING,
    *,
    save_as: str = "",
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Sitting:
    """Begin a sitting, which ends one that is open, and hand out the first conversation, claimed.

    With a name to `save_as`, its member keeps the filter as well. Takes the filters of the list and refuses as
    `take_next` and `save` do, but begins also when nothing is left.
    Source: programme.md, "Play mode".
    """
    must_have_said_languages(by)
    if save_as.strip():
        await save(session, save_as, asked, by=by, now=now, programme=programme, networks=networks)
    asked = await checked(session, asked, by=by, programme=programme, networks=networks)
    queues_for(asked.queue, by, programme)
    before = await sittings.open_of(session, by.id)
    if before is not None:
        await end(session, before, why="anew", by=by, now=now)
        await session.flush()
    sitting = Sitting(by=by.id, began_at=now, seen_at=now, asked=kept(asked), handed=0, skipped=0, version=0)
    session.add(sitting)
    await hand_out(session, sitting, by=by, now=now, programme=programme)
    return sitting


@needs(Role.VOLUNTEER)
async def go_on(session: AsyncSession, sitting_id: int, *, by: Member, now: datetime, programme: Programme) -> Sitting:
    """Hand out the next one. Raises NotFound when the sitting is over, and Refused while there is one to answer.

    What was given back untouched is not handed out again at once.
    """
    sitting = await open_sitting(session, sitting_id, by)
    conversation = await in_hand(session, sitting)
    if conversation is not None:
        if await is_to_do(session, conversation, by.id):
            raise Refused(f"Answer #{conversation.id} first, or skip it.")
        if conversation.claim is None:
            await pass_over(session, conversation.id, reason_for("", programme), by=by, now=now, programme=programme)
    await hand_out(session, sitting, by=by, now=now, programme=programme)
    return sitting


@needs(Role.VOLUNTEER)
async def skip(
    session: AsyncSession, sitting_id: int, said: str = "", *, by: Member, now: datetime, programme: Programme
) -> Sitting:
    """Give back what is in hand, say why, and hand out another one.

    Raises NotFound when the sitting is over, and Invalid, with the nearest, for a reason that desk.toml does not have.
    """
    sitting = await open_sitting(session, sitting_id, by)
    reason = reason_for(said, programme)
    conversation = await in_hand(session, sitting)
    if conversation is not None:
        await give_back(session, conversation, sitting.by, by=by, now=now, why=reason)
        await pass_over(session, conversation.id, reason, by=by, now=now, programme=programme)
        sitting.skipped += 1
    await hand_out(session, sitting, by=by, now=now, programme=programme)
    return sitting


@needs(Role.VOLUNTEER)
async def stop(session: AsyncSession, sitting_id: int, *, by: Member, now: datetime) -> Sitting:
    """End a sitting and give back what is in hand, unless it is being answered. Raises NotFound when it is over."""
    sitting = await open_sitting(session, sitting_id, by)
    await end(session, sitting, why="stopped", by=by, now=now)
    return sitting


async def quiet(session: AsyncSession, now: datetime, programme: Programme) -> Sequence[int]:
    """Sittings without a sign of life for a while, or whose member may not act any more."""
    return await sittings.quiet(session, since=now - programme.times.play_reminder)


async def settle(session: AsyncSession, sitting_id: int, now: datetime, programme: Programme) -> bool:
    """Ask or end one sitting, if it is time to; whether it was. Work on what is in hand is a sign of life."""
    sitting = await sittings.locked(session, sitting_id)
    if sitting is None or sitting.ended_at is not None:
        return False
    if not await may_still_send(session, sitting.by):
        await end(session, sitting, why="not allowed", by=None, now=now)
        return True
    conversation = await in_hand(session, sitting)
    quiet, times = now - last_sign_of_life(sitting, conversation, programme), programme.times
    if quiet >= times.play_end:
        await end(session, sitting, why="idle", by=None, now=now)
    elif quiet >= times.play_reminder and sitting.reminded_at is None:
        sitting.reminded_at = now
        left = times.play_end_minutes - times.play_reminder_minutes
        tell(session, sitting.by, "play_idle", now=now, sitting=sitting.id, minutes=left)
    else:
        return False
    return True


settle_idle = Task("the quiet sitting", quiet, settle)
"""Ask those who have been quiet for a while, end what has been for longer, or whose member may not act any more."""


def last_sign_of_life(sitting: Sitting, conversation: Conversation | None, programme: Programme) -> datetime:
    """When its member last did something in the sitting, or on the conversation in hand, whose claim that prolongs."""
    if conversation is None or conversation.claim is None or conversation.claim.by != sitting.by:
        return sitting.seen_at
    return max(sitting.seen_at, conversation.claim.until - programme.times.claim)


async def hand_out(session: AsyncSession, sitting: Sitting, *, by: Member, now: datetime, programme: Programme) -> None:
    """Claim the next one that fits the sitting, if there is one."""
    asked = restored(sitting.asked)
    wanted = wanted_by(asked, queues_for(asked.queue, by, programme), now=now)
    taken = await take(session, wanted, by=by, now=now, programme=programme)
    sitting.conversation_id = taken.id if taken is not None else None
    sitting.handed += taken is not None
    sitting.seen_at, sitting.reminded_at = now, None
    sitting.version += 1


async def end(session: AsyncSession, sitting: Sitting, *, why: str, by: Member | None, now: datetime) -> None:
    """End a locked sitting; what is in hand goes back, unless its answer is under way."""
    conversation = await in_hand(session, sitting)
    if conversation is not None:
        await give_back(session, conversation, sitting.by, by=by, now=now)
    sitting.ended_at, sitting.ended_why = now, why
    sitting.version += 1


async def give_back(
    session: AsyncSession,
    conversation: Conversation,
    owner: str,
    *,
    by: Member | None,
    now: datetime,
    why: str | None = None,
) -> None:
    """Release a locked conversation that is still its owner's and not on hold, unless it is being answered."""
    if conversation.claim is None or conversation.claim.by != owner or conversation.hold is not None:
        return
    if await conversations.reply_under_way_in(session, conversation.id) is not None:
        return
    let_go(conversation)
    note(session, conversation, Event.RELEASED, by=by, at=now, **({"skipped": str(why)} if why else {}))


def reason_for(said: str, programme: Programme) -> str:
    """The reason of desk.toml that is meant by its name or by words only it has; the last one when nothing is said."""
    reasons = programme.skip_reasons
    if not said.strip():
        return reasons[-1]
    meant = [each for each in reasons if said.strip().casefold() in each.casefold()]
    return meant[0] if len(meant) == 1 else one_of(said, reasons, what="reason", field="reason")


async def pass_over(
    session: AsyncSession, conversation_id: int, reason: str, *, by: Member, now: datetime, programme: Programme
) -> None:
    """Do not hand it to this member again for a while: somebody else's turn, and another day for oneself."""
    until = now + timedelta(hours=programme.times.skipped_hours)
    await sittings.skip(session, by.id, conversation_id, at=now, until=until, reason=reason)


async def open_sitting(session: AsyncSession, sitting_id: int, by: Member) -> Sitting:
    """One's own sitting, locked; 0 is the one that is open. Raises NotFound when it is over, or somebody else's."""
    sitting = await (sittings.locked(session, sitting_id) if sitting_id else sittings.open_of(session, by.id))
    if sitting is None or sitting.by != by.id or sitting.ended_at is not None:
        raise NotFound("This sitting is over. `/desk play` begins another.")
    return sitting


async def in_hand(session: AsyncSession, sitting: Sitting) -> Conversation | None:
    """What the sitting handed out last, locked; None when nothing was left."""
    return await conversations.locked(session, sitting.conversation_id) if sitting.conversation_id else None


async def is_to_do(session: AsyncSession, conversation: Conversation, owner: str) -> bool:
    """Whether it is still its owner's, its customer waits, and no answer is under way."""
    if conversation.claim is None or conversation.claim.by != owner or conversation.hold is not None:
        return False
    waits = conversation.closing is None and conversation.waits_since is not None
    return waits and await conversations.reply_under_way_in(session, conversation.id) is None
