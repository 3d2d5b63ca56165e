"""Fills a database with as many stored conversations as asked for, most of them closed, as a desk of some years has."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import Database

OPEN = 1_000
"""Open conversations in every measured database: what is stored grows over the years, what is open does not."""

CUSTOMERS = """
INSERT INTO customers (id, network, external_id, handle, name, followers, verified, tags)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT i, :network, 'c' || i, 'customer' || i, 'Customer ' || i, i % 1000, 'none', :nothing FROM n
"""

CONVERSATIONS = """
INSERT INTO conversations (id, network, thread, customer_id, queue, product, language, kind, account, reply_by_hand,
    like_by_hand, lines, tags, rank, priority, opened_at, waits_since, closed_reason, closed_at, version,
    shown_version, told_version)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT i, :network, 't' || i, i, :queue, '', 'en', 'support', :account, {false}, {false}, :nothing, :nothing, i % 3,
    i % 3, {when}, {when}, CASE WHEN i > :count - :open THEN NULL ELSE 'Resolved' END,
    CASE WHEN i > :count - :open THEN NULL ELSE {when} END, 2, 2, 2
FROM n
"""

MESSAGES = """
INSERT INTO messages (id, conversation_id, network, external_id, side, author, text, language, url, posted_at,
    stored_at, about)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT i, i, :network, 'm' || i, 'customer', 'customer' || i, 'My bookmarks are gone since the update, please help',
    'en', '', {when}, {when}, :empty
FROM n
"""

EVENTS = """
INSERT INTO events (conversation_id, number, kind, at, facts)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT i, :number, :kind, {when}, :empty FROM n
"""


async def fill(database: Database, count: int, *, network: str, queue: str, account: str) -> None:
    """Store `count` conversations of one message and two events each; the newest thousand are open and unclaimed."""
    words = {"when": "'2026-03-01 10:00:00.000000'", "false": "0"}
    if not database.is_sqlite:
        words = {"when": "timestamptz '2026-03-01 10:00:00+00'", "false": "false"}
    cast = "" if database.is_sqlite else "json"
    facts = {"count": count, "network": network}
    async with database.writing() as session:
        await run(session, CUSTOMERS, words, cast, facts | {"nothing": "[]"})
        more = {"queue": queue, "account": account, "open": min(OPEN, count), "nothing": "[]"}
        await run(session, CONVERSATIONS, words, cast, facts | more)
        await run(session, MESSAGES, words, cast, facts | {"empty": "{}"})
        for number, kind in [(1, "arrived"), (2, "closed")]:
            await run(session, EVENTS, words, cast, {"count": count, "empty": "{}", "number": number, "kind": kind})
    async with database.writer.connect() as connection:
        if not database.is_sqlite:
            for table in ("customers", "conversations", "messages", "events"):
                await connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
                )
            await connection.commit()
        await connection.execute(text("ANALYZE"))
        await connection.commit()


async def run(
    session: AsyncSession, statement: str, words: dict[str, str], cast: str, facts: dict[str, object]
) -> None:
    """Run one bulk insert with the dialect's own words."""
    statement = statement.format(**words)
    if cast:
        statement = statement.replace(":nothing", f"CAST(:nothing AS {cast})")
        statement = statement.replace(":empty", f"CAST(:empty AS {cast})")
        statement = statement.replace(":count", "CAST(:count AS integer)").replace(":open", "CAST(:open AS integer)")
    await session.execute(text(statement), facts)
