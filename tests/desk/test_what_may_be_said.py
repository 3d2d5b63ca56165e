"""What a reply may say: signature, placeholders, length and emoji, as they are checked and as they leave."""

import pytest

from bot.desk.writing.replying import check
from bot.errors import Invalid
from bot.text import weighted_length
from tests.desk.test_replying import replied, stored
from tests.desk.world import World


async def test_a_signature_typed_by_hand_is_not_added_twice(world: World) -> None:
    kept = await stored(world, await replied(world, await world.arrive(), "Try a fresh profile. ^an"))
    assert kept.text == "Try a fresh profile. ^an"


async def test_without_a_signature_nothing_is_added(world: World) -> None:
    async with world.database.writing() as session:
        ana = await session.get_one(type(world.cast.ana), "U0ANA")
        ana.signature = ""
    kept = await stored(world, await replied(world, await world.arrive()))
    assert kept.text == "Try a fresh profile."


@pytest.mark.parametrize("text", ["", "  \n ", "\u200f\u202e", "\u200b\u2060 \u200d"])
async def test_an_empty_text_is_refused(world: World, text: str) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid) as refusal:
        await replied(world, number, text)
    assert refusal.value.field == "text"


async def test_placeholders_left_over_are_refused_by_name(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match=r"\{name\}.*\{article\}") as refusal:
        await replied(world, number, "Hi {name}, see {article}!")
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Is it {version}? See {article}.", "value:version"),
        ("See {article}. Is it {version}?", "text"),
        ("Hi {name}, is it {version}?", "text"),
    ],
)
async def test_what_only_its_author_can_fill_in_is_refused_at_its_own_field(
    world: World, text: str, field: str
) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="Fill in") as refusal:
        await replied(world, number, text)
    assert refusal.value.field == field


async def test_a_signature_that_stands_in_the_text_is_not_added_again(world: World) -> None:
    first = await stored(world, await replied(world, await world.arrive(), "Try F5. — ^an, Mozilla"))
    assert first.text == "Try F5. — ^an, Mozilla"
    other = await stored(world, await replied(world, await world.arrive(), "Try F5. x^any"))
    assert other.text == "Try F5. x^any ^an"


async def test_length_is_weighed_with_the_signature(world: World) -> None:
    number = await world.arrive()
    room = 280 - weighted_length(" ^an")
    with pytest.raises(Invalid, match=r"281 characters.*with your signature: 1 too many"):
        await replied(world, number, "a" * (room + 1))
    await replied(world, number, "a" * room)


async def test_emoji_weigh_two_and_links_twenty_three(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid):
        await replied(world, number, "🦊" * 139)
    link = "https://support.mozilla.org/" + "x" * 300
    kept = await stored(world, await replied(world, number, f"{'a' * 250} {link}"))
    assert kept.text.startswith("a" * 250)


async def test_checking_counts_and_names_the_price_of_a_link(world: World) -> None:
    number = await world.arrive()
    plain = await world.ask(check, number, text="Hello there", by="ana")
    assert (plain.used, plain.price, plain.price_without_link) == (weighted_length("Hello there ^an"), 10_000, None)
    for text in ("See https://mzl.la/x", "See mzl.la", "See firefox.dev/help"):
        assert (await world.ask(check, number, text=text, by="ana")).price == 200_000
    assert (await world.ask(check, number, text="a" * 400, by="ana")).used == 404


async def test_shortcodes_are_counted_and_sent_as_the_emoji_they_stand_for(world: World) -> None:
    number = await world.arrive()
    checked = await world.ask(check, number, text=f":tada: {'a' * 273}", by="ana")
    assert (checked.appears, checked.used) == (f"🎉 {'a' * 273} ^an", 280)
    kept = await stored(world, await replied(world, number, f":tada: {'a' * 273}"))
    assert (kept.text, kept.typed) == (checked.appears, f":tada: {'a' * 273}")
