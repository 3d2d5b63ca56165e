"""Forms: their inputs carry the names that handlers read, and nothing typed is lost when they are drawn again."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clippings import BroughtIn, ChangePicture, ClippingPicture, Wording
from bot.pictures.bulk import BulkPicture, BulkRow
from bot.pictures.conversations import HistoryPicture, ListPicture
from bot.pictures.found import ChangedTag, ChoicesPicture, CustomerPicture, SavedPicture
from bot.pictures.own import DraftPicture, ReminderPicture, StylePicture
from bot.pictures.people import MemberFormPicture, MemberPicture
from bot.programme import Programme, Tag
from bot.slack import history
from bot.slack.modals import (
    ask,
    assign,
    bulk,
    catalogue,
    catalogue_tag,
    clipping,
    clippings_file,
    close,
    drafts,
    escalate,
    filters,
    hold,
    languages,
    move_on,
    note,
    people,
    remind,
    reply,
    search,
    style,
    tag,
)
from bot.slack.modals import saved as own_filters
from tests.slack.judges import dicts, judge_by_schema, judge_view, texts
from tests.slack.samples import NOW, card, composition, escalation, event, message
from tests.slack.samples import reply as sample_reply

LENA = CustomerPicture(("Troll account",), 4, NOW, 9, 3, 60, 14, (("Crash", 2),))
CHOICES = ChoicesPicture(
    queues=(("Moderated", "moderated"), ("Low <1-2>", "low")),
    tags=("Crash",),
    kinds=("support", "praise"),
    accounts=("Firefox", "FirefoxSupport"),
    languages=("de", "en"),
    networks=(("X", "x"), ("Google Play", "google_play")),
    sentiments=("positive", "negative"),
    customer_tags=("Troll account",),
    saved=("mornings",),
)


def inputs(view: dict[str, Any]) -> dict[str, str]:
    """Block id and action id of each input; where the id only tells whose field it is, the name in it."""
    found = [(block["block_id"], block["element"]["action_id"]) for block in view["blocks"] if block["type"] == "input"]
    return {block: block if action.endswith(f":{block}") else action for block, action in found}


def actions_of(view: dict[str, Any]) -> set[str]:
    """The action ids of its buttons and menus."""
    return {str(each["action_id"]) for each in dicts(view["blocks"]) if "action_id" in each}


def views(programme: Programme) -> dict[str, dict[str, Any]]:
    """Every form, with the shipped programme."""
    tags = [each.name for each in programme.tags]
    member = MemberPicture(id="U0ANA", role="volunteer", name="Ana", joined_at=NOW, suspended=False)
    saved = ClippingPicture(
        3, Wording("<Tabs>", "Lost", {"en": "Hi {name}", "pt-BR": "<!channel>"}, ("Crash",), ("a",))
    )
    changes = [
        ChangePicture(n, "edited", None, NOW, {"name": "n" * 60, "texts": {"en": "<b>" * 900}}) for n in range(60)
    ]
    return {
        "reply": reply.draw(composition()),
        "sent": reply.draw_sent(sample_reply(), 42),
        "close": close.draw(42, programme.reasons, proposed="Resolved"),
        "close and like": close.draw(42, programme.reasons, can_like=True, likes=True),
        "bulk": bulk.draw(
            BulkPicture(3, "All queues", "gathered", (BulkRow(1, "lena", "help"),), 1, can_move=True),
            reasons=[each.name for each in programme.reasons],
            queues=programme.queues,
        ),
        "hold": hold.draw(42, days=programme.times.customer_hold_days),
        "tag": tag.draw(card(), tags=tags, kinds=programme.kinds, customer_tags=programme.customer_tags),
        "note": note.draw(42),
        "remind": remind.draw(42, limit=500),
        "reminders": remind.draw_list([ReminderPicture(3, 42, NOW, "Europe/Berlin", "<!channel> & more")]),
        "drafts": drafts.draw([DraftPicture(n, "<!channel>", False, "<b>" * 900, NOW, True) for n in range(60)]),
        "escalate": escalate.draw(card(), programme.escalation, programme.product_areas, offers=True, telling=False),
        "tell": escalate.draw(card(), programme.escalation, (), offers=True, telling=True),
        "answer": escalate.draw_answer(escalation(), 42),
        "assign": assign.draw(42),
        "move": assign.draw_move(42, programme.queues, present="moderated"),
        "move_on": move_on.draw(
            ListPicture("Unmoderated", tuple(card(number=n, moves_to="High") for n in range(9)), 9)
        ),
        "style": style.draw(
            StylePicture("de", "t" * 500, ("<!channel>" * 20,) * 10, ("d" * 200,) * 10, "https://x.com")
        ),
        "edit": reply.draw(composition(edition=1, replaces="We are on it.", label="Google Play")),
        "clipping": clipping.draw(tags, saved, seen=8),
        "new clipping": clipping.draw(tags),
        "import": clippings_file.draw(["line 3: <!channel> " * 40] * 30),
        "imported": clippings_file.draw_done(BroughtIn(1, 2, 3, ("<!here>",) * 400)),
        "its history": clipping.draw_history(saved, changes),
        "ask": ask.draw(),
        "line": ask.draw_line(3, present="done"),
        "is_there": ask.draw_is_there(7),
        "people": people.draw([member] * 45, page=1),
        "member": people.draw_member(MemberFormPicture(member)),
        "beginner": people.draw_member(MemberFormPicture(member, ("NDA signed", "Clear instructions"))),
        "accepting": people.draw_member(MemberFormPicture(member, ("NDA signed",), decides=False)),
        "filters": filters.draw(CHOICES),
        "saved": own_filters.draw([SavedPicture(3, "mornings", "High · <!channel>")]),
        "catalogue": catalogue.draw([("Crash", "it closes <!here>")] * 120, retired=["Old"], keeps=True),
        "one tag": catalogue_tag.draw_tag(
            Tag(name="<!here>", hint="h" * 75, checklist=("c" * 150,) * 10, closes_as="Resolved"), reasons=["Resolved"]
        ),
        "history of tags": catalogue_tag.draw_history(
            [ChangedTag("changed", "t" * 75, "checklist <!channel>" * 90, "U0KIRA", NOW)] * 80
        ),
        "languages": languages.draw(["xx", "pt-BR"], then="Play", words="tag:Crash"),
        "search": search.draw(CHOICES),
        "play": filters.draw(replace(CHOICES, tags=tuple(f"tag {n}" for n in range(150))), play=True),
        "history": history.draw(HistoryPicture(42, "lena", (event("arrived"),), (card(),)), {"U0ANA": "Ana"}, LENA),
    }


FILTERS = {"saved", "queue", "tags", "kind", "age", "stars", "sentiment", "language", "account", "network", "customer"}
EXPECTED = {
    "reply": {"text", "afterwards", "reason", "link"},
    "close": {"reason", "link"},
    "close and like": {"reason", "link", "like"},
    "bulk": {"tag", "reason", "queue", "to"},
    "hold": {"waiting_on", "whom", "until"},
    "tag": {"tags", "kind", "sentiment", "customer_tags"},
    "note": {"note"},
    "remind": {"when", "at", "words"},
    "escalate": {"reason", "note", "urgency"},
    "tell": {"reason", "note", "urgency", "text"},
    "answer": {"text"},
    "assign": {"to"},
    "move": {"queue"},
    "move_on": {"numbers"},
    "edit": {"text", "afterwards", "reason", "link"},
    "clipping": {"name", "category", "text:en", "text:pt-BR", "language", "more", "article", "tags", "words"},
    "import": {"attachment", "file_link"},
    "new clipping": {"name", "category", "text:en", "language", "more", "article", "tags", "words"},
    "ask": {"text"},
    "line": {"text"},
    "is_there": {"link"},
    "member": {"role"},
    "filters": FILTERS | {"save"},
    "catalogue": {"add", "hint", "retire", "back"},
    "one tag": {"name", "hint", "closes_as", "checklist"},
    "languages": {"languages", "words"},
    "search": {"words", "from", "in", "queue", "tag", "after", "before"},
    "play": FILTERS | {"save"},
}


def test_every_form_keeps_slacks_rules_and_types(programme: Programme) -> None:
    for view in views(programme).values():
        judge_view(view)
        judge_by_schema(view["blocks"])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_inputs_have_the_names_that_handlers_and_refusals_use(programme: Programme, name: str) -> None:
    assert inputs(views(programme)[name]) == {each: each for each in EXPECTED[name]}


def test_checking_keeps_every_input_where_it_is_so_that_slack_keeps_what_was_typed() -> None:
    checked = replace(composition(), used=300, text="x" * 300, price=200_000, price_without_link=10_000)
    assert inputs(reply.draw(checked)) == inputs(reply.draw(composition()))
    said = "\n".join(texts(reply.draw(checked)["blocks"]))
    assert "300 of 280 characters: *20 too many*" in said
    assert "$0.20" in said


def test_before_typing_one_sees_account_way_limit_signature_and_style_guide() -> None:
    said = "\n".join(texts(reply.draw(replace(composition(), by_hand=True))["blocks"]))
    for expected in ("@FirefoxSupport", "by hand", "280 characters", "signed ^an", "style guide", "eats my tabs"):
        assert expected in said
    assert "reply:style" in actions_of(reply.draw(composition()))
    assert "reply:style" not in actions_of(reply.draw(composition(has_style=False)))


def test_check_shows_the_text_as_it_will_appear_with_count_price_account_and_way() -> None:
    shown = replace(
        composition(lines=()),
        text="Hi :firefox:",
        appears="Hi :firefox: ^an",
        used=16,
        price=10_000,
        no_emoji=(":firefox:",),
    )
    said = "\n".join(texts(reply.draw(shown)["blocks"]))
    for expected in ("Hi :firefox: ^an", "16 of 280", "$0.01", "from @FirefoxSupport", "sent by the desk", "no emoji"):
        assert expected in said
    by_hand = "\n".join(texts(reply.draw(replace(shown, price=None, by_hand=True))["blocks"]))
    assert "$" not in by_hand
    assert "*by hand*: a keyholder sends it" in by_hand
    in_a_store = "\n".join(texts(reply.draw(replace(shown, account_called="Firefox for Android"))["blocks"]))
    assert "@FirefoxSupport" not in in_a_store


def test_check_says_which_places_are_still_to_be_filled_and_approves_of_nothing_before() -> None:
    open_still = replace(composition(), text="Hi {name}, see {article}", used=54, unfilled=("{name}", "{article}"))
    said = "\n".join(texts(reply.draw(open_still)["blocks"]))
    assert "⚠️ Still to be filled in, before it can be sent: *{name}, {article}*" in said
    assert "54 of 280 characters" in said
    assert "✓" not in said
    assert "✓ 54 of 280" in "\n".join(texts(reply.draw(replace(open_still, unfilled=()))["blocks"]))


def test_a_hold_before_any_answer_waits_on_a_colleague_unless_the_customer_is_chosen() -> None:
    def chosen_in(view: dict[str, Any]) -> str:
        return str(view["blocks"][0]["element"]["initial_option"]["value"])

    unanswered = hold.draw(42, days=3, answered=False)
    assert chosen_in(unanswered) == "internal"
    assert "nobody has answered yet" in "\n".join(texts(unanswered["blocks"]))
    assert chosen_in(hold.draw(42, days=3, answered=False, waiting_on="customer")) == "customer"
    assert chosen_in(hold.draw(42, days=3)) == "customer"
    ours = replace(message(), side="brand")
    assert (card().is_answered, card(messages=(message(), ours)).is_answered) == (False, True)
    under_way, refused = sample_reply(state="queued"), sample_reply(state="refused")
    assert (card(reply=under_way).is_answered, card(reply=refused).is_answered) == (True, False)


@pytest.mark.parametrize(("is_priced", "promised"), [(True, "its length and price."), (False, "its length.")])
def test_check_promises_a_price_only_where_there_is_one(is_priced: bool, promised: str) -> None:
    assert promised in "\n".join(texts(reply.draw(composition(is_priced=is_priced))["blocks"]))


@pytest.mark.parametrize(
    ("more", "label", "optional"),
    [
        ({"attaching": True}, "What it shows: needed for a picture", True),
        ({"attachment": "a file in Slack"}, "What it shows: needed for a picture", True),
        ({"attachment": "menu.png", "is_picture": True}, "What the picture shows", False),
    ],
)
def test_a_description_is_never_called_optional_for_a_picture(more: dict[str, Any], label: str, optional: bool) -> None:
    blocks = reply.draw(composition(attachable=("png", "mp4"), **more))["blocks"]
    (asked,) = (each for each in blocks if each.get("block_id") == "description")
    assert (asked["label"]["text"], asked["optional"]) == (label, optional)


def test_undo_stands_where_send_was() -> None:
    sent = reply.draw_sent(sample_reply(), 42)
    assert [each["text"]["text"] for each in dicts(sent["blocks"]) if each.get("type") == "button"] == ["Undo"]
    assert "submit" not in sent


def test_a_catalogue_of_more_than_a_hundred_tags_is_searched() -> None:
    many = [f"tag {number}" for number in range(150)]
    view = tag.draw(card(tags=("tag 3",)), tags=many, kinds=["support"], customer_tags=[])
    assert view["blocks"][0]["element"]["type"] == "multi_external_select"
    assert [each["value"] for each in tag.suggestions(many, "tag 14")][:2] == ["tag 14", "tag 140"]


def test_a_hint_stands_beside_its_tag() -> None:
    hints = {"Controversial": "not asked, don't offer"}
    view = tag.draw(card(), tags=["Crash", "Controversial"], kinds=["support"], customer_tags=[], hints=hints)
    described = {each["value"]: each.get("description", {}).get("text") for each in dicts(view) if "value" in each}
    assert described["Controversial"] == "not asked, don't offer"
    assert described["Crash"] is None
    assert tag.suggestions(["Controversial"], "con", hints)[0]["description"]["text"] == "not asked, don't offer"


def test_telling_the_customer_of_an_escalation_calls_them_as_their_card_does(programme: Programme) -> None:
    for shown, by_name in (("@lena", False), ("Marta Silva", True)):
        one = card(customer=shown.removeprefix("@"), by_name=by_name)
        view = escalate.draw(one, programme.escalation, (), offers=True, telling=True)
        assert f"In public, to {shown}" in list(texts(view["blocks"]))


def test_what_takes_an_answer_s_place_is_called_an_edit_and_quotes_that_answer_once() -> None:
    ours = message("We are on it.", side="brand")
    view = reply.draw(composition(replaces="We are on it.", label="Google Play", messages=(message(), ours)))
    assert (view["title"]["text"], view["submit"]["text"]) == ("Edit reply to #42", "Save the edit")
    assert str(view["blocks"]).count("We are on it.") == 1


def test_a_clippings_history_says_what_each_changed_field_said_before() -> None:
    saved = ClippingPicture(3, Wording("Tabs", "Lost", {"en": "Hi"}))
    before = {"tags": ["Crash", "Sync"], "words": [], "article": "lost-tabs", "texts": {"it": ""}}
    view = clipping.draw_history(saved, [ChangePicture(1, "edited", "U0MAX", NOW, before)])
    said = "\n".join(texts(view["blocks"]))
    for words in ("Article: lost-tabs", "Tags: Crash, Sync", "Also found by: none", "it: none"):
        assert words in said
    assert "Category" not in said
