"""Messages: posted, edited, deleted, threaded, found again by metadata, and the events about them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_stage import CARD, Json, Stage, error_of, on_stage, until

METADATA: Json = {"event_type": "card", "event_payload": {"conversation": 7}}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


@pytest.fixture
def events(stage: Stage) -> list[Json]:
    """Message events as the app heard them, its own included."""
    heard: list[Json] = []

    @stage.app.middleware
    async def listen(body: Json, next: Any) -> Any:
        event = body.get("event", {})
        if event.get("type") == "message":
            heard.append(event)
        return await next()

    @stage.app.event("message")
    async def take() -> None:
        """Acknowledges."""

    return heard


async def test_posted_message_comes_back_with_its_blocks_and_the_bots_name(stage: Stage) -> None:
    channel = await stage.channel()
    posted = await stage.client.chat_postMessage(channel=channel, text="card", blocks=CARD, metadata=METADATA)
    message = posted["message"]
    assert (message["user"], message["bot_id"], message["app_id"]) == ("U0VOLLEY", "B0VOLLEY", "A0VOLLEY")
    assert message["blocks"] == CARD
    assert message["metadata"] == METADATA
    seen = stage.ana.messages("#desk")[0]
    assert (seen["ts"], seen["is_ephemeral"]) == (posted["ts"], False)


async def test_blocks_without_ids_are_given_some(stage: Stage) -> None:
    channel = await stage.channel()
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    posted = await stage.client.chat_postMessage(channel=channel, text="go", blocks=blocks)
    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_metadata_is_returned_only_when_asked_for(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel, metadata=METADATA)
    await stage.card(channel, thread_ts=ts, metadata=METADATA)
    read = stage.client
    assert "metadata" not in (await read.conversations_history(channel=channel))["messages"][0]
    found = await read.conversations_history(channel=channel, include_all_metadata=True)
    assert found["messages"][0]["metadata"] == METADATA
    thread = await read.conversations_replies(channel=channel, ts=ts, include_all_metadata=True)
    assert [message["metadata"] for message in thread["messages"]] == [METADATA, METADATA]


@pytest.mark.parametrize("metadata", [{"event_type": "card"}, {"event_payload": {}}, {**METADATA, "more": 1}, [1]])
async def test_malformed_metadata_is_refused(stage: Stage, metadata: Any) -> None:
    channel = await stage.channel()
    call = stage.client.api_call("chat.postMessage", json={"channel": channel, "text": "a", "metadata": metadata})
    assert await error_of(call) == "invalid_metadata_format"


async def test_update_keeps_what_it_does_not_mention(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel, metadata=METADATA)
    await stage.client.chat_update(channel=channel, ts=ts, text="new words")
    message = stage.slack.messages(channel)[0]
    assert (message.text, message.blocks, message.metadata) == ("new words", CARD, METADATA)
    await stage.client.chat_update(channel=channel, ts=ts, text="bare", blocks=[], metadata={})
    assert (message.blocks, message.metadata) == (None, None)
    assert message.edited is not None


async def test_only_own_messages_can_be_changed(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.ana.say(channel, "mine")
    assert await error_of(stage.client.chat_update(channel=channel, ts=ts, text="yours")) == "cant_update_message"
    assert await error_of(stage.client.chat_delete(channel=channel, ts=ts)) == "cant_delete_message"
    assert await error_of(stage.client.chat_update(channel=channel, ts="1.000001", text="a")) == "message_not_found"
    with pytest.raises(NotPossible):
        await stage.vito.edit(channel, ts, "yours")


async def test_history_is_newest_first_in_pages_without_replies(stage: Stage) -> None:
    channel = await stage.channel()
    said = [await stage.ana.say(channel, f"message {number}") for number in range(5)]
    await stage.ana.say(channel, "reply", thread_ts=said[0])
    first = await stage.client.conversations_history(channel=channel, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await stage.client.conversations_history(channel=channel, limit=2, cursor=cursor)
    cursor = second["response_metadata"]["next_cursor"]
    third = await stage.client.conversations_history(channel=channel, limit=2, cursor=cursor)
    assert [message["ts"] for page in (first, second, third) for message in page["messages"]] == said[::-1]
    assert (first["has_more"], third["has_more"]) == (True, False)
    between = await stage.client.conversations_history(channel=channel, oldest=said[1], latest=said[3], inclusive=True)
    assert [message["ts"] for message in between["messages"]] == said[3:0:-1]
    after = await stage.client.conversations_history(channel=channel, oldest=said[3])
    assert [message["ts"] for message in after["messages"]] == said[4:]


async def test_thread_has_its_parent_first_and_the_parent_counts_its_replies(stage: Stage) -> None:
    channel = await stage.channel()
    parent = await stage.card(channel)
    replies = [
        await stage.ana.say(channel, "a", thread_ts=parent),
        await stage.vito.say(channel, "b", thread_ts=parent),
    ]
    thread = (await stage.client.conversations_replies(channel=channel, ts=parent))["messages"]
    assert [message["ts"] for message in thread] == [parent, *replies]
    assert thread[1]["parent_user_id"] == "U0VOLLEY"
    top = stage.ana.messages(channel)
    assert [(message["ts"], message["reply_count"]) for message in top] == [(parent, 2)]
    assert [message["ts"] for message in stage.ana.messages(channel, parent)] == [parent, *replies]
    later = await stage.client.conversations_replies(channel=channel, ts=parent, oldest=replies[0])
    assert [message["ts"] for message in later["messages"]] == [parent, replies[1]]
    missing = stage.client.conversations_replies(channel=channel, ts="1.000001")
    assert await error_of(missing) == "thread_not_found"
    await stage.vito.delete(channel, replies[1])
    assert stage.ana.messages(channel)[0]["reply_count"] == 1


async def test_reply_to_nothing_is_refused(stage: Stage) -> None:
    channel = await stage.channel()
    call = stage.client.chat_postMessage(channel=channel, text="a", thread_ts="1.000001")
    assert await error_of(call) == "thread_not_found"


async def test_broadcast_reply_stands_in_the_channel_too(stage: Stage) -> None:
    channel = await stage.channel()
    parent = await stage.card(channel)
    ts = await stage.card(channel, thread_ts=parent, reply_broadcast=True)
    assert [message["ts"] for message in stage.ana.messages(channel)] == [parent, ts]


async def test_people_are_heard_with_edits_and_deletions_in_slacks_nested_shape(
    stage: Stage, events: list[Json]
) -> None:
    await stage.connect()
    channel = await stage.channel()
    parent = await stage.card(channel)
    ts = await stage.ana.say(channel, "a note", thread_ts=parent)
    await stage.ana.edit(channel, ts, "a better note")
    await stage.ana.delete(channel, ts)
    await until(lambda: len(events) == 4)
    own, said, edited, deleted = events
    assert (own["user"], own["bot_id"]) == ("U0VOLLEY", "B0VOLLEY")
    assert (said["user"], said["text"], said["thread_ts"], said["channel"]) == ("U0ANA", "a note", parent, channel)
    assert (said["channel_type"], said["parent_user_id"]) == ("channel", "U0VOLLEY")
    assert "subtype" not in said
    assert edited["subtype"] == "message_changed"
    assert (edited["message"]["text"], edited["message"]["ts"]) == ("a better note", ts)
    assert edited["message"]["edited"]["user"] == "U0ANA"
    assert edited["previous_message"]["text"] == "a note"
    assert edited["message"]["thread_ts"] == parent
    assert edited["ts"] != ts
    assert deleted["subtype"] == "message_deleted"
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (ts, "a better note")
    assert deleted["channel"] == channel


async def test_deleted_parent_leaves_a_tombstone_over_its_replies(stage: Stage, events: list[Json]) -> None:
    await stage.connect()
    channel = await stage.channel()
    parent = await stage.card(channel)
    reply = await stage.ana.say(channel, "still here", thread_ts=parent)
    await stage.client.chat_delete(channel=channel, ts=parent)
    await until(lambda: len(events) == 3)
    assert events[-1]["message"]["subtype"] == "tombstone"
    assert [message["ts"] for message in stage.ana.messages(channel, parent)] == [parent, reply]
    assert await error_of(stage.client.chat_delete(channel=channel, ts=parent)) == "cant_delete_message"


async def test_private_channels_and_direct_messages_are_heard_by_their_type(stage: Stage, events: list[Json]) -> None:
    await stage.connect()
    channel = await stage.channel("inner-circle", is_private=True)
    await stage.ana.say(channel, "in private")
    await stage.ana.say(stage.ana.dm(), "just us")
    await until(lambda: len(events) == 2)
    assert [event["channel_type"] for event in events] == ["group", "im"]


async def test_what_happens_where_the_bot_is_not_goes_unheard(stage: Stage, events: list[Json]) -> None:
    await stage.connect()
    await stage.ana.say("#general", "nobody of us")
    await stage.ana.invite("#general")
    await stage.ana.say("#general", "hello bot")
    await until(lambda: events)
    assert [event["text"] for event in events] == ["hello bot"]


async def test_strangers_words_ping_only_when_they_are_not_escaped(stage: Stage) -> None:
    channel = await stage.channel()

    async def pinged(text: str, **more: Any) -> list[str]:
        stage.sandbox.clock.jump(1)
        await stage.client.chat_postMessage(channel=channel, text=text, **more)
        return list(stage.ana.messages(channel)[-1]["pinged"])

    assert await pinged("<!channel> and <@U0ANA|ana> and <!subteam^S1|us>") == ["channel", "U0ANA", "S1"]
    assert await pinged("&lt;!channel&gt; &lt;@U0ANA&gt; @channel") == []
    mrkdwn = {"type": "section", "text": {"type": "mrkdwn", "text": "by <!here>"}}
    plain = {"type": "section", "text": {"type": "plain_text", "text": "by <!here>"}}
    assert await pinged("x", blocks=[mrkdwn]) == ["here"]
    assert await pinged("x", blocks=[plain]) == []
    assert await pinged("@everyone", link_names=True) == ["everyone"]
    element = {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "channel"}]}
    assert await pinged("x", blocks=[{"type": "rich_text", "elements": [element]}]) == ["channel"]
    ts = await stage.card(channel)
    await stage.client.chat_update(channel=channel, ts=ts, text="<!channel>")
    assert stage.ana.messages(channel)[-1]["pinged"] == ["channel"]


async def test_typed_names_become_tokens_and_typed_tokens_stay_characters(stage: Stage) -> None:
    channel = await stage.channel()
    await stage.ana.say(channel, "@vito see #desk <!channel> a@b.example & @nobody @channel")
    seen = stage.ana.messages(channel)[-1]
    assert seen["text"] == (f"<@U0VITO> see <#{channel}|desk> &lt;!channel&gt; a@b.example &amp; @nobody <!channel>")
    assert seen["pinged"] == ["U0VITO", "channel"]


async def test_permalink_names_channel_and_message(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel)
    link = (await stage.client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"]
    assert link == f"{stage.sandbox.url}/slack/archives/{channel}/p{ts.replace('.', '')}"
    missing = stage.client.chat_getPermalink(channel=channel, message_ts="1.000001")
    assert await error_of(missing) == "message_not_found"


async def test_unread_is_counted_until_read(stage: Stage) -> None:
    channel = await stage.channel()
    await stage.card(channel)
    await stage.card(channel)
    desk = next(one for one in stage.ana.channels() if one["id"] == channel)
    assert (desk["unread"], desk["name"], desk["is_private"]) == (2, "desk", False)
    stage.ana.read(channel)
    assert [one["unread"] for one in stage.ana.channels() if one["id"] == channel] == [0]
    assert [one["unread"] for one in stage.vito.channels() if one["id"] == channel] == [2]


async def test_posting_to_a_person_opens_their_direct_message(stage: Stage) -> None:
    posted = await stage.client.chat_postMessage(channel="U0ANA", text="psst")
    opened = await stage.client.conversations_open(users="U0ANA")
    assert posted["channel"] == opened["channel"]["id"]
    direct = next(one for one in stage.ana.channels() if one["is_im"])
    assert (direct["id"], direct["name"], direct["unread"]) == (posted["channel"], "Volley", 1)
    assert all(one["id"] != direct["id"] for one in stage.vito.channels())


async def test_reactions_and_pins_mark_messages_once(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel)
    place: Json = {"channel": channel, "timestamp": ts}
    await stage.client.reactions_add(name="eyes", **place)
    assert await error_of(stage.client.reactions_add(name="eyes", **place)) == "already_reacted"
    await stage.ana.react(channel, ts, "eyes")
    assert stage.ana.messages(channel)[0]["reactions"] == [{"name": "eyes", "users": ["U0VOLLEY", "U0ANA"], "count": 2}]
    await stage.client.reactions_remove(name="eyes", **place)
    assert await error_of(stage.client.reactions_remove(name="eyes", **place)) == "no_reaction"
    await stage.client.pins_add(**place)
    assert await error_of(stage.client.pins_add(**place)) == "already_pinned"
    assert len((await stage.client.pins_list(channel=channel))["items"]) == 1
