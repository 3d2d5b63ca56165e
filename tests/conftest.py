"""What all tests share: fresh databases on SQLite and PostgreSQL, the shipped programme, a settable clock, a cast."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import psycopg
import pytest
import structlog

from bot.programme import Programme, load
from storage.db import Database
from storage.tables import Base, Member, Role
from tests.postgres import Lending, PostgresServer

ROOT = Path(__file__).parent.parent
POSTGRES = "VOLLEY_TEST_POSTGRES"
TEMPLATE = "volley_template"
DATABASES = ("sqlite", "postgresql")
TAKE_TURNS = {
    Path(__file__).with_name(name) for name in ("handlers", "loops", "stories", "test_health.py", "test_sockets.py")
}
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
server: PostgresServer | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for the whole run; parallel workers find its address in the environment."""
    global server  # noqa: PLW0603 - pytest gives a run no other place that its workers share
    write_plain_tracebacks()
    collect_garbage_rarely()
    if POSTGRES not in os.environ:
        server = PostgresServer()
        os.environ[POSTGRES] = server.address
        asyncio.run(lay_template(server.address))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server that this run started."""
    if server is not None:
        del os.environ[POSTGRES]
        server.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is above storage and desk runs on one of the two databases, now this, now that; on both in the long run."""
    for item in items:
        takes_turns = not TAKE_TURNS.isdisjoint({item.path, *item.path.parents})
        if not takes_turns or not isinstance(item, pytest.Function) or item.get_closest_marker("both_databases"):
            continue
        chosen = item.callspec.params.get("database_address") if hasattr(item, "callspec") else None
        turn = DATABASES[crc32(item.nodeid.replace(f"{chosen}", "").encode()) % len(DATABASES)]
        if chosen in DATABASES and chosen != turn:
            item.add_marker(pytest.mark.soak)


def write_plain_tracebacks() -> None:
    """As structlog begins, it draws a failure with every variable in boxes, for seconds of CPU each time."""
    *before, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*before, plain])


def collect_garbage_rarely() -> None:
    """What was imported stays, so nobody needs to look through it; as Python begins, that takes a seventh of a run."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


async def lay_template(address: str) -> None:
    """The database that every PostgreSQL test copies."""
    with psycopg.connect(address.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    await create_tables(address.format(name=TEMPLATE))


async def create_tables(address: str) -> None:
    """Lay all tables in an empty database."""
    database = Database(address)
    async with database.writer.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await database.close()


@dataclass
class SetClock:
    """A clock that stands still until somebody moves it."""

    at: datetime = field(default=MONDAY)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at

    def forward(self, **by: float) -> datetime:
        """Move it: `forward(hours=4, minutes=1)`."""
        self.at += timedelta(**by)
        return self.at


def dotenv(folder: Path, values: dict[str, str]) -> Path:
    """A .env file with these values, a fresh SQLite file and the shipped programme."""
    path = folder / ".env"
    kept = {"DATABASE_URL": f"sqlite:///{folder / 'desk.db'}", "DESK_FILE": str(ROOT / "desk.toml")} | values
    path.write_text("".join(f"{name}={value}\n" for name, value in kept.items()), encoding="utf-8")
    return path


@pytest.fixture
def clock() -> SetClock:
    """Monday, 2 March 2026, 10:00 UTC, until moved."""
    return SetClock()


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The desk.toml that ships."""
    return load(ROOT / "desk.toml")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with all tables, copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(create_tables(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def lending() -> Iterator[Lending]:
    """The PostgreSQL databases of this run, or of this worker."""
    lending = Lending(os.environ[POSTGRES], TEMPLATE)
    yield lending
    lending.close()


@pytest.fixture(params=DATABASES)
def database_address(request: pytest.FixtureRequest, sqlite_template: Path) -> Iterator[str]:
    """The address of a fresh database with all tables, once on each kind; one test after another has the same."""
    if request.param == "sqlite":
        path = sqlite_template.with_name("desk.db")
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"
        return
    lending: Lending = request.getfixturevalue("lending")
    with lending.database() as address:
        yield address


@pytest.fixture(scope="session")
def opened() -> dict[str, Database]:
    """What was opened in this worker, by address: statements that were compiled once stay with their engines."""
    return {}


@pytest.fixture
async def database(database_address: str, opened: dict[str, Database]) -> AsyncIterator[Database]:
    """A fresh database with all tables, once on each kind."""
    if database_address not in opened:
        opened[database_address] = Database(database_address)
    yield opened[database_address]
    await opened[database_address].close()


@dataclass(frozen=True)
class Cast:
    """The same few people: Bea (beginner), Ana, Vito, Yui (volunteers), Mo (moderator), Kira, Max (managers)."""

    bea: Member
    ana: Member
    vito: Member
    yui: Member
    mo: Member
    kira: Member
    max: Member


@pytest.fixture
async def cast(database: Database) -> Cast:
    """The cast, stored."""
    return await stored_cast(database)


async def stored_cast(database: Database) -> Cast:
    """Store the cast in a fresh database."""

    def member(slack_id: str, role: Role, zone: str, *languages: str) -> Member:
        return Member(
            id=slack_id,
            role=role,
            name=slack_id.removeprefix("U0").title(),
            timezone=zone,
            languages=list(languages),
            signature=slack_id[2:4].lower(),
            joined_at=MONDAY - timedelta(days=100),
            accepted_at=MONDAY - timedelta(days=80) if role.reaches(Role.VOLUNTEER) else None,
            let_in_at=MONDAY - timedelta(days=100),
        )

    people = Cast(
        bea=member("U0BEA", Role.BEGINNER, "Europe/London", "en"),
        ana=member("U0ANA", Role.VOLUNTEER, "Europe/Berlin", "de", "en"),
        vito=member("U0VITO", Role.VOLUNTEER, "America/Sao_Paulo", "pt-BR", "en"),
        yui=member("U0YUI", Role.VOLUNTEER, "Asia/Tokyo", "ja", "en"),
        mo=member("U0MO", Role.MODERATOR, "Europe/Madrid", "es", "en"),
        kira=member("U0KIRA", Role.MANAGER, "America/Los_Angeles", "en"),
        max=member("U0MAX", Role.MANAGER, "Europe/Berlin", "de", "en"),
    )
    async with database.writing() as session:
        session.add_all([people.bea, people.ana, people.vito, people.yui, people.mo, people.kira, people.max])
    return people
