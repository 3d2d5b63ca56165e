"""Play mode by command and by the buttons in its message."""

from storage.tables import Member
from tests.desk.world import World
from tests.handlers.bodies import chosen, click, command, form, several, typed
from tests.handlers.conftest import Door


def picked(value: str, by: str = "U0ANA") -> dict[str, object]:
    """A reason chosen in the menu of reasons."""
    return click("play:skip", "", by=by) | {
        "actions": [
            {
                "type": "static_select",
                "action_id": "play:skip",
                "block_id": "b",
                "selected_option": {"value": value},
                "action_ts": "1",
            }
        ]
    }


async def owner(world: World, number: int) -> str | None:
    """Whose a conversation is."""
    claim = (await world.see(number)).claim
    return claim.by if claim else None


async def test_play_skip_and_stop(door: Door, world: World) -> None:
    await world.arrive(priority=9)
    first, second = await world.arrive(tags=["Crash"]), await world.arrive(tags=["Crash"], customer="otto")
    said = (await door.answer(command("play moderated tag:Crash")))["text"]
    assert f"#{first} is yours" in said
    assert await door.answer(picked("1:Not sure what to say")) == {}
    assert (await owner(world, first), await owner(world, second)) == (None, "U0ANA")
    assert await door.answer(click("play:stop", 1)) == {}
    assert await owner(world, second) is None
    assert "Did you mean" in (await door.answer(command("play tag:Crahs")))["text"]
    assert "volunteer" in str(await door.answer(command("play", by="U0BEA")))


async def test_next_skip_and_stop_are_typed_as_well(door: Door, world: World) -> None:
    async def typed_in_play(words: str) -> str:
        return str((await door.answer(command(f"play {words}")))["text"])

    for words in ("next", "skip", "stop"):
        assert "`/desk play` begins another" in await typed_in_play(words)
    first, second, third = [await world.arrive(customer=name) for name in ("lena", "otto", "mia")]
    await door.answer(command("play"))
    assert f"Answer #{first} first" in await typed_in_play("next")
    assert "Did you mean" in await typed_in_play("skip not my langage")
    assert "There is no reason “becaus”. There are: " in await typed_in_play("skip becaus")
    assert f"#{second} is yours" in await typed_in_play("Skip not my language")
    assert f"#{third} is yours" in await typed_in_play("skip")
    assert [each.facts.get("skipped") for each in await world.diary(first)][-1] == "Not my language"
    assert [each.facts.get("skipped") for each in await world.diary(second)][-1] == "Not now"
    assert await door.answer(click("conversation:release", third)) == {}
    for words in ("next german", "Stop words"):
        assert "`/desk play german`" in await typed_in_play(words)
    assert "Nothing is waiting" in await typed_in_play("next")
    assert "Thank you" in await typed_in_play("stop")
    assert "`/desk play` begins another" in await typed_in_play("stop")


async def test_a_reason_nobody_offered_skips_nothing(door: Door, world: World) -> None:
    number = await world.arrive()
    await door.answer(command("play"))
    for value in ("1:bored", ":Not now", "99999999999:Not now", "Not now", ""):
        await door.send(picked(value))
    assert await owner(world, number) == "U0ANA"


async def test_a_second_delivery_of_a_skip_skips_once(door: Door, world: World) -> None:
    first, second, third = [await world.arrive(customer=name) for name in ("lena", "otto", "mia")]
    await door.answer(command("play"))
    body = picked("1:Not now")
    await door.send(body)
    await door.send(body)
    assert [await owner(world, each) for each in (first, second, third)] == [None, "U0ANA", None]


async def test_a_form_lists_and_plays_what_was_chosen_in_it(door: Door, world: World) -> None:
    await world.arrive(priority=9)
    crash = await world.arrive(tags=["Crash"], about={"stars": 1})
    wanted = {"queue": chosen("moderated"), "tags": several("Crash"), "stars": chosen("1-2"), "age": chosen("<1h")}
    shown = (await door.answer(form("list:filter", "", wanted)))["view"]
    assert shown["blocks"][0]["text"]["text"].startswith(
        "*Moderated · Crash · 1-2 stars · waits less than 1h* · 1 conv"
    )
    answer = await door.answer(form("play:begin", "", wanted))
    assert (answer["response_action"], await owner(world, crash)) == ("update", "U0ANA")
    assert "volunteer" in str(await door.answer(form("play:begin", "", wanted, by="U0BEA")))


async def test_play_keeps_a_filter_by_form_and_by_command_or_says_why_not_and_begins_nothing(
    door: Door, world: World
) -> None:
    number = await world.arrive(tags=["Crash"], about={"stars": 4})
    wanted = {"tags": several("Crash"), "stars": chosen("4-5"), "save": typed("mine")}
    assert (await door.answer(form("play:begin", "", wanted)))["errors"]["save"].startswith("“mine” means")
    assert await owner(world, number) is None
    await door.answer(form("play:begin", "", wanted | {"save": typed("good ones")}))
    assert await owner(world, number) == "U0ANA"
    assert "Crash · 4-5 stars" in str(await door.answer(command("list good ones")))
    assert "is yours" in str(await door.answer(command("play tag:Crash save:crashes")))
    assert "Crash" in str(await door.answer(command("list crashes")))


async def test_a_filter_is_saved_by_form_and_by_command_and_chosen_from_the_menu(door: Door, world: World) -> None:
    await world.arrive(tags=["Crash"])
    wanted = {"tags": several("Crash"), "save": typed("mine"), "kind": chosen("support")}
    assert (await door.answer(form("list:filter", "", wanted)))["errors"]["save"].startswith("“mine” means")
    answer = await door.answer(form("list:filter", "", wanted | {"save": typed("mornings")}))
    assert "Crash · support" in str(answer["view"])
    assert "1 conversation" in str(await door.answer(command("list kind:support save:all support")))
    assert "'mornings'" in str(await door.answer(command("")))
    assert "Crash · support" in str(await door.answer(command("list mornings")))


async def unsaid(world: World, name: str) -> None:
    """Somebody who never said which languages they read."""
    async with world.database.writing() as session:
        (await session.get_one(Member, f"U0{name.upper()}")).languages = []


async def test_whoever_never_said_what_they_read_is_asked_and_goes_on_with_what_they_asked_for(
    door: Door, world: World
) -> None:
    german, english = await world.arrive(language="de", tags=["Crash"], priority=9), await world.arrive(tags=["Crash"])
    await unsaid(world, "ana")
    for body in (command("next"), command("play tag:Crash"), click("queue:next", 0), click("play:all", 0)):
        await door.answer(body)
        assert await owner(world, german) is None
    wanted = {"tags": several("Crash"), "save": typed("crashes")}
    asked = (await door.answer(form("play:begin", "", wanted)))["view"]
    assert (asked["callback_id"], asked["private_metadata"]) == ("member:reads", "1")
    assert "tag:Crash save:crashes" in str(asked)
    said = {"languages": several("en"), "words": typed("tag:Crash save:crashes")}
    sent = form("member:reads", "1", said)
    await door.answer(sent)
    await door.send(sent)
    assert (await owner(world, german), await owner(world, english)) == (None, "U0ANA")
    assert "Crash" in str(await door.answer(command("list crashes")))
    assert "languages you read" in (await door.answer(command("next")))["text"]


async def test_whoever_reads_everything_says_so_once(door: Door, world: World) -> None:
    await world.arrive(language="ja")
    await unsaid(world, "ana")
    answer = await door.answer(form("member:reads", "0", {"languages": several()}))
    assert answer["view"]["callback_id"] == "conversation:show"
    answer = await door.answer(form("member:reads", "0", {"languages": several()}))
    assert "Nothing is waiting" in str(answer["view"])
    number = await world.arrive(language="ja", customer="mia")
    assert f"#{number}" in str(await door.answer(command("next")))
    assert await door.answer(form("member:reads", "7", {"languages": several()})) is not None
