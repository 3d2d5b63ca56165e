"""Lists of open conversations, and the queues in figures."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.languages import includes
from bot.desk.nearest import one_of
from bot.desk.permissions import needs
from bot.desk.queues import queue_named, visible_queues
from bot.desk.showing import pictures_of
from bot.errors import Invalid
from bot.networks.base import Network
from bot.pictures import ListPicture, QueuePicture
from bot.programme import Programme
from storage import listing
from storage.listing import Figures, Wanted
from storage.tables import Member, Role

ROWS = 10
"""Conversations on a page: as many as fit into one Slack message with room to breathe."""


@needs(Role.BEGINNER)
async def list_open(
    session: AsyncSession,
    *,
    queue: str | None = None,
    tags: Iterable[str] = (),
    kind: str | None = None,
    account: str | None = None,
    language: str | None = None,
    mine: bool = False,
    page: int = 0,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> ListPicture:
    """One page of the open conversations that fit every filter given, in the order in which they are handed out.

    `mine` leaves what the member owns. `page` counts from 0; beyond the last one, the last one is shown. Raises
    NotFound for a queue that is not there, and Invalid, with the nearest, about `tag`, `kind`, `account` or `language`.
    """
    visible = Wanted(queues=keys_of(queue, by, programme), owner=by.id if mine else None)
    wanted = await filtered(
        session, visible, tags=tags, kind=kind, account=account, language=language, programme=programme
    )
    total = await listing.total_of(session, wanted)
    pages = max(1, -(-total // ROWS))
    shown = min(max(page, 0), pages - 1)
    numbers = await listing.page_of(session, wanted, offset=shown * ROWS, limit=ROWS)
    return ListPicture(
        title=title_of(queue, wanted, by, programme),
        rows=await pictures_of(session, numbers, programme=programme, networks=networks, now=now),
        total=total,
        page=shown,
        pages=pages,
    )


async def filtered(
    session: AsyncSession,
    visible: Wanted,
    *,
    tags: Iterable[str],
    kind: str | None,
    account: str | None,
    language: str | None,
    programme: Programme,
) -> Wanted:
    """What is visible, with the filters that were typed, each as it is written. Raises Invalid, with the nearest."""
    everything = replace(visible, owner=None)
    return replace(
        visible,
        tags=tuple([await tag_named(session, tag, everything, programme) for tag in tags if tag]),
        kind=one_of(kind, programme.kinds, what="kind", field="kind") if kind else None,
        account=account_named(account, programme) if account else None,
        language=await language_named(session, language, everything, programme) if language else None,
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


def keys_of(queue: str | None, by: Member, programme: Programme) -> tuple[str, ...] | None:
    """The queues to look in: the one named, else all that the member sees; None is truly all, for moderators."""
    if queue:
        return (queue_named(queue, by=by, programme=programme).key,)
    if by.role.reaches(Role.MODERATOR):
        return None
    return tuple(each.key for each in visible_queues(programme, by))


async def tag_named(session: AsyncSession, tag: str, among: Wanted, programme: Programme) -> str:
    """The tag as the catalogue writes it; one that was taken out of it is found as long as something open carries it.

    Raises Invalid, with the nearest.
    """
    names = [each.name for each in programme.tags]
    if await listing.total_of(session, replace(among, tags=(tag.strip(),))):
        names.append(tag.strip())
    return one_of(tag, names, what="tag", field="tag")


async def language_named(session: AsyncSession, language: str, among: Wanted, programme: Programme) -> str:
    """A language's code, of our accounts or of something open. Raises Invalid, with those of our accounts."""
    known = sorted({each.language for each in programme.accounts} - {""})
    if any(includes(each, language) for each in known):
        return language
    if await listing.total_of(session, replace(among, language=language)):
        return language
    written = ", ".join(f"`{code}`" for code in known)
    raise Invalid(f"Nothing open is in “{language}”. Languages are written like {written}.", field="language")


def account_named(account: str, programme: Programme) -> str:
    """The handle as desk.toml writes it, with or without @. Raises Invalid, with the nearest."""
    handles = [each.handle for each in programme.accounts]
    return one_of(account.removeprefix("@"), handles, what="account", field="account")


def title_of(queue: str | None, wanted: Wanted, by: Member, programme: Programme) -> str:
    """What is listed, in words."""
    place = queue_named(queue, by=by, programme=programme).name if queue else "All queues"
    place = "Yours" if wanted.owner and not queue else place
    filters = [*wanted.tags, wanted.kind, f"@{wanted.account}" if wanted.account else None, wanted.language]
    return " · ".join([place, *(each for each in filters if each)])
