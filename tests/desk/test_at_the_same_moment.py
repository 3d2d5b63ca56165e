"""Two things at the same moment: people on one card, and loops that keep what they showed of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handling.catalogue import tags
from bot.desk.handling.claiming import claim
from bot.desk.handling.editing_tags import edit
from bot.desk.handling.releasing import release
from bot.desk.leaving.stopping import start, stop
from bot.desk.people.members import remove, suspend
from bot.desk.play.playing import play
from bot.errors import Invalid, NotYours
from bot.programme import Tag
from storage import cards, conversations, threads, ways_back
from storage.db import Database
from storage.tables import Conversation, ReplyState, Sitting, ThreadPost
from tests.desk.world import World

CLICKERS = ("ana", "vito", "yui", "mo", "kira", "max")
ADDRESS = "https://hooks.invalid/back"
CHANNEL, TS = "C0MODERATED", "1.1"
Step = Callable[[AsyncSession], Awaitable[None]]


async def test_of_many_clickers_one_wins_and_the_others_learn_who(world: World) -> None:
    number = await world.arrive()
    for _ in range(20):
        outcomes = await asyncio.gather(
            *(world.do(claim, number, by=name) for name in CLICKERS), return_exceptions=True
        )
        seen = await world.see(number)
        assert seen.claim is not None
        refusals = [str(each) for each in outcomes if isinstance(each, NotYours)]
        assert len(refusals) == len(CLICKERS) - 1
        assert all(f"<@{seen.claim.by}> is already on" in each for each in refusals)
        await world.do(release, number, by=seen.claim.by.removeprefix("U0").lower())
    assert (await world.kinds(number)).count("claimed") == 20


async def test_of_several_who_start_sending_again_at_once_one_did(world: World) -> None:
    for _ in range(10):
        await world.do(stop, by="mo")
        await asyncio.gather(*(world.do(start, by=name) for name in ("mo", "kira", "max")))
    told = [each.facts["text"] for name in ("mo", "kira", "max") for each in await world.told(name)]
    assert sum("started" in each for each in told) == 20


async def test_clicks_and_repaints_of_one_card_do_not_wait_for_each_other(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number, ts=TS, channel=CHANNEL)

    async def repainted(session: AsyncSession) -> None:
        await cards.set_repainted(session, [(cards.Behind(card, number, CHANNEL, TS, ADDRESS), 2)])

    await clicked_while(world, number, repainted)


async def test_clicks_and_the_posting_of_their_card_do_not_wait_for_each_other(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number, ts=TS, channel=CHANNEL)

    async def posted(session: AsyncSession) -> None:
        await cards.set_posted(session, card, ts=TS, version=2, now=world.clock.now())

    await clicked_while(world, number, posted)


async def test_words_that_vanish_and_threads_that_are_told_do_not_wait_for_each_other(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number, ts=TS, channel=CHANNEL)
    post = ThreadPost(card_id=card, conversation_id=number, first=2, last=2)
    async with world.database.writing() as session:
        session.add(post)

    async def told(session: AsyncSession) -> None:
        await threads.set_told(
            session, conversation_id=number, card_id=card, last=2, post_id=post.id, ts="2.1", now=world.clock.now()
        )

    async def vanished(session: AsyncSession) -> None:
        await threads.redraw(session, number)

    await both(world.database, number, then=vanished, meanwhile=told)


@pytest.mark.parametrize("leaves", [suspend, remove])
async def test_whoever_leaves_gives_up_their_conversations_in_the_order_of_their_ids(world: World, leaves: Any) -> None:
    """A reply about to leave in the second, the first claimed: whoever holds the first can still take the second."""
    first, second = await world.arrive(), await world.arrive()
    await world.do(claim, first, by="ana")
    await world.reply(second, ReplyState.QUEUED)

    async def left(session: AsyncSession) -> None:
        await leaves(session, "U0ANA", by=world.cast.kira, now=world.clock.now())

    async def went_on(session: AsyncSession) -> None:
        await session.execute(select(Conversation.id).where(Conversation.id == second).with_for_update(nowait=True))

    await both(world.database, first, then=went_on, meanwhile=left)
    assert (await world.see(first)).claim is None


@pytest.mark.parametrize("has_a_row", [False, True])
@pytest.mark.parametrize("wished", [("Dies", "Dies"), ("Dies", "Fails")])
async def test_of_two_managers_who_rename_a_tag_at_once_one_does_and_the_other_reads_why_not(
    world: World, wished: tuple[str, str], has_a_row: bool
) -> None:
    if has_a_row:
        await world.do(edit, "Crash", hint="it closes", by="kira")
    both = [world.do(edit, "Crash", name=name, by=by) for name, by in zip(wished, ("kira", "max"), strict=True)]
    done, refused = sorted(await asyncio.gather(*both, return_exceptions=True), key=lambda it: isinstance(it, Invalid))
    assert isinstance(done, Tag)
    assert isinstance(refused, Invalid)
    offered = (await world.ask(tags, by="bea")).names
    assert done.name in offered
    assert "Crash" not in offered
    assert len({"Dies", "Fails"} & set(offered)) == 1


async def test_of_four_presses_on_play_at_once_each_begins_anew_and_the_last_stays(world: World) -> None:
    await world.arrive()
    for _ in range(5):
        await asyncio.gather(*(world.do(play, by="ana") for _ in range(4)))
    async with world.database.reading() as session:
        assert len((await session.scalars(select(Sitting).where(Sitting.ended_at.is_(None)))).all()) == 1
        assert len((await session.scalars(select(Sitting))).all()) == 20


async def clicked_while(world: World, number: int, meanwhile: Step) -> None:
    """Somebody's click has locked the conversation, and goes on to the card, while a loop keeps what it showed."""
    until = world.clock.forward(minutes=29)

    async def clicked(session: AsyncSession) -> None:
        await ways_back.keep(session, channel=CHANNEL, ts=TS, address=ADDRESS, until=until)

    await both(world.database, number, then=clicked, meanwhile=meanwhile)


async def both(database: Database, number: int, *, then: Step, meanwhile: Step) -> None:
    """A transaction that holds a conversation takes its second step when the other one cannot go on without it."""

    async def other() -> None:
        async with database.writing() as session:
            await meanwhile(session)

    async with database.writing() as session:
        await conversations.locked(session, number)
        waiting = asyncio.create_task(other())
        await until_it_waits(database)
        await then(session)
    await waiting


async def until_it_waits(database: Database) -> None:
    """Until a transaction waits for another's lock. SQLite has one writer, so there the second has not begun."""
    if database.is_sqlite:
        return
    ungranted = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while True:
        async with database.reading() as session:
            if await session.scalar(ungranted):
                return
