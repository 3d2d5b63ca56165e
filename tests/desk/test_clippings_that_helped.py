"""Clippings are counted when they are used, with what became of the conversation."""

import pytest

from bot.clippings import ClippingPicture, Wording
from bot.desk.handling.closing import close
from bot.desk.handling.reopening import reopen
from bot.desk.leaving.sending import turn_back
from bot.desk.writing.clippings import add, history, search
from bot.desk.writing.drafting import save
from bot.desk.writing.replying import begin, reply, undo
from bot.desk.writing.suggesting import insert, suggest
from bot.desk.writing.written import Written
from bot.errors import Invalid
from storage.tables import Reply, ReplyState
from tests.desk.world import World

TABS = Wording("Lost tabs", "Tabs", {"en": "Hi {name}, press Ctrl+Shift+T to see them again. More: {article}"})


async def only(world: World) -> ClippingPicture:
    """The one clipping there is, with its counts."""
    found: list[ClippingPicture] = await world.ask(search, by="ana")
    assert len(found) == 1
    return found[0]


async def answered(world: World, clipping: int, text: str, *, is_sent: bool = True) -> int:
    """A conversation of somebody new with a reply that was begun from a clipping; its number."""
    number = await world.arrive(customer=f"lena{next(world.numbers)}")
    opened = await world.do(begin, number, by="ana")
    written = await world.do(reply, number, answers=opened.answers, text=text, clipping=clipping, by="ana")
    if is_sent:
        async with world.database.writing() as session:
            kept = await session.get_one(Reply, written.number)
            kept.state, kept.sent_at = ReplyState.SENT, world.clock.now()
        world.clock.forward(minutes=1)
    return number


async def test_what_was_sent_is_counted_with_what_became_of_it(world: World) -> None:
    clipping = (await world.do(add, TABS, by="kira")).id
    words = "press Ctrl+Shift+T to see them again. More: support.example/tabs"
    first, second, third = [await answered(world, clipping, f"Hi {each}, {words}") for each in ("A", "B", "C")]
    await answered(world, clipping, f"Hi D, {words}", is_sent=False)
    await world.do(close, first, reason="Resolved", by="ana")
    await world.do(close, second, reason="Resolved", by="ana")
    await world.do(close, third, reason="Could not resolve", by="ana")
    shown = await only(world)
    assert (shown.used, shown.solved, shown.reopened) == (3, 2, 0)
    world.clock.forward(hours=1)
    await world.do(reopen, second, by="ana")
    shown = await only(world)
    assert (shown.used, shown.solved, shown.reopened) == (3, 1, 1)
    assert (await world.ask(history, clipping, by="kira"))[0] == shown


@pytest.mark.parametrize(
    ("typed", "used", "edited"),
    [
        ("{}", 1, 0),
        ("Oh no!\n\n{}", 1, 1),
        ("Have you tried turning it off and on?", 0, 0),
    ],
)
async def test_filling_in_is_no_change_and_other_words_are_no_use(
    world: World, typed: str, used: int, edited: int
) -> None:
    clipping = (await world.do(add, TABS, by="kira")).id
    number = await world.arrive(customer="lena")
    opened = await world.do(begin, number, by="ana")
    words = (await world.ask(insert, number, clipping, text="", by="ana")).replace("{article}", "support.example/tabs")
    sent = await world.do(reply, number, answers=opened.answers, text=typed.format(words), clipping=clipping, by="ana")
    async with world.database.writing() as session:
        (await session.get_one(Reply, sent.number)).state = ReplyState.SENT
    shown = await only(world)
    assert (shown.used, shown.edited) == (used, edited)


async def test_what_a_reply_was_begun_from_outlives_a_form_an_undo_and_a_refusal(world: World) -> None:
    clipping = (await world.do(add, TABS, by="kira")).id
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    words = (await world.ask(insert, number, clipping, text="", by="ana")).replace("{article}", "support.example/tabs")
    await world.do(save, number, Written(words, clipping=clipping), by="ana")
    await world.do(save, number, Written(f"{words} "), by="ana")
    first = await world.do(reply, number, answers=opened.answers, text=words, by="ana")
    await world.do(undo, first.number, by="ana")
    await world.do(save, number, Written(words), by="ana")
    second = await world.do(reply, number, answers=opened.answers, text=words, by="ana")
    world.clock.forward(minutes=1)
    async with world.database.writing() as session:
        await turn_back(session, second.number, why="no", now=world.clock.now())
    third = await world.do(reply, number, answers=opened.answers, text=words, by="ana")
    async with world.database.writing() as session:
        kept = await session.get_one(Reply, third.number)
        kept.state, kept.sent_at = ReplyState.SENT, world.clock.now()
    assert (await only(world)).used == 1


async def test_a_clipping_that_is_gone_or_never_was_keeps_nobody_from_sending(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    await world.do(reply, number, answers=opened.answers, text="Try this.", clipping=99, by="ana")


async def test_what_helped_before_comes_first(world: World) -> None:
    for name in ("A", "B"):
        helpful = (await world.do(add, Wording(name, "Tabs", {"en": f"{name} says: press F5."}), by="kira")).id
    number = await world.arrive("Zzz")
    assert [each.name for each in await world.ask(suggest, number, "", by="ana")] == ["A", "B"]
    for _ in range(3):
        solved = await answered(world, helpful, "B says: press F5.")
        await world.do(close, solved, reason="Resolved", by="ana")
        world.clock.forward(days=9)
    assert [each.name for each in await world.ask(suggest, number, "", by="ana")] == ["B", "A"]


async def test_a_clipping_never_pushes_out_what_was_typed(world: World) -> None:
    clipping = (await world.do(add, TABS, by="kira")).id
    number = await world.arrive()
    with pytest.raises(Invalid, match="does not fit"):
        await world.ask(insert, number, clipping, text="t" * 2990, by="ana")
