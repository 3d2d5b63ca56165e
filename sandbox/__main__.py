"""python -m sandbox: serve a pretend Slack, X and Play Store until told to stop."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from sandbox import people
from sandbox.replay import NotReplayable, Replay
from sandbox.server import Sandbox
from sandbox.story import Story


def main() -> int:
    """Read the arguments and serve; 0 when stopped, 1 when it could not begin."""
    arguments = read_arguments()
    try:
        asyncio.run(serve(arguments))
    except (NotReplayable, OSError) as wrong:
        print(f"The sandbox cannot start: {wrong}", file=sys.stderr)
        return 1
    return 0


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one (default)")
    parser.add_argument("--manifest", type=Path, help="the Slack app's manifest.json: its scopes, commands and events")
    parser.add_argument(
        "--replay", type=Path, help="a JSON-lines file of posts and reviews; the format stands in sandbox/replay.py"
    )
    parser.add_argument("--speed", type=positive, default=1.0, help="how many times shorter the gaps between posts are")
    parser.add_argument(
        "--story", action=argparse.BooleanOptionalAction, help="play the invented story (default: unless --replay)"
    )
    parser.add_argument("--until-done", action="store_true", help="end when the replay is posted and fetched")
    parser.add_argument("--seed", type=int, default=1, help="seed of all chance")
    arguments = parser.parse_args()
    if arguments.until_done and arguments.replay is None:
        parser.error("--until-done needs --replay")
    return arguments


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until SIGTERM, SIGINT or the end of a replay; prints one line of JSON with the addresses when ready."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    manifest = arguments.manifest.read_text(encoding="utf-8") if arguments.manifest else None
    sandbox = Sandbox(manifest=manifest, seed=arguments.seed)
    replay = None
    if arguments.replay is not None:
        replay = Replay.of_file(arguments.replay, sandbox, speed=arguments.speed)
        sandbox.extra_routes += replay.routes()
    wants_story = arguments.replay is None if arguments.story is None else arguments.story
    async with sandbox.serve(arguments.port):
        if wants_story:
            sandbox.run(Story(sandbox, speed=arguments.speed, seed=arguments.seed).run())
        if replay is not None:
            task = sandbox.run(replay.run())
            if arguments.until_done:
                task.add_done_callback(lambda _: stopped.set())
        print(json.dumps(addresses(sandbox)), flush=True)
        await stopped.wait()


def addresses(sandbox: Sandbox) -> dict[str, Any]:
    """Where everything is and with which keys, under the names the settings have."""
    settings = {
        "SLACK_API_URL": sandbox.slack_api_url,
        "SLACK_BOT_TOKEN": people.SLACK_BOT_TOKEN,
        "SLACK_APP_TOKEN": people.SLACK_APP_TOKEN,
        "SLACK_SIGNING_SECRET": people.SLACK_SIGNING_SECRET,
        "X_API_URL": sandbox.x_api_url,
        "X_CONSUMER_KEY": people.X_CONSUMER_KEY,
        "X_CONSUMER_SECRET": people.X_CONSUMER_SECRET,
        "GOOGLE_PLAY_API_URL": sandbox.play_api_url,
        "GOOGLE_PLAY_CREDENTIALS": sandbox.play_credentials,
        "KNOWLEDGE_BASE_API_URL": sandbox.kitsune_url,
    }
    for account in people.X_ACCOUNTS:
        name = account.handle.upper()
        settings |= {
            f"X_CONSUMER_KEY_{name}": account.consumer_key,
            f"X_CONSUMER_SECRET_{name}": account.consumer_secret,
            f"X_TOKEN_{name}": account.token,
            f"X_TOKEN_SECRET_{name}": account.token_secret,
        }
    cast = [{"id": each.id, "role": each.role, "languages": list(each.languages)} for each in people.SLACK_PEOPLE]
    return {"url": f"{sandbox.url}/", "settings": settings, "people": cast}


def positive(text: str) -> float:
    """A number above zero."""
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError("a number above zero was expected")
    return number


if __name__ == "__main__":
    sys.exit(main())
