"""What was said lately: nearly the same asks to be made personal, the very same to the same customer is refused."""

from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.desk.arriving.answered_outside import ours_appeared
from bot.desk.leaving.outcomes import keep_post
from bot.desk.writing.replying import begin, check, reply, undo
from bot.desk.writing.sameness import MOST, mark_of
from bot.errors import Invalid
from bot.networks.base import Posted
from bot.pictures.own import CompositionPicture
from storage.tables import Conversation, Message, Reply, ReplyState
from tests.conftest import MONDAY
from tests.desk.world import World

ADVICE = "Sorry about that! Please try a fresh profile and tell us whether it helps."


async def replied(world: World, number: int, text: str = ADVICE, *, by: str = "ana") -> int:
    """Somebody answers a conversation; the reply's number."""
    opened = await world.do(begin, number, by=by)
    return int((await world.do(reply, number, answers=opened.answers, text=text, by=by)).number)


async def checked(world: World, text: str, **more: Any) -> CompositionPicture:
    """What somebody sees who checks a text for a new customer."""
    picture: CompositionPicture = await world.ask(
        check, await world.arrive(customer="omar", **more), text=text, by="vito"
    )
    return picture


async def test_nearly_the_same_from_any_account_in_seven_days_warns(world: World) -> None:
    await replied(world, await world.arrive(account="Firefox"))
    world.clock.forward(days=6, hours=23)
    same = await checked(world, "@omar sorry about that! please try  a fresh profile & tell us whether it helps")
    assert same.said_before == MONDAY
    world.clock.forward(hours=2)
    assert (await checked(world, ADVICE)).said_before is None


async def test_how_alike_and_how_long_ago_stand_in_the_programme(world: World) -> None:
    await replied(world, await world.arrive())
    alike = f"{ADVICE} You find it under Help."
    assert (await checked(world, alike)).said_before is None
    times = world.programme.times.model_copy(update={"similar_days": 2})
    changed = world.programme.model_copy(update={"similar_percent": 70, "times": times})
    world.programme = world.desk.programme = changed
    assert (await checked(world, alike)).said_before == MONDAY
    world.clock.forward(days=2, hours=1)
    assert (await checked(world, ADVICE)).said_before is None


async def test_what_is_personal_warns_of_nothing(world: World) -> None:
    await replied(world, await world.arrive())
    personal = "Hi Omar, two windows at once is odd. Does it happen in a fresh profile, too? Then it is not an add-on."
    assert (await checked(world, personal)).said_before is None


async def test_what_was_taken_back_or_said_to_the_same_customer_here_does_not_count(world: World) -> None:
    number = await world.arrive()
    taken_back = await replied(world, number)
    assert (await world.ask(check, number, text=ADVICE, by="ana")).said_before is None
    assert (await checked(world, ADVICE)).said_before == MONDAY
    await world.do(undo, taken_back, by="ana")
    assert (await checked(world, ADVICE)).said_before is None


async def test_what_was_answered_outside_the_desk_counts_on_its_network_for_seven_days(world: World) -> None:
    number = await world.arrive()
    async with world.database.writing() as session:
        asked = await session.scalar(select(Message).where(Message.conversation_id == number))
        assert asked is not None
        posted = Posted("777", "mozilla_germany", f"@lena {ADVICE} ^mk", MONDAY, replying_to=asked.external_id)
        await ours_appeared(session, "x", posted, now=MONDAY, programme=world.programme)
    world.clock.forward(days=6, hours=23)
    assert (await checked(world, ADVICE)).said_before == MONDAY
    assert (await world.ask(check, number, text=ADVICE, by="ana")).said_before is None
    async with world.database.writing() as session:
        await session.execute(update(Message).where(Message.external_id == "777").values(network="google_play"))
    assert (await checked(world, ADVICE)).said_before is None
    async with world.database.writing() as session:
        await session.execute(update(Message).where(Message.external_id == "777").values(network="x"))
    world.clock.forward(hours=2)
    assert (await checked(world, ADVICE)).said_before is None


async def test_what_a_keyholder_made_of_a_reply_counts_as_it_stands_in_public(world: World) -> None:
    number = await world.arrive()
    sent = await replied(world, number)
    public = "We are looking into why your tabs vanish, and come back to you tomorrow."
    async with world.database.writing() as session:
        kept = await session.get_one(Reply, sent)
        kept.state, kept.hands = ReplyState.SENT, 1
        conversation = await session.get_one(Conversation, number)
        posted = Posted("778", "FirefoxSupport", public, MONDAY)
        kept.sent_id = posted.id
        await keep_post(session, conversation, kept, posted, now=MONDAY)
    assert (await checked(world, public)).said_before == MONDAY


async def test_what_was_said_elsewhere_or_taken_back_pushes_nothing_out(world: World) -> None:
    first = await replied(world, await world.arrive())
    world.clock.forward(hours=1)
    async with world.database.writing() as session:
        kept = await session.get_one(Reply, first)
        about = {name: getattr(kept, name) for name in ("conversation_id", "answers_id", "account", "text", "by")}
        later = about | {"at": world.clock.now(), "send_after": world.clock.now(), "typed": "Thank you!"}
        store = later | {"network": "google_play", "state": ReplyState.SENT}
        undone = later | {"network": "x", "state": ReplyState.UNDONE}
        await session.execute(insert(Reply), [store | {"edition": each + 1} for each in range(MOST)])
        await session.execute(insert(Reply), [undone] * MOST)
    assert (await checked(world, ADVICE)).said_before == MONDAY


async def test_exactly_the_same_to_the_same_customer_is_refused_as_x_would(world: World) -> None:
    await replied(world, await world.arrive())
    again = await world.arrive("And on my phone")
    with pytest.raises(Invalid, match=r"@FirefoxSupport has said exactly this.*24 hours") as refusal:
        await replied(world, again, ADVICE.upper().replace("PLEASE", " please"))
    assert refusal.value.field == "text"
    world.clock.forward(hours=24)
    await replied(world, again)


async def test_the_same_to_another_customer_or_from_another_account_is_not_refused(world: World) -> None:
    await replied(world, await world.arrive())
    await replied(world, await world.arrive(customer="omar"))
    await replied(world, await world.arrive(account="mozilla_germany"))


def test_a_mark_stands_for_one_text_and_fits_a_forms_number() -> None:
    marks = {mark_of(f"{ADVICE} {number}") for number in range(1000)}
    assert len(marks) == 1000
    assert all(0 < mark < 2**31 for mark in marks)
    assert mark_of(ADVICE) == mark_of(f" {ADVICE}\n")
