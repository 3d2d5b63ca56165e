"""Whatever can be pressed in what we draw is listened to, and every form that can be sent is read."""

import re
from pathlib import Path

import handlers
from bot.slack import kit

DRAWINGS = Path(kit.__file__).parent
ACTION = re.compile(
    r"(?:button|select|overflow|people|multi_select)\(\s*(?:f?\"[^\"]*\",\s*|[a-z_.]+,\s*)?\"([a-z]+(?::[a-z_]+)+)\""
)
CALLBACK = re.compile(r"callback=\"([a-z]+:[a-z_]+)\"")
READ_ONLY = {"conversation:history", "member:list", "reply:sent"}
"""Views without anything to send."""


def found(pattern: re.Pattern[str]) -> set[str]:
    """What matches in all the drawings."""
    return {match for path in DRAWINGS.rglob("*.py") for match in pattern.findall(path.read_text(encoding="utf-8"))}


def test_every_button_and_menu_is_listened_to() -> None:
    drawn = found(ACTION)
    assert len(drawn) > 30
    assert drawn - set(handlers.BUTTONS) - set(handlers.LINKS) == set()


def test_every_way_through_pages_is_listened_to() -> None:
    turned = found(re.compile(r"turning\(\s*\"([a-z:]+)\""))
    assert len(turned) > 4
    assert {name for each in turned for name in (each, f"{each}:next")} - set(handlers.BUTTONS) == set()


def test_every_menu_that_is_searched_by_typing_gets_its_choices() -> None:
    searched = found(re.compile(r"search\(\s*\"([a-z:]+)\""))
    assert len(searched) > 3
    assert searched - set(handlers.CHOICES) == set()


def test_every_form_with_something_to_send_is_read() -> None:
    sendable = {
        match
        for path in DRAWINGS.rglob("*.py")
        for view in re.findall(r"modal\(.*?\n    \)", path.read_text(encoding="utf-8"), re.DOTALL)
        for match in CALLBACK.findall(view)
        if "submit=" in view
    }
    assert len(sendable) > 10
    assert sendable - set(handlers.FORMS) == set()
    assert not READ_ONLY & set(handlers.FORMS)
