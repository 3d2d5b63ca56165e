"""The least a Slack app can do with a click: one UPDATE, one chat.update. Everything else is measured beside it."""

import asyncio
import os
import signal
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from storage.db import Database

CARDS = 100
CHANNEL = "bare"


def blocks(number: int, state: str) -> list[dict[str, Any]]:
    """A card with one button that turns into the other."""
    button = "claim" if state == "new" else "release"
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"#{number} is {state}"}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": button.capitalize()},
                    "action_id": f"conversation:{button}",
                    "value": str(number),
                }
            ],
        },
    ]


async def run() -> None:
    """Post the cards, serve clicks until told to end."""
    stopped = asyncio.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, stopped.set)
    session = aiohttp.ClientSession()
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"] + "/", session=session)
    app = AsyncApp(client=client, signing_secret="none")
    database = Database(os.environ["DATABASE_URL"])
    async with database.writing() as opened:
        await opened.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, state VARCHAR(20))"))
        for number in range(1, CARDS + 1):
            await opened.execute(text("INSERT INTO bare VALUES (:number, 'new')"), {"number": number})

    async def pressed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        number = int(body["actions"][0]["value"])
        state = "claimed" if body["actions"][0]["action_id"].endswith("claim") else "new"
        async with database.writing() as opened:
            await opened.execute(text("UPDATE bare SET state = :state WHERE id = :id"), {"state": state, "id": number})
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text=state, blocks=blocks(number, state)
        )

    app.action("conversation:claim")(pressed)
    app.action("conversation:release")(pressed)
    channel = (await client.conversations_create(name=CHANNEL))["channel"]["id"]
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    for number in range(1, CARDS + 1):
        await client.chat_postMessage(channel=channel, text="new", blocks=blocks(number, "new"))
    await stopped.wait()
    await handler.close_async()  # type: ignore[no-untyped-call]
    await session.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(run())
