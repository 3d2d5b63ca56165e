"""python -m bench: measure on both databases, print the figures and keep them in docs/benchmarks.md."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bench import clicks, mentions, options, report, scale
from bench.machine import described
from bench.stage import ROOT
from bench.timing import Spread
from bot.clock import SystemClock
from bot.desk.desk import Desk
from bot.networks import known
from bot.networks.base import Network
from bot.programme import Programme, load
from sandbox.__main__ import addresses
from sandbox.server import Sandbox
from storage.db import Database
from tests.postgres import PostgresServer, fresh_database

SIZES = (1_000, 1_000_000)
T = TypeVar("T")


@contextmanager
def fresh(kind: str, server: PostgresServer) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "PostgreSQL":
        with fresh_database(server.address, "volley_bench") as address:
            yield address
        return
    with TemporaryDirectory(prefix="volley-bench-") as folder:
        yield f"sqlite:///{folder}/bench.db"


async def everything(server: PostgresServer) -> list[str]:
    """All sections of the page."""
    programme = load(ROOT / "desk.toml")
    built = await networks_of(programme)
    clicked: dict[str, clicks.Figures] = {}
    arrived: dict[str, tuple[float, Spread]] = {}
    offered: dict[str, dict[str, Spread]] = {}
    aged: dict[str, dict[int, dict[str, Spread]]] = {}
    for kind in ("SQLite", "PostgreSQL"):
        for name, run in (("bare app", clicks.bare), ("desk", clicks.desk)):
            print(f"{kind}: clicks, {name} …", flush=True)
            clicked[f"{name}, {kind}"] = await in_folder(run, kind, server)
        print(f"{kind}: option search …", flush=True)
        offered[kind] = await in_folder(options.options, kind, server)
        print(f"{kind}: mentions …", flush=True)
        with fresh(kind, server) as address:
            database = Database(address)
            await scale.prepared(database)
            per_second = await mentions.stored_per_second(database, programme, next(iter(built.values())))
            await database.close()
        arrived[kind] = (per_second, await in_folder(mentions.to_card, kind, server))
        with fresh(kind, server) as address:
            database = Database(address)
            desk = Desk(database, programme, built, SystemClock(), lambda: None)
            aged[kind] = {}
            for size in SIZES:
                print(f"{kind}: {size:,} stored conversations …", flush=True)
                await scale.prepared(database)
                aged[kind][size] = await scale.measured(desk, programme, size)
            await database.close()
    for network in built.values():
        await network.close()
    return [report.clicks(clicked), report.options(offered), report.mentions(arrived), report.scale(aged)]


async def in_folder(run: Callable[[str, Path], Awaitable[T]], kind: str, server: PostgresServer) -> T:
    """Run one measurement with an empty database and a folder of its own."""
    with TemporaryDirectory(prefix="volley-bench-") as folder, fresh(kind, server) as address:
        return await run(address, Path(folder))


async def networks_of(programme: Programme) -> Mapping[str, Network]:
    """The programme's networks, with the sandbox's keys; nothing is asked of them but what they can do."""
    async with Sandbox.start() as sandbox:
        settings = addresses(sandbox)["settings"]
    return known.build(settings, programme, clock=SystemClock(), charged=lambda _: None)


if __name__ == "__main__":
    server = PostgresServer(durable=True)
    try:
        sections = asyncio.run(everything(server))
    finally:
        server.stop()
    report.keep(sections, described())
    print("\n\n".join(sections))
