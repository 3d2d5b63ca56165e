"""How the desk stands for one member: the queues they see, what is theirs, what may not be sent, and their role."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.listing import queues
from bot.desk.permissions import needs
from bot.pictures import QueuePicture
from bot.programme import Programme
from storage import listing, replies
from storage.listing import Wanted
from storage.tables import Member, Role


@dataclass(frozen=True)
class Standing:
    """What the menu and the home tab show. `stopped` are accounts, `*` for all of them."""

    role: str
    queues: tuple[QueuePicture, ...]
    mine: int
    stopped: tuple[str, ...]


@needs(Role.BEGINNER)
async def standing(session: AsyncSession, *, by: Member, programme: Programme) -> Standing:
    """How things stand now."""
    return Standing(
        role=by.role.value,
        queues=await queues(session, by=by, programme=programme),
        mine=await listing.total_of(session, Wanted(owner=by.id)),
        stopped=tuple(each.account for each in await replies.stops(session)),
    )
