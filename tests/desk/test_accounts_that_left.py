"""Accounts that desk.toml no longer names: what waits from them can be taken back, and nothing more is begun."""

import pytest

from bot.desk.escalating.telling import escalate_and_tell
from bot.desk.writing.replying import begin, reply, undo
from bot.errors import Refused
from storage.tables import Reply, ReplyState, Urgency
from tests.desk.world import World


@pytest.mark.parametrize("left", ["account", "network"])
async def test_undo_works_though_the_account_or_its_network_has_left_the_desk(world: World, left: str) -> None:
    number = await world.arrive(account="mozilla_germany")
    opened = await world.do(begin, number, by="ana")
    kept = await world.do(reply, number, answers=opened.answers, text="Try a fresh profile.", by="ana")
    if left == "account":
        others = tuple(each for each in world.programme.accounts if each.handle != "mozilla_germany")
        world.desk.programme = world.programme.model_copy(update={"accounts": others})
    else:
        world.desk.networks = {}
    given_back = await world.do(undo, kept.number, by="ana")
    assert (given_back.text, given_back.account) == ("Try a fresh profile.", "mozilla_germany")
    async with world.database.reading() as session:
        assert (await session.get_one(Reply, kept.number)).state is ReplyState.UNDONE
    said = {"to_customer": "We are on it.", "reason": "Angry customer", "text": "Help", "urgency": Urgency.URGENT}
    with pytest.raises(Refused, match="not an account"):
        await world.do(begin, number, by="ana")
    with pytest.raises(Refused, match="not an account"):
        await world.do(reply, number, answers=opened.answers, text="Try it again.", by="ana")
    with pytest.raises(Refused, match="not an account"):
        await world.do(escalate_and_tell, number, **said, by="ana")
