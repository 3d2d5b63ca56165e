"""Does the desk stay quick as it ages? next, claim and card with a thousand and with a million stored conversations."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any
from uuid import uuid4

from bench.stored import fill
from bench.timing import Spread, spread
from bot.desk.desk import Desk, Who
from bot.desk.handling.claiming import claim
from bot.desk.handling.releasing import release
from bot.desk.play.taking import take_next
from bot.desk.showing.showing import picture_of
from bot.programme import Programme
from storage.db import Database
from storage.tables import Base, Member, Role

ROUNDS = 300
WARM_UP = 50
ANA = "U0ANA"


async def measured(desk: Desk, programme: Programme, count: int) -> dict[str, Spread]:
    """The spread of each of the three acts, each as a person's click does it: one transaction, one answer."""
    account = programme.accounts[0]
    await fill(desk.database, count, network=account.network, queue=programme.queues[0].key, account=account.handle)
    async with desk.database.writing() as session:
        session.add(Member(id=ANA, role=Role.VOLUNTEER, joined_at=desk.clock.now(), languages=["en"]))
    newest = range(count, count - ROUNDS - WARM_UP, -1)
    taken: list[int] = []

    async def take(_: int) -> None:
        taken.append((await desk.do(take_next, by=who())).id)

    async def claim_one(number: int) -> None:
        await desk.do(claim, number, by=who())

    async def draw(number: int) -> None:
        async with desk.database.reading() as session:
            await picture_of(session, number, programme=programme, networks=desk.networks, now=desk.clock.now())

    figures = {"next": await timed(take, newest)}
    for number in taken:
        await desk.do(release, number, by=who())
    figures["claim"] = await timed(claim_one, newest)
    figures["card"] = await timed(draw, newest)
    return figures


def who() -> Who:
    """Ana, with a click of her own."""
    return Who(ANA, uuid4().hex)


async def timed(act: Callable[[int], Awaitable[Any]], numbers: range) -> Spread:
    """How long an act takes, one after the other; the first ones only warm up."""
    seconds = []
    for number in numbers:
        begun = perf_counter()
        await act(number)
        seconds.append(perf_counter() - begun)
        await asyncio.sleep(0)
    return spread(seconds[WARM_UP:])


async def prepared(database: Database) -> None:
    """Remove whatever an earlier size left, and lay fresh tables."""
    async with database.writer.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
