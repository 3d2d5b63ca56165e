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
