"""Conversations that have been open for weeks: moderators are asked once a week, and close them with a preview."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.bulk.deciding import MOST, decide, gather
from bot.desk.bulk.pictures import depict
from bot.desk.bulk.rules import Act
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.networks.base import Network
from bot.pictures.bulk import BulkPicture
from bot.programme import Programme
from storage import listing, members, notices
from storage.tables import Member, Role

KIND = "old_ones"


async def propose_old(session: AsyncSession, now: datetime, programme: Programme) -> None:
    """Tell each moderator and manager how many there are, at most once a week.

    Source: programme.md, "Life of a conversation".
    """
    escalations = programme.escalation.queue
    if not await listing.old_ones(session, old_before(now, programme), never_in=escalations, limit=1):
        return
    if await notices.asked_about_old_ones_since(session, now - timedelta(days=programme.old.every_days)):
        return
    count = await listing.count_old(session, old_before(now, programme), never_in=escalations)
    for member in await members.with_role(session, Role.MODERATOR, Role.MANAGER):
        tell(session, member.id, KIND, now=now, count=count, days=programme.old.days)


@needs(Role.MODERATOR)
async def prepare_old(
    session: AsyncSession, *, by: Member, now: datetime, programme: Programme, networks: Mapping[str, Network]
) -> BulkPicture:
    """Gather the oldest hundred, to be closed as desk.toml says, and show which. Raises NotFound without any."""
    before, escalations = old_before(now, programme), programme.escalation.queue
    numbers = await listing.old_ones(session, before, never_in=escalations, limit=MOST)
    total = await listing.count_old(session, before, never_in=escalations)
    title = f"Nothing from the customer for {programme.old.days} days"
    bulk = await gather(session, numbers, title=title, total=total, by=by, now=now)
    if programme.old.closes_as:
        await decide(session, bulk, act=Act.CLOSE, value=programme.old.closes_as, by=by, programme=programme)
    return await depict(session, bulk, by=by, programme=programme, networks=networks, now=now)


def old_before(now: datetime, programme: Programme) -> datetime:
    """Since when nothing may have come."""
    return now - timedelta(days=programme.old.days)
