"""Before a form opens: whoever may not use it is told before they type."""

import pytest

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.opening import Purpose, open_to
from bot.errors import Closed, NotAllowed, NotYours
from tests.desk.world import World


@pytest.mark.parametrize("purpose", [Purpose.WORK, Purpose.HAND_ON])
async def test_what_is_anothers_opens_no_form_for_a_volunteer(world: World, purpose: Purpose) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="vito")
    with pytest.raises(NotYours, match="U0VITO"):
        await world.ask(open_to, number, purpose=purpose, by="ana")
    assert (await world.ask(open_to, number, purpose=purpose, by="vito")).owner == "U0VITO"


async def test_moderators_hand_on_and_move_what_is_anothers_but_do_not_work_on_it(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="vito")
    for purpose in (Purpose.HAND_ON, Purpose.MOVE):
        assert (await world.ask(open_to, number, purpose=purpose, by="mo")).number == number
    with pytest.raises(NotYours):
        await world.ask(open_to, number, purpose=Purpose.WORK, by="mo")


async def test_volunteers_neither_move_nor_work_where_they_only_read(world: World) -> None:
    number = await world.arrive(queue="escalation")
    for purpose in (Purpose.WORK, Purpose.MOVE):
        with pytest.raises(NotAllowed):
            await world.ask(open_to, number, purpose=purpose, by="ana")


@pytest.mark.parametrize("purpose", Purpose)
async def test_nothing_is_done_to_what_is_closed(world: World, purpose: Purpose) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="mo")
    with pytest.raises(Closed):
        await world.ask(open_to, number, purpose=purpose, by="mo")
