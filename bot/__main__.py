"""python -m bot: run the desk, try it, check it, connect an account, migrate its database."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import check as checking
from bot import clippings_on_disk, logs, programme, settings
from bot import demo as playing
from bot.app import build
from bot.clock import SystemClock
from bot.connect import connect as sign_in
from bot.errors import Misconfigured
from bot.networks import known
from storage import schema
from storage.db import Database

T = TypeVar("T")

commands = typer.Typer(
    help="Volley: answer a brand's public mentions together, from Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
clippings = typer.Typer(help="The saved replies as a file.", no_args_is_help=True)
commands.add_typer(clippings, name="clippings")


@commands.command()
def run(
    since: Annotated[
        datetime | None, typer.Option(help="Where a first start begins to read (UTC); now unless given.")
    ] = None,
) -> None:
    """Open the desk, and keep it open until told to stop."""
    found, chosen = all_or_every_problem()
    logs.configure(found.log_level)
    obey(serve(found, chosen, since.replace(tzinfo=since.tzinfo or UTC) if since else None))


def all_or_every_problem() -> tuple[settings.Settings, programme.Programme]:
    """The settings and the programme. Raises Misconfigured with what is wrong in .env and in desk.toml, all at once."""
    problems: list[str] = []
    found: settings.Settings | None = None
    chosen: programme.Programme | None = None
    try:
        found = settings.read()
    except Misconfigured as error:
        problems.append(str(error))
    try:
        chosen = programme.load(settings.desk_file())
    except Misconfigured as error:
        problems.append(str(error))
    if chosen is not None:
        problems += known.problems_of(settings.for_networks(), chosen)
    if found is None or chosen is None or problems:
        raise Misconfigured("\n".join(problems))
    return found, chosen


async def serve(found: settings.Settings, chosen: programme.Programme, since: datetime | None) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way."""
    stopped = stop_signal()
    app = await build(found, chosen, since=since)
    try:
        await app.start()
        await stopped.wait()
    finally:
        await app.stop()


@commands.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 0,
    replay: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="JSON lines to replay instead of the story.")
    ] = None,
    speed: Annotated[float, typer.Option(min=0.001, help="How many times shorter the gaps between posts are.")] = 1.0,
    until_done: Annotated[
        bool, typer.Option(help="End when all is replayed and settled; exit 1 if it is not.")
    ] = False,
) -> None:
    """Try the desk in the browser, with a pretend Slack and pretend networks; nothing is kept."""
    if until_done and replay is None:
        raise Misconfigured("--until-done needs --replay FILE")
    logs.configure("WARNING")
    chosen = programme.load(playing.ROOT / "desk.toml")
    wishes = playing.Wishes(port=port, replay=replay, speed=speed, until_done=until_done)

    async def play() -> bool:
        return await playing.demo(wishes, chosen, say=print, stopped=stop_signal())

    if not obey(play()):
        raise typer.Exit(1)


@commands.command()
def check() -> None:
    """Try every setting, token, scope, channel and account, and each line of desk.toml."""
    logs.configure("ERROR")

    async def everything() -> bool:
        wrong = False
        async for line in checking.check(settings.DOTENV):
            print(line)
            wrong = wrong or line.is_wrong
        return wrong

    if obey(everything()):
        raise typer.Exit(1)


@commands.command()
def connect(handle: Annotated[str, typer.Argument(help="The account, as in @FirefoxSupport.")]) -> None:
    """Let the desk act for an account: walk through its network's sign-in and keep the tokens in .env."""
    chosen = programme.load(settings.desk_file())
    try:
        account = chosen.account(handle)
    except KeyError:
        raise Misconfigured(f"There is no account {handle} in desk.toml; it names {names(chosen)}.") from None
    obey(sign_in(known.sign_in(account, settings.for_networks()), settings.DOTENV, say=print, ask=typer.prompt))


@commands.command()
def migrate() -> None:
    """Bring the database's tables to what this version needs."""
    found = settings.read()
    logs.configure(found.log_level)

    async def bring() -> None:
        database = Database(found.database_url)
        await schema.upgrade(database)
        await database.close()

    obey(bring())
    print("The database is ready.")


@clippings.command("import")
def import_(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file as export writes it.")],
) -> None:
    """Add the clippings of a file, and change those of the same name; others stay."""
    found = settings.read()
    chosen = programme.load(found.desk_file)
    done = obey(
        with_database(found, lambda base: clippings_on_disk.bring_in(base, path, chosen, now=SystemClock().now()))
    )
    print(f"{done.added} added, {done.changed} changed, {done.unchanged} as they were.")
    if done.unknown_tags:
        print(f"Left out, as desk.toml does not know these tags: {', '.join(done.unknown_tags)}.")


@clippings.command()
def export(path: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write them.")]) -> None:
    """Write all clippings that are offered into a file, to be translated, kept or read in elsewhere."""
    try:
        path.write_text(obey(with_database(settings.read(), clippings_on_disk.take_out)), encoding="utf-8")
    except OSError as error:
        raise Misconfigured(f"{path} cannot be written: {error}") from error
    print(f"They are in {path}.")


async def with_database(found: settings.Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database, and close it."""
    database = Database(found.database_url)
    try:
        return await work(database)
    finally:
        await database.close()


def names(chosen: programme.Programme) -> str:
    """The handles of all accounts."""
    return ", ".join(f"@{each.handle}" for each in chosen.accounts)


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


def obey(work: Coroutine[Any, Any, T]) -> T:
    """Run it."""
    return asyncio.run(work)


def main() -> None:
    """Run the command; what is set up wrongly is told in plain words, without a traceback."""
    try:
        commands()
    except Misconfigured as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
