"""Every command is told of: in the help, and in the hint from which Slack's composer completes."""

import json
import re

from bot.slack import menu
from handlers.command import COMMANDS
from tests.conftest import ROOT

SPELT_OTHERWISE = {"", "message"}
"""The menu, and another word for `why`."""


def in_the_hint() -> set[str]:
    """The commands that the manifest's hint names."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    hint: str = manifest["features"]["slash_commands"][0]["usage_hint"]
    return {part.split()[0] for part in hint[1:-1].split("|")}


def in_the_help() -> set[str]:
    """The commands that the help of managers names."""
    told = [said for said, _ in (*menu.COMMANDS, *menu.FOR_MODERATORS, *menu.FOR_MANAGERS)]
    return {re.split(r"\W", part.strip())[0] for said in told for part in said.split("·")}


def test_each_command_stands_in_the_hint_and_nothing_else_does() -> None:
    assert in_the_hint() == set(COMMANDS) - SPELT_OTHERWISE


def test_each_command_stands_in_the_help_and_nothing_else_does() -> None:
    assert in_the_help() == set(COMMANDS) - SPELT_OTHERWISE - {"help"}


def test_what_goes_on_in_play_mode_is_told_of() -> None:
    told = f"{menu.draw_help(role='volunteer').blocks} {(ROOT / 'manifest.json').read_text(encoding='utf-8')}"
    for said in ("play next", "play skip [reason]", "play stop", "play [queue] [next, skip, stop]"):
        assert said in told
