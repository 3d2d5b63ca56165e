"""Escalating and telling the customer so: which channel to ask first, who is offered it, and both or neither."""

import pytest

from bot.desk.escalating.escalation import areas_to_ask, escalate, offers_to_tell
from bot.desk.escalating.telling import escalate_and_tell
from bot.desk.handling.claiming import claim
from bot.desk.showing.showing import show
from bot.errors import Invalid
from storage.tables import ReplyState, Urgency
from tests.desk.world import World


async def test_the_channel_to_ask_first_is_that_of_the_product(world: World) -> None:
    assert [each.channel for each in areas_to_ask(["Crash", "ios"], "Firefox", world.programme)] == ["ios"]
    assert [each.channel for each in areas_to_ask([], "FirefoxAndroid", world.programme)] == ["android"]
    assert areas_to_ask(["Crash"], "FirefoxSupport", world.programme) == ()


async def test_the_standard_text_is_offered_to_who_may_answer_while_somebody_waits(world: World) -> None:
    async def offered(by: str) -> bool:
        return offers_to_tell(await world.ask(show, number, by=by), world.programme, by=f"U0{by.upper()}")

    number = await world.arrive()
    assert await offered("ana")
    await world.do(claim, number, by="vito")
    assert (await offered("ana"), await offered("vito")) == (False, True)
    await world.reply(number, ReplyState.QUEUED, by="U0VITO")
    assert not await offered("vito")


async def test_without_a_note_nothing_is_said_either(world: World) -> None:
    number = await world.arrive()
    said = {"to_customer": "We are on it.", "reason": "Angry customer", "urgency": Urgency.URGENT}
    with pytest.raises(Invalid) as refusal:
        await world.do(escalate_and_tell, number, text=" ", **said, by="ana")
    assert refusal.value.field == "note"
    assert await world.kinds(number) == []


async def test_escalating_alone_says_nothing_in_public(world: World) -> None:
    number = await world.arrive()
    await world.do(escalate, number, reason="Angry customer", text="Help", urgency=Urgency.URGENT, by="ana")
    assert (await world.ask(show, number, by="ana")).reply is None
