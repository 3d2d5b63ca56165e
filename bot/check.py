"""Tries everything a person could have mistyped: settings, desk.toml, database, Slack, channels, networks' accounts."""

import json
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot import programme, settings
from bot.clock import SystemClock
from bot.desk.leaving.spending import Till
from bot.errors import Misconfigured
from bot.knowledge.kitsune import Kitsune
from bot.networks import known
from bot.programme import Programme
from bot.settings import Settings
from bot.slack.caller import name_of
from storage import schema
from storage.db import Database
from storage.schema import Standing

ROOT = Path(__file__).parent.parent
FORGETFUL = ("DYNO", "RENDER", "FLY_APP_NAME", "K_SERVICE", "RAILWAY_ENVIRONMENT", "KUBERNETES_SERVICE_HOST")
"""What hosts that begin each start with a fresh disk say of themselves in the environment."""
SECONDS = 20
NO_ANSWER = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)
"""What a call to Slack raises when it is refused, or when nobody answers."""


@dataclass(frozen=True)
class Line:
    """One thing that was tried. `remedy` is None when it is well; a warning has a remedy and yet is no failure."""

    what: str
    remedy: str | None = None
    is_warning: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether the desk cannot work like that."""
        return self.remedy is not None and not self.is_warning

    def __str__(self) -> str:
        if self.remedy is None:
            return f"✓ {self.what}"
        return f"{'!' if self.is_warning else '✗'} {self.what}: {self.remedy}"


async def check(dotenv: Path) -> AsyncIterator[Line]:
    """Try everything, one line each, as far as each step allows the next; what is missing is told all at once."""
    try:
        found = settings.read(dotenv)
    except Misconfigured as error:
        for line in (*told(error), *on_paper(dotenv)):
            yield line
        return
    yield Line(f"settings in {dotenv} and the environment")
    async for line in database(found):
        yield line
    try:
        chosen = programme.load(found.desk_file)
    except Misconfigured as error:
        for each in str(error).splitlines():
            yield Line("desk.toml", each)
        return
    yield Line(f"{found.desk_file}: {len(chosen.accounts)} accounts, {len(chosen.queues)} queues, {chosen.name}")
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        async for line in slack(found, chosen, session):
            yield line
    async for line in accounts(found, chosen):
        yield line
    yield await knowledge(found, chosen)


def told(error: Misconfigured) -> list[Line]:
    """A line for each of the problems: what is wrong, and the remedy."""
    parts = (each.partition(": ") for each in str(error).splitlines())
    return [Line(what, remedy or "see .env.example") for what, _, remedy in parts]


def on_paper(dotenv: Path) -> list[Line]:
    """What desk.toml and the networks' settings lack, as far as that shows without asking anybody."""
    try:
        chosen = programme.load(settings.desk_file(dotenv))
    except Misconfigured as error:
        return [Line("desk.toml", each) for each in str(error).splitlines()]
    lacking = known.problems_of(settings.for_networks(dotenv), chosen)
    return told(Misconfigured("\n".join(lacking))) if lacking else []


async def database(found: Settings) -> AsyncIterator[Line]:
    """Whether the database answers, what its tables are like, and whether the host will keep it."""
    opened = Database(found.database_url)
    where = opened.url.render_as_string(hide_password=True)
    try:
        standing = await schema.standing(opened)
    except (SQLAlchemyError, OSError) as error:
        yield Line(f"database {where}", f"it does not answer ({type(error).__name__}); look at DATABASE_URL")
        return
    finally:
        await opened.close()
    remedies = {
        Standing.CURRENT: None,
        Standing.OLDER: None
        if opened.is_sqlite
        else "its tables are older than this code; run `python -m bot migrate`",
        Standing.NEWER: "its tables were made by newer code; install that version again",
    }
    yield Line(f"database {where}", remedies[standing])
    host = next((name for name in FORGETFUL if os.environ.get(name)), None)
    if opened.is_sqlite and host is not None:
        yield Line("disk", f"this host ({host}) forgets its disk; set DATABASE_URL to a PostgreSQL", is_warning=True)


async def slack(found: Settings, chosen: Programme, session: aiohttp.ClientSession) -> AsyncIterator[Line]:
    """Each token, each scope, the managers, and each channel."""
    token = found.slack_bot_token.get_secret_value()
    web = AsyncWebClient(token=token, base_url=found.slack_api_url, session=session, retry_handlers=[])
    try:
        who = await web.auth_test()
    except NO_ANSWER as error:
        yield Line("SLACK_BOT_TOKEN", f"{reason_of(error)}; install the app and copy the Bot User OAuth Token again")
        return
    yield Line(f"SLACK_BOT_TOKEN: {who['user']} in {who['team']}")
    yield await app_token(found, web)
    granted = scopes_of(who.headers)
    for scope in wanted_scopes():
        if granted and scope not in granted:
            yield Line(f"scope {scope}", "add it under OAuth & Permissions and install the app again")
    yield Line(f"{len(granted)} scopes granted") if granted else Line("scopes: Slack did not say")
    for manager in found.desk_managers:
        yield await person(manager, web, "manager", "correct DESK_MANAGERS")
    for keyholder in dict.fromkeys(name for each in chosen.accounts for name in each.keyholders):
        yield await person(keyholder, web, "keyholder", "correct the keyholders in desk.toml")
    without = [f"@{each.handle}" for each in chosen.accounts if not each.keyholders and known.is_sent_by_hand(each)]
    if without:
        remedy = f"nobody can send by hand from {', '.join(without)}; name them in desk.toml"
        yield Line("keyholders", remedy, is_warning=True)
    if not found.desk_managers:
        yield Line("DESK_MANAGERS", "name at least one Slack user id, or nobody can admit others", is_warning=True)
    async for each in channels(chosen, web):
        yield each


async def app_token(found: Settings, web: AsyncWebClient) -> Line:
    """Whether Socket Mode can be opened."""
    if found.slack_app_token is None:
        return Line("SLACK_APP_TOKEN is not set: Slack calls /slack/events over the web")
    try:
        await web.apps_connections_open(app_token=found.slack_app_token.get_secret_value())
    except NO_ANSWER as error:
        return Line("SLACK_APP_TOKEN", f"{reason_of(error)}; turn Socket Mode on and make one with connections:write")
    return Line("SLACK_APP_TOKEN: Socket Mode can be opened")


async def person(user: str, web: AsyncWebClient, what: str, remedy: str) -> Line:
    """Whether somebody who is named as a manager or keyholder is in the workspace."""
    try:
        answer = await web.users_info(user=user)
    except NO_ANSWER as error:
        return Line(f"{what} {user}", f"{reason_of(error)}; {remedy}")
    if answer["user"].get("deleted"):
        return Line(f"{what} {user}", f"this account is deactivated; {remedy}")
    return Line(f"{what} {user}: {answer['user'].get('real_name') or answer['user'].get('name')}")


async def channels(chosen: Programme, web: AsyncWebClient) -> AsyncIterator[Line]:
    """Each queue's channel and the team's: there, or to be created at the first start."""
    there: dict[str, dict[str, Any]] = {}
    cursor = ""
    try:
        while True:
            answer = await web.conversations_list(types="public_channel,private_channel", limit=200, cursor=cursor)
            there |= {each["name"]: each for each in answer["channels"]}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
    except NO_ANSWER as error:
        yield Line("channels", f"{reason_of(error)}; the app needs channels:read and groups:read")
        return
    for name in dict.fromkeys([*(queue.channel for queue in chosen.queues), chosen.team_channel]):
        if name not in there:
            yield Line(
                f"channel #{name}: will be created at the start or, if it exists and is private, invite Volley to it"
            )
        elif there[name].get("is_archived"):
            yield Line(f"channel #{name}", "it is archived; take it out of the archive, or name another in desk.toml")
        else:
            yield Line(f"channel #{name}")


async def accounts(found: Settings, chosen: Programme) -> AsyncIterator[Line]:
    """Each account's token, by asking its network who it is."""
    try:
        networks = known.build(found.networks, chosen, clock=SystemClock(), charged=Till())
    except Misconfigured as error:
        for line in told(error):
            yield line
        return
    for network in networks.values():
        for what, remedy in await network.check():
            yield Line(what, remedy)
        await network.close()


async def knowledge(found: Settings, chosen: Programme) -> Line:
    """Whether the knowledge base can be read. One that cannot is a warning: everything else goes on without."""
    if chosen.knowledge_base is None:
        return Line("knowledge base: none, desk.toml has no [knowledge_base]")
    site = Kitsune(chosen.knowledge_base.site, clock=SystemClock(), address=found.knowledge_base_api_url)
    try:
        what, remedy = await site.check(chosen.knowledge_base.locales)
    finally:
        await site.close()
    return Line(what, remedy, is_warning=True)


def wanted_scopes() -> tuple[str, ...]:
    """The scopes that manifest.json asks for."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    return tuple(manifest["oauth_config"]["scopes"]["bot"])


def scopes_of(headers: Mapping[str, Any]) -> frozenset[str]:
    """The scopes that Slack names in the headers of an answer."""
    names: Iterable[str] = (str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes")
    return frozenset(each.strip() for name in names for each in name.split(",") if each.strip())


def reason_of(error: Exception) -> str:
    """Slack's own word for an error, or what kind of trouble the network made."""
    if isinstance(error, SlackApiError):
        return f"Slack answers {name_of(error)}"
    return f"Slack cannot be reached ({type(error).__name__})"
