"""Channels: made, joined, named, private, archived; who is in them and who the people are."""

from collections.abc import AsyncIterator

import pytest

from sandbox.slack.errors import NotPossible
from sandbox.slack.users import User
from tests.sandbox.slack_stage import Json, Stage, error_of, on_stage, refusal, until


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("general", "name_taken"),
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("Desk", "invalid_name_specials"),
        ("the desk", "invalid_name_specials"),
        ("--", "invalid_name_punctuation"),
    ],
)
async def test_bad_names_are_refused(stage: Stage, name: str, error: str) -> None:
    assert await error_of(stage.client.conversations_create(name=name)) == error


async def test_the_bot_is_in_what_it_made_and_joins_public_channels(stage: Stage) -> None:
    channel = await stage.channel()
    assert (await stage.client.conversations_members(channel=channel))["members"] == ["U0VOLLEY", "U0ANA", "U0VITO"]
    assert await error_of(stage.client.conversations_history(channel="C0GENERAL")) == "not_in_channel"
    assert await error_of(stage.client.conversations_invite(channel="C0GENERAL", users="U0ANA")) == "not_in_channel"
    await stage.client.conversations_join(channel="C0GENERAL")
    await stage.client.conversations_history(channel="C0GENERAL")
    assert (await stage.client.conversations_join(channel="C0GENERAL"))["warning"] == "already_in_channel"


async def test_private_channels_exist_only_for_those_inside(stage: Stage) -> None:
    channel = await stage.channel("inner", "U0ANA", is_private=True)
    assert [one["name"] for one in stage.ana.channels()] == ["general", "inner"]
    assert [one["name"] for one in stage.vito.channels()] == ["general"]
    with pytest.raises(NotPossible):
        stage.vito.messages(channel)
    with pytest.raises(NotPossible):
        await stage.vito.join(channel)
    listed = await stage.client.conversations_list(types="public_channel,private_channel")
    assert {one["name"] for one in listed["channels"]} == {"general", "inner"}
    await stage.client.conversations_kick(channel=channel, user="U0ANA")
    assert [one["name"] for one in stage.ana.channels()] == ["general"]
    await stage.client.conversations_leave(channel=channel)
    assert await error_of(stage.client.conversations_info(channel=channel)) == "channel_not_found"
    assert await error_of(stage.client.chat_postMessage(channel=channel, text="a")) == "channel_not_found"


async def test_invitations_say_who_cannot_come(stage: Stage) -> None:
    channel = await stage.channel("desk", "U0ANA")
    invite = stage.client.conversations_invite
    answer = await refusal(invite(channel=channel, users=["U0VITO", "U0ANA"]))
    assert answer["error"] == "already_in_channel"
    assert answer["errors"] == [{"user": "U0ANA", "ok": False, "error": "already_in_channel"}]
    assert await error_of(invite(channel=channel, users="U0NOBODY")) == "user_not_found"
    assert await error_of(invite(channel=channel, users="U0VOLLEY")) == "cant_invite_self"
    assert await error_of(stage.client.conversations_kick(channel=channel, user="U0VITO")) == "not_in_channel"
    assert await error_of(stage.client.conversations_kick(channel=channel, user="U0VOLLEY")) == "cant_kick_self"


async def test_topic_purpose_name_and_archive(stage: Stage) -> None:
    channel = await stage.channel()
    await stage.client.conversations_setTopic(channel=channel, topic="+312 waiting")
    await stage.client.conversations_setPurpose(channel=channel, purpose="mentions")
    assert await error_of(stage.client.conversations_setTopic(channel=channel, topic="x" * 251)) == "too_long"
    await stage.client.conversations_rename(channel=channel, name="moderated")
    assert await error_of(stage.client.conversations_rename(channel=channel, name="general")) == "name_taken"
    info = (await stage.client.conversations_info(channel=channel, include_num_members=True))["channel"]
    assert (info["name"], info["topic"]["value"], info["purpose"]["value"]) == ("moderated", "+312 waiting", "mentions")
    assert (info["num_members"], info["is_member"], info["creator"]) == (3, True, "U0VOLLEY")
    assert stage.ana.channels()[1]["topic"] == "+312 waiting"
    await stage.client.conversations_create(name="desk")
    await stage.client.conversations_archive(channel=channel)
    assert await error_of(stage.client.conversations_archive(channel=channel)) == "already_archived"
    assert await error_of(stage.client.chat_postMessage(channel=channel, text="a")) == "is_archived"
    listed = await stage.client.conversations_list(exclude_archived=True)
    assert channel not in {one["id"] for one in listed["channels"]}


async def test_lists_come_in_pages(stage: Stage) -> None:
    for number in range(4):
        await stage.client.conversations_create(name=f"queue-{number}")
    names: list[str] = []
    cursor = ""
    while True:
        page = await stage.client.conversations_list(limit=2, cursor=cursor)
        names.extend(one["name"] for one in page["channels"])
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == ["general", "queue-0", "queue-1", "queue-2", "queue-3"]
    assert await error_of(stage.client.conversations_list(cursor="?")) == "invalid_cursor"
    mine = await stage.client.users_conversations(user="U0VOLLEY")
    assert len(mine["channels"]) == 4


async def test_people_have_time_zones_and_locales(stage: Stage) -> None:
    vito = (await stage.client.users_info(user="U0VITO", include_locale=True))["user"]
    assert (vito["tz"], vito["tz_offset"], vito["locale"]) == ("America/Sao_Paulo", -3 * 3600, "pt-BR")
    assert "locale" not in (await stage.client.users_info(user="U0VITO"))["user"]
    everybody = (await stage.client.users_list())["members"]
    assert {"U0VOLLEY", "U0BEA", "U0MO", "U0KIRA"} <= {one["id"] for one in everybody}
    assert await error_of(stage.client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_direct_messages_are_one_a_pair(stage: Stage) -> None:
    first = await stage.client.conversations_open(users="U0ANA")
    second = await stage.client.conversations_open(users=["U0ANA"], return_im=True)
    assert first["channel"]["id"] == second["channel"]["id"] == stage.ana.dm()
    assert second["channel"]["user"] == "U0ANA"
    group = await stage.client.conversations_open(users="U0ANA,U0VITO")
    assert group["channel"]["id"] != first["channel"]["id"]
    assert await error_of(stage.client.conversations_open(users="U0NOBODY")) == "user_not_found"
    kick = stage.client.conversations_kick(channel=stage.ana.dm(), user="U0ANA")
    assert await error_of(kick) == "method_not_supported_for_channel_type"


async def test_joining_and_leaving_is_heard(stage: Stage) -> None:
    heard: list[Json] = []

    @stage.app.event("member_joined_channel")
    async def joined(event: Json) -> None:
        heard.append(event)

    @stage.app.event("member_left_channel")
    async def left(event: Json) -> None:
        heard.append(event)

    channel = await stage.channel("desk", "U0ANA")
    await stage.connect()
    await stage.vito.join(channel)
    await stage.vito.leave(channel)
    await until(lambda: len(heard) == 2)
    assert {event["type"] for event in heard} == {"member_joined_channel", "member_left_channel"}
    assert {event["user"] for event in heard} == {"U0VITO"}


async def test_newcomers_have_hands_too(stage: Stage) -> None:
    stage.slack.add_user(User("U0NEW", "newcomer", "Newcomer"))
    await stage.slack.person("U0NEW").say("general", "hello")
    assert stage.ana.messages("general")[-1]["user"] == "U0NEW"
    with pytest.raises(KeyError):
        stage.slack.person("U0VOLLEY")


async def test_bookmarks_stand_above_a_channel(stage: Stage) -> None:
    channel = await stage.channel()
    await stage.client.bookmarks_add(channel_id=channel, title="Guide", type="link", link="https://a.example")
    assert [one["title"] for one in (await stage.client.bookmarks_list(channel_id=channel))["bookmarks"]] == ["Guide"]
    bad = stage.client.bookmarks_add(channel_id=channel, title="Guide", type="link", link="a.example")
    assert await error_of(bad) == "invalid_link"
    assert stage.ana.channels()[0]["bookmarks"][0]["link"] == "https://a.example"
