"""Likes of posts in queues that not everybody sees."""

import pytest

from bot.desk.handling.moving import move
from bot.desk.leaving import liking
from bot.desk.leaving.liking import like
from bot.errors import NotFound
from storage.tables import Like
from tests.loops.conftest import Stage
from tests.loops.test_likes import liked, praise


async def test_nobody_says_that_they_liked_what_their_role_hides_unless_they_were_asked(stage: Stage) -> None:
    number = await praise(stage)
    await stage.world.do(like, number, by="ana")
    await stage.outbox.round()
    kept = await liked(stage)
    await stage.world.do(move, number, queue="unmoderated", by="mo")
    with pytest.raises(NotFound):
        await stage.world.do(liking.sent_by_hand, kept.id, by="vito")
    async with stage.world.database.writing() as session:
        (await session.get_one(Like, kept.id)).handed_to = "U0VITO"
    await stage.world.do(liking.sent_by_hand, kept.id, by="vito")
    assert (await liked(stage)).said_done_by == "U0VITO"
