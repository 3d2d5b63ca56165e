"""What members say of themselves by command: told when nothing follows, set, and taken away only when asked to."""

from tests.desk.world import World
from tests.handlers.bodies import command
from tests.handlers.conftest import Door


async def test_a_signature_is_told_set_and_taken_away_only_when_asked_to(door: Door, world: World) -> None:
    assert "signed “Fuchs”" in (await door.answer(command("signature ^Fuchs")))["text"]
    assert "signed “Fuchs”" in (await door.answer(command("signature")))["text"]
    assert "no signature" in (await door.answer(command("signature none")))["text"]
    assert "no signature" in (await door.answer(command("signature")))["text"]


async def test_hours_on_duty_are_told_and_set(door: Door, world: World) -> None:
    assert "09:00-18:00 on Mon, Tue, Wed, Thu, Fri" in (await door.answer(command("hours", by="U0MO")))["text"]
    assert "22:00-06:00 on Sat, Sun" in (await door.answer(command("hours 22-6 sat-sun", by="U0MO")))["text"]
    assert "22:00-06:00 on Sat, Sun" in (await door.answer(command("hours", by="U0MO")))["text"]
    assert "Hours are for moderators and managers" in (await door.answer(command("hours", by="U0ANA")))["text"]


async def test_languages_are_told_set_and_taken_away(door: Door, world: World) -> None:
    assert "German, English" in (await door.answer(command("languages")))["text"]
    assert "Portuguese (Brazil)." in (await door.answer(command("languages pt-br")))["text"]
    assert "all languages" in (await door.answer(command("languages all")))["text"]
    assert "no code" in (await door.answer(command("languages german")))["text"]
