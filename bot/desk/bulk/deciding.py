"""Bulk work: one decision about up to a hundred conversations of a list, shown before it is carried out.

Each conversation goes through the same verb as a single one, with the same checks; what these refuse is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.bulk.pictures import depict
from bot.desk.bulk.rules import Act, checked_value, why_left_out
from bot.desk.bulk.undoing import standing
from bot.desk.finding.filtering import checked, title_of, wanted_by
from bot.desk.finding.filters import EVERYTHING, Filter
from bot.desk.handling.assigning import assign
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.closing import close
from bot.desk.handling.marking import tag
from bot.desk.handling.moving import move
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import keys_of
from bot.errors import Invalid, NotFound, Refused
from bot.networks.base import Network
from bot.pictures.bulk import BulkPicture
from bot.programme import Programme
from storage import bulks, conversations, listing
from storage.tables import Bulk, BulkPart, Conversation, Member, Role

MOST = 100
"""As many conversations as one decision is about."""

CHANGES: Mapping[Act, tuple[Callable[..., Any], Callable[[str], dict[str, Any]]]] = {
    Act.TAG: (tag, lambda value: {"add": [value]}),
    Act.CLOSE: (close, lambda value: {"reason": value}),
    Act.MOVE: (move, lambda value: {"queue": value}),
    Act.ASSIGN: (assign, lambda value: {"to": value, "tells": False}),
}
"""By which verb each conversation is changed, and with what."""


@needs(Role.VOLUNTEER)
@knows_tags
async def prepare(
    session: AsyncSession,
    asked: Filter = EVERYTHING,
    *,
    mine: bool = False,
    act: str = "",
    value: str = "",
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> BulkPicture:
    """Gather the conversations of a list, the first hundred; with an act, show what it would do to which of them.

    Nothing is changed by it. Raises what listing raises, NotFound for an empty list, and what `choose` raises.
    """
    asked = await checked(session, asked, by=by, programme=programme, networks=networks)
    wanted = wanted_by(asked, keys_of(asked.queue, by, programme), now=now, owner=by.id if mine else None)
    numbers = await listing.page_of(session, wanted, offset=0, limit=MOST)
    total = await listing.total_of(session, wanted)
    title = title_of(asked, programme, networks, everywhere="Mine" if mine else "All queues")
    bulk = await gather(session, numbers, title=title, total=total, by=by, now=now)
    if act:
        await decide(session, bulk, act=act, value=value, by=by, programme=programme)
    return await depict(session, bulk, by=by, programme=programme, networks=networks, now=now)


async def gather(
    session: AsyncSession, numbers: Iterable[int], *, title: str, total: int, by: Member, now: datetime
) -> Bulk:
    """Keep which conversations a decision will be about. Raises NotFound when there are none."""
    bulk = Bulk(by=by.id, at=now, title=title, total=total)
    session.add(bulk)
    await session.flush()
    parts = [BulkPart(bulk_id=bulk.id, conversation_id=each, place=place) for place, each in enumerate(numbers)]
    if not parts:
        raise NotFound("There is nothing in that list. `/desk list` shows what is open.")
    session.add_all(parts)
    await session.flush()
    return bulk


@needs(Role.VOLUNTEER)
@knows_tags
async def choose(
    session: AsyncSession,
    bulk_id: int,
    *,
    act: str,
    value: str,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> BulkPicture:
    """Say what is to be done with them, and see what that would do to which. Nothing is changed by it.

    Raises NotFound, NotAllowed for a volunteer who would move, and Invalid about `tag`, `reason`, `queue` or `to`.
    """
    bulk = await own(session, bulk_id, by=by)
    if bulk.done_at is None:
        await decide(session, bulk, act=act, value=value, by=by, programme=programme)
    return await depict(session, bulk, by=by, programme=programme, networks=networks, now=now)


async def decide(session: AsyncSession, bulk: Bulk, *, act: str, value: str, by: Member, programme: Programme) -> None:
    """Keep what is to be done."""
    if act not in set(Act):
        raise Invalid("Say what to do with them: tag, close, move or assign.")
    bulk.value = await checked_value(session, Act(act), value, by=by, programme=programme)
    bulk.act = act


@needs(Role.VOLUNTEER)
@knows_tags
async def carry_out(
    session: AsyncSession,
    bulk_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> BulkPicture:
    """Do what was shown, to each conversation as it stands now; what cannot be done any more is left out, with why.

    A second call changes nothing. Raises NotFound, also for somebody else's, and Invalid when nothing was chosen.
    """
    bulk = await own(session, bulk_id, by=by)
    if bulk.act is None:
        raise Invalid("Say first what to do with them.")
    if bulk.done_at is None:
        parts = await bulks.parts_of(session, bulk.id)
        await change_all(session, bulk, parts, by=by, now=now, programme=programme)
        bulk.done_at = now
        given = sum(1 for each in parts if each.version is not None)
        if bulk.act == Act.ASSIGN and given and bulk.value != by.id:
            sentence = f"🫱 <@{by.id}> gave you {given} conversations: `/desk mine` lists them."
            tell(session, bulk.value, "text", now=now, text=sentence)
        await session.flush()
    return await depict(session, bulk, by=by, programme=programme, networks=networks, now=now)


async def change_all(
    session: AsyncSession, bulk: Bulk, parts: Sequence[BulkPart], *, by: Member, now: datetime, programme: Programme
) -> None:
    """Change each conversation as it stands now, wholly or not at all, and keep how it stood; in the order of numbers.

    What can be asked of all at once is: Slack waits three seconds for an answer.
    """
    act = Act(bulk.act or "")
    numbers = [each.conversation_id for each in parts]
    await conversations.lock_all(session, numbers)
    stand = await bulks.stand(session, numbers)
    answering = await bulks.with_reply_under_way(session, numbers)
    taker = await session.get(Member, bulk.value) if act is Act.ASSIGN else None
    for part in sorted(parts, key=lambda each: each.conversation_id):
        conversation = stand[part.conversation_id]
        part.why_not = why_left_out(
            conversation,
            act,
            bulk.value,
            taker=taker,
            answering=conversation.id in answering,
            by=by,
            now=now,
            programme=programme,
        )
        if not part.why_not:
            await change(session, bulk, part, conversation, by=by, now=now, programme=programme)


async def change(
    session: AsyncSession,
    bulk: Bulk,
    part: BulkPart,
    conversation: Conversation,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> None:
    """Change one of them by the verb that would change it alone; what that refuses is left out, untouched."""
    verb, asked = CHANGES[Act(bulk.act or "")]
    before, version = standing(conversation), conversation.version
    try:
        async with session.begin_nested():
            await verb(session, conversation.id, **asked(bulk.value), by=by, now=now, programme=programme)
    except Refused as refused:
        part.why_not = str(refused)
        return
    if conversation.version == version:
        part.why_not = "is so already"
        return
    part.before, part.version = before, conversation.version


async def own(session: AsyncSession, bulk_id: int, *, by: Member) -> Bulk:
    """One's own bulk work, locked. Raises NotFound, also for somebody else's and when it was too long ago."""
    bulk = await bulks.locked(session, bulk_id)
    if bulk is None or bulk.by != by.id:
        raise NotFound("That is not there any more. Begin again from the list.")
    return bulk
