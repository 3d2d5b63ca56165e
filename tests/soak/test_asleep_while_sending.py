"""The process that sends a reply is put to sleep at the worst moments, and wakes up when it may send no longer.

On PostgreSQL another process takes over meanwhile. Whatever happens, the customer is answered once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from storage.db import Database
from storage.tables import Conversation, Lease, Reply, ReplyState
from tests.conftest import ROOT
from tests.soak.crew import ROOM
from tests.soak.desk_process import DeskProcess, connected, desk_file, settings_of, until, until_stored
from tests.soak.figures import show
from tests.soak.later import opened_later, send_again
from tests.soak.verdict import Verdict

pytestmark = [pytest.mark.soak, pytest.mark.timeout(600)]

WORDS = "Sorry about that! Ctrl+Shift+T brings them back."
PAST_DEADLINE = timedelta(seconds=1)


@dataclass(frozen=True)
class Nap:
    """When it falls asleep, whether past the deadline, and how the reply stands afterwards."""

    moment: str
    is_long: bool
    end: ReplyState


NAPS = {
    "between_commit_and_request": Nap("before", is_long=True, end=ReplyState.UNKNOWN),
    "at_the_first_byte": Nap("last_moment", is_long=True, end=ReplyState.UNKNOWN),
    "before_the_record": Nap("after", is_long=True, end=ReplyState.SENT),
    "shorter_than_the_deadline": Nap("before", is_long=False, end=ReplyState.SENT),
}


@pytest.mark.parametrize("nap", NAPS.values(), ids=NAPS)
async def test_a_process_that_slept_never_sends_what_may_no_longer_leave(
    open_database: Database, database_address: str, tmp_path: Path, nap: Nap
) -> None:
    database = open_database
    chosen = desk_file(tmp_path, undo_seconds=1, poll_seconds=4)
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as sandbox:
        verdict = Verdict(sandbox)
        mo = sandbox.slack.person("U0MO")
        settings = settings_of(sandbox, database_address, chosen)
        sleeper = DeskProcess({**settings, "SLEEPS": nap.moment}, tmp_path, "sleeper", module=("tests.soak.sleeper",))
        crowd = [sleeper] if database.is_sqlite else [sleeper, DeskProcess(settings, tmp_path, "other")]
        async with connected(sandbox, crowd):
            assert await worker(database) == sleeper.pid
            post = sandbox.x.customer("lost_tabs").post("@FirefoxSupport all my tabs are gone, help!", lang="en")
            await until_stored(lambda: is_asked(database), what="the question on the desk", crowd=crowd)
            await answer(mo)
            await until(lambda: sleeper.is_asleep, what="a nap", crowd=crowd)
            reply = await the_reply(database)
            assert reply.state is ReplyState.SENDING
            assert reply.deadline is not None
            assert posted(sandbox) == (1 if nap.moment == "after" else 0)
            wakes_at = reply.deadline + PAST_DEADLINE if nap.is_long else datetime.now(UTC)
            await until(lambda: datetime.now(UTC) >= wakes_at, what="the time to wake up")
            sleeper.wake()
            await until_stored(lambda: stands(database, nap.end), what=f"a reply that is {nap.end}", crowd=crowd)
            reply = await the_reply(database)
            assert [await each.close() for each in crowd] == [0] * len(crowd)
        assert posted(sandbox) == (0 if nap.end is ReplyState.UNKNOWN else 1)
        async with opened_later(sandbox, database, chosen):
            again = await send_again(database, mo, ROOM)
        assert again == (1 if nap.end is ReplyState.UNKNOWN else 0)
        assert [each.text for each in sandbox.x.replies_to(post)] == [f"{WORDS} ^mo"]
        verdict.must_be_clean()
    show(
        f"Asleep {nap.moment}, {database.url.get_backend_name()}, {len(crowd)} process(es)",
        past_the_deadline=nap.is_long,
        state_after_waking=nap.end.value,
        why=reply.why,
        sent_again_by_a_person=again,
        answers_on_X=1,
    )


async def answer(person: Person) -> None:
    """Reply to the first conversation."""
    assert (await person.command(ROOM, "/desk reply 1")).acknowledged
    person.fill("text", WORDS)
    assert (await person.submit()).errors == {}
    await person.dismiss()


def posted(sandbox: Sandbox) -> int:
    """How many replies have reached X by its API, whatever X said."""
    counts = sandbox.log.counts.items()
    return sum(count for (_, method, _), count in counts if method == "POST /2/tweets")


async def worker(database: Database) -> int:
    """The number of the process that holds the lease."""
    holder = await until_stored(lambda: lease_holder(database), what="a worker")
    return int(holder.split(":")[-2])


async def lease_holder(database: Database) -> str | None:
    """Who runs the loops."""
    async with database.reading() as session:
        return await session.scalar(select(Lease.holder))


async def is_asked(database: Database) -> int | None:
    """The conversation, once it is there."""
    async with database.reading() as session:
        return await session.scalar(select(Conversation.id))


async def the_reply(database: Database) -> Reply:
    """The one reply."""
    async with database.reading() as session:
        return (await session.scalars(select(Reply))).one()


async def stands(database: Database, end: ReplyState) -> bool:
    """Whether the reply stands like that."""
    return (await the_reply(database)).state is end
