"""Play mode's message: the card, what fits its state, and the count."""

import pytest

from bot.pictures.conversations import CardPicture
from bot.pictures.own import SittingPicture
from bot.slack import notices, play
from tests.slack.judges import dicts, judge_by_schema, judge_message, texts
from tests.slack.samples import NOW, card


def sitting(shown: CardPicture | None, *, to_do: bool = True, ended_why: str | None = None) -> SittingPicture:
    """A sitting with two handed out."""
    return SittingPicture(
        7,
        shown,
        to_do,
        "All queues · <!channel>",
        NOW,
        ended_why,
        handed=2,
        skipped=1,
        answered=1,
        closed=0,
        ends_after=25,
        reasons=("Too long", "W" * 60),
    )


def pressed(shown: SittingPicture) -> list[str]:
    """The action ids in the rows below the card's own."""
    rows = [block for block in play.draw(shown).blocks if block["type"] == "actions"]
    return [each["action_id"] for each in rows[-1]["elements"]] if rows else []


@pytest.mark.parametrize("shown", [card(), card(state="claimed", owner="U0ANA"), None])
@pytest.mark.parametrize("to_do", [True, False])
def test_every_state_keeps_slacks_rules(shown: CardPicture | None, to_do: bool) -> None:
    for drawn in (play.draw(sitting(shown, to_do=to_do)), play.still_there("7", 15)):
        judge_message(drawn)
        judge_by_schema(drawn.blocks)


def test_what_is_to_do_can_be_answered_or_skipped_and_what_is_done_leads_on() -> None:
    own = card(state="claimed", owner="U0ANA")
    assert pressed(sitting(own)) == [
        "conversation:reply_hold",
        "conversation:reply_close",
        "play:skip",
        "play:stop",
    ]
    assert pressed(sitting(own, to_do=False)) == ["play:next", "play:stop"]
    assert pressed(sitting(None, to_do=False)) == ["play:next", "play:stop"]


def test_a_sitting_that_is_over_shows_no_card_and_counts() -> None:
    drawn = play.draw(sitting(card(), ended_why="idle"))
    assert "2 handed out · 1 answered · 1 skipped" in "\n".join(texts(drawn.blocks))
    assert "tabs" not in "\n".join(texts(drawn.blocks))
    assert "It was quiet for 25 minutes" in "\n".join(texts(drawn.blocks))
    assert [each for each in dicts(drawn.blocks) if each.get("type") == "button"] == []


def test_the_reasons_of_the_programme_are_offered_whole() -> None:
    drawn = play.draw(sitting(card(state="claimed", owner="U0ANA")))
    menu = next(each for each in dicts(drawn.blocks) if each.get("action_id") == "play:skip")
    offered = [(each["text"]["text"], each["value"]) for each in menu["options"]]
    assert offered == [("Too long", "7:Too long"), ("W" * 60, "7:" + "W" * 60)]


@pytest.mark.parametrize(("minutes", "words"), [(15, "In 15 minutes play"), (1, "In 1 minute play")])
def test_who_is_quiet_reads_how_long_it_goes_on(minutes: int, words: str) -> None:
    assert words in play.still_there("7", minutes).text
    assert words in notices.draw("play_idle", {"sitting": 7, "minutes": minutes}).text
