"""Charges are counted per account and day; managers are warned once a step and raise a budget with one click."""

import asyncio
from datetime import timedelta

import pytest

from bot.desk import alarms
from bot.desk.leaving.spending import Till, book, overspent, purse_of, purses, raise_budget
from bot.desk.showing.standing import standing
from bot.errors import NotAllowed, NotFound, Refused
from bot.networks.base import Charge
from bot.programme import Programme
from storage import spending
from storage.alarms import open_ones
from storage.tables import Source, Spending
from tests.desk.world import World


def cost(dollars: float, account: str = "FirefoxSupport", kind: str = "post read", count: int = 1) -> Charge:
    return Charge(account, kind, count, round(dollars * 1_000_000))


async def pay(world: World, *charges: Charge) -> None:
    async with world.database.writing() as session:
        await book(session, charges, now=world.clock.now(), programme=world.programme)


async def line(world: World, account: str = "FirefoxSupport") -> Spending:
    async with world.database.reading() as session:
        lines = await spending.of_day(session, world.clock.now().date())
    return next(each for each in lines if each.account == account)


async def is_over(world: World) -> frozenset[str]:
    async with world.database.reading() as session:
        return await overspent(session, now=world.clock.now(), programme=world.programme)


async def test_charges_add_up_by_account_kind_and_day(world: World) -> None:
    await pay(world, cost(0.005), cost(0.01, kind="user read"), cost(0.1, "Firefox"), cost(0.005, count=2))
    kept = await line(world)
    assert kept.microdollars == 20_000
    assert kept.calls == {"post read": 3, "user read": 1}
    await pay(world, cost(0.005))
    assert (await line(world)).microdollars == 25_000
    world.clock.forward(days=1)
    await pay(world, cost(1))
    assert (await line(world)).microdollars == 1_000_000


async def test_first_charges_of_a_day_that_come_at_once_are_all_counted(world: World) -> None:
    for _ in range(3):
        world.clock.forward(days=1)
        await asyncio.gather(*(pay(world, cost(0.01)) for _ in range(5)))
        kept = await line(world)
        assert (kept.microdollars, kept.calls) == (50_000, {"post read": 5})


async def test_managers_are_warned_once_at_each_step(world: World) -> None:
    for dollars in (2.4, 0.1, 0.2, 1.3, 0.1, 0.9, 0.5):
        await pay(world, cost(dollars))
    for manager in ("kira", "max"):
        warnings = [each.facts for each in await world.told(manager)]
        assert [each["percent"] for each in warnings] == [50, 80, 100]
        assert warnings[0] == {
            "account": "FirefoxSupport",
            "percent": 50,
            "spent": 2_500_000,
            "budget": 5_000_000,
            "minutes": 60,
        }
    assert await world.told("mo") == []
    assert await is_over(world) == {"FirefoxSupport"}


async def test_a_leap_over_two_steps_is_told_once(world: World) -> None:
    await pay(world, cost(4.5))
    assert [each.facts["percent"] for each in await world.told("kira")] == [90]


async def test_one_click_doubles_todays_budget_and_wakes_the_sources(world: World) -> None:
    later = world.clock.now() + timedelta(hours=1)
    keys = ("x:mentions:FirefoxSupport", "x:mentions:Firefox")
    async with world.database.writing() as session:
        session.add_all(Source(key=key, since=later, next_at=later) for key in keys)
    await pay(world, cost(5.5))
    await world.do(raise_budget, "FirefoxSupport", by="kira")
    kept = await line(world)
    assert (kept.raised_to, kept.raised_by) == (10_000_000, "U0KIRA")
    assert await is_over(world) == frozenset()
    async with world.database.reading() as session:
        woken = [(await session.get_one(Source, key)).next_at for key in keys]
    assert woken == [world.clock.now(), later]
    with pytest.raises(Refused, match=r"<@U0KIRA> has raised it already, to \$10\.00"):
        await world.do(raise_budget, "@FirefoxSupport", by="max")
    assert (await line(world)).raised_to == 10_000_000
    await pay(world, cost(2.6))
    told = await world.told("kira")
    raised = "<@U0KIRA> raised today's budget of @FirefoxSupport to $10.00."
    warnings = [
        (each.facts["percent"], each.facts.get("raised"), each.redraw) for each in told if each.kind == "budget"
    ]
    assert warnings == [(110, raised, True), (81, None, False)]
    assert [each.facts["text"] for each in told if each.kind == "text"] == [raised]
    world.clock.forward(days=1)
    await pay(world, cost(5))
    assert await is_over(world) == {"FirefoxSupport"}


async def test_a_raise_always_covers_what_is_spent(world: World) -> None:
    await pay(world, cost(37))
    await world.do(raise_budget, "FirefoxSupport", by="kira")
    assert (await line(world)).raised_to == 80_000_000


async def test_what_was_spent_is_shown_to_those_who_look_after_it(world: World) -> None:
    await pay(world, cost(4.5))
    for who in ("kira", "mo"):
        assert (await world.ask(standing, by=who)).spending == (("FirefoxSupport", 4_500_000, 5_000_000),)
    assert (await world.ask(standing, by="ana")).spending == ()


async def test_only_managers_raise_and_only_what_has_a_budget(world: World) -> None:
    with pytest.raises(NotAllowed):
        await world.do(raise_budget, "FirefoxSupport", by="mo")
    with pytest.raises(NotFound):
        await world.do(raise_budget, "nobody", by="kira")


async def test_an_unlimited_budget_never_warns(world: World) -> None:
    accounts = tuple(each.model_copy(update={"daily_budget": None}) for each in world.programme.accounts)
    world.programme = world.desk.programme = world.programme.model_copy(update={"accounts": accounts})
    await pay(world, cost(1000))
    assert await world.told("kira") == []
    assert await is_over(world) == frozenset()
    with pytest.raises(Refused):
        await world.do(raise_budget, "FirefoxSupport", by="kira")


def test_searches_have_purses_of_their_own(programme: Programme) -> None:
    assert purse_of("x:search:fxhelp", programme) == "search fxhelp"
    assert purse_of("x:own:Firefox", programme) == "Firefox"
    assert purses(programme)["search fxhelp"] == 2.0


def test_the_till_keeps_charges_until_they_are_written_down() -> None:
    till = Till()
    till(cost(1))
    taken = till.emptied()
    assert till.emptied() == ()
    till(cost(2))
    till.put_back(taken)
    assert [each.microdollars for each in till.emptied()] == [1_000_000, 2_000_000]


async def test_an_alarm_is_told_once_and_again_only_after_it_was_cleared(world: World) -> None:
    now = world.clock.now()
    for _ in range(2):
        async with world.database.writing() as session:
            await alarms.sound(session, alarms.GAP, "x:mentions:Firefox", "There is a gap.", now=now)
    async with world.database.reading() as session:
        assert [each.kind for each in await open_ones(session)] == ["gap"]
    async with world.database.writing() as session:
        await alarms.clear(session, "x:mentions:Firefox", alarms.LATE, now=now)
        assert await open_ones(session)
        for _ in range(2):
            await alarms.clear(session, "x:mentions:Firefox", alarms.LATE, alarms.GAP, now=now)
            assert await open_ones(session) == []
        await alarms.sound(session, alarms.GAP, "x:mentions:Firefox", "There is a gap.", now=now)
    assert [each.kind for each in await world.told("kira")] == ["alarm", "alarm"]
