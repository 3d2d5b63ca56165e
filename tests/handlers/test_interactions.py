"""Clicks, forms and commands: carried out once, committed before they are acknowledged, refused politely."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.tables import Card, Note
from tests.desk.world import World
from tests.handlers.bodies import chosen, click, command, form, said, typed
from tests.handlers.conftest import Door

pytestmark = pytest.mark.both_databases


async def test_a_click_is_carried_out_and_answered_with_nothing(door: Door, world: World) -> None:
    number = await world.arrive()
    response = await door.send(click("conversation:claim", number))
    assert (response.status, response.body) == (200, "")
    claim = (await world.see(number)).claim
    assert claim is not None
    assert claim.by == "U0ANA"
    assert world.nudges


async def test_the_way_back_to_the_clicked_card_is_kept(door: Door, world: World) -> None:
    number = await world.arrive()
    card_id = await world.post_card(number)
    await door.send(click("conversation:claim", number))
    async with world.database.reading() as session:
        card = await session.get_one(Card, card_id)
    assert card.way_back == "https://hooks.slack.com/actions/1"
    assert card.way_back_uses > 0


async def test_the_same_click_delivered_again_does_nothing(door: Door, world: World) -> None:
    number = await world.arrive()
    first = click("conversation:claim", number, trigger="once")
    await door.send(first)
    await door.send(click("conversation:release", number))
    response = await door.send(first)
    assert response.status == 200
    assert (await world.see(number)).claim is None


async def test_a_refused_click_is_told_in_private_once_and_names_the_owner(door: Door, world: World) -> None:
    number = await world.arrive()
    await door.send(click("conversation:claim", number))
    late = click("conversation:claim", number, by="U0VITO", trigger="late")
    assert (await door.send(late)).body == ""
    await door.send(late)
    (notice,) = await world.told("vito")
    assert notice.channel == "C0MODERATED"
    assert "<@U0ANA> is already on" in notice.facts["text"]


@pytest.mark.parametrize(("ts", "told_in"), [("1700000000.000100", None), ("1700000000.000200", "1700000000.000100")])
async def test_a_refusal_stands_where_it_was_pressed_beside_the_card_or_in_its_thread(
    door: Door, world: World, ts: str, told_in: str | None
) -> None:
    number = await world.arrive()
    message = {"ts": ts, "thread_ts": "1700000000.000100", "text": "a card with a thread", "blocks": []}
    await door.send(click("conversation:claim", number, by="U0BEA", message=message))
    (notice,) = await world.told("bea")
    assert notice.thread_ts == told_in


async def test_a_refusal_in_a_window_is_told_in_private_where_slack_shows_no_other_window(
    door: Door, world: World
) -> None:
    number = await world.arrive()
    view = {"id": "V1", "type": "modal", "blocks": []}
    assert (await door.send(click("conversation:claim", number, by="U0BEA", view=view))).status == 200
    (notice,) = await world.told("bea")
    assert "#fxhelp" in notice.facts["text"]


async def test_a_beginner_who_stops_sending_is_told_whose_it_is(door: Door) -> None:
    assert (await door.answer(command("stop", by="U0BEA")))["text"].startswith("This takes a moderator. ")


async def test_a_beginner_is_told_what_comes_next(door: Door, world: World) -> None:
    number = await world.arrive()
    await door.send(click("conversation:claim", number, by="U0BEA"))
    (notice,) = await world.told("bea")
    assert notice.facts["text"].startswith("This takes a volunteer. ")
    assert "#fxhelp" in notice.facts["text"]
    assert (await world.see(number)).claim is None


@pytest.mark.parametrize("asked", ["reply", "next"])
async def test_what_was_claimed_for_a_form_that_slack_did_not_open_is_told_as_it_is(
    door: Door, world: World, asked: str
) -> None:
    number = await world.arrive()
    pressed = {"reply": click("conversation:reply", number), "next": click("queue:next", 0)}[asked]
    await door.send(pressed)
    (notice,) = await world.told("ana")
    assert (await world.see(number)).claimed_by == "U0ANA"
    assert "was done" in notice.facts["text"]
    assert "/desk mine" in notice.facts["text"]


async def test_a_form_that_slack_did_not_open_leaves_everything_as_it_was(door: Door, world: World) -> None:
    number = await world.arrive()
    await door.send(click("conversation:close", number))
    (notice,) = await world.told("ana")
    assert "nothing was changed" in notice.facts["text"]
    assert await world.kinds(number) == []


async def test_a_command_is_answered_to_the_one_who_typed_it(door: Door, world: World) -> None:
    number = await world.arrive()
    answer = await door.answer(command(f"claim #{number}"))
    assert answer == {"response_type": "ephemeral", "text": f"#{number} is yours."}
    answer = await door.answer(command(f"claim {number}", by="U0VITO"))
    assert answer["response_type"] == "ephemeral"
    assert "<@U0ANA>" in answer["text"]


async def test_an_unknown_command_names_the_nearest(door: Door) -> None:
    answer = await door.answer(command("clsoe 12"))
    assert "Did you mean “close”?" in answer["text"]


async def test_a_word_like_no_command_is_refused_without_a_guess(door: Door) -> None:
    answer = await door.answer(command("frobnicate"))
    assert answer["text"] == "“frobnicate” is no command. `/desk help` lists all."


async def test_a_refused_command_gives_back_what_was_typed(door: Door) -> None:
    answer = await door.answer(command("note 99 the customer uses 128 ESR &amp; `about:config`"))
    assert "There is no conversation #99" in answer["text"]
    assert "/desk note 99 the customer uses 128 ESR & `about:config`" in str(answer["blocks"])
    assert "/desk tag 99 Nonsense" in str((await door.answer(command("tag 99 Nonsense")))["blocks"])
    assert "blocks" not in await door.answer(command("claim 99"))


async def test_what_there_is_none_of_says_where_the_others_are(door: Door, world: World) -> None:
    number = await world.arrive()
    answer = await door.answer(command(f"tag {number} Nonsense"))
    assert answer["text"] == "There is no tag “Nonsense”. `/desk tags` lists them."
    answer = await door.answer(command("tags back Nonsense", by="U0KIRA"))
    assert answer["text"] == "There is no retired tag “Nonsense”."
    answer = await door.answer(command("list banana"))
    assert "There is no queue “banana”. There are: Moderated, " in answer["text"]


async def test_a_refused_form_keeps_what_was_typed_and_names_people(door: Door, world: World) -> None:
    number = await world.arrive()
    await door.send(click("conversation:claim", number))
    sent = form("conversation:close", str(number), {"reason": chosen("Resolved"), "link": typed("")}, by="U0VITO")
    answer = await door.answer(sent)
    assert answer["response_action"] == "errors"
    assert answer["errors"]["reason"].startswith("Ana is already on")


async def test_the_error_stands_at_the_field_it_is_about(door: Door, world: World) -> None:
    number = await world.arrive()
    entries = {"reason": chosen("Bug filed"), "link": typed("https://example.org")}
    answer = await door.answer(form("conversation:close", str(number), entries))
    assert set(answer["errors"]) == {"link"}


async def test_a_form_sent_twice_by_a_double_click_acts_once(door: Door, world: World) -> None:
    number = await world.arrive()
    sent = form("conversation:note", str(number), {"note": typed("uses ESR 128")}, shown="the same")
    await door.send(sent)
    again = form("conversation:note", str(number), {"note": typed("uses ESR 128")}, shown="the same")
    assert (await door.send(again)).status == 200
    async with world.database.reading() as session:
        assert len((await session.scalars(select(Note))).all()) == 1


async def test_a_form_can_be_sent_again_after_it_was_refused(door: Door, world: World) -> None:
    number = await world.arrive()
    wrong = {"reason": chosen("Bug filed"), "link": typed("")}
    assert "errors" in await door.answer(form("conversation:close", str(number), wrong, shown="the same"))
    right = {"reason": chosen("Resolved"), "link": typed("")}
    assert await door.answer(form("conversation:close", str(number), right, shown="the same")) == {}
    assert (await world.see(number)).closing is not None


async def test_what_is_typed_in_a_cards_thread_becomes_a_note_and_follows_it(door: Door, world: World) -> None:
    number = await world.arrive()
    await world.post_card(number)
    await door.send(said("asked her for the version"))
    assert await notes(world) == ["asked her for the version"]

    changed = {"ts": "2.1", "thread_ts": "1.1", "user": "U0ANA", "text": "asked her for the exact version"}
    await door.send(said("", subtype="message_changed", message=changed, previous_message={"user": "U0ANA"}))
    assert await notes(world) == ["asked her for the exact version"]

    await door.send(said("", subtype="message_deleted", deleted_ts="2.1", previous_message={"user": "U0ANA"}))
    assert await notes(world) == [""]
    assert await world.kinds(number) == ["noted", "note_edited", "note_deleted"]


@pytest.mark.parametrize(
    "more",
    [
        {"thread_ts": None},
        {"thread_ts": "9.9"},
        {"subtype": "channel_join"},
        {"bot_id": "B0OTHER"},
        {"user": "U0VOLLEY"},
        {"ts": "words"},
        {"ts": "2" * 41 + ".1"},
        {"ts": 2.1},
    ],
)
async def test_other_messages_are_nobodys_note(door: Door, world: World, more: dict[str, Any]) -> None:
    await world.post_card(await world.arrive())
    body = said("lunch?")
    body["event"] |= more
    assert (await door.send(body)).status == 200
    assert await notes(world) == []


async def test_whoever_writes_to_the_desk_in_private_is_shown_the_way(door: Door, world: World) -> None:
    await door.send(said("hello?", thread_ts=None, channel_type="im", channel="D0ANA"))
    (notice,) = await world.told("ana")
    assert "/desk" in notice.facts["text"]


async def test_a_note_that_cannot_be_stored_is_left_for_slack_to_send_again(door: Door, world: World) -> None:
    await world.post_card(await world.arrive())
    writing = world.database.writing

    def full() -> Any:
        raise OSError("the disk is full")

    world.database.writing = full  # type: ignore[method-assign]
    assert (await door.send(said("important"))).status == 500
    world.database.writing = writing  # type: ignore[method-assign]
    assert (await door.send(said("important"))).status == 200
    assert await notes(world) == ["important"]


async def notes(world: World) -> list[str]:
    """The notes there are, oldest first."""
    async with world.database.reading() as session:
        return [each.text for each in await session.scalars(select(Note).order_by(Note.id))]


async def test_closing_again_with_another_link_says_that_the_first_one_stays(door: Door, world: World) -> None:
    number, bug = await world.arrive(), "https://bugzilla.mozilla.org/show_bug.cgi?id=190000"
    for last, told in (("1", "is closed as “Bug filed”."), ("1", "is closed as"), ("2", "was already closed as")):
        assert told in (await door.answer(command(f"close {number} bug filed {bug}{last}")))["text"]
