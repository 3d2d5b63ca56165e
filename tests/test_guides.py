"""The guides: every picture is taken by `make pictures`, every command they name is one, every link leads on."""

import re
from pathlib import Path

import pytest

from handlers.command import COMMANDS
from handlers.order import split
from tests.browser.pictures.album import ALBUM, LARGEST
from tests.conftest import ROOT

DOCS = ROOT / "docs"
GUIDES = (DOCS / "guide.md", DOCS / "managers.md")
ALL_PICTURES = 2_100_000
"""Bytes of all of them together."""


def test_every_picture_is_taken_and_shown_and_none_is_large() -> None:
    pages = [*GUIDES, ROOT / "README.md"]
    shown = {name for page in pages for name in re.findall(r"pictures/([\w-]+)\.png\)", page.read_text("utf-8"))}
    there = {path.stem: path.stat().st_size for path in (DOCS / "pictures").iterdir()}
    assert shown == set(ALBUM) == set(there)
    assert max(there.values()) <= LARGEST
    assert sum(there.values()) <= ALL_PICTURES


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_in_a_guide_is_one(guide: Path) -> None:
    named = re.findall(r"`/desk ?([^`]*)`", guide.read_text("utf-8"))
    assert named
    assert not [each for each in named if split(each)[0] not in COMMANDS]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_link_within_a_guide_leads_to_a_section(guide: Path) -> None:
    text = guide.read_text("utf-8")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    sections = {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) == sections
