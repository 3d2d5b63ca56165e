"""What is known of a customer: counted as far as its reader sees, and one click away from the card."""

from bot.desk.finding.customers import known
from bot.desk.handling.marking import Change, mark
from bot.desk.showing.showing import show
from bot.pictures.conversations import CardPicture
from bot.pictures.found import CustomerPicture
from storage.tables import Conversation
from tests.conftest import MONDAY
from tests.desk.world import World


async def others(world: World, number: int) -> int:
    """How many other conversations a card offers."""
    card: CardPicture = await world.ask(show, number, by="ana")
    return card.others


async def test_a_customers_record_counts_conversations_posts_and_tags(world: World) -> None:
    first = await world.arrive(tags=["Crash", "Sync"])
    world.clock.forward(days=20)
    await world.arrive(tags=["Crash"], queue="unmoderated")
    last = await world.arrive(tags=["Crash"])
    await world.arrive(customer="otto", tags=["Themes"])
    async with world.database.writing() as session:
        await world.store(session, await session.get_one(Conversation, last), "lena", "hello?", {})
    await world.do(mark, last, customer_tags=Change(added=("Spammer",)), by="ana")
    assert await world.ask(known, first, by="ana") == CustomerPicture(
        tags=("Spammer",),
        conversations=2,
        since=MONDAY,
        lately=3,
        just_now=2,
        lately_days=30,
        just_now_days=7,
        about=(("Crash", 2), ("Sync", 1)),
    )
    seen_by_mo: CustomerPicture = await world.ask(known, first, by="mo")
    assert (seen_by_mo.conversations, seen_by_mo.just_now) == (3, 3)
    world.clock.forward(days=25)
    later: CustomerPicture = await world.ask(known, first, by="bea")
    assert (later.lately, later.just_now) == (2, 0)


async def test_how_far_back_posts_are_counted_stands_in_the_programme(world: World) -> None:
    times = world.programme.times.model_copy(update={"history_days": 90, "history_recent_days": 14})
    world.programme = world.desk.programme = world.programme.model_copy(update={"times": times})
    first = await world.arrive()
    world.clock.forward(days=70)
    await world.arrive()
    world.clock.forward(days=13)
    seen: CustomerPicture = await world.ask(known, first, by="ana")
    assert (seen.lately, seen.lately_days, seen.just_now, seen.just_now_days) == (2, 90, 1, 14)
    world.clock.forward(days=8)
    seen = await world.ask(known, first, by="ana")
    assert (seen.lately, seen.just_now) == (1, 0)


async def test_a_card_tells_of_others_that_everybody_may_see(world: World) -> None:
    number = await world.arrive()
    assert await others(world, number) == 0
    await world.arrive(queue="unmoderated")
    await world.arrive(customer="otto")
    assert await others(world, number) == 0
    await world.arrive()
    assert await others(world, number) == 1
