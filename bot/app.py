"""The one place that builds the parts and hands them to each other; starts, drains and stops the desk."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
import structlog
from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

import handlers
from bot.clippings_on_disk import lay_first
from bot.clock import Clock, SystemClock
from bot.desk.desk import Desk
from bot.desk.leaving.spending import Till
from bot.desk.people.members import ensure_managers
from bot.desk.writing.library import Library
from bot.errors import Misconfigured
from bot.health import Health
from bot.knowledge.kitsune import Kitsune
from bot.loops.alarm import Alarms
from bot.loops.books import Books
from bot.loops.engine import Engine
from bot.networks import known
from bot.networks.base import Network
from bot.nudge import LocalNudge, SharedNudge
from bot.programme import Programme
from bot.settings import Settings
from bot.slack.caller import name_of
from bot.slack.gateway import Gateway
from bot.sockets import Sockets
from bot.work import loops_of
from storage import schema
from storage.db import Database, lost_a_race
from storage.leases import FileLock
from storage.schema import Standing

SLACK_SECONDS = 15
"""How long a call to Slack may take. The SDK ignores its own setting with a shared session, so the session has it."""

MOST_CONNECTIONS = 50

AUTH_TEST = ("team_id", "enterprise_id", "user_id", "bot_id", "url")
"""What is kept of Slack's word on who the desk is."""

log = structlog.get_logger()


@dataclass
class App:
    """The desk, built: `start` it, and `stop` it whatever happened."""

    settings: Settings
    programme: Programme
    clock: Clock
    database: Database
    session: aiohttp.ClientSession
    web: AsyncWebClient
    networks: Mapping[str, Network]
    gateway: Gateway
    nudge: LocalNudge
    desk: Desk
    bolt: AsyncApp
    engine: Engine
    sockets: Sockets | None
    health: Health
    identity: "Identity"
    till: Till
    lock: FileLock | None = None

    async def start(self) -> None:
        """Connect to Slack, then let the loops begin. Raises Misconfigured when it cannot work as it is set up."""
        self._lock_file()
        await self._fit_tables()
        try:
            await self._lay_what_is_missing()
        except DBAPIError as error:  # another one opened at the same moment, and what it laid is there now
            if not lost_a_race(error):
                raise
            await self._lay_what_is_missing()
        await self.identity.ask(self.web, self.gateway)
        if isinstance(self.nudge, SharedNudge):
            await self.nudge.start()
        if self.settings.port is not None:
            await self.health.start(self.settings.port)
        if self.sockets is not None:
            await self.sockets.open()
        self.engine.start()
        log.info("desk open", accounts=len(self.programme.accounts), queues=len(self.programme.queues))

    async def _lay_what_is_missing(self) -> None:
        """The first managers and the first clippings."""
        async with self.database.writing() as session:
            await ensure_managers(session, self.settings.desk_managers, self.clock.now())
        await lay_first(self.database, self.settings.desk_file, self.programme, now=self.clock.now())

    async def stop(self) -> None:
        """Stop taking work, finish what is under way, hang up and hand everything back."""
        await self.engine.stop()
        await self._balance()
        if self.sockets is not None:
            await self.sockets.close()
        await self.health.stop()
        if isinstance(self.nudge, SharedNudge):
            await self.nudge.stop()
        for network in self.networks.values():
            await network.close()
        if self.desk.library is not None:
            await self.desk.library.site.close()
        await self.session.close()
        await self.database.close()
        if self.lock is not None:
            self.lock.give_back()
        log.info("desk closed")

    async def _balance(self) -> None:
        """Write down what was charged last; a database that is gone keeps nobody from closing."""
        try:
            await Books(self.database, self.programme, self.clock, self.till).write()
        except (SQLAlchemyError, OSError) as error:
            log.error("charges not written down", error=type(error).__name__)

    def _lock_file(self) -> None:
        """One process on an SQLite file; a second one is told to go away before it does anything."""
        name = self.database.url.database
        if not self.database.is_sqlite or not name or name == ":memory:":
            return
        lock = FileLock(Path(name))
        if not lock.take():
            raise Misconfigured(
                f"Another Volley is already using {name}, and an SQLite file serves one process only. Stop the other "
                "one, or set DATABASE_URL to a PostgreSQL for several."
            )
        self.lock = lock

    async def _fit_tables(self) -> None:
        """An SQLite file is brought up to date here; a server's tables are somebody's decision."""
        where = self.database.url.render_as_string(hide_password=True)
        try:
            standing = await schema.standing(self.database)
        except (SQLAlchemyError, OSError) as error:
            raise Misconfigured(f"The database {where} does not answer ({type(error).__name__}).") from error
        if standing is Standing.NEWER:
            raise Misconfigured(f"The tables in {where} were made by a newer Volley. Install that version again.")
        if standing is Standing.OLDER and not self.database.is_sqlite:
            raise Misconfigured(f"The tables in {where} are older than this Volley. Run `python -m bot migrate` first.")
        if standing is Standing.OLDER:
            await schema.upgrade(self.database)


class Identity(AsyncAuthorize):
    """Who the desk is in Slack, asked once: Bolt would otherwise ask while the first person waits for an answer."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._answer: dict[str, str] = {}

    async def ask(self, web: AsyncWebClient, gateway: Gateway) -> None:
        """Ask Slack. Raises Misconfigured when it does not accept the token."""
        try:
            answer = await web.auth_test()
        except SlackApiError as error:
            raise Misconfigured(
                f"SLACK_BOT_TOKEN is not accepted by Slack ({name_of(error)}): "
                "install the app into the workspace and copy the Bot User OAuth Token again"
            ) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Misconfigured(f"Slack cannot be reached at {web.base_url} ({type(error).__name__}).") from error
        self._answer = {name: str(answer.get(name) or "") for name in AUTH_TEST}
        gateway.introduce(
            user=self._answer["user_id"],
            bot=self._answer["bot_id"],
            address=self._answer["url"],
            home=frozenset((self._answer["team_id"], self._answer["enterprise_id"])) - {""},
        )

    async def __call__(self, **_: object) -> AuthorizeResult:
        """What Bolt wants to know with each request."""
        return AuthorizeResult(
            enterprise_id=self._answer["enterprise_id"] or None,
            team_id=self._answer["team_id"],
            bot_user_id=self._answer["user_id"],
            bot_id=self._answer["bot_id"],
            bot_token=self._token,
        )


async def build(
    settings: Settings,
    programme: Programme,
    *,
    clock: Clock | None = None,
    since: datetime | None = None,
    database: Database | None = None,
) -> App:
    """Everything, not yet started. `since` is where a first start begins to read; now unless given.

    `database` is the one that the settings name, where it is open already; the desk closes it when it stops.
    Raises Misconfigured, with every problem, for what the networks lack.
    """
    clock = clock or SystemClock()
    database = database or Database(settings.database_url)
    nudge = LocalNudge() if database.is_sqlite else SharedNudge(database)
    alarms = Alarms(database, clock, nudge)
    till = Till()
    networks = known.build(settings.networks, programme, clock=clock, charged=till)
    session = aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS), connector=aiohttp.TCPConnector(limit=MOST_CONNECTIONS)
    )
    token = settings.slack_bot_token.get_secret_value()
    web = AsyncWebClient(token=token, base_url=settings.slack_api_url, session=session, retry_handlers=[])
    gateway = Gateway(web, clock)
    library = library_of(settings, programme, database, clock)
    desk = Desk(database, programme, networks, clock, nudge, library=library)
    identity = Identity(token)
    bolt = AsyncApp(
        client=AsyncWebClient(base_url=settings.slack_api_url, session=session, retry_handlers=[]),
        signing_secret=secret(settings.slack_signing_secret),
        authorize=identity,
        process_before_response=True,
        logger=logging.getLogger("slack_bolt"),
    )
    handlers.register(bolt, desk)
    loops = loops_of(
        database=database,
        programme=programme,
        networks=networks,
        gateway=gateway,
        clock=clock,
        nudge=nudge,
        alarms=alarms,
        till=till,
        library=library,
        since=since or clock.now(),
    )
    engine = Engine(loops, database=database, clock=clock, nudge=nudge, parked=alarms.parked)
    sockets = Sockets(bolt, web, secret(settings.slack_app_token)) if settings.slack_app_token else None
    return App(
        settings=settings,
        programme=programme,
        clock=clock,
        database=database,
        session=session,
        web=web,
        networks=networks,
        gateway=gateway,
        nudge=nudge,
        desk=desk,
        bolt=bolt,
        engine=engine,
        sockets=sockets,
        health=Health(engine, sockets.connected if sockets else None, bolt, secret(settings.slack_signing_secret)),
        identity=identity,
        till=till,
    )


def library_of(settings: Settings, programme: Programme, database: Database, clock: Clock) -> Library | None:
    """What finds articles of the knowledge base that desk.toml names; None when it names none."""
    chosen = programme.knowledge_base
    if chosen is None:
        return None
    return Library(database, Kitsune(chosen.site, clock=clock, address=settings.knowledge_base_api_url), chosen, clock)


def secret(value: SecretStr | None) -> str:
    """A secret's text; nothing when there is none."""
    return value.get_secret_value() if value is not None else ""
