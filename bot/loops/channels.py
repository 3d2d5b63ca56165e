"""Channels: each queue's and the team's is found or made, and private ones hold exactly those whose role shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.desk import Nudge
from bot.errors import Gone, Rejected, Trouble, Unauthorised
from bot.loops.easel import Alarm
from bot.programme import Programme
from bot.slack.channels import Place
from bot.slack.gateway import Gateway
from storage import channels, members
from storage.db import Database
from storage.tables import Channel, Role

LOOK_AGAIN = timedelta(minutes=10)
"""Listing channels is tier 2; people are let in and shown out at once when a role changes."""

TRY_AGAIN = timedelta(seconds=30)

KIND = "channel"
ALL = "channels"
"""What managers are told is of this kind, and about a channel's name, or about all when Slack shows none."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Wanted:
    """A channel the desk needs: its key, its name, whom it is for, the line under its name."""

    key: str
    name: str
    private: bool
    role: Role
    topic: str


class QueueChannels:
    """Finds, makes, enters and fills channels; what it may not do is named, with the remedy, where managers see it."""

    name = "channels"
    tick = 60.0
    rest = 1.0

    def __init__(
        self,
        *,
        database: Database,
        programme: Programme,
        gateway: Gateway,
        clock: Clock,
        nudge: Nudge,
        alarm: Alarm,
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._clock = clock
        self._nudge = nudge
        self._alarm = alarm
        self._wanted = wanted_by(programme)
        self._named = frozenset(each.channel for each in programme.product_areas)
        self._looked_at: datetime | None = None
        self._filled: dict[str, frozenset[str]] = {}
        self._problems: dict[str, str] = {}
        self._well: set[str] = set()

    async def round(self) -> datetime | None:
        """Look at Slack every ten minutes or when a channel is missing; follow roles at once."""
        now = self._clock.now()
        if self._looked_at is None:
            await self._forget_unwanted(now)
        async with self._database.reading() as session:
            known = {each.key: each for each in await channels.known(session)}
        complete = all(each.key in known for each in self._wanted)
        pause = LOOK_AGAIN if complete else TRY_AGAIN
        if self._looked_at is None or now >= self._looked_at + pause:
            self._looked_at = now
            await self._look(known)
        await self._fill()
        return self._looked_at + pause

    async def _forget_unwanted(self, now: datetime) -> None:
        """What was told of a channel that desk.toml named before is over."""
        async with self._database.writing() as session:
            await alarms.clear_others(session, {ALL, *(each.name for each in self._wanted)}, KIND, now=now)

    async def _look(self, known: dict[str, Channel]) -> None:
        """Compare what is wanted with what Slack has."""
        try:
            places = await self._gateway.channels.all()
        except Unauthorised as refused:
            await self._problem(ALL, str(refused))
            return
        await self._solved(ALL)
        self._filled.clear()
        await self._remember(places)
        for wanted in self._wanted:
            try:
                await self._settle(wanted, known.get(wanted.key), places)
            except (Gone, Unauthorised, Rejected) as refused:
                await self._problem(wanted.name, remedy(wanted, str(refused)))
            else:
                if not wanted.private:
                    await self._solved(wanted.name)
        self._nudge()

    async def _remember(self, places: tuple[Place, ...]) -> None:
        """Keep where the public channels are that are only named; whoever may not see a private one sees its name."""
        found = {
            each.name: each.id for each in places if each.name in self._named and not (each.private or each.archived)
        }
        async with self._database.reading() as session:
            known = await channels.named(session)
        if found != known:
            async with self._database.writing() as session:
                await channels.keep_named(session, found)

    async def _settle(self, wanted: Wanted, known: Channel | None, places: tuple[Place, ...]) -> None:
        """Make sure that one channel is there and that we are in it."""
        usable = [each for each in places if not each.archived]
        place = next((each for each in usable if known is not None and each.id == known.channel), None)
        place = place or next((each for each in usable if each.name == wanted.name), None)
        if place is None:
            place = await self._gateway.channels.create(wanted.name, private=wanted.private)
            log.info("channel created", channel=wanted.name)
            await self._label(place, wanted)
        elif not place.joined:
            await self._gateway.channels.join(place.id)
        async with self._database.writing() as session:
            await channels.keep(session, wanted.key, channel=place.id, name=place.name, private=place.private)

    async def _label(self, place: Place, wanted: Wanted) -> None:
        """Say under its name what a new channel is for."""
        try:
            await self._gateway.channels.topic(place.id, wanted.topic)
        except Trouble as trouble:
            log.warning("topic not set", channel=wanted.name, why=str(trouble))

    async def _fill(self) -> None:
        """Let the members of private channels follow the roles; only then such a channel is well.

        What Slack refuses is tried again at the next look, or when roles change.
        """
        for wanted in self._wanted:
            entitled = await self._entitled(wanted) if wanted.private else frozenset()
            if not wanted.private or self._filled.get(wanted.key) == entitled:
                continue
            async with self._database.reading() as session:
                channel = (await channels.ids(session)).get(wanted.key)
            if channel is None:
                continue
            try:
                await self._follow(channel, entitled)
            except Gone:
                await self._forget(channel)
            except (Unauthorised, Rejected) as refused:
                self._filled[wanted.key] = entitled
                await self._problem(wanted.name, str(refused))
            else:
                self._filled[wanted.key] = entitled
                await self._solved(wanted.name)

    async def _forget(self, channel: str) -> None:
        """It is no longer there, or no longer shown to us: it is looked for again."""
        async with self._database.writing() as session:
            await channels.forget(session, channel)

    async def _follow(self, channel: str, entitled: frozenset[str]) -> None:
        present = await self._gateway.channels.members(channel)
        missing = sorted(entitled - present)
        if missing and not await self._gateway.channels.invite(channel, *missing):
            log.warning("not let in", channel=channel, members=missing)
        for slack_id in sorted(present - entitled - {self._gateway.user}):
            await self._gateway.channels.kick(channel, slack_id)
            log.info("shown out", channel=channel, member=slack_id)

    async def _entitled(self, wanted: Wanted) -> frozenset[str]:
        """Everybody active whose role shows this channel."""
        async with self._database.reading() as session:
            roles = [role for role in Role if role.reaches(wanted.role)]
            return frozenset(each.id for each in await members.with_role(session, *roles))

    async def _problem(self, name: str, why: str) -> None:
        """Keep what is missing; said once for as long as it stays."""
        if self._problems.get(name) == why:
            return
        self._well.discard(name)
        log.error("channel missing", channel=name, why=why)
        await self._alarm(KIND, name, why)
        self._problems[name] = why

    async def _solved(self, name: str) -> None:
        """All is well with it. The first time after a start says so too: an alarm may be left from before it."""
        if name not in self._well:
            await self._alarm(KIND, name, None)
            self._problems.pop(name, None)
            self._well.add(name)


def wanted_by(programme: Programme) -> tuple[Wanted, ...]:
    """The channels a programme needs: one for each queue, and the team's."""
    queues = tuple(
        Wanted(
            key=channels.of_queue(queue.key),
            name=queue.channel,
            private=queue.private,
            role=Role.MODERATOR if queue.roles == "moderator" else Role.BEGINNER,
            topic=f"{queue.name}: one card for each conversation. /desk for the menu.",
        )
        for queue in programme.queues
    )
    team = Wanted(
        key=channels.TEAM,
        name=programme.team_channel,
        private=False,
        role=Role.BEGINNER,
        topic=f"{programme.name}: stand-ups, and where the team talks.",
    )
    return (*queues, team)


def remedy(wanted: Wanted, why: str) -> str:
    """What a person can do about a channel that could not be had."""
    if "name_taken" in why:
        return (
            f"#{wanted.name} is there, but Volley is not in it. Open it in Slack and type `/invite @Volley`, "
            "or change the channel's name in desk.toml."
        )
    kind = "private" if wanted.private else "public"
    return f"#{wanted.name} could not be made: {why}. Make it as a {kind} channel and invite Volley with `/invite`."
