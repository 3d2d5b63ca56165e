"""What forms do when they are sent off: only what was changed, only what was asked, and all of it or nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import update

from bot.desk.handling import marking
from bot.desk.handling.catalogue import tags
from bot.desk.handling.editing_tags import edit
from bot.desk.showing.showing import show
from bot.desk.writing.drafting import mine
from bot.desk.writing.replying import begin, reply
from bot.slack.modals import catalogue_tag
from bot.slack.modals import tag as tag_form
from storage.tables import Message, ReplyState
from tests.desk.world import World
from tests.handlers.bodies import Json, chosen, command, form, several, typed
from tests.handlers.conftest import Door


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


async def test_saving_a_tag_takes_back_nothing_that_another_manager_changed_meanwhile(door: Door, world: World) -> None:
    await world.do(edit, "Crash", hint="it stops", closes_as="Resolved", checklist=["Ask for the report."], by="kira")
    (drawn,) = [each for each in (await world.ask(tags, by="kira")).tags if each.name == "Crash"]
    view = catalogue_tag.draw_tag(drawn, reasons=[each.name for each in world.programme.reasons])
    lines = ["Ask for the report.", "Ask for the version."]
    await world.do(edit, "Crash", hint="it closes by itself", closes_as="", checklist=lines, by="max")
    entries = {
        "name": typed("Breakdown"),
        "hint": typed("it stops"),
        "closes_as": chosen("Resolved"),
        "checklist": typed("Ask for the report."),
    }
    sent = form("catalogue:edit", "", entries, by="U0KIRA")
    sent["view"]["blocks"] = view["blocks"]
    await door.answer(sent)
    (kept,) = [each for each in (await world.ask(tags, by="kira")).tags if each.name == "Breakdown"]
    assert (kept.hint, kept.closes_as, list(kept.checklist)) == ("it closes by itself", None, lines)


async def test_what_was_emptied_in_the_form_of_a_tag_goes(door: Door, world: World) -> None:
    await world.do(edit, "Crash", hint="it stops", closes_as="Resolved", checklist=["Ask."], by="kira")
    (drawn,) = [each for each in (await world.ask(tags, by="kira")).tags if each.name == "Crash"]
    view = catalogue_tag.draw_tag(drawn, reasons=[each.name for each in world.programme.reasons])
    cleared = {"type": "static_select", "selected_option": None}
    entries = {"name": typed("Crash"), "hint": typed(""), "closes_as": cleared, "checklist": typed("")}
    sent = form("catalogue:edit", "", entries, by="U0KIRA")
    sent["view"]["blocks"] = view["blocks"]
    await door.answer(sent)
    (kept,) = [each for each in (await world.ask(tags, by="kira")).tags if each.name == "Crash"]
    assert (kept.hint, kept.closes_as, kept.checklist) == ("", None, ())


async def test_nearly_the_same_text_is_sent_only_when_send_is_pressed_once_more(door: Door, world: World) -> None:
    words = "Please try a fresh profile and tell us whether it helps."
    first, second = await world.arrive(), await world.arrive(customer="omar")
    for number, by in ((first, "U0VITO"), (second, "U0ANA")):
        opened = await world.do(begin, number, by=by.removeprefix("U0"))
        entries = {"text": typed(words), "afterwards": chosen("close"), "reason": chosen("Resolved"), "link": typed("")}
        answer = await door.answer(
            form("conversation:reply", f"{number}:{opened.answers}:0:{opened.seen}", entries, by=by)
        )
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


async def overtaken(door: Door, world: World, meanwhile: Callable[[int], Awaitable[Any]]) -> tuple[Json, int]:
    """What the slower of two deliveries of one Send is answered, and for which conversation; what the quicker did, and
    what happens `meanwhile`, falls between its first look and its second.
    """
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    entries = {"text": typed("Please try a fresh profile and tell us whether it helps."), "afterwards": chosen("")}
    sent = form("conversation:reply", f"{number}:{opened.answers}:0:{opened.seen}", entries)
    was_done = world.desk.was_done

    async def not_yet(key: str) -> bool:
        """Once, and then the quicker one is carried out."""
        world.desk.was_done = was_done  # type: ignore[method-assign]
        assert not await was_done(key)
        assert (await door.answer(sent))["response_action"] == "update"
        await meanwhile(number)
        return False

    world.desk.was_done = not_yet  # type: ignore[method-assign]
    return await door.answer(sent), number


async def test_the_slower_of_two_deliveries_of_send_warns_of_nothing(door: Door, world: World) -> None:
    async def said_by_another(_: int) -> None:
        other = await world.arrive(customer="omar")
        answers = (await world.do(begin, other, by="vito")).answers
        words = "Please try a fresh profile and tell us whether it helps."
        await world.do(reply, other, answers=answers, text=words, by="vito")

    answer, number = await overtaken(door, world, said_by_another)
    assert answer == {}
    assert await world.kinds(number) == ["claimed", "reply_queued"]


async def test_the_slower_of_two_deliveries_of_send_refuses_nothing(door: Door, world: World) -> None:
    async def deleted(number: int) -> None:
        async with world.database.writing() as session:
            await session.execute(
                update(Message).where(Message.conversation_id == number).values(deleted_at=world.clock.now())
            )

    answer, _ = await overtaken(door, world, deleted)
    assert answer == {}


def handed_up(number: int, **more: Any) -> Json:
    """The Escalate form, sent off."""
    entries = {"reason": chosen("Angry customer"), "note": typed("Lost all tabs."), "urgency": chosen("urgent")}
    return form("conversation:escalate", str(number), entries | more)


async def test_a_form_closed_without_a_word_of_what_was_typed_takes_nothing_from_the_draft(
    door: Door, world: World
) -> None:
    number = await world.arrive()
    closed = form("conversation:reply", f"{number}:1:0:0", {"text": typed("Half a sen")}) | {"type": "view_closed"}
    await door.send(closed)
    await door.send(closed | {"view": closed["view"] | {"hash": "another", "state": {"values": {}}}})
    (draft,) = await world.ask(mine, by="ana")
    assert draft.text == "Half a sen"


async def test_who_lost_the_conversation_while_typing_keeps_the_words(door: Door, world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="mo")
    sent = form("conversation:reply", f"{number}:{opened.answers}:0:{opened.seen}", {"text": typed("My words")})
    answer = await door.answer(sent)
    assert answer["errors"] == {"text": f"Mo is already on #{number}. Nothing you typed is lost."}
    assert [each.text for each in await world.ask(mine, by="ana")] == ["My words"]
    assert "typed" not in (await door.send(command(f"claim {number}"))).body


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
