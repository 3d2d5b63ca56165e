"""Threads: they carry the whole history in few posts, follow what vanishes, and mark notes."""

from typing import Any

import pytest

from bot.desk.events import Event, note
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.noting import write, write_in_thread
from bot.desk.handling.reopening import reopen
from bot.errors import Rejected
from storage import threads
from storage.tables import Conversation, Message
from tests.loops.cards.gallery import Gallery, words


async def wrote_again(gallery: Gallery, number: int, text: str) -> int:
    """The customer writes again; returns the message's number."""
    world = gallery.world
    async with world.database.writing() as session:
        conversation = await session.get_one(Conversation, number)
        message = await world.store(session, conversation, "lena", text, {})
        note(session, conversation, Event.WROTE_AGAIN, by=None, at=world.clock.now(), message=message.id)
        return message.id


async def test_a_first_message_that_the_card_shows_in_full_needs_no_post(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    assert gallery.thread(await gallery.shown(number)) == []


async def test_a_first_message_too_long_for_the_card_goes_on_in_the_thread(gallery: Gallery) -> None:
    number = await gallery.world.arrive("word " * 800)
    await gallery.settle()
    (post,) = gallery.thread(await gallery.shown(number))
    assert len(words(post)) > 3900


async def test_what_the_customer_writes_next_is_told(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await wrote_again(gallery, number, "still broken <!channel>")
    await gallery.settle()
    (post,) = gallery.thread(await gallery.shown(number))
    assert "still broken <!channel>" in words(post)
    assert post.pinged == []
    await gallery.settle()
    assert len(gallery.thread(await gallery.shown(number))) == 1


async def test_claims_are_told_with_the_next_thing_that_matters_or_after_a_while(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await gallery.world.do(claim, number, by="ana")
    await gallery.settle()
    assert gallery.thread(await gallery.shown(number)) == []
    gallery.world.clock.forward(minutes=6)
    await gallery.settle()
    (post,) = gallery.thread(await gallery.shown(number))
    assert "Ana claimed it" in words(post)
    assert post.pinged == []


async def test_a_fresh_card_has_the_whole_history_in_its_thread(gallery: Gallery) -> None:
    number = await gallery.world.arrive("first words")
    await gallery.settle()
    await wrote_again(gallery, number, "second words")
    await gallery.click(close, number, reason="Resolved", by="ana")
    await gallery.settle()
    await gallery.click(reopen, number, by="ana")
    await gallery.settle()
    told = "\n".join(words(post) for post in gallery.thread(await gallery.shown(number)))
    for expected in ("second words", "Ana closed it: Resolved", "Ana reopened it"):
        assert expected in told


async def test_a_long_history_is_told_in_few_posts_within_the_limits(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    for n in range(40):
        await wrote_again(gallery, number, f"{n} " + "🔥 مرحبا <!channel> " * 5)
    await gallery.settle()
    posts = gallery.thread(await gallery.shown(number))
    assert 1 < len(posts) < 6
    told = "\n".join(map(words, posts))
    assert all(f"{n} 🔥" in told for n in range(40))
    assert not any(post.pinged for post in posts)


async def test_a_post_whose_answer_was_lost_is_found_and_not_told_twice(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await wrote_again(gallery, number, "still broken")
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.interrupted(gallery.threads)
    gallery.crash()
    await wrote_again(gallery, number, "and another thing")
    await gallery.settle()
    posts = gallery.thread(await gallery.shown(number))
    assert len(posts) == 2
    assert [("still broken" in words(post), "and another thing" in words(post)) for post in posts] == [
        (True, False),
        (False, True),
    ]


async def test_a_vanished_message_vanishes_from_the_thread(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    message = await wrote_again(gallery, number, "my phone number is 555")
    await gallery.settle()
    async with gallery.world.database.writing() as session:
        gone = await session.get_one(Message, message)
        gone.text, gone.deleted_at = "", gallery.world.clock.now()
        await threads.redraw(session, number)
    await gallery.settle()
    (post,) = gallery.thread(await gallery.shown(number))
    assert "555" not in words(post)
    assert "deleted by its author" in words(post)


async def test_a_thread_over_which_the_desk_stumbles_keeps_no_other_untold_and_is_told_later(gallery: Gallery) -> None:
    broken, fine = await gallery.world.arrive(), await gallery.world.arrive(customer="otto")
    await gallery.settle()
    message = await wrote_again(gallery, broken, "still broken")
    await wrote_again(gallery, fine, "here too")
    await set_about(gallery, message, ["written by other code"])
    await gallery.threads.round()
    assert "here too" in words(gallery.thread(await gallery.shown(fine))[-1])
    await set_about(gallery, message, {})
    gallery.world.clock.forward(seconds=10)
    await gallery.threads.round()
    assert "still broken" in words(gallery.thread(await gallery.shown(broken))[-1])


async def test_words_that_vanish_do_so_although_the_first_try_to_draw_them_again_breaks(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    message = await wrote_again(gallery, number, "my phone number is 555")
    await gallery.settle()
    async with gallery.world.database.writing() as session:
        gone = await session.get_one(Message, message)
        gone.text, gone.deleted_at = "", gallery.world.clock.now()
        await threads.redraw(session, number)
    await set_about(gallery, message, ["written by other code"])
    await gallery.threads.round()
    await set_about(gallery, message, {})
    gallery.world.clock.forward(seconds=10)
    await gallery.threads.round()
    (post,) = gallery.thread(await gallery.shown(number))
    assert "555" not in words(post)


async def set_about(gallery: Gallery, message: int, about: Any) -> None:
    """Keep something else as what the network says of a post."""
    async with gallery.world.database.writing() as session:
        (await session.get_one(Message, message)).about = about


async def test_a_note_typed_in_the_thread_is_marked_and_not_repeated_there(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    card = await gallery.shown(number)
    ana = gallery.sandbox.slack.person("U0ANA")
    ts = await ana.say(card.channel, "looks like bug 42", thread_ts=card.ts)
    typed = {"channel": card.channel, "thread_ts": card.ts, "ts": ts, "text": "looks like bug 42"}
    await gallery.world.do(write_in_thread, **typed, by="ana")
    await gallery.settle()
    (message,) = gallery.thread(card)
    assert message.ts == ts
    assert list(message.reactions) == ["memo"]


async def test_a_note_from_the_form_is_told_and_a_typed_one_moves_on_to_the_next_card(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await gallery.world.do(write, number, "seen on Android too", by="bea")
    card = await gallery.shown(number)
    ts = await gallery.sandbox.slack.person("U0ANA").say(card.channel, "looks like bug 42", thread_ts=card.ts)
    typed = {"channel": card.channel, "thread_ts": card.ts, "ts": ts, "text": "looks like bug 42"}
    await gallery.world.do(write_in_thread, **typed, by="ana")
    await gallery.settle()
    assert "seen on Android too" in "\n".join(map(words, gallery.thread(card)))
    await gallery.click(close, number, reason="Resolved", by="ana")
    gallery.world.clock.forward(minutes=1)
    await gallery.click(reopen, number, by="ana")
    await gallery.settle()
    told = "\n".join(map(words, gallery.thread(await gallery.shown(number))))
    assert "looks like bug 42" in told
    assert "seen on Android too" in told


async def test_a_card_that_vanishes_while_its_thread_is_told_comes_back_and_holds_up_no_other(gallery: Gallery) -> None:
    first, second = await gallery.world.arrive(), await gallery.world.arrive()
    await gallery.settle()
    await wrote_again(gallery, first, "still broken")
    await wrote_again(gallery, second, "here too")
    gallery.sandbox.faults.add("server_error", "chat.postMessage", count=1)
    await gallery.interrupted(gallery.threads)
    gone = await gallery.shown(first)
    channel = gallery.sandbox.slack.channels.get(gone.channel)
    assert channel is not None
    channel.timeline.remove(gone)
    await gallery.settle()
    for number, told in ((first, "still broken"), (second, "here too")):
        assert told in "\n".join(map(words, gallery.thread(await gallery.shown(number))))


async def test_a_post_that_slack_refuses_to_draw_again_is_told_once_and_holds_up_no_other(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await wrote_again(gallery, number, "still broken")
    await gallery.settle()

    async def refuse(*_: Any, **__: Any) -> None:
        raise Rejected("Slack refuses chat.update: invalid_blocks")

    monkeypatch.setattr(gallery.gateway, "update", refuse)
    async with gallery.world.database.writing() as session:
        await threads.redraw(session, number)
    await wrote_again(gallery, number, "and another thing")
    await gallery.settle()
    assert "and another thing" in words(gallery.thread(await gallery.shown(number))[-1])
    assert "invalid_blocks" in gallery.alarms[("thread", str(number))]


async def test_what_slack_refused_is_posted_once_when_it_is_tried_again(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    post = gallery.gateway.post

    async def refuse(*given: Any, **more: Any) -> str:
        if more.get("thread_ts"):
            raise Rejected("Slack refuses chat.postMessage: invalid_blocks")
        return await post(*given, **more)

    monkeypatch.setattr(gallery.gateway, "post", refuse)
    await wrote_again(gallery, number, "still broken")
    await gallery.settle()
    monkeypatch.undo()
    await gallery.settle()
    assert gallery.thread(await gallery.shown(number)) == []
    async with gallery.world.database.writing() as session:
        await threads.redraw(session, number)
    await gallery.settle()
    await gallery.settle()
    (told,) = gallery.thread(await gallery.shown(number))
    assert "still broken" in words(told)
