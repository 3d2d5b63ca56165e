"""200 replies go out while the bot is killed 50 times, put to sleep, and one answer of X in five is lost.

No customer is answered twice, every reply that was taken has an end, and nothing that Slack acknowledged is lost.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.desk.events import Event
from sandbox.faults import Fault, Rule
from sandbox.server import Sandbox
from storage.db import Database
from storage.tables import Conversation, Happened, Message, Note, Reply, ReplyState, Side
from tests.conftest import ROOT
from tests.soak.crew import ROOM, Crew, Decided
from tests.soak.desk_process import desk_file, desk_open, settings_of, until_stored
from tests.soak.figures import show
from tests.soak.later import opened_later, send_again, standings
from tests.soak.storm import Storm
from tests.soak.verdict import Verdict

pytestmark = [pytest.mark.soak, pytest.mark.timeout(2400)]

REPLIES = 200
KILLS = 50
STOPS = 3
LOST = 0.2
SLOW = 0.5

ANSWERING = ("FirefoxSupport", "mozilla_germany", "mozilla_france", "firefox_es", "FirefoxBrasil", "FirefoxTurkiye")
CREW = ("U0ANA", "U0VITO", "U0YUI", "U0MO")
STANDING = {ReplyState.SENT, ReplyState.UNKNOWN}
"""How a reply can stand once nobody disturbs the desk any more: nothing here is refused or sent by hand."""


async def test_no_customer_is_answered_twice_and_nothing_is_lost(
    open_database: Database, database_address: str, tmp_path: Path
) -> None:
    database = open_database
    chosen = desk_file(tmp_path, undo_seconds=1, poll_seconds=10)
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as sandbox:
        verdict = Verdict(sandbox)
        people = [sandbox.slack.person(each) for each in CREW]
        processes = 1 if database.is_sqlite else 2
        settings = settings_of(sandbox, database_address, chosen)
        async with desk_open(sandbox, settings, tmp_path, processes=processes) as crowd:
            posts = ask(sandbox)
            numbers = await until_stored(lambda: asked(database), what="every question on the desk", crowd=crowd)
            lost = trouble(sandbox)
            storm = Storm(sandbox, database, crowd, kills=KILLS, stops=STOPS, seed=7)
            crew = Crew(sandbox, people, is_time=storm.is_time)
            async with asyncio.TaskGroup() as group:
                group.create_task(storm.rage())
                group.create_task(crew.answer(numbers))
            await until_stored(lambda: nothing_leaves(database), what="calm", crowd=crowd, patience=240)
            sandbox.faults.clear()
            assert [await each.close() for each in crowd] == [0] * processes
        left_alone = await standings(database)
        assert set(left_alone) <= STANDING
        await must_keep(database, crew)
        async with opened_later(sandbox, database, chosen):
            looked_for = await standings(database)
            assert set(looked_for) <= STANDING
            again = await send_again(database, people[-1], ROOM)
        found = await found_by_reading(database)
    answers = [sandbox.x.replies_to(each) for each in posts]
    assert Counter(len(each) for each in answers) == {1: REPLIES}
    assert sandbox.log.counts[("x", "POST /2/tweets", 403)] == 0
    assert verdict.malformed == {}
    show(
        f"Sending under fire, {database.url.get_backend_name()}, {processes} process(es)",
        replies=REPLIES,
        kills=storm.toll.kills,
        of_these_at_start=storm.toll.at_start,
        while_a_reply_was_leaving=storm.toll.hits,
        sleeps=storm.toll.stops,
        seconds_asleep=round(storm.toll.slept),
        answers_of_X_lost=lost.struck,
        clicks_nobody_acknowledged=crew.unanswered,
        acknowledged=f"{len(crew.claims)} claims, {len(crew.replies)} replies, {len(crew.notes)} notes",
        left_alone=dict(left_alone),
        after_the_last_look=dict(looked_for),
        found_by_reading_back=found,
        sent_again_by_a_person=again,
        answered_twice=0,
        refused_for_rate=dict(verdict.refused_for_rate),
    )


def ask(sandbox: Sandbox) -> list[str]:
    """So many customers with a question each, spread over the accounts that answer for themselves."""
    return [
        sandbox.x.customer(f"customer {number}").post(
            f"@{account} my tabs are gone, that is number {number}", lang="en"
        )
        for number, account in zip(range(REPLIES), ANSWERING * REPLIES, strict=False)
    ]


def trouble(sandbox: Sandbox) -> Rule:
    """One answer to a reply in five is lost, others come late; the work is done all the same."""
    lost = sandbox.faults.add(Fault.DROP_ANSWER, "x/POST /2/tweets", probability=LOST)
    sandbox.faults.add(Fault.SLOW, "x/POST /2/tweets", probability=SLOW, seconds=1.0)
    return lost


async def asked(database: Database) -> list[int] | None:
    """The numbers of all conversations, once there are as many as questions."""
    async with database.reading() as session:
        numbers = list(await session.scalars(select(Conversation.id).order_by(Conversation.id)))
    return numbers if len(numbers) == REPLIES else None


async def nothing_leaves(database: Database) -> bool:
    """Whether no reply waits or is on its way."""
    now = await standings(database)
    return not (now[ReplyState.QUEUED] or now[ReplyState.SENDING])


async def must_keep(database: Database, crew: Crew) -> None:
    """Fail unless everything that Slack told people was taken is there, under their names."""
    assert len(crew.replies) == REPLIES
    assert set(crew.refusals) == set()
    async with database.reading() as session:
        replies = await session.execute(select(Reply.conversation_id, Reply.by, Reply.typed))
        claims = await session.execute(
            select(Happened.conversation_id, Happened.by).where(Happened.kind == Event.CLAIMED)
        )
        notes = await session.execute(select(Note.conversation_id, Note.by, Note.text))
    must_hold(crew.replies, {(number, by, words) for number, by, words in replies})
    must_hold(crew.claims, {(number, by, "") for number, by in claims})
    must_hold(crew.notes, {(number, by, words) for number, by, words in notes})


def must_hold(decided: Sequence[Decided], stored: set[tuple[int, str | None, str]]) -> None:
    """Fail unless everything decided is among what is stored."""
    assert {(each.number, each.by, each.words) for each in decided} - stored == set()


async def found_by_reading(database: Database) -> int:
    """How many replies nobody knew about were found on their account's timeline, none of them sent again."""
    async with database.reading() as session:
        lost = select(Happened.conversation_id).where(Happened.kind == Event.REPLY_UNKNOWN)
        found = await session.scalar(
            select(func.count()).where(
                Reply.conversation_id.in_(lost), Reply.attempt == 1, Reply.state == ReplyState.SENT
            )
        )
        brand = await session.scalar(select(func.count()).where(Message.side == Side.BRAND))
    assert brand == REPLIES
    return found or 0
