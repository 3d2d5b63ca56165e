"""What clicks and loops ask costs by open conversations, never by stored ones: each question goes along an index."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage import (
    awaiting,
    bulks,
    cards,
    catalogue,
    conversations,
    events,
    finding,
    gathering,
    listing,
    messages,
    notes,
    notices,
    old_cards,
    replies,
    said,
    sittings,
    taking,
    threads,
)
from storage.db import Database
from storage.finding import Sought
from storage.listing import Wanted
from storage.replies import Lane
from storage.tables import Claim, Conversation, Reply
from tests.conftest import MONDAY

LARGE = (
    "conversations|messages|events|notes|replies|likes|customers|posts|cards|thread_posts|notices|sittings|skips"
    "|findable|bulk_parts|catalogue_changes"
)
READS_ALL = re.compile(
    rf"(?:^SCAN|Seq Scan on) (?:{LARGE})\b(?! USING INDEX)|^SEARCH (?:{LARGE})\b(?! USING (?!AUTOMATIC))"
)
"""SQLite says SEARCH without USING when it reads all rows for the smallest of them."""

CLAIM = Claim("U0ANA", MONDAY, MONDAY + timedelta(minutes=40))
LATER = MONDAY + timedelta(days=1)
ONE_MORE = Reply(id=7, conversation_id=1, answers_id=1, edition=0, attempt=1)
FILTERED = Wanted(
    tags=("Crash",),
    network="x",
    stars=(1, 2),
    sentiment="negative",
    customer_tags=("Spammer",),
    since_before=LATER,
    since_after=MONDAY,
)

QUESTIONS: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
    "locked": lambda session: conversations.locked(session, 1),
    "seen": lambda session: conversations.seen(session, 1),
    "claims over": lambda session: conversations.due(session, conversations.claims_over(LATER), limit=100),
    "left untouched": lambda session: conversations.due(session, conversations.left_untouched(LATER), limit=100),
    "holds over": lambda session: conversations.due(
        session, conversations.holds_over(LATER, timeless="escalation"), limit=100
    ),
    "proposals over": lambda session: conversations.due(
        session, conversations.proposals_over(LATER, timeless="escalation"), limit=100
    ),
    "reply under way": lambda session: conversations.reply_under_way_in(session, 1),
    "take the next": lambda session: taking.take_first(session, ["moderated", "de"], CLAIM, waiting=True),
    "take the next one can read": lambda session: taking.take_first(
        session, ["moderated", "de"], CLAIM, waiting=True, languages=["", "de", "en"]
    ),
    "take one that was answered": lambda session: taking.take_first(session, ["moderated"], CLAIM, waiting=False),
    "take one with a tag": lambda session: taking.take_first(
        session, ["moderated", "de"], CLAIM, waiting=True, wanted=Wanted(tags=("Crash",))
    ),
    "free but skipped": lambda session: taking.skipped(session, FILTERED, "U0ANA", now=MONDAY, languages=["", "de"]),
    "answered in a sitting": lambda session: sittings.answered(session, "U0ANA", since=MONDAY, until=LATER),
    "closed in a sitting": lambda session: sittings.closed(session, "U0ANA", since=MONDAY, until=LATER),
    "sittings to draw": sittings.behind,
    "quiet sittings": lambda session: sittings.quiet(session, since=LATER),
    "what waits for somebody": lambda session: awaiting.awaiting(session, "U0ANA"),
    "the most urgent of one's own": lambda session: listing.most_urgent(
        session, Wanted(owner="U0ANA"), besides=[7], limit=5
    ),
    "reminders": lambda session: notices.reminders_of(session, "U0ANA"),
    "one picture": lambda session: gathering.gathered(session, [1]),
    "last messages": lambda session: messages.latest_of(session, [1], most=5),
    "waiting since": lambda session: messages.waiting_since(session, 1),
    "diary": lambda session: events.last_of(session, 1, limit=200),
    "diary since": lambda session: events.after(session, 1, 7, limit=30),
    "list of a queue": lambda session: listing.page_of(session, Wanted(queues=("de",)), offset=0, limit=10),
    "list of everything filtered": lambda session: listing.page_of(session, FILTERED, offset=0, limit=10),
    "take what is filtered": lambda session: taking.take_first(session, ["de"], CLAIM, waiting=True, wanted=FILTERED),
    "others of a customer": lambda session: listing.others_of_customer(session, 1, besides=1, never_in=(), limit=10),
    "count of others of a customer": lambda session: listing.count_others(session, 1, besides=1, never_in=()),
    "search": lambda session: finding.hits(session, Sought((("tabs",),), author="lena"), limit=500),
    "note of a message": lambda session: notes.typed_as(session, channel="C0", ts="1.1"),
    "said lately": lambda session: said.lately(session, Conversation(id=1, network="x"), since=MONDAY, most=3000),
    "said to a customer": lambda session: said.to_customer(session, 1, "Firefox", since=MONDAY),
    "notes to mark": notes.unmarked,
    "notice at a message": lambda session: notices.redraw_at(session, channel="D0", ts="1.1"),
    "notices to redraw": notices.to_redraw,
    "notices owed": lambda session: notices.owed(session, LATER),
    "next notice owed": notices.next_owed_at,
    "thread posts to redraw": lambda session: threads.to_redraw(session, limit=20),
    "notes typed under cards": lambda session: notes.typed_under_cards(
        session, "C0", since=MONDAY, closed_since=MONDAY
    ),
    "whether a card is unposted": lambda session: cards.is_unposted(session, 1),
    "lanes due": lambda session: replies.due_lanes(session, LATER),
    "next of a lane": lambda session: replies.next_due(session, Lane("x", "Firefox"), LATER),
    "interrupted": lambda session: replies.interrupted(session, LATER),
    "to look for": lambda session: replies.to_look_for(session, LATER),
    "hands over": lambda session: replies.hands_over(session, LATER),
    "whether an answer may be out": lambda session: replies.may_be_out_since(session, ONE_MORE),
    "whether an answer was lost": lambda session: replies.not_found_since(session, ONE_MORE),
    "next moment of the outbox": lambda session: replies.next_moment(session, sending=True),
    "unposted cards": cards.unposted,
    "cards behind": lambda session: cards.behind(session, LATER, with_way_back=False, after=0, limit=30),
    "leaving cards": lambda session: old_cards.leaving(session, LATER, waiting=(), limit=30),
    "new names under way": catalogue.renamings,
    "open ones with a tag": lambda session: catalogue.open_with(session, "Crash", limit=100),
    "the next conversations with a new name": lambda session: catalogue.next_stop(session, 7),
    "closed ones with a tag": lambda session: catalogue.closed_with(session, "Crash", after=7, until=507),
    "what stands with a new name at once": lambda session: catalogue.rename_elsewhere(session, "Crash", "Freeze"),
    "bulk work with a conversation": lambda session: bulks.brought_to(session, 1, 7),
    "card at a message": lambda session: cards.card_at(session, channel="C0", ts="1.1"),
}


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements sent to the database meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            statements.append((statement, parameters))

    event.listen(database.writer.sync_engine, "before_cursor_execute", keep)
    yield statements
    event.remove(database.writer.sync_engine, "before_cursor_execute", keep)


async def plan_of(connection: AsyncConnection, database: Database, statement: str, parameters: Any) -> list[str]:
    """How the database would answer; PostgreSQL is kept from reading a whole table wherever an index would do."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    return [str(row[-1]).strip() for row in await connection.exec_driver_sql(explain + statement, parameters)]


def whole_tables(plan: list[str]) -> list[str]:
    """The steps of a plan that read a large table from end to end; an index of open ones alone may be."""
    return [step for step in plan if READS_ALL.search(step)]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_question_reads_a_whole_table(database: Database, question: str) -> None:
    with asked(database) as statements:
        async with database.writing() as session:
            await QUESTIONS[question](session)
    assert statements
    async with database.writer.connect() as connection:
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in statements:
            plan = await plan_of(connection, database, statement, parameters)
            assert whole_tables(plan) == [], plan


@pytest.mark.parametrize(
    "question", ["SELECT id FROM messages WHERE author = 'lena'", "SELECT min(look_at) FROM replies WHERE looks = 1"]
)
async def test_a_question_without_an_index_would_be_noticed(database: Database, question: str) -> None:
    async with database.writer.connect() as connection:
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = await plan_of(connection, database, question, ())
    assert len(whole_tables(plan)) == 1


async def test_what_was_said_lately_is_found_by_its_network_and_moment(database: Database) -> None:
    with asked(database) as statements:
        async with database.writing() as session:
            await QUESTIONS["said lately"](session)
    async with database.writer.connect() as connection:
        plans = [await plan_of(connection, database, *each) for each in statements]
    for plan, table, index in zip(
        plans, ("replies", "messages"), ("(network=? AND at>?)", "(network=? AND posted_at>?)"), strict=True
    ):
        assert not database.is_sqlite or f"SEARCH {table} USING INDEX ix_{table}_said {index}" in plan
        assert not any("TEMP B-TREE" in step for step in plan)


async def test_what_is_sought_comes_in_its_order_from_the_index_of_words_on_sqlite(database: Database) -> None:
    with asked(database) as statements:
        async with database.writing() as session:
            await QUESTIONS["search"](session)
    async with database.writer.connect() as connection:
        plans = [await plan_of(connection, database, *each) for each in statements]
    for plan in plans:
        assert not database.is_sqlite or "SEARCH findable USING INTEGER PRIMARY KEY (rowid=?)" in plan
        assert not (database.is_sqlite and any("TEMP B-TREE" in step for step in plan)), plan
