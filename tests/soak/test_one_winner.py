"""Eight people press Claim on one card at the same moment, 500 times over: one wins, the others are told who."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.desk.events import Event
from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from sandbox.slack.users import User
from storage.db import Database
from storage.tables import Conversation, Happened, Member, Notice, Role
from tests.conftest import MONDAY, ROOT
from tests.soak.desk_process import DeskProcess, desk_file, desk_open, settings_of, until
from tests.soak.figures import show
from tests.soak.verdict import Verdict
from tests.stories.stage import elements, readable

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]

ROUNDS = 500
SEEN_IN_SLACK = 8
"""Rounds whose losers are watched until Slack shows them the winner's name; it takes 100 private messages a minute."""

PATIENCE = 30.0
"""Seconds that Slack waits for an acknowledgement here: who wins is asked, not how fast on a busy machine."""

CLICKERS = ("U0ANA", "U0VITO", "U0YUI", "U0MO", "U0KIRA", "U0MAX", "U0NEA", "U0OLE")


async def test_eight_clickers_on_one_card_always_have_one_winner(
    open_database: Database, database_address: str, tmp_path: Path
) -> None:
    database = open_database
    await let_join(database, "U0NEA", "U0OLE")
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as sandbox:
        verdict = Verdict(sandbox)
        sandbox.slack.socket.acknowledge_within = PATIENCE
        for name in ("nea", "ole"):
            sandbox.slack.add_user(User(f"U0{name.upper()}", name, name.title()))
        people = [sandbox.slack.person(each) for each in CLICKERS]
        settings = settings_of(sandbox, database_address, desk_file(tmp_path, poll_seconds=4), log_level="WARNING")
        processes = 1 if database.is_sqlite else 2
        async with desk_open(sandbox, settings, tmp_path, processes=processes) as crowd:
            race = await Race.begun(sandbox, database, people, crowd)
            for _ in range(ROUNDS):
                await race.run()
            assert [await each.close() for each in crowd] == [0] * processes
            assert [each.said for each in crowd if "failed" in each.said] == []
        verdict.must_be_clean()
    show(
        f"One card, {len(people)} clickers, {database.url.get_backend_name()}, {processes} process(es)",
        rounds=race.rounds,
        clicks=race.clicks,
        winners=race.rounds,
        told_privately=race.told,
        of_these_watched_in_Slack=race.seen,
        wins=dict(race.wins),
    )
    assert len(race.wins) > 1


class Race:
    """One card and those who press on it."""

    def __init__(
        self, database: Database, people: Sequence[Person], crowd: list[DeskProcess], channel: str, ts: str
    ) -> None:
        self.rounds = self.clicks = self.told = self.seen = 0
        self.wins: dict[str, int] = {}
        self._database = database
        self._people = people
        self._crowd = crowd
        self._channel = channel
        self._ts = ts
        self._last_notice = 0
        self._random = random.Random(1)

    @classmethod
    async def begun(
        cls, sandbox: Sandbox, database: Database, people: Sequence[Person], crowd: list[DeskProcess]
    ) -> "Race":
        """A customer has asked, and everybody has the card before their eyes."""
        sandbox.x.customer("lost_tabs").post("@FirefoxSupport all my tabs are gone, help!", lang="en")
        first = people[0]

        def card() -> tuple[str, str] | None:
            enter(sandbox, people)
            shown = [(place["id"], each) for place in first.channels() for each in first.messages(place["id"])]
            return next(((place, each["ts"]) for place, each in shown if "my tabs are gone" in readable(each)), None)

        channel, ts = await until(card, what="the card", crowd=crowd)
        return cls(database, people, crowd, channel, ts)

    async def run(self) -> None:
        """Everybody presses Claim at once; then the winner gives it back, and the card says so."""
        order = self._random.sample(self._people, len(self._people))
        clicks = (each.click(self._channel, self._ts, "conversation:claim") for each in order)
        assert all(each.acknowledged for each in await asyncio.gather(*clicks))
        self.rounds += 1
        self.clicks += len(self._people)
        winner = await self._winner()
        await self._losers_are_told(winner)
        await self._card_offers("conversation:release")
        person = next(each for each in self._people if each.id == winner)
        assert (await person.click(self._channel, self._ts, "conversation:release")).acknowledged
        await self._card_offers("conversation:claim")

    async def _winner(self) -> str:
        """Who owns it; there has been exactly one claim for each round."""
        async with self._database.reading() as session:
            owner: str | None = await session.scalar(select(Conversation.claimed_by))
            claims = await session.scalar(select(func.count()).where(Happened.kind == Event.CLAIMED))
        assert claims == self.rounds
        assert owner is not None
        assert owner in CLICKERS
        self.wins[owner] = self.wins.get(owner, 0) + 1
        return owner

    async def _losers_are_told(self, winner: str) -> None:
        """Each of the others, once, in private, with the winner's name."""
        async with self._database.reading() as session:
            found = await session.scalars(select(Notice).where(Notice.id > self._last_notice).order_by(Notice.id))
            notices = found.all()
        self._last_notice = notices[-1].id
        assert sorted(each.to for each in notices) == sorted({each.id for each in self._people} - {winner})
        assert {each.channel for each in notices} == {self._channel}
        words = [each.facts["text"] for each in notices if f"<@{winner}> is already on #1" not in each.facts["text"]]
        assert words == [], "\n".join(each.said[-3000:] for each in self._crowd)
        self.told += len(notices)
        if self.rounds > SEEN_IN_SLACK:
            return
        for loser in (each for each in self._people if each.id != winner):
            await until(
                lambda loser=loser: f"<@{winner}> is already on #1" in newest_private(loser, self._channel),  # type: ignore[misc]
                what=f"{winner}'s name for {loser.id}",
                crowd=self._crowd,
            )
            self.seen += 1

    async def _card_offers(self, action: str) -> None:
        card = self._people[0]

        def offered() -> bool:
            blocks = card.message(self._channel, self._ts).blocks or []
            return any(each.get("action_id") == action for each in elements(blocks))

        await until(offered, what=f"{action} on the card in round {self.rounds}", crowd=self._crowd)


def newest_private(person: Person, channel: str) -> str:
    """The newest message in a channel that only this person sees."""
    private = [each for each in person.messages(channel) if each["is_ephemeral"]]
    return readable(private[-1]) if private else ""


def enter(sandbox: Sandbox, people: Sequence[Person]) -> None:
    """Let everybody into the queue's channel, once there is one."""
    channel = sandbox.slack.channels.get("desk-moderated")
    if channel is not None:
        for each in people:
            sandbox.slack.enter(channel, each.id)


async def let_join(database: Database, *slack_ids: str) -> None:
    """Two more volunteers."""
    joined = MONDAY - timedelta(days=30)
    async with database.writing() as session:
        session.add_all(Member(id=each, role=Role.VOLUNTEER, name=each, joined_at=joined) for each in slack_ids)
