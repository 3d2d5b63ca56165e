"""What a host may ask, and Slack calling over the web: signed or not at all, and never carried out twice."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import select

from bot.app import App, build
from bot.demo import for_the_demo, settings_for
from bot.programme import Programme
from bot.settings import Settings
from sandbox.__main__ import addresses
from sandbox.server import Sandbox
from storage import schema
from storage.db import Database
from storage.tables import Notice
from tests.conftest import ROOT, Cast

SECRET = "shared-with-slack"


@dataclass
class Host:
    """The desk as a host sees it."""

    app: App
    address: str

    async def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        async with aiohttp.ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def post(
        self, body: str, *, secret: str | None = SECRET, kind: str = "form", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Call /slack/events as Slack does; without a secret it is not signed."""
        headers = dict(headers or {})
        headers["Content-Type"] = "application/x-www-form-urlencoded" if kind == "form" else "application/json"
        if secret is not None:
            now = str(int(time.time()))
            signature = SignatureVerifier(secret).generate_signature(timestamp=now, body=body)
            headers |= {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": str(signature)}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.address}/slack/events", data=body.encode(), headers=headers) as answer,
        ):
            return answer.status, await answer.text()


def settings_over_the_web(sandbox: Sandbox, address: str, *, socket: bool) -> Settings:
    """Settings with a port; without a socket Slack calls over the web."""
    found = settings_for(addresses(sandbox)["settings"], ROOT)
    changed = {"database_url": address, "slack_signing_secret": SecretStr(SECRET)}
    return found.model_copy(update=changed | ({} if socket else {"slack_app_token": None}))


@pytest.fixture(params=["socket", "web"])
async def host(
    request: pytest.FixtureRequest, database_address: str, database: Database, cast: Cast, programme: Programme
) -> AsyncIterator[Host]:
    """The desk, open, with its port; once over a socket, once over the web."""
    await schema.stamp(database)
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as sandbox:
        settings = settings_over_the_web(sandbox, database_address, socket=request.param == "socket")
        app = await build(settings, for_the_demo(programme), clock=sandbox.clock, database=database)
        await app.start()
        port = await app.health.start(0, "127.0.0.1")
        yield Host(app, f"http://127.0.0.1:{port}")
        await app.stop()


def command(text: str, trigger: str = "1.2.3") -> str:
    """/desk as Slack sends it over the web."""
    return urlencode(
        {
            "command": "/desk",
            "text": text,
            "user_id": "U0ANA",
            "team_id": "T0SANDBOX",
            "channel_id": "C1",
            "trigger_id": trigger,
        }
    )


async def test_health_and_figures_can_be_asked(host: Host) -> None:
    status, body = await host.get("/healthz")
    assert status == 200
    assert json.loads(body)["failing"] == []
    status, body = await host.get("/metrics")
    assert status == 200
    assert 'volley_loop_rounds_total{loop="fetch"}' in body
    assert "volley_worker" in body


async def test_a_loop_that_has_ended_is_named_and_the_desk_is_not_well(host: Host) -> None:
    (fetch,) = [each for each in host.app.engine.running if each.loop.name == "fetch"]
    while fetch.task is None:  # noqa: ASYNC110 - the lease makes no event
        await asyncio.sleep(0.01)
    fetch.task.cancel()
    await asyncio.wait([fetch.task])
    status, body = await host.get("/healthz")
    assert status == 503
    assert json.loads(body)["dead"] == ["fetch"]


async def test_signed_calls_are_carried_out_once_and_others_not_at_all(host: Host) -> None:
    if host.app.sockets is not None:
        assert (await host.post(command("help")))[0] == 404
        return
    status, body = await host.post(command("help"))
    assert status == 200
    assert "What /desk can do" in body
    for _ in range(2):
        assert (await host.post(command("ask May I?", trigger="the same")))[0] == 200
    async with host.app.database.reading() as session:
        asked = (await session.scalars(select(Notice).where(Notice.kind == "ask"))).all()
    assert sorted(notice.to for notice in asked) == ["U0KIRA", "U0MAX"]

    assert (await host.post(command("help"), secret=None))[0] == 401
    assert (await host.post(command("help"), secret="another"))[0] == 401
    assert (await host.post("{ no json", secret=None, kind="json"))[0] == 401
    for nonsense in ("{ no json", "[1, 2]", "null", '{"view": []}', "\x00"):
        assert (await host.post(nonsense, kind="json"))[0] in {200, 400, 404}


async def test_signatures_that_make_no_sense_are_nobodys(host: Host) -> None:
    now = str(int(time.time()))
    for sent_at, signature in (("soon", "v0=1"), ("", ""), ("9" * 5000, "v0=1"), (now, "v0=é")):
        headers = {"X-Slack-Request-Timestamp": sent_at, "X-Slack-Signature": signature}
        status, _ = await host.post(command("help"), secret=None, headers=headers)
        assert status == (401 if host.app.sockets is None else 404), signature


async def test_what_was_signed_long_ago_is_not_carried_out_again(host: Host) -> None:
    body, then = command("ask May I?"), str(int(time.time()) - 301)
    signature = str(SignatureVerifier(SECRET).generate_signature(timestamp=then, body=body))
    headers = {"X-Slack-Request-Timestamp": then, "X-Slack-Signature": signature}
    status, _ = await host.post(body, secret=None, headers=headers)
    assert status == (401 if host.app.sockets is None else 404)
