"""Lists of several pages: all of it is reached, and what is left is told."""

import re
from typing import Any

from bot.clippings import ClippingPicture, Wording
from bot.pictures.conversations import HistoryPicture
from bot.pictures.found import CustomerPicture
from bot.pictures.own import DraftPicture
from bot.slack import clippings, history
from bot.slack.modals import drafts
from tests.slack.judges import judge_message, judge_view, texts
from tests.slack.samples import NOW, card, event

NOBODY = CustomerPicture((), 24, NOW, 1, 1, ())


def buttons(blocks: list[dict[str, Any]]) -> dict[str, str]:
    """The values of the buttons in rows, by action."""
    rows = [each["elements"] for each in blocks if each["type"] == "actions"]
    return {each["action_id"]: each["value"] for row in rows for each in row if each["type"] == "button"}


def test_a_hundred_and_fifty_clippings_are_all_named() -> None:
    every = [ClippingPicture(n, Wording(f"&{n}&" + "&" * 50, f"category {n // 90}", {"en": "Hi"})) for n in range(150)]
    seen: list[str] = []
    for page in range(4):
        drawing = clippings.draw(every, typed="a b", total=150, keeps=True, page=page)
        judge_message(drawing)
        judge_view(clippings.in_a_window(drawing))
        said = "\n".join(texts(drawing.blocks))
        seen += re.findall(r"&amp;(\d+)&amp;", said)
        assert (f"and {150 - (page + 1) * 40} more" in said) == (page < 3)
        assert buttons(drawing.blocks).get("clipping:page:next") == (f"{page + 1} a b" if page < 3 else None)
    assert seen == [str(n) for n in range(150)]
    assert clippings.draw(every, typed="", total=150, page=9) == clippings.draw(every, typed="", total=150, page=3)


def test_a_page_of_clippings_of_as_many_categories_loses_none() -> None:
    every = [ClippingPicture(n, Wording(f"name {n}", f"category {n}", {"en": "Hi"})) for n in range(100)]
    drawing = clippings.draw(every, typed="", total=100, keeps=True)
    judge_message(drawing)
    assert "name 39" in "\n".join(texts(drawing.blocks))
    assert {"clipping:page:next", "clipping:add"} <= set(buttons(drawing.blocks))


def test_fifty_drafts_are_all_there() -> None:
    every = [DraftPicture(n, "lena", False, f"text {n}.", NOW, True) for n in range(50)]
    seen: list[str] = []
    for page in range(3):
        view = drafts.draw(every, page=page)
        judge_view(view)
        said = "\n".join(texts(view["blocks"]))
        seen += re.findall(r"text (\d+)\.", said)
        assert view["private_metadata"] == str(page)
        assert (f"and {50 - (page + 1) * 20} more" in said) == (page < 2)
    assert seen == [str(n) for n in range(50)]
    assert drafts.draw(every[:20], page=2)["private_metadata"] == "0"


def test_a_history_says_how_many_other_conversations_there_are_and_what_events_it_leaves_out() -> None:
    others = tuple(card(number=n) for n in range(10))
    picture = HistoryPicture(42, "lena", (event("claimed", 7),), others, others=23, page=1, pages=3)
    view = history.draw(picture, {}, NOBODY)
    judge_view(view)
    said = "\n".join(texts(view["blocks"]))
    assert "Page 2 of 3 · and 3 more" in said
    assert buttons(view["blocks"]) == {"history:page": "0 42", "history:page:next": "2 42"}
    assert "what was before stands in the thread" in said
    short = history.draw(HistoryPicture(42, "lena", (event("arrived", 1),), others, others=10), {}, NOBODY)
    assert "what was before" not in "\n".join(texts(short["blocks"]))
    assert buttons(short["blocks"]) == {}
