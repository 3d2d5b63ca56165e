"""A beginner becomes a volunteer by the word of one moderator and one manager, whoever comes first."""

import asyncio

import pytest
from sqlalchemy import select

from bot.desk.handling.claiming import claim
from bot.desk.people.accepting import decide
from bot.desk.people.members import admit, people, person, reinstate, remove, suspend
from bot.errors import Invalid, NotAllowed, Refused
from storage.notices import owed
from storage.tables import Acceptance, Member, Role
from tests.desk.world import World


async def accepts(world: World, by: str, whom: str = "U0BEA") -> None:
    """Somebody gives their word, everything ticked."""
    ticked = world.programme.volunteer_criteria
    await world.do(decide, whom, Role.VOLUNTEER, criteria=ticked, by=by)


async def role_of(world: World, whom: str = "U0BEA") -> Role:
    """What somebody is."""
    async with world.database.reading() as session:
        return (await session.get_one(Member, whom)).role


async def said_of(world: World, by: str) -> tuple[str | None, str]:
    """Who has accepted Bea, and whose word is missing, as somebody's list says."""
    (bea,) = [each for each in await world.ask(people, by=by) if each.id == "U0BEA"]
    return bea.accepted_by, bea.waits_for


@pytest.mark.parametrize(
    ("first", "second", "missing", "asked"), [("mo", "kira", "manager", "max"), ("kira", "mo", "moderator", "mo")]
)
async def test_the_first_word_waits_visibly_and_the_second_makes_a_volunteer(
    world: World, first: str, second: str, missing: str, asked: str
) -> None:
    number = await world.arrive()
    await accepts(world, first)
    await accepts(world, first)
    assert await role_of(world) is Role.BEGINNER
    for reader in ("mo", "kira"):
        assert await said_of(world, reader) == (f"U0{first.upper()}", missing)
    (told,) = await world.told(asked)
    assert f"waits for a {missing}" in told.facts["text"]
    with pytest.raises(NotAllowed):
        await world.do(claim, number, by="bea")
    await accepts(world, second)
    assert await role_of(world) is Role.VOLUNTEER
    async with world.database.reading() as session:
        assert [each.to for each in await owed(session, world.clock.now())] == ["U0BEA"], "nobody is asked any more"
    assert "volunteer" in (await world.told("bea"))[0].facts["text"]
    await world.do(claim, number, by="bea")
    async with world.database.reading() as session:
        kept = {each.given_as: each.by for each in await session.scalars(select(Acceptance))}
    assert kept == {Role.MODERATOR: "U0MO", Role.MANAGER: "U0KIRA"}


async def test_two_managers_are_not_enough_and_no_other_way_leads_there(world: World) -> None:
    await accepts(world, "kira")
    await accepts(world, "max")
    assert await role_of(world) is Role.BEGINNER
    with pytest.raises(Refused, match="a moderator and a manager"):
        await world.do(admit, "U0BEA", Role.VOLUNTEER, by="kira")
    assert await role_of(world) is Role.BEGINNER
    for detour in (Role.MODERATOR, Role.MANAGER):
        await world.do(decide, "U0BEA", detour, by="kira")
        with pytest.raises(Refused, match="a moderator and a manager"):
            await world.do(decide, "U0BEA", Role.VOLUNTEER, criteria=world.programme.volunteer_criteria, by="kira")
        assert await role_of(world) is detour
    await world.do(decide, "U0BEA", Role.BEGINNER, by="kira")
    await accepts(world, "kira")
    assert await role_of(world) is Role.BEGINNER


async def test_who_was_accepted_once_is_a_volunteer_again_after_another_role(world: World) -> None:
    await accepts(world, "mo")
    await accepts(world, "kira")
    for _ in range(2):
        await world.do(decide, "U0BEA", Role.MANAGER, by="kira")
        await world.do(decide, "U0BEA", Role.VOLUNTEER, by="max")
        assert await role_of(world) is Role.VOLUNTEER


@pytest.mark.parametrize("way_out", [Role.BEGINNER, None])
async def test_an_acceptance_ends_with_the_role_it_gave(world: World, way_out: Role | None) -> None:
    await accepts(world, "mo")
    await accepts(world, "kira")
    await (world.do(decide, "U0BEA", way_out, by="kira") if way_out else world.do(remove, "U0BEA", by="kira"))
    await world.do(decide, "U0BEA", Role.MODERATOR, by="kira")
    with pytest.raises(Refused, match="a moderator and a manager"):
        await world.do(decide, "U0BEA", Role.VOLUNTEER, by="kira")


@pytest.mark.parametrize("last", ["mo", "kira", "max"])
async def test_words_that_both_count_again_make_a_volunteer_whoever_comes_next(world: World, last: str) -> None:
    await accepts(world, "mo")
    await world.do(suspend, "U0MO", by="kira")
    await accepts(world, "kira")
    await world.do(reinstate, "U0MO", by="kira")
    assert await role_of(world) is Role.BEGINNER
    await accepts(world, last)
    assert await role_of(world) is Role.VOLUNTEER


async def test_nobody_counts_twice_whatever_they_have_become(world: World) -> None:
    await accepts(world, "mo")
    await world.do(admit, "U0MO", Role.MANAGER, by="kira")
    await accepts(world, "mo")
    assert await role_of(world) is Role.BEGINNER


@pytest.mark.parametrize("verb", [suspend, remove])
async def test_the_word_of_somebody_who_left_the_desk_no_longer_counts(world: World, verb: object) -> None:
    await accepts(world, "mo")
    await world.do(verb, "U0MO", by="kira")  # type: ignore[arg-type]
    await accepts(world, "kira")
    assert await role_of(world) is Role.BEGINNER


async def test_every_criterion_has_to_be_ticked(world: World) -> None:
    *most, last = world.programme.volunteer_criteria
    assert len(most) == 5
    with pytest.raises(Invalid, match=last) as refused:
        await world.do(decide, "U0BEA", Role.VOLUNTEER, criteria=most, by="mo")
    assert refused.value.field == "criteria"


@pytest.mark.parametrize("role", [Role.BEGINNER, Role.MODERATOR, Role.MANAGER])
async def test_moderators_accept_and_decide_nothing_else(world: World, role: Role) -> None:
    for whom in ("U0BEA", "U0ANA", "U0MO"):
        with pytest.raises(NotAllowed):
            await world.do(decide, whom, role, criteria=world.programme.volunteer_criteria, by="mo")
    with pytest.raises(NotAllowed):
        await world.do(decide, "U0MAX", Role.VOLUNTEER, criteria=world.programme.volunteer_criteria, by="mo")
    assert {each.role for each in await world.ask(people, by="mo")} == {"beginner"}
    assert not (await world.ask(person, "U0BEA", by="mo")).decides
    with pytest.raises(NotAllowed):
        await world.ask(person, "U0ANA", by="mo")


@pytest.mark.parametrize("by", ["bea", "ana"])
async def test_nobody_below_has_a_word(world: World, by: str) -> None:
    with pytest.raises(NotAllowed):
        await accepts(world, by)
    for question in (people, person):
        with pytest.raises(NotAllowed):
            await world.ask(question, *(["U0BEA"] if question is person else []), by=by)


async def test_somebody_removed_comes_back_by_a_managers_word_first(world: World) -> None:
    await world.do(remove, "U0ANA", by="kira")
    with pytest.raises(NotAllowed):
        await accepts(world, "mo", "U0ANA")
    await accepts(world, "kira", "U0ANA")
    assert await role_of(world, "U0ANA") is Role.BEGINNER
    await accepts(world, "mo", "U0ANA")
    assert await role_of(world, "U0ANA") is Role.VOLUNTEER


async def test_who_is_a_beginner_again_needs_both_words_again(world: World) -> None:
    await accepts(world, "mo")
    await accepts(world, "kira")
    await world.do(admit, "U0BEA", Role.BEGINNER, by="kira")
    await accepts(world, "kira")
    assert await role_of(world) is Role.BEGINNER
    assert await said_of(world, "mo") == ("U0KIRA", "moderator")


async def test_both_words_at_the_same_moment_make_one_volunteer(world: World) -> None:
    await asyncio.gather(accepts(world, "mo"), accepts(world, "kira"))
    assert await role_of(world) is Role.VOLUNTEER
