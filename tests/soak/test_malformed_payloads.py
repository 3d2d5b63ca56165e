"""5,000 malformed envelopes: the bot lives, nobody gets more than their role allows, and the next good click works."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.events import Event
from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from storage.db import Database
from storage.tables import (
    Conversation,
    Customer,
    Escalation,
    Happened,
    Like,
    Member,
    Reply,
    ReplyState,
    Role,
    Spending,
    Stop,
)
from tests.conftest import MONDAY, ROOT
from tests.soak.desk_process import DeskProcess, desk_file, desk_open, settings_of, until, until_stored
from tests.soak.figures import show
from tests.soak.frames import FRAMES
from tests.soak.later import standings
from tests.soak.mutations import GARBAGE, Envelope, Spoiler
from tests.soak.tour import whole
from tests.soak.verdict import Verdict
from tests.stories.stage import readable

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]

PAYLOADS = 5000
AT_ONCE = 16
GOOD_CLICK_EACH = 500
ACKNOWLEDGE_WITHIN = 1.0
"""Seconds that Slack waits for an answer to what is malformed; much of it gets none."""

SECRET = "zebrafinch"
"""Stands in everything customers write and nobody else does; what the bot writes down must not hold it."""

QUESTIONS = 12
OWNED_BY_MO = range(5, 9)
"""Conversations over which the tour does not pass."""

ROOM = "general"

OUTSIDERS = ("U0BEA", "U0NOBODY", "U0GONE", "W0STRANGER", None, "", 7, ["U0MAX"], {"id": "U0MAX"}, "U0" + "X" * 400)
VOLUNTEERS = ("U0ANA", "U0VITO", "U0YUI")
OF_BEGINNERS = {Event.TAGGED, Event.KIND_SET, Event.SENTIMENT_SET, Event.NOTED, Event.NOTE_EDITED, Event.NOTE_DELETED}
NOT_OF_VOLUNTEERS = {Event.MOVED, Event.ESCALATION_TAKEN, Event.ESCALATION_ANSWERED}


async def test_malformed_payloads_change_nothing_that_a_person_may_not_change(
    open_database: Database, database_address: str, tmp_path: Path
) -> None:
    database = open_database
    await let_in_and_suspend(database, "U0GONE")
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as sandbox:
        verdict = Verdict(sandbox)
        for method in ("views.open", "views.push", "views.update", "views.publish"):
            sandbox.slack.rates.limits[method] = 100_000
        settings = settings_of(sandbox, database_address, desk_file(tmp_path, undo_seconds=1), log_level="DEBUG")
        async with desk_open(sandbox, settings, tmp_path) as (desk,):
            ana, mo, kira = (sandbox.slack.person(each) for each in ("U0ANA", "U0MO", "U0KIRA"))
            for number in range(QUESTIONS):
                words = f"@FirefoxSupport {SECRET} my tabs are gone, number {number}"
                sandbox.x.customer(f"customer {number}").post(words, lang="en")
            channel, ts = await until(lambda: card_of(sandbox, [ana, mo, kira]), what="a card", crowd=[desk])
            await until_stored(lambda: arrived(database), what="every question", crowd=[desk])
            templates = await whole(sandbox, [ana, mo, kira], ROOM, channel, ts)
            for number in OWNED_BY_MO:
                assert (await mo.command(ROOM, f"/desk claim {number}")).text == f"#{number} is yours."
            pid, fire = desk.pid, Fire(sandbox, database, desk, ana)
            for frame in FRAMES:
                await fire.raw(frame)
            await fire.good_click()
            posted = len(sandbox.x.posts)
            before = await everything(database)
            await fire.volley(Spoiler(templates, seed=11), OUTSIDERS, PAYLOADS * 2 // 5)
            assert await everything(database) == before
            assert set(await done_by(database, [each for each in OUTSIDERS if isinstance(each, str)])) <= OF_BEGINNERS
            assert await done_by(database, ["U0GONE"]) == Counter()
            assert len(sandbox.x.posts) == posted
            protected = await above_volunteers(database)
            await fire.volley(Spoiler(templates, seed=12), VOLUNTEERS, PAYLOADS * 3 // 5)
            assert await above_volunteers(database) == protected
            by_volunteers = await done_by(database, VOLUNTEERS)
            assert not set(by_volunteers) & NOT_OF_VOLUNTEERS
            assert desk.pid == pid
            assert desk.is_running
            answered = await good_reply(sandbox, database, mo)
            assert await desk.close() == 0
            said = desk.said
        verdict.must_be_clean()
    for secret in (SECRET, GARBAGE, "typed words", "colleague's", "xoxb-", "xapp-", "sandbox-signing"):
        assert secret not in said, said[max(0, said.index(secret) - 1500) : said.index(secret) + 300]
    own = unforeseen(said)
    show(
        f"Malformed payloads, {database.url.get_backend_name()}",
        templates=len(templates),
        frames=len(FRAMES),
        payloads=fire.payloads,
        acknowledged=fire.acknowledged,
        good_clicks_between=fire.good_clicks,
        unforeseen_by_Bolt_or_Slack=said.count("interaction failed") - len(own),
        unforeseen_by_us=len(own),
        by_volunteers=dict(by_volunteers),
        answered_in_the_end=answered,
        calls_to_Slack=verdict.calls,
    )
    assert own == [], own[:3]


class Fire:
    """Sends malformed things, many at once, and looks in between whether the desk still serves."""

    def __init__(self, sandbox: Sandbox, database: Database, desk: DeskProcess, person: Person) -> None:
        self.payloads = self.acknowledged = self.good_clicks = 0
        self._hub = sandbox.slack.socket
        self._database = database
        self._desk = desk
        self._person = person
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def volley(self, spoiler: Spoiler, actors: Sequence[Any], count: int) -> None:
        """So many spoilt envelopes, from these actors in turn."""
        actor = cycle(actors)
        for begun in range(0, count, GOOD_CLICK_EACH):
            batch = [spoiler.one(next(actor)) for _ in range(min(GOOD_CLICK_EACH, count - begun))]
            self._hub.acknowledge_within = ACKNOWLEDGE_WITHIN
            await asyncio.gather(*(self._send(each) for each in batch))
            await self.good_click()

    async def raw(self, frame: str) -> None:
        """A frame as it is, on a connection that is there; on the next one when it is just closing."""
        while True:
            await until(lambda: bool(self._hub.connections), what="a connection", crowd=[self._desk])
            try:
                await self._hub.connections[0].socket.send_str(frame)
            except ConnectionError:
                continue
            return

    async def good_click(self) -> None:
        """Somebody asks for help and writes a note; both work, though a busy machine may take its time."""
        self._hub.acknowledge_within = 60.0
        self._person.reload()
        await until(lambda: len(self._hub.connections) >= 2, what="two connections", crowd=[self._desk])
        words = f"good note {self.good_clicks}"
        outcome = await self._person.command(ROOM, f"/desk note 1 {words}")
        assert outcome.acknowledged, self._desk.said[-5000:]
        assert (outcome.text or "").startswith("Noted on #1.")
        self.good_clicks += 1

    async def _send(self, envelope: Envelope) -> None:
        async with self._gate:
            self.payloads += 1
            try:
                json.dumps(envelope.payload, ensure_ascii=False).encode()
            except UnicodeEncodeError:
                frame = {"envelope_id": f"raw-{self.payloads}", "type": envelope.kind, "payload": envelope.payload}
                await self.raw(json.dumps(frame))
                return
            answer = await self._hub.deliver(envelope.kind, envelope.payload, wants_answer=True)
            self.acknowledged += answer.ok


def unforeseen(said: str) -> list[str]:
    """The tracebacks of interactions and loops that failed in our own code; what Bolt or Slack refused is theirs."""
    failed = [
        json.loads(line) for line in said.splitlines() if '"interaction failed"' in line or '"loop failed"' in line
    ]
    traces = [str(each.get("exception", "")) for each in failed]
    ours = [each for each in traces if any(f"/{room}/" in each for room in ("bot", "handlers", "storage"))]
    return [each for each in ours if "SlackApiError" not in each]


async def let_in_and_suspend(database: Database, slack_id: str) -> None:
    """A volunteer who is one no longer."""
    async with database.writing() as session:
        session.add(
            Member(id=slack_id, role=Role.VOLUNTEER, joined_at=MONDAY, suspended_by="U0KIRA", suspended_at=MONDAY)
        )


def card_of(sandbox: Sandbox, people: Sequence[Person]) -> tuple[str, str] | None:
    """Where the last question's card stands, once these people see it."""
    channel = sandbox.slack.channels.get("desk-moderated")
    if channel is None:
        return None
    for each in people:
        sandbox.slack.enter(channel, each.id)
    shown = people[0].messages(channel.id)
    words = f"number {QUESTIONS - 1}"
    return next(((channel.id, each["ts"]) for each in shown if words in readable(each)), None)


async def arrived(database: Database) -> bool:
    """Whether every question is on the desk."""
    async with database.reading() as session:
        return len((await session.scalars(select(Conversation.id))).all()) == QUESTIONS


async def everything(database: Database) -> dict[str, Any]:
    """All that a beginner may not change."""
    async with database.reading() as session:
        states = await session.execute(
            select(
                Conversation.id,
                Conversation.queue,
                Conversation.account,
                Conversation.claimed_by,
                Conversation.held_at,
                Conversation.closed_at,
                Conversation.closed_reason,
            ).order_by(Conversation.id)
        )
        replies = await session.execute(select(Reply.id, Reply.state, Reply.text).order_by(Reply.id))
        customers = await session.execute(select(Customer.id, Customer.tags).order_by(Customer.id))
        likes = await session.execute(select(Like.id, Like.state).order_by(Like.id))
    return {
        **await above_volunteers(database),
        "conversations": [tuple(each) for each in states],
        "replies": [tuple(each) for each in replies],
        "customers": [tuple(each) for each in customers],
        "likes": [tuple(each) for each in likes],
    }


async def above_volunteers(database: Database) -> dict[str, Any]:
    """All that a volunteer may not change: people, stops, budgets, escalations taken, what somebody else works on."""
    async with database.reading() as session:
        people = await session.execute(
            select(Member.id, Member.role, Member.suspended_at, Member.left_at).order_by(Member.id)
        )
        owned = await session.execute(
            select(Conversation.id, Conversation.claimed_by, Conversation.closed_at, Conversation.queue)
            .where(Conversation.id.in_(OWNED_BY_MO))
            .order_by(Conversation.id)
        )
        stops = await session.scalars(select(Stop.account))
        raised = await session.execute(select(Spending.account, Spending.raised_by))
        taken = await session.execute(select(Escalation.taken_by, Escalation.answered_by))
        return {
            "people": [tuple(each) for each in people if each.role is not Role.BEGINNER or each.id == "U0BEA"],
            "owned": [tuple(each) for each in owned],
            "stops": list(stops),
            "raised": [tuple(each) for each in raised if each.raised_by is not None],
            "taken": [tuple(each) for each in taken if any(each)],
        }


async def done_by(database: Database, actors: Sequence[str]) -> Counter[str]:
    """How often these people did what since the tour, as the diary has it; good clicks are notes."""
    async with database.reading() as session:
        found = await session.scalars(select(Happened.kind).where(Happened.by.in_(actors)))
        return Counter(found)


async def good_reply(sandbox: Sandbox, database: Database, person: Person) -> int:
    """Reply to a conversation of one's own, through the whole desk, until it is out."""
    sandbox.slack.socket.acknowledge_within = 60.0
    person.reload()
    outcome = await person.command(ROOM, f"/desk reply {OWNED_BY_MO[0]}")
    assert outcome.acknowledged, outcome
    assert outcome.text is None
    person.fill("text", "A good reply in the end.")
    assert (await person.submit()).errors == {}

    async def is_out() -> bool:
        async with database.reading() as session:
            found = await session.scalars(select(Reply).where(Reply.conversation_id == OWNED_BY_MO[0]))
            return any(each.state is ReplyState.SENT for each in found)

    await until_stored(is_out, what="a reply that is out")
    return (await standings(database))[ReplyState.SENT]
