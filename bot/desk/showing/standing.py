"""How the desk stands for one member: the queues they see, what is theirs, what may not be sent, what was spent."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.listing import queues
from bot.desk.leaving.spending import budget_of
from bot.desk.permissions import needs
from bot.pictures.conversations import DeskPicture
from bot.programme import Programme
from storage import drafts, listing, replies, saved_filters, spending
from storage.listing import Wanted
from storage.tables import Member, Role


@needs(Role.BEGINNER)
async def standing(session: AsyncSession, *, by: Member, now: datetime, programme: Programme) -> DeskPicture:
    """How things stand now."""
    pays = by.role.reaches(Role.MODERATOR)
    lines = await spending.of_day(session, now.date()) if pays else ()
    return DeskPicture(
        role=by.role.value,
        queues=await queues(session, by=by, programme=programme),
        mine=await listing.total_of(session, Wanted(owner=by.id)),
        stopped=tuple(each.account for each in await replies.stops(session)),
        rehearsal=programme.sending == "off",
        saved=tuple((each.id, each.name) for each in await saved_filters.of_member(session, by.id)),
        drafts=await drafts.count_of(session, by.id),
        spending=tuple((each.account, each.microdollars, budget_of(each, programme)) for each in lines),
    )
