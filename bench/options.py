"""Option search: what a menu offers while somebody types, with as many clippings and tags as a large desk has."""

import random
from pathlib import Path
from time import perf_counter

from bench.stage import environment, everybody_in, migrated, quick_desk, running, until
from bench.stored import fill
from bench.timing import Spread, spread
from bot.clippings import Wording
from bot.clippings_file import written
from bot.clippings_on_disk import bring_in
from bot.clock import SystemClock
from bot.programme import Account, load
from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from storage import clippings
from storage.db import Database
from storage.tables import ClippingUse, Reply, ReplyState

CLIPPINGS = 50
LANGUAGES = ("en", "de", "fr", "es", "pt-BR", "tr", "it", "pl", "ru", "ja", "zh-CN", "id")
TAGS = 500
USED = 2_000
"""Replies that were begun from a clipping: what came of them decides what is offered first."""

TEAM = "social-support"
SEARCHES = 400
WORDS = [
    "bookmarks",
    "session",
    "sync",
    "video",
    "crash",
    "update",
    "password",
    "theme",
    "account",
    "download",
    "privacy",
    "history",
    "print",
    "font",
]


async def options(database: str, folder: Path) -> dict[str, Spread]:
    """From a letter typed into the menu of clippings, and of tags, until its choices are there, in Slack."""
    desk_file = large_desk(folder)
    account = load(desk_file).accounts[0]
    manifest = (Path(__file__).parent.parent / "manifest.json").read_text(encoding="utf-8")
    async with Sandbox.start(manifest=manifest) as sandbox:
        kira = sandbox.slack.person("U0KIRA")
        settings = environment(sandbox, database, kira.id, desk_file)
        await migrated(settings, folder)
        await used(Database(database), folder, desk_file, account)
        async with running(["bot", "run", "--since", "2020-01-01"], settings, folder):
            await until("the team's channel", lambda: sandbox.slack.channels.get(TEAM) is not None)
            await everybody_in([kira])
            figures = {}
            for name, verb, action in (("clippings", "reply", "reply:clipping"), ("tags", "tag", "tags")):
                await kira.command(TEAM, f"/desk {verb} {USED}")
                await until(f"the form for {name}", lambda: kira.modal() is not None)
                figures[name] = await searched(kira, action)
                await kira.dismiss()
            return figures


async def searched(person: Person, action: str) -> Spread:
    """Searches one after the other, by the first letters of words; whatever is not offered within three seconds, or
    offered empty, ends the measurement."""
    chosen = random.Random(1)
    seconds = []
    for _ in range(SEARCHES):
        word = chosen.choice(WORDS)
        typed = word[: chosen.randint(1, len(word))]
        begun = perf_counter()
        offered = await person.options("modal", action, typed)
        seconds.append(perf_counter() - begun)
        assert offered, f"nothing is offered for {typed!r}"
    return spread(seconds)


def large_desk(folder: Path) -> Path:
    """The shipped desk.toml with 500 tags more."""
    path = quick_desk(folder)
    tags = (f'[[tags]]\nname = "{WORDS[number % len(WORDS)].title()} {number}"\n' for number in range(TAGS))
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "\n".join(tags), encoding="utf-8")
    return path


async def used(database: Database, folder: Path, desk_file: Path, account: Account) -> None:
    """Keep 50 clippings in 12 languages each, and 2,000 replies that were begun from them."""
    now = SystemClock().now()
    programme = load(desk_file)
    file = folder / "clippings.toml"
    file.write_text(written([wording(number) for number in range(CLIPPINGS)]), encoding="utf-8")
    await bring_in(database, file, programme, now=now)
    await fill(database, USED, network=account.network, queue=programme.queues[0].key, account=account.handle)
    async with database.writing() as session:
        ids = [each.id for each in await clippings.everything(session)]
        for number in range(1, USED):
            reply = Reply(
                conversation_id=number,
                answers_id=number,
                network=account.network,
                account=account.handle,
                text="Said",
                by="U0KIRA",
                at=now,
                state=ReplyState.SENT,
                send_after=now,
                sent_at=now,
            )
            session.add(reply)
            await session.flush()
            session.add(ClippingUse(reply_id=reply.id, clipping_id=ids[number % len(ids)], edited=number % 3 == 0))
    await database.close()


def wording(number: int) -> Wording:
    """One of the fifty."""
    words = [WORDS[(number + step) % len(WORDS)] for step in range(3)]
    said = (
        f"Hi {{name}}, about your {' and '.join(words)}: open the menu, choose Settings, and look at number {number}."
    )
    return Wording(
        name=f"{words[0].title()} {number}",
        category=words[1].title(),
        tags=(),
        words=tuple(words),
        texts={language: f"{said} ({language})" for language in LANGUAGES},
    )
