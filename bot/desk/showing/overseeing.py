"""What whoever looks after the desk sees of it: open escalations, newcomers, how sources are doing, parked work."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import alarms, parking
from bot.desk.permissions import needs
from bot.desk.showing.showing import escalation_picture
from bot.networks.base import Network
from bot.pictures.conversations import EscalationPicture
from bot.pictures.home import OversightPicture, ParkedPicture, SourcePicture
from bot.programme import Programme
from storage import acceptances, escalations, sources
from storage import alarms as stored
from storage.tables import Alarm, Member, Role, Source, Urgency

MOST = 5
"""Escalations and parked things that stand in a Home tab; a count says how many more there are."""


async def oversight(
    session: AsyncSession, *, by: Member, now: datetime, programme: Programme, networks: Mapping[str, Network]
) -> OversightPicture | None:
    """How the desk is doing, for moderators and managers; parked work for managers only."""
    if not by.role.reaches(Role.MODERATOR):
        return None
    is_manager = by.role.reaches(Role.MANAGER)
    open_ones = await stored.open_ones(session)
    parked = [parked_picture(each) for each in open_ones if parking.is_parked(each)] if is_manager else []
    return OversightPicture(
        escalations=await still_open(session),
        sources=await sources_of(session, open_ones, networks),
        newcomers=await acceptances.how_many_wait_for(session, by.role),
        parked=tuple(parked[:MOST]),
        parked_in_all=len(parked),
        alarms=tuple(each.text for each in open_ones if is_manager and is_told_nowhere_else(each))[:MOST],
    )


@needs(Role.MODERATOR)
async def sources_health(
    session: AsyncSession, *, by: Member, networks: Mapping[str, Network]
) -> tuple[SourcePicture, ...]:
    """Every source that is read, with when it was, when it is next, and what is wrong with it."""
    return await sources_of(session, await stored.open_ones(session), networks)


def is_told_nowhere_else(alarm: Alarm) -> bool:
    """Whether an alarm is about neither parked work nor a source, each of which has a place of its own."""
    return not parking.is_parked(alarm) and alarm.kind not in {alarms.GAP, alarms.LATE, alarms.SILENT}


async def still_open(session: AsyncSession) -> tuple[EscalationPicture, ...]:
    """Open escalations, the urgent ones first, then the oldest."""
    found = [each for urgency in Urgency for each in await escalations.still_open(session, urgency)]
    pictures = (escalation_picture(each) for each in found)
    return tuple(each for each in pictures if each is not None)


async def sources_of(
    session: AsyncSession, open_ones: Sequence[Alarm], networks: Mapping[str, Network]
) -> tuple[SourcePicture, ...]:
    """The sources of today's desk.toml, those in trouble first."""
    known = await sources.all_of(session)
    gaps = {each.about for each in open_ones if each.kind in {alarms.GAP, alarms.LATE}}
    pictures = [
        source_picture(known[key], network.source_name(key), gap=key in gaps)
        for network in networks.values()
        for key in network.sources()
        if key in known
    ]
    return tuple(sorted(pictures, key=lambda each: not (each.gap or each.misses)))


def source_picture(source: Source, name: str, *, gap: bool) -> SourcePicture:
    """One source."""
    return SourcePicture(
        name=name,
        read_at=source.succeeded_at,
        next_at=source.next_at,
        misses=source.misses,
        error=source.error or "",
        gap=gap,
    )


def parked_picture(alarm: Alarm) -> ParkedPicture:
    """Something that failed and was set aside."""
    return ParkedPicture(number=alarm.id, text=alarm.text, at=alarm.at, retryable=parking.can_try_again(alarm))
