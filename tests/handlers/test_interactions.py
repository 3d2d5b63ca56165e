"""Clicks, forms and commands: carried out once, committed before they are acknowledged, refused politely."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import marking
from bot.desk.replying import begin
from bot.desk.showing import show
from bot.slack.modals import tag as tag_form
from storage.tables import Card, Note, ReplyState
from tests.desk.world import World
from tests.handlers.bodies import Json, chosen, click, command, form, said, several, typed
from tests.handlers.conftest import Door


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


async def test_a_beginner_is_told_what_comes_next(door: Door, world: World) -> None:
    number = await world.arrive()
    await door.send(click("conversation:claim", number, by="U0BEA"))
    (notice,) = await world.told("bea")
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
    assert "close" in answer["text"]


async def test_a_refused_command_gives_back_what_was_typed(door: Door) -> None:
    answer = await door.answer(command("note 99 the customer uses 128 ESR &amp; `about:config`"))
    assert "There is no conversation #99" in answer["text"]
    assert "/desk note 99 the customer uses 128 ESR & `about:config`" in str(answer["blocks"])
    assert "blocks" not in await door.answer(command("claim 99"))


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


async def test_saving_the_tag_form_changes_only_what_was_changed_in_it(door: Door, world: World) -> None:
    number = await world.arrive(tags=["Sync", "Desktop"], kind="support")
    card = await world.ask(show, number, by="ana")
    catalogue = world.programme
    view = tag_form.draw(
        card,
        tags=[each.name for each in catalogue.tags],
        kinds=catalogue.kinds,
        customer_tags=catalogue.customer_tags,
    )
    change = marking.Change(added=("Crash",), removed=("Desktop",))
    influencer = marking.Change(added=("Influencer",))
    await world.do(marking.mark, number, tags=change, customer_tags=influencer, kind="praise", by="vito")
    entries = {
        "tags": several("Sync", "Desktop", "Add-ons"),
        "kind": chosen("support"),
        "sentiment": {"type": "static_select", "selected_option": None},
        "customer_tags": several("Spammer"),
    }
    sent = form("conversation:tag", str(number), entries)
    sent["view"]["blocks"] = view["blocks"]
    await door.send(sent)
    seen = await world.see(number)
    assert (seen.tags, seen.kind) == (["Sync", "Crash", "Add-ons"], "praise")
    assert seen.customer.tags == ["Influencer", "Spammer"]


async def test_a_tag_taken_out_in_the_form_goes(door: Door, world: World) -> None:
    number = await world.arrive(tags=["Sync", "Crash"])
    view = tag_form.draw(await world.ask(show, number, by="ana"), tags=["Sync", "Crash"], kinds=[], customer_tags=[])
    sent = form("conversation:tag", str(number), {"tags": several("Crash"), "sentiment": chosen("negative")})
    sent["view"]["blocks"] = view["blocks"]
    await door.send(sent)
    seen = await world.see(number)
    assert (seen.tags, seen.sentiment) == (["Crash"], "negative")


async def test_a_signature_is_told_set_and_taken_away_only_when_asked_to(door: Door, world: World) -> None:
    assert "signed “Fuchs”" in (await door.answer(command("signature ^Fuchs")))["text"]
    assert "signed “Fuchs”" in (await door.answer(command("signature")))["text"]
    assert "no signature" in (await door.answer(command("signature none")))["text"]
    assert "no signature" in (await door.answer(command("signature")))["text"]


async def test_hours_on_duty_are_told_and_set(door: Door, world: World) -> None:
    assert "09:00-18:00 on Mon, Tue, Wed, Thu, Fri" in (await door.answer(command("hours", by="U0MO")))["text"]
    assert "22:00-06:00 on Sat, Sun" in (await door.answer(command("hours 22-6 sat-sun", by="U0MO")))["text"]
    assert "22:00-06:00 on Sat, Sun" in (await door.answer(command("hours", by="U0MO")))["text"]
    assert "takes a moderator" in (await door.answer(command("hours", by="U0ANA")))["text"]


async def test_languages_are_told_set_and_taken_away(door: Door, world: World) -> None:
    assert "German, English" in (await door.answer(command("languages")))["text"]
    assert "Portuguese (Brazil)." in (await door.answer(command("languages pt-br")))["text"]
    assert "all languages" in (await door.answer(command("languages all")))["text"]
    assert "no code" in (await door.answer(command("languages german")))["text"]


async def test_nearly_the_same_text_is_sent_only_when_send_is_pressed_once_more(door: Door, world: World) -> None:
    words = "Please try a fresh profile and tell us whether it helps."
    first, second = await world.arrive(), await world.arrive(customer="omar")
    for number, by in ((first, "U0VITO"), (second, "U0ANA")):
        opened = await world.do(begin, number, by=by.removeprefix("U0"))
        entries = {"text": typed(words), "afterwards": chosen("close"), "reason": chosen("Resolved"), "link": typed("")}
        answer = await door.answer(form("conversation:reply", f"{number}:{opened.answers}:0", entries, by=by))
    assert answer["response_action"] == "update"
    assert "Make it personal" in str(answer["view"])
    assert await world.kinds(second) == ["claimed"]
    kept = {each["block_id"]: each["element"] for each in answer["view"]["blocks"] if each["type"] == "input"}
    assert kept["text"]["initial_value"] == words
    assert kept["afterwards"]["initial_option"]["value"] == "close"
    other = entries | {"text": typed("Please try a fresh profile & tell us whether it helps!")}
    assert "Make it personal" in str(
        await door.answer(form("conversation:reply", answer["view"]["private_metadata"], other))
    )
    await door.answer(form("conversation:reply", answer["view"]["private_metadata"], entries))
    assert await world.kinds(second) == ["claimed", "reply_queued"]


def handed_up(number: int, **more: Any) -> Json:
    """The Escalate form, sent off."""
    entries = {"reason": chosen("Angry customer"), "note": typed("Lost all tabs."), "urgency": chosen("urgent")}
    return form("conversation:escalate", str(number), entries | more)


async def test_escalating_tells_the_customer_only_when_asked_to(door: Door, world: World) -> None:
    number = await world.arrive()
    assert await door.answer(handed_up(number)) == {}
    assert await world.kinds(number) == ["escalated"]


async def test_escalating_and_telling_the_customer_is_one_step_with_undo(door: Door, world: World) -> None:
    number = await world.arrive()
    standard = world.programme.escalation.customer_text
    answer = await door.answer(handed_up(number, text=typed(standard)))
    assert "reply:undo" in str(answer["view"])
    seen = await world.see(number)
    assert (seen.queue, seen.claim) == ("escalation", None)
    reply = (await world.ask(show, number, by="ana")).reply
    assert reply is not None
    assert (reply.state, reply.text) == ("queued", f"{standard} ^an")


async def test_who_was_answered_is_not_told_again_and_nothing_is_escalated_then(door: Door, world: World) -> None:
    number = await world.arrive()
    await world.reply(number, ReplyState.SENT)
    answer = await door.answer(handed_up(number, text=typed("We are on it.")))
    assert "already answered" in str(answer["errors"])
    assert (await world.see(number)).queue == "moderated"
