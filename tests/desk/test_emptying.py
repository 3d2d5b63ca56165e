"""Customers' words are let go some time after closing; what the team knows and said of them stays."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.desk.arriving.emptying import empty_old
from bot.desk.arriving.intake import Taken
from bot.desk.arriving.vanishing import vanish
from bot.desk.finding.searching import search
from bot.desk.handling.closing import close
from bot.desk.handling.noting import write
from bot.desk.handling.reopening import reopen
from bot.desk.showing.showing import show
from bot.desk.writing.composing import NOT_KEPT
from bot.desk.writing.drafting import save
from bot.desk.writing.replying import begin
from bot.desk.writing.written import Written
from storage.tables import Conversation, Findable, Notice, SavedDraft, ThreadPost
from tests.desk.mentions import REVIEWS, arrives, mention, messages, review
from tests.desk.world import World


async def later(world: World, **by: float) -> int:
    """Time passes, and the calendar looks; how many conversations it emptied."""
    world.clock.forward(**by)
    return await world.act(empty_old)


async def found(world: World, typed: str) -> int:
    """How many conversations somebody's search finds."""
    return len((await world.ask(search, typed, page=0, by="ana")).rows)


async def all_of(world: World, table: Any) -> list[Any]:
    """Every row."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(table)))


async def test_thirty_days_after_closing_words_are_gone_and_all_else_stays(world: World) -> None:
    asked = mention("@FirefoxSupport my secret")
    await arrives(world, asked)
    ours = mention("Try a new profile", by="FirefoxSupport", replying_to=asked.id)
    await arrives(world, ours, "x:own:FirefoxSupport")
    card = await world.post_card(1)
    async with world.database.writing() as session:
        session.add(ThreadPost(card_id=card, conversation_id=1, first=1, last=1, ts="2.2"))
        session.add(Notice(to="U0KIRA", kind="ping", conversation_id=1, due_at=world.clock.now(), ts="3.3"))
    await world.do(write, 1, "a known one", by="ana")
    await world.do(close, 1, reason="Resolved", by="ana")
    assert await later(world, days=29, hours=23) == 0
    assert await later(world, hours=1) == 1
    assert await later(world, hours=1) == 0
    theirs, answer = await messages(world)
    assert (theirs.text, theirs.url, theirs.author) == ("", asked.url, "eve")
    assert (answer.text, answer.emptied_at) == ("Try a new profile", None)
    assert [await found(world, each) for each in ("secret", "profile", "known")] == [0, 1, 1]
    assert (await world.kinds(1))[-1] == "emptied"
    async with world.database.reading() as session:
        assert (await session.get_one(ThreadPost, 1)).redraw
        assert (await session.get_one(Notice, 1)).redraw


async def test_a_closed_card_shows_no_words_and_is_not_drawn_again_unless_it_is_behind(world: World) -> None:
    for _ in range(2):
        await arrives(world, mention())
    for number in (1, 2):
        await world.do(close, number, reason="Resolved", by="ana")
        await world.post_card(number, ts=f"{number}.1")
    async with world.database.writing() as session:
        (await session.get_one(Conversation, 2)).shown_version -= 1
    assert await later(world, days=30) == 2
    up_to_date, behind = await world.see(1), await world.see(2)
    assert up_to_date.shown_version == up_to_date.version
    assert behind.shown_version == behind.version - 2


async def test_only_what_tells_a_message_is_drawn_again_in_the_thread(world: World) -> None:
    await arrives(world, mention())
    await world.do(write, 1, "a known one", by="ana")
    await world.do(close, 1, reason="Resolved", by="ana")
    card = await world.post_card(1)
    async with world.database.writing() as session:
        for first, last in ((1, 1), (2, 3)):
            session.add(ThreadPost(card_id=card, conversation_id=1, first=first, last=last, ts=f"2.{first}"))
    await later(world, days=30)
    assert {each.first: each.redraw for each in await all_of(world, ThreadPost)} == {1: True, 2: False}


async def test_figures_of_a_review_stay_and_words_about_it_go(world: World) -> None:
    await arrives(world, review("Sad\nIt loses my tabs", 2, title="Sad"), REVIEWS)
    await world.do(close, 1, reason="Resolved", by="ana")
    await later(world, days=30)
    (message,) = await messages(world)
    assert (message.text, message.about) == ("", {"stars": 2})


async def test_an_answer_that_stands_under_a_review_is_known_after_its_words_are_gone(world: World) -> None:
    answered: dict[str, Any] = {"we answered before": "We are on it."}
    await arrives(world, review("It loses my tabs", 2, **answered), REVIEWS)
    await world.do(close, 1, reason="Resolved", by="ana")
    await later(world, days=30)
    (message,) = await messages(world)
    assert message.about == {"stars": 2, "we answered before": True}
    await world.do(reopen, 1, by="ana")
    card = await world.ask(show, 1, by="ana")
    assert card.edits_reply
    assert dict(card.about) == {"we answered before": "yes"}
    assert (await world.do(begin, 1, by="ana")).replaces == NOT_KEPT


async def test_what_is_open_is_kept_however_old_it_is(world: World) -> None:
    await arrives(world, mention())
    assert await later(world, days=300) == 0
    assert (await messages(world))[0].text


async def test_whoever_writes_again_is_read_again_and_let_go_again_after_the_next_closing(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await world.do(close, 1, reason="Resolved", by="ana")
    await later(world, days=30)
    await arrives(world, mention("@FirefoxSupport two", thread=first.id, posted_at=world.clock.now()))
    assert [each.text for each in await messages(world)] == ["", "@FirefoxSupport two"]
    await world.do(close, 1, reason="Resolved", by="ana")
    assert await later(world, days=29) == 0
    assert await later(world, days=1) == 1
    assert [each.text for each in await messages(world)] == ["", ""]


async def test_a_conversation_whose_only_words_are_let_go_closes_when_the_new_ones_vanish(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await world.do(close, 1, reason="Resolved", by="ana")
    await later(world, days=30)
    await arrives(world, mention("@FirefoxSupport two", thread=first.id, posted_at=world.clock.now()))
    async with world.database.writing() as session:
        await vanish(session, 2, now=world.clock.now(), programme=world.programme)
    assert (await world.see(1)).closed_reason == "Deleted"


async def test_an_answer_of_the_community_that_comes_late_is_let_go_as_well(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await world.do(close, 1, reason="Resolved", by="ana")
    await later(world, days=30)
    late = mention("Do this #fxhelp", by="helper", replying_to=first.id, thread=first.id)
    assert await arrives(world, late) is Taken.COMMUNITY
    assert await later(world, seconds=15) == 1
    assert [each.text for each in await messages(world)] == ["", ""]


async def test_what_was_let_go_is_not_filled_again_and_can_still_be_answered(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await world.do(close, 1, reason="Resolved", by="ana")
    await later(world, days=30)
    assert await arrives(world, first) is Taken.KNOWN
    assert (await messages(world))[0].text == ""
    await world.do(reopen, 1, by="ana")
    assert (await world.do(begin, 1, by="ana")).answers == 1


async def test_drafts_go_with_the_words_they_may_quote(world: World) -> None:
    await arrives(world, mention("@FirefoxSupport my secret"))
    await world.do(save, 1, Written("About your secret"), by="ana")
    await world.do(close, 1, reason="Resolved", by="kira")
    await later(world, days=30)
    assert await all_of(world, SavedDraft) == []
    assert all("secret" not in each.words for each in await all_of(world, Findable))
    (told,) = await world.told("ana")
    assert "Your draft on #1 is not kept any more" in told.facts["text"]


async def test_drafts_go_also_when_the_customer_has_deleted_all_else(world: World) -> None:
    await arrives(world, mention("@FirefoxSupport my secret"))
    async with world.database.writing() as session:
        await vanish(session, 1, now=world.clock.now(), programme=world.programme)
        session.add(SavedDraft(conversation_id=1, by="U0ANA", text="About your secret", at=world.clock.now()))
    assert await later(world, days=30) == 1
    assert await all_of(world, SavedDraft) == []


async def test_how_long_words_are_kept_is_the_programmes_choice(world: World) -> None:
    times = world.programme.times.model_copy(update={"kept_days": 2})
    world.programme = world.desk.programme = world.programme.model_copy(update={"times": times})
    await arrives(world, mention())
    await world.do(close, 1, reason="Resolved", by="ana")
    assert await later(world, days=1, hours=23) == 0
    assert await later(world, hours=1) == 1
    assert (await messages(world))[0].emptied_at == world.clock.now()
    assert world.programme.times.kept == timedelta(days=2)
