"""An attachment is brought to the network before the reply leaves, as often as it takes; the reply leaves once."""

import pytest

from bot.desk.writing.drafting import mine
from bot.desk.writing.replying import begin
from bot.desk.writing.written import Attachment
from bot.errors import Invalid, Rejected, Unavailable
from storage.tables import Reply, ReplyState
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate
from tests.test_media import MP4, SECRET, chunk, png

MEGABYTE = 1024 * 1024
SHOT = Attachment("F1", name="shot.png", size=2000, claimed="image/png", description="The red dot")
FILM = Attachment("F2", name="film.mp4", size=2000, claimed="video/mp4")


async def test_a_picture_goes_with_the_reply_without_what_its_device_wrote(stage: Stage) -> None:
    stage.network.files.kept["F1"] = png(chunk(b"tEXt", SECRET))
    reply_id = await stage.replied(attachment=SHOT)
    await stage.outbox.round()
    (media,) = stage.network.uploads
    assert (media.kind, media.content, media.description) == ("png", png(), "The red dot")
    assert [each.media for each in stage.network.sends] == ["media-1"]
    assert await stage.state(reply_id) is ReplyState.SENT


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>", "By its content the file is none of these"),
        (png()[:40], "cut off"),
        (png() + b"0" * 6 * MEGABYTE, "too much: png may have 5 MB"),
        (None, "not in Slack any more"),
    ],
    ids=["no picture", "broken", "too large", "gone"],
)
async def test_a_wrong_content_is_given_back_with_the_reason_and_the_draft(
    stage: Stage, content: bytes | None, why: str
) -> None:
    if content is not None:
        stage.network.files.kept["F1"] = content
    reply_id = await stage.replied(attachment=SHOT)
    await stage.rounds(seconds=3600)
    kept = await stage.reply(reply_id)
    assert kept.state is ReplyState.REFUSED
    assert why in str(kept.why)
    assert stage.network.sends == []
    (draft,) = await stage.world.ask(mine, by="ana")
    opened = await stage.world.do(begin, draft.conversation, by="ana")
    assert (opened.text, opened.attachment, opened.description) == ("Try a fresh profile.", "shot.png", "The red dot")


async def test_a_film_that_is_looked_through_waits_visibly_and_is_uploaded_once(stage: Stage) -> None:
    stage.network.files.kept["F2"] = MP4
    reply_id = await stage.replied(attachment=FILM)
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.why) == (ReplyState.QUEUED, "X is looking through the attachment")
    stage.reopen()
    await stage.rounds(seconds=10)
    assert await stage.state(reply_id) is ReplyState.SENT
    assert (len(stage.network.uploads), len(stage.network.sends)) == (1, 1)


async def test_an_upload_is_tried_again_and_what_the_network_refuses_is_given_back(stage: Stage) -> None:
    stage.network.files.kept |= {"F1": png(), "F2": MP4}
    stage.network.next("FirefoxSupport", Fate(trouble=Unavailable("away")), Fate(), Fate())
    reply_id = await stage.replied(attachment=SHOT)
    await stage.rounds(seconds=30)
    assert await stage.state(reply_id) is ReplyState.SENT
    assert len(stage.network.sends) == 1
    stage.network.next("FirefoxSupport", Fate(trouble=Rejected("X: no such format")))
    refused = await stage.replied(customer="otto", text="Another one", attachment=FILM)
    await stage.rounds(seconds=30)
    assert "no such format" in str((await stage.reply(refused)).why)
    assert len(stage.network.sends) == 1


async def test_by_hand_nothing_is_uploaded_and_the_keyholder_sees_the_file(stage: Stage) -> None:
    number = await stage.world.arrive()
    async with stage.world.database.writing() as session:
        (await session.get_one(type(await stage.world.see(number)), number)).reply_by_hand = True
    reply_id = await stage.answer(number, attachment=SHOT)
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.BY_HAND
    assert (stage.network.uploads, stage.network.sends) == ([], [])


@pytest.mark.parametrize(
    ("attachment", "field"),
    [
        (Attachment("F1", claimed="image/png"), "description"),
        (Attachment("F1", claimed="image/png", size=6 * MEGABYTE, description="x"), "attachment"),
        (Attachment("F1", claimed="application/pdf"), "attachment"),
        (Attachment("F1", size=65 * MEGABYTE), "attachment"),
    ],
    ids=["not described", "too large", "no picture", "larger than any"],
)
async def test_what_is_wrong_by_slacks_word_is_refused_at_once(
    stage: Stage, attachment: Attachment, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await stage.replied(attachment=attachment)
    assert refusal.value.field == field


async def test_a_second_attempt_is_looked_for_once_more_after_its_attachment_was_brought(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply_id = await stage.replied(attachment=SHOT)
    post_id = await stage.post_of(reply_id)
    async with stage.world.database.writing() as session:
        again = await session.get_one(Reply, reply_id)
        again.attempt = 2

    async def slowly(*_: object, **__: object) -> bytes:
        stage.network.by_hand("FirefoxSupport", again.text, post_id)
        return png()

    monkeypatch.setattr(stage.network.files, "fetch", slowly)
    await stage.outbox.round()
    assert stage.network.sends == []
    assert await stage.state(reply_id) is ReplyState.SENT


async def test_a_second_attempt_whose_attachment_is_gone_is_given_back(stage: Stage) -> None:
    reply_id = await stage.replied(attachment=SHOT)
    async with stage.world.database.writing() as session:
        (await session.get_one(Reply, reply_id)).attempt = 2
    stage.network.files.kept.clear()
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, stage.network.sends) == (ReplyState.REFUSED, [])
    assert "not in Slack any more" in (kept.why or "")
    assert stage.network.looks
