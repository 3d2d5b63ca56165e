"""Files: given in a form, fetched with the app's token, and to nobody else."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.people import SLACK_BOT_TOKEN
from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_modal import answering, modal, opened
from tests.sandbox.slack_stage import Json, Stage, error_of, on_stage, refusal, until

UPLOAD: Json = {
    "type": "input",
    "block_id": "shot",
    "label": {"type": "plain_text", "text": "Screenshot"},
    "element": {"type": "file_input", "action_id": "shot", "filetypes": ["png"], "max_files": 1},
}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def got(address: str, token: str = SLACK_BOT_TOKEN) -> tuple[int, str, bytes]:
    """Status, type and body under an address."""
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_a_file_given_in_a_form_can_be_fetched_by_the_app_alone(stage: Stage) -> None:
    submitted = answering(stage)
    await opened(stage, modal(blocks=[UPLOAD]))
    with pytest.raises(NotPossible):
        stage.ana.attach("shot", "shot.exe", b"MZ")
    with pytest.raises(NotPossible):
        stage.ana.attach("shot", "shot.png", b"0" * (10 * 1024 * 1024 + 1))
    number = stage.ana.attach("shot", "shot.png", b"any bytes")
    await stage.ana.submit()
    (given,) = submitted[0]["view"]["state"]["values"]["shot"]["shot"]["files"]
    assert (given["id"], given["user"], given["mimetype"], given["size"]) == (number, "U0ANA", "image/png", 9)
    shown: Any = (await stage.client.files_info(file=number))["file"]
    assert (await got(shown["url_private_download"]))[2] == b"any bytes"
    status, kind, body = await got(shown["url_private_download"], token="xoxb-somebody")
    assert (status, kind, b"any bytes" in body) == (200, "text/html", False)


async def test_what_was_shared_where_the_app_is_not_stays_unseen(stage: Stage) -> None:
    link = stage.ana.upload("shot.png", b"any bytes")
    number = link.split("/")[-2]
    assert await error_of(stage.client.files_info(file=number)) == "file_not_found"


async def test_a_file_input_stands_in_modals_only_and_needs_its_scope(stage: Stage) -> None:
    home: Json = {"type": "home", "blocks": [UPLOAD]}
    assert await error_of(stage.client.views_publish(user_id="U0ANA", view=home)) == "invalid_arguments"
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    async with on_stage(manifest=manifest) as poor:
        trigger = poor.slack.triggers.new("U0ANA", None)
        answer = await refusal(poor.client.views_open(trigger_id=trigger, view=modal(blocks=[UPLOAD])))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")


async def test_a_file_put_into_a_channel_is_a_message_and_goes_with_it(stage: Stage) -> None:
    heard: list[Json] = []

    @stage.app.event("message")
    async def message(event: Json) -> None:
        heard.append(event)

    await stage.connect()
    desk = await stage.channel()
    link = stage.ana.upload("film.mp4", b"0" * (11 * 1024 * 1024), desk)
    await until(lambda: heard)
    (shown,) = stage.ana.messages(desk)
    (file,) = shown["files"]
    assert (heard[0]["subtype"], heard[0]["files"], heard[0]["text"]) == ("file_share", [file], "")
    assert (file["permalink"], file["size"], file["channels"]) == (link, 11 * 1024 * 1024, [desk])
    assert len((await got(file["url_private_download"]))[2]) == file["size"]
    await stage.ana.delete(desk, shown["ts"])
    assert stage.ana.messages(desk) == []
    assert await error_of(stage.client.files_info(file=file["id"])) == "file_deleted"


async def test_nothing_is_uploaded_where_one_is_not_or_that_holds_nothing(stage: Stage) -> None:
    desk = await stage.channel("elsewhere", "U0VITO")
    with pytest.raises(NotPossible, match="not in"):
        stage.ana.upload("film.mp4", b"any bytes", desk)
    with pytest.raises(NotPossible, match="empty"):
        stage.ana.upload("film.mp4", b"")


async def begun(stage: Stage, content: bytes, name: str = "clippings.toml") -> Json:
    """The answer to the first of the three steps."""
    return dict((await stage.client.files_getUploadURLExternal(filename=name, length=len(content))).data)  # type: ignore[arg-type]


async def sent(address: str, **how: Any) -> int:
    """The status with which an upload is answered; it carries no token."""
    async with aiohttp.ClientSession() as session, session.post(address, **how) as answer:
        return answer.status


async def test_the_app_uploads_a_file_and_shares_it_in_a_direct_message(stage: Stage) -> None:
    ticket, content = await begun(stage, b"[[clippings]]"), b"[[clippings]]"
    assert await sent(ticket["upload_url"], data=content) == 200
    place = (await stage.client.conversations_open(users="U0ANA"))["channel"]["id"]
    wanted: Any = [{"id": ticket["file_id"], "title": "All of them"}]
    done = await stage.client.files_completeUploadExternal(files=wanted, channel_id=place, initial_comment="Here")
    assert done["files"] == [{"id": ticket["file_id"], "title": "All of them"}]
    (shown,) = stage.ana.messages(place)
    assert (shown["subtype"], shown["text"], shown["bot_id"] != "") == ("file_share", "Here", True)
    (file,) = shown["files"]
    assert (file["name"], file["title"], file["size"]) == ("clippings.toml", "All of them", len(content))
    assert (await got(file["url_private_download"]))[2] == content
    again = stage.client.files_completeUploadExternal(files=wanted, channel_id=place)
    assert await error_of(again) == "file_not_found", "it works once"


async def test_an_upload_is_taken_once_as_long_as_was_said_and_in_a_form_too(stage: Stage) -> None:
    ticket = await begun(stage, b"four")
    assert await sent(ticket["upload_url"], data=b"three") == 400
    unfinished: Any = [{"id": ticket["file_id"]}]
    assert await error_of(stage.client.files_completeUploadExternal(files=unfinished)) == "file_not_found"
    form = aiohttp.FormData()
    form.add_field("filename", b"four", filename="clippings.toml")
    assert await sent(ticket["upload_url"], data=form) == 200
    assert await sent(ticket["upload_url"], data=b"four") == 400
    assert await sent(ticket["upload_url"] + "x", data=b"four") == 400
    await stage.client.files_completeUploadExternal(files=unfinished)
    kept: Any = (await stage.client.files_info(file=ticket["file_id"]))["file"]
    assert (kept["title"], kept["channels"]) == ("clippings.toml", [])


async def test_what_an_upload_asks_for_is_checked(stage: Stage) -> None:
    client = stage.client
    assert await error_of(client.files_getUploadURLExternal(filename="a", length=0)) == "missing_argument"
    assert await error_of(client.api_call("files.getUploadURLExternal", params={"filename": "a"})) == (
        "invalid_arguments"
    )
    ticket = await begun(stage, b"four")
    await sent(ticket["upload_url"], data=b"four")
    elsewhere = await stage.channel("elsewhere")
    await client.conversations_leave(channel=elsewhere)
    for place, error in (
        ("U0ANA", "invalid_arguments"),
        ("#general", "invalid_arguments"),
        ("C0NOWHERE1", "channel_not_found"),
        (elsewhere, "not_in_channel"),
    ):
        call = client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}], channel_id=place)
        assert await error_of(call) == error
    assert await error_of(client.files_completeUploadExternal(files=[])) == "invalid_arguments"
    await client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])


async def test_uploading_needs_its_scope() -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write", "files:read"]}}}
    async with on_stage(manifest=manifest) as poor:
        answer = await refusal(poor.client.files_getUploadURLExternal(filename="a", length=1))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "files:write")
        finish = await refusal(poor.client.files_completeUploadExternal(files=[{"id": "F0"}]))
        assert (finish["error"], finish["needed"]) == ("missing_scope", "files:write")
