"""Whatever comes in, the desk lives: it answers, changes nothing by mistake, and the next good click works."""

import copy
import random
from typing import Any

import pytest

from tests.desk.world import World
from tests.handlers.bodies import chosen, click, command, form, said, typed
from tests.handlers.conftest import Door

JUNK: tuple[Any, ...] = (
    None,
    "",
    "12:",
    "-1",
    "1e9",
    "٣",
    "9" * 40,
    "x" * 5000,
    0,
    -1,
    2**70,
    1.5,
    True,
    [],
    {},
    [None],
    {"id": None},
    {"value": []},
    "<!channel>",
    "\x00\ud800",
    "'; DROP TABLE conversations; --",
)


def good_bodies(number: int) -> list[dict[str, Any]]:
    """One of each kind."""
    return [
        click("conversation:claim", number),
        click("conversation:reply", number),
        click("conversation:more", number),
        click("reply:undo", 1),
        click("member:change", "U0VITO", by="U0KIRA"),
        click("list:page", "1 german"),
        click("article:reply", f"{number}:1"),
        click("article:needed", number),
        click("nobody:knows", number),
        command(f"claim {number}"),
        command("list tag:Crash page:2"),
        command(f"assign {number} <@U0VITO|vito>", by="U0MO"),
        form("conversation:close", str(number), {"reason": chosen("Resolved"), "link": typed("")}),
        form("conversation:hold", str(number), {"waiting_on": chosen("customer"), "until": typed("")}),
        form("conversation:reply", f"{number}:1:0:0", {"text": typed("Hello"), "afterwards": chosen("nothing")}),
        form("member:change", "U0VITO", {"role": chosen("manager")}, by="U0KIRA"),
        said("a note"),
        said("", subtype="message_changed", message={"ts": "2.1", "thread_ts": "1.1", "user": "U0ANA", "text": "b"}),
        {"type": "block_suggestion", "user": {"id": "U0ANA"}, "action_id": "tags", "block_id": "tags", "value": "cr"},
        {"type": "shortcut", "callback_id": "queue:next", "trigger_id": "t", "user": {"id": "U0ANA"}},
    ]


def spoilt(body: dict[str, Any], chance: random.Random) -> Any:
    """The same body with one to three of its places holding something else, or missing."""
    broken = copy.deepcopy(body)
    for _ in range(chance.randint(1, 3)):
        place: Any = broken
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = chance.choice(keys)
            inside = place[key]
            if isinstance(inside, dict | list) and inside and chance.random() < 0.75:
                place = inside
                continue
            if isinstance(place, dict) and chance.random() < 0.3:
                del place[key]
            else:
                place[key] = copy.deepcopy(chance.choice(JUNK))
            break
    return broken


async def spoil(door: Door, world: World, times: int) -> None:
    """Send so many spoilt bodies, then claim with a good one."""
    number = await world.arrive()
    await world.post_card(number)
    chance = random.Random(7)
    for turn in range(times):
        body = spoilt(chance.choice(good_bodies(number)), chance)
        if not isinstance(body, dict):
            continue
        response = await door.send(body)
        assert response.status in {200, 404, 500}, f"turn {turn}: {body}"
    other = await world.arrive("help with my add-ons", customer="paul")
    assert (await door.send(click("conversation:claim", other, by="U0YUI"))).status == 200
    claim = (await world.see(other)).claim
    assert claim is not None
    assert claim.by == "U0YUI"


async def test_malformed_payloads_harm_nothing(door: Door, world: World) -> None:
    await spoil(door, world, 400)


@pytest.mark.parametrize("kept", ["1", "1:2", "1:2:", "1:2:3", "1:2:3:4:5:6", "", "one:two:0"])
async def test_a_reply_that_does_not_say_what_it_answers_is_told_beside_its_text(
    door: Door, world: World, kept: str
) -> None:
    await world.arrive()
    entries = {"text": typed("Hello"), "afterwards": chosen("nothing")}
    answer = await door.answer(form("conversation:reply", kept, entries))
    assert answer == {"response_action": "errors", "errors": {"text": "This could not be read. Please try again."}}


@pytest.mark.parametrize("block_id", [["note"], {"note": 1}, None, 7, ""])
async def test_a_refusal_finds_a_readable_field_or_is_told_in_private(
    door: Door, world: World, block_id: object
) -> None:
    sent = form("conversation:note", "99", {"note": typed("Hello"), "other": typed("")})
    sent["view"]["blocks"][0]["block_id"] = block_id
    assert set((await door.answer(sent))["errors"]) == {"other"}
    sent = form("conversation:note", "99", {"note": typed("Hello")})
    sent["view"]["blocks"][0]["block_id"] = block_id
    assert await door.answer(sent) == {}
    (notice,) = await world.told("ana")
    assert "#99" in notice.facts["text"]


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 10**18 - 1])
async def test_a_number_that_no_conversation_can_have_names_none(door: Door, world: World, number: int) -> None:
    await world.arrive()
    for words in (f"show {number}", f"note {number} Crash", f"undo {number}", f"tag {number} Crash"):
        answer = await door.answer(command(words))
        assert answer["text"].startswith(f"There is no conversation #{number}.")
    assert "errors" in await door.answer(form("conversation:note", str(number), {"note": typed("Hello")}))
    assert (await door.send(click("conversation:release", number))).status == 200
    (notice,) = await world.told("ana")
    assert "our side" not in notice.facts["text"]


@pytest.mark.parametrize("blocks", [7, "words", {"type": "input"}, None])
async def test_a_refused_form_without_readable_fields_is_told_in_private(
    door: Door, world: World, blocks: object
) -> None:
    sent = form("conversation:note", "99", {"note": typed("Hello")})
    sent["view"]["blocks"] = blocks
    assert await door.answer(sent) == {}
    assert len(await world.told("ana")) == 1


@pytest.mark.soak
async def test_five_thousand_malformed_payloads_harm_nothing(door: Door, world: World) -> None:
    await spoil(door, world, 5000)


async def test_a_press_in_a_form_that_has_no_id_acts_and_draws_nothing(door: Door, world: World) -> None:
    number = await world.arrive()
    pressed = click("conversation:claim", number, view={"type": "modal", "callback_id": "conversation:show"})
    assert (await door.send(pressed)).status == 200
    claim = (await world.see(number)).claim
    assert claim is not None
    assert claim.by == "U0ANA"
    assert await world.told("ana") == []
