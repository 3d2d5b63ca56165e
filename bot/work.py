"""All the loops there are, each built with what it needs."""

from collections.abc import Mapping
from datetime import datetime

from bot.clock import Clock
from bot.desk.desk import Desk, Nudge
from bot.desk.leaving.spending import Till
from bot.desk.writing.library import Library
from bot.loops.alarm import Alarms
from bot.loops.articles import Articles
from bot.loops.calendar import Calendar
from bot.loops.cards import NewCards
from bot.loops.channels import QueueChannels
from bot.loops.counters import Counters
from bot.loops.easel import Easel
from bot.loops.engine import Loop
from bot.loops.fetch import Fetch
from bot.loops.hearing import Hearing
from bot.loops.homes import HomeFigures, HomePainter, Homes
from bot.loops.links import Links
from bot.loops.outbox import Outbox
from bot.loops.pings import Pings
from bot.loops.redraws import Redraws
from bot.loops.repaints import Repaints, Updates
from bot.loops.sittings import Sittings
from bot.loops.threads import Threads
from bot.loops.upkeep import Upkeep
from bot.loops.wanted import WantedPosts
from bot.loops.welcome import Welcome
from bot.networks.base import Network
from bot.programme import Programme
from bot.slack.gateway import Gateway
from storage.db import Database


def loops_of(
    *,
    database: Database,
    programme: Programme,
    networks: Mapping[str, Network],
    gateway: Gateway,
    clock: Clock,
    nudge: Nudge,
    alarms: Alarms,
    till: Till,
    library: Library | None,
    since: datetime,
) -> tuple[Loop, ...]:
    """What one process works on: mentions come in, replies go out, and Slack is made to show how things stand."""
    easel = Easel(
        database=database,
        programme=programme,
        networks=networks,
        gateway=gateway,
        clock=clock,
        nudge=nudge,
        alarm=alarms,
    )
    reading = (Articles(database, library, clock, nudge, alarm=alarms),) if library is not None else ()
    desk = Desk(database, programme, networks, clock, nudge)
    painter = HomePainter(desk, gateway, clock, alarm=alarms)
    return (
        *reading,
        Fetch(database, programme, networks, clock, nudge, till=till, since=since),
        Upkeep(database, programme, networks, clock, nudge, till=till),
        Outbox(database, programme, networks, clock, nudge, files=gateway.files, till=till),
        Pings(easel),
        Redraws(easel),
        Sittings(database=database, programme=programme, networks=networks, gateway=gateway, clock=clock, alarm=alarms),
        Calendar(database=database, programme=programme, gateway=gateway, clock=clock, nudge=nudge, alarm=alarms),
        Repaints(easel),
        Updates(easel),
        NewCards(easel),
        Threads(easel),
        Homes(painter, alarm=alarms),
        HomeFigures(painter, alarm=alarms),
        WantedPosts(
            database=database,
            programme=programme,
            networks=networks,
            clock=clock,
            nudge=nudge,
            alarm=alarms,
            till=till,
        ),
        Hearing(desk, gateway, clock, alarm=alarms),
        Links(easel),
        Counters(easel),
        Welcome(database, programme, gateway, clock, alarm=alarms),
        QueueChannels(database=database, programme=programme, gateway=gateway, clock=clock, nudge=nudge, alarm=alarms),
    )
