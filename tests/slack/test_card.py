"""The card: what is seen in each state, and that its buttons keep their place."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.pictures.conversations import CardPicture
from bot.pictures.hints import HintsPicture
from bot.slack import card as drawing
from bot.slack.modals.shown import draw_card
from tests.slack.judges import dicts, judge_by_schema, judge_message, texts
from tests.slack.samples import NOW, card, escalation, message, reply

EVERY_STATE = (
    card(),
    card(state="claimed", owner="U0ANA", owned_since=NOW, sent_back=True),
    card(state="held", hold_waiting_on="internal", hold_whom="the VPN team", hold_by="U0ANA", hold_ends_at=NOW),
    card(
        state="closed",
        closed_reason="Resolved",
        closed_by="U0ANA",
        closed_at=NOW,
        closed_link="https://bugzilla.mozilla.org/show_bug.cgi?id=1",
    ),
    card(reply=reply()),
    card(reply=reply(state="by_hand", handed_to="U0VITO", composer="https://x.com/intent/post?in_reply_to=1&text=Hi")),
    card(reply=reply(state="unknown", can_send_again=True)),
    card(reply=reply(state="unknown", cannot_be_looked_for=True)),
    card(reply=reply(state="sent", sent_url="https://x.com/FirefoxSupport/status/2", sent_from="Firefox")),
    card(reply=reply(state="refused", why="too long"), note_count=2, close_proposed=True),
    card(escalation=escalation(taken_by="U0KIRA", answered_by="U0KIRA", answer="Say sorry.")),
)


def buttons(picture: CardPicture) -> list[str]:
    """The words on the card's buttons, in order."""
    return [each["text"]["text"] for each in dicts(drawing.draw(picture).blocks) if each.get("type") == "button"]


def words(picture: CardPicture) -> str:
    """Everything the card says."""
    return "\n".join(texts(drawing.draw(picture).blocks))


@pytest.mark.parametrize("picture", EVERY_STATE)
def test_every_state_keeps_slacks_rules_and_types(picture: CardPicture) -> None:
    drawn = drawing.draw(picture)
    judge_message(drawn)
    judge_by_schema(drawn.blocks)


def test_a_fresh_card_says_who_where_what_and_why() -> None:
    said = words(card())
    for expected in (
        "*#42*",
        "*support*",
        "German",
        "Moderated",
        "@lena",
        "12,345 followers",
        "verified",
        "Influencer",
    ):
        assert expected in said
    assert "Firefox eats my tabs since the update, help!" in said
    assert "by hand: the author did not mention it" in said
    assert "tags: Crash, Android" in said
    assert "<https://x.com/lena/status/1|Open on X>" in said
    assert f"<!date^{int(NOW.timestamp())}^" in said


def test_buttons_keep_their_place() -> None:
    assert buttons(card()) == ["Reply", "Claim", "Close", "Hold", "Escalate"]
    claimed = card(state="claimed", owner="U0ANA", others=2, article_needed=False)
    assert buttons(claimed) == ["Reply", "Release", "Close", "Hold", "Escalate", "History (2)", "Article needed"]


def test_like_is_green_and_first_on_praise_offered_to_who_thanks_and_otherwise_in_the_window() -> None:
    praise = card(hints=HintsPicture(likes_as="Acknowledged"))
    assert buttons(praise)[:3] == ["Like", "Like + close", "Reply"]
    green = [each for each in dicts(drawing.draw(praise).blocks) if each.get("style") == "primary"]
    assert [each["text"]["text"] for each in green] == ["Like"]
    assert "Like" in buttons(card(messages=(message(), message(side="brand"), message("Thanks!"))))
    window = [each["text"]["text"] for each in dicts(draw_card(card())["blocks"]) if each.get("type") == "button"]
    assert window[-2:] == ["Like", "Why is it so?"]


def test_the_rest_is_behind_the_dots_with_the_number() -> None:
    menu = next(each for each in dicts(drawing.draw(card()).blocks) if each.get("type") == "overflow")
    assert [each["text"]["text"] for each in menu["options"]] == ["Tag", "Note", "Assign", "Move", "History"]
    assert menu["options"][0]["value"] == "tag:42"


@pytest.mark.parametrize("picture", [card(), card(escalation=escalation(), reply=reply(), others=3)])
def test_a_reminder_and_the_reasons_stand_behind_the_dots_at_the_end_of_the_buttons(picture: CardPicture) -> None:
    last = drawing.draw(picture).blocks[-1]["elements"][-1]
    assert [each["value"] for each in last["options"]] == ["remind:42", "why:42"]


def test_a_closed_card_is_one_line_with_the_way_back() -> None:
    picture = card(state="closed", closed_reason="Resolved", closed_by="U0ANA", closed_at=NOW)
    blocks = drawing.draw(picture).blocks
    assert len(blocks) == 1
    assert "\n" not in blocks[0]["text"]["text"]
    assert buttons(picture) == ["Reopen"]


def test_a_queued_reply_can_be_undone_and_no_second_one_begun() -> None:
    assert buttons(card(reply=reply()))[0] == "Undo"
    assert "Reply" not in buttons(card(reply=reply()))
    assert "Undo" not in buttons(card(reply=reply(undo_until=None)))


def test_a_reply_that_waits_for_its_keyholder_is_taken_back_after_a_question() -> None:
    handed = reply(state="by_hand", handed_to="U0VITO", undo_until=None, composer="https://x.com/intent/post?text=Hi")
    assert buttons(card(reply=handed))[:2] == ["Undo", "Open the composer"]
    pressable = dicts(drawing.draw(card(reply=handed)).blocks)
    (taking_back,) = [each for each in pressable if each.get("action_id") == "reply:undo"]
    assert "may be sending it" in taking_back["confirm"]["text"]["text"]
    assert "Undo" not in buttons(card(reply=replace(handed, said_sent_by="U0VITO")))


def test_a_queued_reply_says_to_the_second_when_it_goes_and_whether_to_a_keyholder() -> None:
    assert "Goes out at <!date^" in str(drawing.draw(card(reply=reply())).blocks)
    assert "^{time_secs}|" in str(drawing.draw(card(reply=reply())).blocks)
    assert "Goes to a keyholder" in str(drawing.draw(card(reply=reply(goes_by_hand=True))).blocks)


def test_an_unknown_reply_leads_to_the_timeline() -> None:
    address = "https://x.com/FirefoxSupport/with_replies"
    unsure = reply(state="unknown", can_send_again=True, timeline=address)
    assert f"Look at <{address}|the timeline>" in words(card(reply=unsure))


def test_an_unknown_reply_is_decided_by_a_person_once_that_is_safe() -> None:
    assert "Send again" not in buttons(card(reply=reply(state="unknown")))
    offered = buttons(card(reply=reply(state="unknown", can_send_again=True)))
    assert offered[:2] == ["It is there", "Send again"]


def test_an_unknown_reply_that_nobody_but_people_can_look_for_is_never_sent_again() -> None:
    unseen = card(reply=reply(state="unknown", cannot_be_looked_for=True, timeline="https://x.com/FirefoxSupport"))
    assert buttons(unseen)[:2] == ["It is there", "Not there: give it back"]
    assert "please look in public" in words(unseen)


def test_a_composer_link_too_long_for_a_button_is_left_out() -> None:
    by_hand = reply(state="by_hand", handed_to="U0VITO", composer="https://x.com/intent/post?text=" + "x" * 3000)
    assert buttons(card(reply=by_hand))[:3] == ["Undo", "I sent it", "Not me"]
    assert buttons(card(reply=reply(state="by_hand", composer="https://x.com/i")))[:2] == [
        "Open the composer",
        "I sent it",
    ]


def test_a_reply_from_another_account_is_warned_of() -> None:
    assert "It was meant to come from @FirefoxSupport" in words(card(reply=reply(state="sent", sent_from="Firefox")))


def test_an_escalation_shows_the_note_and_what_managers_need() -> None:
    picture = card(escalation=escalation())
    assert ">Asked twice,\n>no article helps." in words(picture)
    assert "On it" in buttons(picture)
    assert "Answer the volunteer" in buttons(picture)
    assert "Escalate" not in buttons(picture)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"paged": "U0MO"}, "Paged: <@U0MO>"),
        ({}, "Paged: nobody yet"),
        ({"urgent": False}, "can wait, pages nobody"),
    ],
)
def test_an_escalation_says_who_is_paged_until_somebody_has_it(about: dict[str, Any], said: str) -> None:
    assert said in words(card(escalation=escalation(**about)))
    for by in ("taken_by", "answered_by"):
        assert "Paged" not in words(card(escalation=escalation(**about, **{by: "U0KIRA"})))


def test_a_long_conversation_with_everything_in_it_still_shows_and_pings_nobody() -> None:
    texts_of_all = ("🔥" * 4000, "مرحبا " * 600, "<!channel> @here :+1: " * 180, "x" * 4000)
    messages = tuple(
        message(texts_of_all[index % 4], number=index, author="<!channel>", at=NOW + timedelta(minutes=index))
        for index in range(40)
    )
    picture = card(messages=messages, message_count=40, customer="<!channel>", customer_name="@everyone")
    judge_message(drawing.draw(picture))
    assert "37 earlier messages are in the thread" in words(picture)


@pytest.mark.parametrize("address", [None, "https://volley.slack.com/archives/C1/p1"])
def test_an_old_card_leads_to_the_new_one(address: str | None) -> None:
    drawn = drawing.draw_link(42, "lena", address, "Escalation")
    judge_message(drawn)
    line: dict[str, Any] = drawn.blocks[0]
    assert ("<https://volley" in line["elements"][0]["text"]) == (address is not None)
    assert len(drawn.blocks) == 1


def test_a_language_nobody_named_and_a_handle_with_an_at_are_shown_as_they_are() -> None:
    assert "xx" in words(card(language="xx"))
    assert "@lena" in words(card(customer="@lena"))
    assert "@@lena" not in words(card(customer="@lena"))


REVIEW = {
    "network_label": "Google Play",
    "customer": "Marta Silva",
    "customer_name": "",
    "by_name": True,
    "stars": 4,
    "stars_before": 1,
    "about": (("device", "Pixel 9"), ("Android", "16"), ("app version", "145.0.1")),
    "messages": (message("Sad\nIt loses my tabs", author="Marta Silva", by_name=True, title="Sad", stars=4),),
    "no_like": "never",
}


def test_a_review_s_card_shows_stars_title_and_where_it_was_written() -> None:
    drawn = drawing.draw(card(**REVIEW))
    pieces = list(texts(drawn.blocks))
    said = "\n".join(pieces)
    for expected in ("Marta Silva", "★☆☆☆☆ → *★★★★☆*", "Sad", "It loses my tabs", "device Pixel 9", "Android 16"):
        assert expected in said
    assert "@Marta" not in said
    assert {"Sad", "It loses my tabs"} <= set(pieces), "the title stands by itself"
    assert "Open on Google Play" in said


def test_what_is_answered_offers_its_edit_and_what_waits_for_a_moderator_its_queue() -> None:
    assert "Edit reply" in buttons(card(**REVIEW, edits_reply=True))
    assert buttons(card(moves_to="High (3-5 stars)"))[-1] == "Move to High (3-5 stars)"
