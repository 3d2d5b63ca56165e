"""Lists of open conversations, and the queues in figures."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.filtering import checked, title_of, wanted_by
from bot.desk.finding.filters import EVERYTHING, Filter
from bot.desk.handling.catalogue import knows_tags
from bot.desk.permissions import needs
from bot.desk.queues import keys_of, visible_queues
from bot.desk.showing.showing import pictures_of
from bot.networks.base import Network
from bot.pictures.conversations import ListPicture, QueuePicture
from bot.programme import Programme
from storage import listing
from storage.listing import Figures
from storage.tables import Member, Role

ROWS = 10
"""Conversations on a page: as many as fit into one Slack message with room to breathe."""


@needs(Role.BEGINNER)
@knows_tags
async def list_open(
    session: AsyncSession,
    asked: Filter = EVERYTHING,
    *,
    mine: bool = False,
    page: int = 0,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> ListPicture:
    """One page of the open conversations that fit every part of a filter, in the order in which they are handed out.

    `mine` leaves what the member owns. `page` counts from 0; beyond the last one, the last one is shown. Raises
    NotFound for a queue that is not there, and Invalid, with the nearest, about the other parts of the filter.
    """
    asked = await checked(session, asked, by=by, programme=programme, networks=networks)
    queues = keys_of(asked.queue, by, programme)
    wanted = wanted_by(asked, queues, now=now, owner=by.id if mine else None)
    total = await listing.total_of(session, wanted)
    pages = max(1, -(-total // ROWS))
    shown = min(max(page, 0), pages - 1)
    numbers = await listing.page_of(session, wanted, offset=shown * ROWS, limit=ROWS)
    return ListPicture(
        title=title_of(asked, programme, networks, everywhere="Yours" if mine else "All queues"),
        rows=await pictures_of(session, numbers, programme=programme, networks=networks, now=now),
        total=total,
        page=shown,
        pages=pages,
    )


@needs(Role.BEGINNER)
async def queues(session: AsyncSession, *, by: Member, programme: Programme) -> tuple[QueuePicture, ...]:
    """The queues a member sees, in figures, in the order of desk.toml."""
    counted = await listing.figures(session)
    return tuple(queue_picture(each.key, each.name, counted.get(each.key)) for each in visible_queues(programme, by))


async def all_queues(session: AsyncSession, *, programme: Programme) -> tuple[QueuePicture, ...]:
    """Every queue in figures, for stand-ups and other loops."""
    counted = await listing.figures(session)
    return tuple(queue_picture(each.key, each.name, counted.get(each.key)) for each in programme.queues)


def queue_picture(key: str, name: str, figures: Figures | None) -> QueuePicture:
    """One queue in figures; an empty one has no row to count."""
    if figures is None:
        return QueuePicture(key=key, name=name, waiting=0, claimed=0, held=0, oldest=None)
    return QueuePicture(
        key=key,
        name=name,
        waiting=figures.waiting,
        claimed=figures.claimed,
        held=figures.held,
        oldest=figures.oldest,
        hidden=figures.hidden,
    )
