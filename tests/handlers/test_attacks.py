"""What goes wrong on the way to the desk, and people who try what they may not: nothing is lost, nobody gets in."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.arriving.vanishing import vanish
from bot.desk.desk import Desk
from bot.desk.writing.replying import begin, reply
from handlers.refusals import Refusals
from storage.db import Database
from storage.tables import Member, Note, Reply, SavedDraft
from tests.desk.world import World
from tests.handlers.bodies import chosen, click, form, said, typed
from tests.handlers.conftest import Door

pytestmark = pytest.mark.both_databases


async def test_a_form_sent_again_with_other_words_is_not_taken_for_the_first(door: Door, world: World) -> None:
    """Slack's three seconds passed, although the reply was kept: its author mends a word and presses Send again."""
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")

    def written(words: str) -> dict[str, Any]:
        entries = {"text": typed(words), "afterwards": chosen("nothing")}
        return form("conversation:reply", f"{number}:{opened.answers}:0", entries, shown="the same")

    await door.send(written("Try a fresh profil."))
    assert await door.answer(written("Try a fresh profil.")) == {}
    answer = await door.answer(written("Try a fresh profile."))
    assert answer["response_action"] == "errors"
    assert "already answered" in answer["errors"]["text"]


async def test_a_form_keeps_its_words_while_the_database_is_away(door: Door, world: World) -> None:
    number = await world.arrive()
    away = Desk(Database("postgresql://127.0.0.1:9/away"), world.programme, {}, world.clock, lambda: None)
    body = form("conversation:note", str(number), {"note": typed("the customer uses 128 ESR")})
    response = await Refusals(away).answer(ConnectionError("away"), body)
    assert json.loads(response.body)["errors"].keys() == {"note"}


async def test_a_message_of_the_desk_that_is_deleted_makes_it_no_member(door: Door, world: World) -> None:
    gone = {"ts": "2.1", "thread_ts": "1.1", "user": "U0VOLLEY", "bot_id": "B0VOLLEY", "text": "a note"}
    await door.send(said("", subtype="message_deleted", user=None, deleted_ts="2.1", previous_message=gone))
    other = gone | {"user": "U0GITHUB", "bot_id": "B0GITHUB"}
    await door.send(said("", subtype="message_deleted", user=None, deleted_ts="2.1", previous_message=other))
    async with world.database.reading() as session:
        assert await session.get(Member, "U0VOLLEY") is None
        assert await session.get(Member, "U0GITHUB") is None


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0GITHUB"},
        {"bot_id": "B0GITHUB", "subtype": "bot_message"},
        {"bot_profile": {"id": "B0GITHUB"}, "bot_id": "B0GITHUB", "app_id": "A0GITHUB"},
        {"subtype": "bot_message", "user": None},
        {"subtype": "channel_join"},
        {"user": "USLACKBOT"},
        {"hidden": True, "subtype": "message_replied"},
    ],
)
async def test_only_what_a_person_typed_is_a_note(door: Door, world: World, more: dict[str, Any]) -> None:
    number = await world.arrive()
    await world.post_card(number)
    await door.send(said("a note?", **more))
    async with world.database.reading() as session:
        assert (await session.scalars(select(Note))).all() == []


async def test_somebody_of_another_workspace_is_nobody_here(door: Door, world: World) -> None:
    number = await world.arrive()
    await world.post_card(number)
    await door.send(said("a note?", by="U9FOREIGN", user_team="T9", source_team="T9"))
    await door.send(click("conversation:claim", number, user={"id": "U9FOREIGN", "team_id": "T9"}))
    marked = form("conversation:note", str(number), {"note": typed("hello")}, by="U9FOREIGN")
    marked["user"]["team_id"] = "T9"
    await door.send(marked)
    gone = {"ts": "2.1", "thread_ts": "1.1", "user": "U9FOREIGN", "user_team": "T9", "text": "a note?"}
    await door.send(said("", subtype="message_deleted", user=None, deleted_ts="2.1", previous_message=gone))
    async with world.database.reading() as session:
        assert (await session.scalars(select(Note))).all() == []
        assert await session.get(Member, "U9FOREIGN") is None


async def test_forged_numbers_change_nothing(door: Door, world: World) -> None:
    hidden, other = await world.arrive(queue="unmoderated"), await world.arrive(customer="otto")
    opened = await world.do(begin, other, by="ana")
    entries = {"text": typed("Hello"), "afterwards": chosen("nothing")}
    for metadata in (f"{hidden}:{opened.answers}:0", f"{hidden}:1:0", f"{other}:1:0", f"{other}:999:0", f"{other}"):
        await door.send(form("conversation:reply", metadata, entries))
    async with world.database.reading() as session:
        assert (await session.scalars(select(Reply))).all() == []


def reply_form(number: int, answers: int, words: str) -> dict[str, Any]:
    """The form of a reply, pressed once more as it was shown."""
    entries = {"text": typed(words), "afterwards": chosen("nothing")}
    return form("conversation:reply", f"{number}:{answers}:0", entries, shown="the same")


async def test_a_reply_that_slack_delivers_again_is_not_judged_by_what_came_after_it(door: Door, world: World) -> None:
    words = "Please try a fresh profile, that often helps."
    number, other = await world.arrive(), await world.arrive(customer="otto")
    opened, others = await world.do(begin, number, by="ana"), await world.do(begin, other, by="vito")
    sent = reply_form(number, opened.answers, words)
    assert (await door.answer(sent))["response_action"] == "update"
    await world.do(reply, other, answers=others.answers, text=words, by="vito")
    assert await door.answer(sent) == {}
    async with world.database.writing() as session:
        await vanish(session, opened.answers, now=world.clock.now(), programme=world.programme)
    assert await door.answer(sent) == {}


async def test_words_that_are_refused_once_more_after_others_are_the_draft_again(door: Door, world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    for words in ("Try {this}", "Try {that}", "Try {this}"):
        assert "errors" in await door.answer(reply_form(number, opened.answers, words))
    assert await drafts(world) == ["Try {this}"]


async def test_two_presses_on_send_leave_no_draft(door: Door, world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    presses = [reply_form(number, opened.answers, "Try a fresh profile.") for _ in range(2)]
    await asyncio.gather(*map(door.send, presses))
    assert await drafts(world) == []


async def drafts(world: World) -> list[str]:
    """What was begun and not sent."""
    async with world.database.reading() as session:
        return [each.text for each in await session.scalars(select(SavedDraft))]
