"""Channels: found or made, named with the remedy when they cannot be had, private ones follow the role."""

import asyncio

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import alarms
from bot.errors import Rejected
from bot.slack.budgets import Budgets
from bot.slack.gateway import Gateway
from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import Sandbox
from storage import channels
from storage.alarms import open_ones
from storage.tables import Member, Role
from tests.loops.cards.gallery import Gallery


async def keys(gallery: Gallery) -> set[str]:
    """What the desk knows of its channels."""
    async with gallery.world.database.reading() as session:
        return set(await channels.ids(session))


def inside(gallery: Gallery, name: str) -> set[str]:
    """Who is in a channel, without the bot."""
    channel = gallery.sandbox.slack.channels.get(name)
    assert channel is not None
    return set(channel.members) - {gallery.gateway.user}


async def test_missing_channels_are_made_private_ones_with_those_whose_role_shows_them(gallery: Gallery) -> None:
    assert await keys(gallery) == {"team", "queue:moderated", "queue:escalation", "queue:unmoderated"}
    assert inside(gallery, "desk-unmoderated") == {"U0MO", "U0KIRA", "U0MAX"}
    private = gallery.sandbox.slack.channels.get("desk-unmoderated")
    assert private is not None
    assert private.is_private
    assert "Unmoderated" in private.topic


async def test_a_second_process_finds_them_again(gallery: Gallery) -> None:
    gallery.crash()
    await gallery.channels.round()
    assert gallery.calls("conversations.create") == 4


async def test_an_existing_channel_is_entered(gallery: Gallery) -> None:
    async with gallery.world.database.writing() as session:
        known = await channels.ids(session)
        await channels.forget(session, known["team"])
    channel = gallery.sandbox.slack.channels.get("social-support")
    assert channel is not None
    del channel.members[gallery.gateway.user]
    gallery.world.clock.forward(minutes=11)
    await gallery.channels.round()
    assert gallery.gateway.user in channel.members
    assert "team" in await keys(gallery)


async def test_of_the_channels_to_ask_first_the_public_ones_are_remembered_while_they_are_there(
    gallery: Gallery,
) -> None:
    async def named() -> dict[str, str]:
        gallery.world.clock.forward(minutes=11)
        await gallery.channels.round()
        async with gallery.world.database.reading() as session:
            return await channels.named(session)

    assert await named() == {}
    made = gallery.sandbox.slack.channels
    android = made.create("android", creator="U0MO", created=1)
    made.create("lunch", creator="U0MO", created=1)
    secret = made.create("ios", creator="U0MO", created=1, is_private=True)
    secret.members[gallery.gateway.user] = None
    assert await named() == {"android": android.id}
    assert await named() == {"android": android.id}
    android.archived = True
    assert await named() == {}


async def test_private_channels_follow_the_role(gallery: Gallery) -> None:
    async with gallery.world.database.writing() as session:
        (await session.get_one(Member, "U0ANA")).role = Role.MODERATOR
        (await session.get_one(Member, "U0MO")).suspended_at = gallery.world.clock.now()
    await gallery.channels.round()
    assert inside(gallery, "desk-unmoderated") == {"U0ANA", "U0KIRA", "U0MAX"}


async def test_nothing_is_asked_of_slack_while_nothing_changes(gallery: Gallery) -> None:
    await gallery.channels.round()
    before = len(gallery.sandbox.log.recent(1000))
    for _ in range(5):
        await gallery.channels.round()
    assert len(gallery.sandbox.log.recent(1000)) == before


async def test_a_public_channel_that_somebody_left_stays_left(gallery: Gallery) -> None:
    await gallery.sandbox.slack.person("U0ANA").leave("desk-moderated")
    gallery.world.clock.forward(minutes=11)
    await gallery.channels.round()
    assert "U0ANA" not in inside(gallery, "desk-moderated")


async def test_a_private_channel_we_are_not_in_is_named_with_the_remedy_and_found_once_invited(
    gallery: Gallery,
) -> None:
    channel = gallery.sandbox.slack.channels.get("desk-unmoderated")
    assert channel is not None
    async with gallery.world.database.writing() as session:
        await channels.forget(session, channel.id)
    del channel.members[gallery.gateway.user]
    gallery.world.clock.forward(minutes=11)
    await gallery.channels.round()
    told = gallery.alarms[("channel", "desk-unmoderated")]
    assert told is not None
    assert "/invite" in told
    await gallery.sandbox.slack.person("U0KIRA").invite("desk-unmoderated")
    gallery.world.clock.forward(seconds=31)
    await gallery.channels.round()
    assert ("channel", "desk-unmoderated") not in gallery.alarms
    assert "queue:unmoderated" in await keys(gallery)


async def test_a_channel_that_is_well_again_after_a_restart_is_named_no_more(gallery: Gallery) -> None:
    gallery.alarms[("channel", "desk-unmoderated")] = "The process before this one could not make it."
    gallery.crash()
    await gallery.channels.round()
    assert ("channel", "desk-unmoderated") not in gallery.alarms


async def test_what_was_told_of_a_channel_that_is_wanted_no_more_is_over(gallery: Gallery) -> None:
    async with gallery.world.database.writing() as session:
        for about in ("desk-of-old", "desk-moderated"):
            await alarms.sound(session, "channel", about, "It is missing.", now=gallery.world.clock.now())
    gallery.crash()
    await gallery.channels.round()
    async with gallery.world.database.reading() as session:
        assert [each.about for each in await open_ones(session)] == ["desk-moderated"]


async def test_a_channel_that_cannot_be_filled_is_named_once_until_it_can(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str | None] = []
    tried: list[str] = []

    async def restricted(channel: str, user: str) -> None:
        tried.append(channel)
        raise Rejected("Slack: restricted_action")

    async def alarm(kind: str, about: str, text: str | None) -> None:
        told.extend([text] if about == "desk-unmoderated" else [])

    gallery.channels._alarm = alarm
    async with gallery.world.database.writing() as session:
        (await session.get_one(Member, "U0MO")).suspended_at = gallery.world.clock.now()
    monkeypatch.setattr(gallery.gateway.channels, "kick", restricted)
    for _ in range(3):
        gallery.world.clock.forward(minutes=11)
        await gallery.channels.round()
        before = len(tried)
        await gallery.channels.round()
        assert len(tried) == before
    assert [each for each in told if each] == ["Slack: restricted_action"]
    monkeypatch.undo()
    gallery.world.clock.forward(minutes=11)
    await gallery.channels.round()
    assert told[-1] is None


async def test_a_channel_that_goes_while_it_is_entered_is_named_and_keeps_no_other_from_its_members(
    gallery: Gallery,
) -> None:
    channel = gallery.sandbox.slack.channels.get("social-support")
    assert channel is not None
    async with gallery.world.database.writing() as session:
        await channels.forget(session, channel.id)
        (await session.get_one(Member, "U0ANA")).role = Role.MODERATOR
    del channel.members[gallery.gateway.user]
    gallery.world.clock.forward(minutes=11)
    gallery.sandbox.faults.add("slow", "conversations.list", seconds=0.3, count=1)
    turning = asyncio.create_task(gallery.channels.round())
    while not gallery.sandbox.faults.struck:  # noqa: ASYNC110 - a call that Slack has taken makes no event
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    channel.archived = True
    await turning
    assert "U0ANA" in inside(gallery, "desk-unmoderated")
    told = gallery.alarms[("channel", "social-support")]
    assert told is not None
    channel.archived = False
    gallery.world.clock.forward(seconds=31)
    await gallery.channels.round()
    assert ("channel", "social-support") not in gallery.alarms
    assert "team" in await keys(gallery)


async def test_a_missing_scope_is_named(gallery: Gallery) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write", "channels:read", "groups:read"]}}}
    async with (
        Sandbox.start(manifest=manifest) as sandbox,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
    ):
        client = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url, session=session)
        gallery.gateway = Gateway(client, gallery.world.clock, Budgets(unlimited=True))
        gallery.crash()
        await gallery.channels.round()
    told = gallery.alarms[("channel", "desk-moderated")]
    assert told is not None
    assert "#desk-moderated could not be made" in told
    assert "channels:manage" in told
