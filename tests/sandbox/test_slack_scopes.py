"""What the manifest grants: scopes, events, commands, tabs; tokens, unknown methods and malformed calls."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.errors import NotPossible
from sandbox.slack.manifest import read_manifest
from tests.sandbox.slack_stage import Json, Stage, error_of, on_stage, refusal, until

MANIFEST: Json = {
    "_metadata": {"major_version": 2, "minor_version": 1},
    "display_information": {"name": "Volley"},
    "features": {
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
        "bot_user": {"display_name": "volley", "always_online": True},
        "slash_commands": [{"command": "/desk", "description": "The desk", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "channels:read", "channels:manage", "im:write", "commands"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.groups", "member_joined_channel"]},
        "interactivity": {"is_enabled": False},
        "socket_mode_enabled": True,
    },
}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage(manifest=json.dumps(MANIFEST)) as stage:
        yield stage


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("conversations.history", {"channel": "desk"}, "channels:history"),
        ("conversations.list", {"types": "public_channel,private_channel"}, "groups:read"),
        ("conversations.create", {"name": "inner", "is_private": True}, "groups:write"),
        ("users.info", {"user": "U0ANA"}, "users:read"),
        ("reactions.add", {"channel": "desk", "timestamp": "1.0", "name": "eyes"}, "reactions:write"),
        ("pins.add", {"channel": "desk", "timestamp": "1.0"}, "pins:write"),
        ("bookmarks.list", {"channel_id": "desk"}, "bookmarks:read"),
        ("usergroups.list", {}, "usergroups:read"),
        ("conversations.join", {"channel": "C0GENERAL"}, "channels:join"),
        ("chat.postMessage", {"channel": "desk", "text": "a", "username": "Someone"}, "chat:write.customize"),
    ],
)
async def test_missing_scope_is_refused_with_what_is_needed(
    stage: Stage, method: str, arguments: Json, needed: str
) -> None:
    await stage.client.conversations_create(name="desk")
    answer = await refusal(stage.client.api_call(method, json=arguments))
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == needed
    assert answer["provided"] == "channels:manage,channels:read,chat:write,commands,im:write"


async def test_public_channels_outside_need_their_own_scope(stage: Stage) -> None:
    call = stage.client.chat_postMessage(channel="C0GENERAL", text="hello")
    assert await error_of(call) == "not_in_channel"


async def test_only_subscribed_events_are_sent(stage: Stage) -> None:
    heard: list[Json] = []

    @stage.app.middleware
    async def listen(body: Json, next: Any) -> Any:
        heard.append(body["event"])
        return await next()

    await stage.connect()
    channel = str((await stage.client.conversations_create(name="desk"))["channel"]["id"])
    await stage.client.chat_postMessage(channel=channel, text="not subscribed")
    await stage.client.conversations_invite(channel=channel, users="U0ANA")
    await stage.ana.say(channel, "not subscribed either")
    await until(lambda: heard)
    assert [(event["type"], event["user"]) for event in heard] == [("member_joined_channel", "U0ANA")]


async def test_what_the_manifest_lacks_the_client_does_not_offer(stage: Stage) -> None:
    with pytest.raises(NotPossible):
        await stage.ana.open_home()
    with pytest.raises(NotPossible):
        await stage.ana.say(stage.ana.dm(), "read only")
    with pytest.raises(NotPossible):
        await stage.ana.shortcut("note")
    assert "not a valid command" in str((await stage.ana.command("#general", "/other")).warning)
    view = {"type": "home", "blocks": []}
    assert await error_of(stage.client.views_publish(user_id="U0ANA", view=view)) == "not_enabled"
    channel = str((await stage.client.conversations_create(name="desk"))["channel"]["id"])
    await stage.client.conversations_invite(channel=channel, users="U0ANA")
    outcome = await stage.ana.click(channel, await stage.card(channel), "card:claim")
    assert "not configured" in str(outcome.warning)


async def test_escaped_commands_carry_ids(stage: Stage) -> None:
    texts: list[str] = []

    @stage.app.command("/desk")
    async def desk(ack: Any, body: Json) -> None:
        texts.append(body["text"])
        await ack()

    await stage.connect()
    await stage.ana.command("#general", "/desk assign 7 @vito in #general")
    assert texts == ["assign 7 <@U0VITO|vito> in <#C0GENERAL|general>"]


async def test_posting_to_a_closed_messages_tab_is_refused() -> None:
    closed = {"features": {"app_home": {"messages_tab_enabled": False}}, "oauth_config": MANIFEST["oauth_config"]}
    async with on_stage(manifest=closed) as stage:
        call = stage.client.chat_postMessage(channel="U0ANA", text="psst")
        assert await error_of(call) == "messages_tab_disabled"


def test_without_a_manifest_everything_is_granted() -> None:
    app = read_manifest(None)
    assert app.hears("message.channels")
    assert "groups:history" in app.scopes
    assert app.command("/anything") is not None


@pytest.mark.parametrize("text", ["[]", "{", "3"])
def test_a_malformed_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_manifest(text)


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")],
)
async def test_tokens_are_checked(stage: Stage, token: str | None, error: str) -> None:
    client = AsyncWebClient(token=token, base_url=stage.sandbox.slack_api_url)
    assert await error_of(client.auth_test()) == error


@pytest.mark.parametrize("method", ["chat.scheduleMessage", "files.upload", "admin.users.list", "nonsense"])
async def test_methods_that_are_not_there_are_unknown(stage: Stage, method: str) -> None:
    assert await error_of(stage.client.api_call(method)) == "unknown_method"


async def test_missing_arguments_are_named(stage: Stage) -> None:
    answer = await refusal(stage.client.api_call("chat.postMessage", json={"text": "a"}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    assert await error_of(stage.client.api_call("chat.postMessage", json={"channel": "U0ANA"})) == "no_text"


async def test_forms_queries_and_json_are_read_alike(stage: Stage) -> None:
    blocks = json.dumps([{"type": "divider"}])
    address = f"{stage.sandbox.slack_api_url}chat.postMessage"
    authorization = {"Authorization": "Bearer xoxb-sandbox"}
    words = {"channel": "U0ANA", "text": "a", "blocks": blocks}
    async with aiohttp.ClientSession() as session:
        for how in ({"data": {**words, "token": "xoxb-sandbox"}}, {"params": words, "headers": authorization}):
            async with session.post(address, **how) as response:  # type: ignore[arg-type]
                body = await response.json()
                assert body["message"]["blocks"][0]["type"] == "divider", body
        for text, error in (("{", "invalid_json"), ("[]", "json_not_object")):
            headers = {**authorization, "Content-Type": "application/json"}
            async with session.post(address, data=text, headers=headers) as response:
                assert (await response.json())["error"] == error
        headers = {**authorization, "Content-Type": "text/xml"}
        async with session.post(address, data="<a/>", headers=headers) as response:
            assert (await response.json())["error"] == "invalid_post_type"


async def test_calls_are_logged_with_their_errors(stage: Stage) -> None:
    await stage.client.auth_test()
    await error_of(stage.client.users_list())
    newest, before = stage.sandbox.log.recent(2, network="slack")
    assert (newest.method, newest.error, newest.status) == ("users.list", "missing_scope", 200)
    assert (before.method, before.error) == ("auth.test", "")
