"""Private messages: what happened, to which conversation, and the buttons that still make sense."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.pictures.conversations import LikePicture, ReplyPicture
from bot.slack import card as cards
from bot.slack import money, notices
from bot.slack.kit import Drawn
from tests.slack.judges import dicts, judge_by_schema, judge_message, texts
from tests.slack.samples import NOW, card, escalation, message, reply

PLACE = "https://volley.slack.com/archives/C1/p1"
LIKE = LikePicture(
    number=5, state="by_hand", account="Firefox", by="U0ANA", handed_to="U0VITO", address="https://x.com/i"
)


def buttons(drawn: Drawn) -> list[str]:
    """The words on the buttons."""
    return [each["text"]["text"] for each in dicts(drawn.blocks) if each.get("type") == "button"]


def said(drawn: Drawn) -> str:
    """Everything it says."""
    return "\n".join(texts(drawn.blocks))


@pytest.mark.parametrize("kind", sorted(notices.DRAWN))
def test_every_kind_keeps_slacks_rules_and_types(kind: str) -> None:
    facts = {
        "text": "Something",
        "by": "U0MO",
        "from": "U0BEA",
        "account": "Firefox",
        "percent": 80,
        "spent": 4_000_000,
    }
    drawn = notices.draw(
        kind, facts, card=card(), reply=reply(state="by_hand"), like=LIKE, escalation=escalation(), place=PLACE
    )
    judge_message(drawn)
    judge_by_schema(drawn.blocks)


def test_a_ping_brings_the_card_the_note_and_both_buttons() -> None:
    drawn = notices.draw("ping", {}, card=card(), escalation=escalation(), place=PLACE)
    assert buttons(drawn) == ["On it", "Answer the volunteer"]
    for expected in ("<@U0ANA> needs you", "Asked twice,", "Firefox eats my tabs", f"<{PLACE}|#42>"):
        assert expected in said(drawn)


def test_a_ping_somebody_has_taken_says_so_and_offers_no_second_take() -> None:
    drawn = notices.draw("ping", {}, card=card(), escalation=escalation(taken_by="U0KIRA"))
    assert buttons(drawn) == ["Answer the volunteer"]
    assert "<@U0KIRA> is on it" in said(drawn)


def test_an_alarm_that_is_over_rings_no_more() -> None:
    facts = {"text": "X is silent.", "alarm": 7, "also": {"8": "Play is silent."}}
    assert said(notices.draw("alarm", facts)) == "🔔 X is silent.\n🔔 Play is silent."
    assert said(notices.draw("alarm", {**facts, "over": [7]})) == "✓ This is over: X is silent.\n🔔 Play is silent."
    swarm = {**facts, "also": {str(number): "Silent." for number in range(8, 30)}}
    assert said(notices.draw("alarm", swarm)).endswith("🔔 Silent.\n… and 11 more; `/desk home` shows all.")


def test_a_warning_about_a_budget_that_was_raised_offers_it_no_more() -> None:
    facts = {"account": "Firefox", "percent": 81, "spent": 4_050_000, "budget": 5_000_000, "minutes": 60}
    assert buttons(notices.draw("budget", facts)) == ["Raise today's budget"]
    raised = notices.draw("budget", {**facts, "raised": "<@U0KIRA> raised it to $10.00."})
    assert buttons(raised) == []
    assert said(raised).endswith("✓ <@U0KIRA> raised it to $10.00.")


def test_a_ping_that_was_answered_says_by_whom_as_the_card_does() -> None:
    drawn = notices.draw("ping", {}, card=card(), escalation=escalation(answered_by="U0KIRA", answer="Ask for it."))
    assert buttons(drawn) == ["On it", "Answer the volunteer"]
    assert "<@U0KIRA> answered the volunteer" in said(drawn)


def test_a_keyholder_sees_that_sending_is_stopped_and_gets_no_way_to_send() -> None:
    asked = reply(
        state="by_hand", handed_to="U0VITO", composer="https://x.com/intent/post", waits_for="all sending is stopped"
    )
    drawn = notices.draw("hand_reply", {"reply": 7}, card=card(), reply=asked)
    assert "Open the composer" not in buttons(drawn)
    assert "I sent it" in buttons(drawn)
    assert "not now" in said(drawn)


@pytest.mark.parametrize("kind", ["ping", "wrote_again", "assigned", "hand_like"])
def test_what_the_customer_wrote_is_quoted_also_once_ours_stands_below(kind: str) -> None:
    answered = card(messages=(message("Where is my money?"), message("We look into it.", side="brand")))
    told = said(notices.draw(kind, {}, card=answered, escalation=escalation(), like=LIKE))
    assert "Where is my money?" in told
    assert "We look into it." not in told


def test_a_hold_that_is_over_leaves_it_to_anybody() -> None:
    told = said(notices.draw("hold_ended", {}, card=card()))
    assert "free for anybody" in told
    assert "yours" not in told


def test_a_keyholder_gets_the_text_the_composer_and_a_way_out() -> None:
    asked = reply(state="by_hand", handed_to="U0VITO", composer="https://x.com/intent/post?text=Hi")
    drawn = notices.draw("hand_reply", {"reply": 7}, card=card(), reply=asked)
    assert buttons(drawn) == ["Open the composer", "I sent it", "Not me"]
    assert "Hi Lena, please try Troubleshoot Mode. ^an" in said(drawn)


def test_a_text_too_long_for_a_link_is_there_to_copy() -> None:
    asked = reply(state="by_hand", handed_to="U0VITO", composer="https://x.com/intent/post?text=" + "x" * 9000)
    drawn = notices.draw("hand_reply", {"reply": 7}, card=card(), reply=asked)
    assert buttons(drawn) == ["I sent it", "Not me"]
    assert "copy the text" in said(drawn)


@pytest.mark.parametrize("gone", [None, reply(state="sent")])
def test_a_reply_that_no_longer_needs_hands_offers_no_buttons(gone: ReplyPicture | None) -> None:
    drawn = notices.draw("hand_reply", {"reply": 7}, card=card(), reply=gone)
    assert buttons(drawn) == []


def test_a_reply_that_is_said_to_be_out_leads_nobody_to_the_composer() -> None:
    said_out = reply(
        state="by_hand", handed_to="U0VITO", said_sent_by="U0KIRA", composer="https://x.com/intent/post?text=Hi"
    )
    drawn = notices.draw("hand_reply", {"reply": 7}, card=card(), reply=said_out)
    assert buttons(drawn) == []
    assert "no longer needs you" in said(drawn)
    assert "<@U0KIRA> sent it by hand; looking for it" in said(drawn)
    asked, told = (card(state="claimed", reply=each) for each in (replace(said_out, said_sent_by=None), said_out))
    sending = {"Open the composer", "I sent it", "Not me"}
    assert sending <= set(buttons(cards.draw(asked)))
    assert not sending & set(buttons(cards.draw(told)))


def test_a_refused_reply_leads_back_to_its_text() -> None:
    drawn = notices.draw("reply_refused", {}, card=card(), reply=reply(state="refused", why="too long"))
    assert buttons(drawn) == ["Reply"]
    assert "too long" in said(drawn)


def test_a_closed_conversation_is_not_offered_for_claiming() -> None:
    assert buttons(notices.draw("lapsed", {}, card=card())) == ["Claim"]
    assert buttons(notices.draw("lapsed", {}, card=card(state="closed", closed_reason="Resolved"))) == []


def test_what_was_claimed_or_given_back_meanwhile_says_so() -> None:
    claimed = notices.draw("lapsed", {}, card=card(state="claimed", owner="U0ANA"))
    assert buttons(claimed) == []
    assert "<@U0ANA> is on it" in said(claimed)
    assert buttons(notices.draw("assigned", {"by": "U0MO"}, card=card(state="claimed", owner="U0ANA")))[-1] == "Release"
    assert buttons(notices.draw("assigned", {"by": "U0MO"}, card=card())) == ["Claim"]


def test_a_budget_warning_says_how_much_and_raises_it_with_one_click() -> None:
    drawn = notices.draw(
        "budget", {"account": "Firefox", "percent": 80, "spent": 4_000_000, "budget": 5_000_000, "minutes": 90}
    )
    assert "read every 90 minutes" in said(drawn)
    assert "$4.00 of $5.00" in said(drawn)
    assert buttons(drawn) == ["Raise today's budget"]


def test_the_budget_of_a_search_is_not_called_an_account() -> None:
    drawn = notices.draw("budget", {"account": "search fxhelp", "percent": 50, "spent": 1_000_000, "budget": 2_000_000})
    assert "the search “fxhelp” has used 50 %" in said(drawn)
    assert "@search" not in said(drawn)


def test_a_proposal_to_close_says_when_it_closes_by_itself() -> None:
    held = card(hold_waiting_on="customer", hold_ends_at=NOW + timedelta(days=2), close_proposed=True)
    told = said(notices.draw("close_proposed", {}, card=held))
    assert "It closes by itself <!date^1772618400^" in told


def test_a_kind_nobody_has_drawn_yet_is_told_by_its_text() -> None:
    assert "All is well." in said(notices.draw("brand_new", {"text": "All is well."}))


def test_a_reminder_brings_the_card_with_its_buttons_and_of_when_it_is() -> None:
    drawn = notices.draw("reminder", {"text": "ask whether they are back"}, card=card(), place=PLACE)
    assert "You wanted:\nask whether they are back" in said(drawn)
    assert "As it stood <!date^" in said(drawn)
    assert [each for each in ("Reply", "Claim", "Close", "Hold") if each not in buttons(drawn)] == []
    assert buttons(drawn)[-2:] == ["Show", "Remind me again"]
    green = [each for each in dicts(drawn.blocks) if each.get("style") == "primary"]
    assert [each["text"]["text"] for each in green] == ["Reply"]


def test_spending_names_who_spent_a_cent_and_since_when() -> None:
    block = money.today([("Firefox", 20_000, 10_000_000), ("firefox_es", 9_999, None), ("search fxhelp", 0, None)])
    assert list(texts([block] if block else [])) == ["💸 since 0:00 UTC · @Firefox $0.02 of $10.00"]
    assert money.today([("Firefox", 0, None)]) is None


def test_an_answered_volunteer_hears_who_acts_next() -> None:
    answered = escalation(answered_by="U0KIRA", answer="Say sorry.")
    told = [
        said(notices.draw("escalation_answer", {}, card=card(in_escalation_queue=here), escalation=answered))
        for here in (True, False)
    ]
    assert ["until one of them moves it back" in each for each in told] == [True, False]


@pytest.mark.parametrize("kind", ["text", "alarm"])
def test_what_others_call_things_has_no_effect_in_a_sentence_of_ours(kind: str) -> None:
    hostile = "<@U0MO>: the clipping “<!channel> <https://evil.example|Read me>” is gone. X says: <@U> <b>"
    drawn = notices.draw(kind, {"text": hostile})
    shown = "\n".join(each["text"] for each in dicts(drawn.blocks) if each.get("type") == "mrkdwn")
    assert "<@U0MO>: the clipping “&lt;!channel> &lt;https://evil" in shown
    assert shown.count("<") == 1
    assert drawn.text.count("<") == 1
