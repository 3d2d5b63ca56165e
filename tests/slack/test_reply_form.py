"""The form of a reply approves of nothing that is refused later, and says how long a reply may be."""

from dataclasses import replace
from typing import Any

from bot.slack.modals import reply
from tests.slack.judges import texts
from tests.slack.samples import composition


def test_check_of_an_empty_reply_says_so_instead_of_approving_a_lone_signature() -> None:
    for nothing in ("", " \n"):
        said = "\n".join(texts(reply.draw(replace(composition(), text=nothing, appears="^an", used=4))["blocks"]))
        assert "Nothing written yet." in said
        assert "✓" not in said
        assert "of 280" not in said


def test_what_was_measured_is_told_as_of_the_last_check_so_that_a_later_refusal_agrees_with_it() -> None:
    said = "\n".join(texts(reply.draw(replace(composition(), text="x" * 237, used=241))["blocks"]))
    assert "When last checked: ✓ 241 of 280 characters" in said


def test_the_field_itself_says_how_long_a_reply_may_be() -> None:
    def label_of(**more: Any) -> str:
        blocks = reply.draw(replace(composition(), **more))["blocks"]
        return next(str(each["label"]["text"]) for each in blocks if each.get("block_id") == "text")

    assert label_of() == "Your reply (280 characters with your signature)"
    assert label_of(limit=350, signature="") == "Your reply (350 characters)"
