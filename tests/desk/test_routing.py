"""Routing by desk.toml: who answers, which queue, what kind, which tags, and why, in words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.desk.arriving.languages import detected, includes
from bot.desk.arriving.routing import Route, route
from bot.desk.arriving.rules import says
from bot.networks.x import X
from bot.networks.x_keys import Keys
from bot.programme import Condition, Programme, Rule
from tests.desk.mentions import mention

SUPPORT = "x:mentions:FirefoxSupport"


@pytest.fixture
def network(programme: Programme) -> X:
    keys = {each.handle: Keys("key", "secret", "token", "secret") for each in programme.accounts}
    return X(programme, keys, clock=SystemClock(), charged=lambda charge: None)


def routed(text: str, programme: Programme, network: X, source: str = SUPPORT, **more: Any) -> Route:
    tags: tuple[str, ...] = more.pop("customer_tags", ())
    return route(mention(text, **more), source, programme=programme, customer_tags=tags, network=network)


@pytest.mark.parametrize(
    ("text", "source", "answers"),
    [
        ("@firefox it crashes", "x:mentions:Firefox", ("FirefoxSupport", "Firefox")),
        ("@FirefoxSupport it crashes", SUPPORT, ("FirefoxSupport", "FirefoxSupport")),
        ("firefox crashes #fxhelp", "x:search:fxhelp", ("FirefoxSupport", None)),
        ("@mozilla_germany hilfe", "x:mentions:mozilla_germany", ("mozilla_germany", "mozilla_germany")),
        ("@firefox @firefoxsupport help", "x:mentions:Firefox", ("FirefoxSupport", "FirefoxSupport")),
        ("@firefox @firefoxsupport @firefox_es ayuda", SUPPORT, ("firefox_es", "firefox_es")),
        ("@FirefoxSupport found by a search #fxhelp", "x:search:fxhelp", ("FirefoxSupport", "FirefoxSupport")),
    ],
)
def test_the_account_that_answers_follows_the_table(
    programme: Programme, network: X, text: str, source: str, answers: tuple[str, str | None]
) -> None:
    found = routed(text, programme, network, source)
    assert (found.account, found.mentioned) == answers


def test_who_may_reply_is_said_before_anybody_types(programme: Programme, network: X) -> None:
    only = {"may reply": "only those it mentions"}
    closed = routed("@firefox help", programme, network, "x:mentions:Firefox", about=only)
    ours = routed("@FirefoxSupport help", programme, network, about=only)
    quoted = routed("help", programme, network, about=only, quotes="1", quotes_author="FirefoxSupport")
    assert (closed.account, closed.reply_by_hand) == ("FirefoxSupport", True)
    assert closed.lines[0].endswith("by hand, and it may be refused: only those it mentions may reply")
    assert (ours.reply_by_hand, ours.lines[0]) == (False, "answers from @FirefoxSupport")
    assert quoted.reply_by_hand


def test_of_two_locale_accounts_the_one_of_the_language_goes_first(programme: Programme, network: X) -> None:
    text = "@mozilla_germany @mozilla_france aidez moi"
    assert routed(text, programme, network, language="fr").account == "mozilla_france"
    assert routed(text, programme, network, language="de").account == "mozilla_germany"


def test_the_card_says_why_and_that_it_goes_by_hand(programme: Programme, network: X) -> None:
    found = routed("@firefox my tabs are broken", programme, network, "x:mentions:Firefox")
    assert found.reply_by_hand
    assert found.lines[0] == "answers from @FirefoxSupport · by hand: the author did not mention it"
    assert "mentions @Firefox: @FirefoxSupport answers for it" in found.lines
    assert "likes from @Firefox · by hand: its plan has no likes by API" in found.lines
    assert found.lines[-1] == "Moderated: rule “needs an answer”"
    several = routed("@firefox @mozilla_germany geht nicht", programme, network, "x:mentions:Firefox", language="de")
    assert not several.reply_by_hand
    assert several.lines[0] == "answers from @mozilla_germany"
    assert several.lines[1] == "mentions @mozilla_germany and @Firefox: a locale account goes first"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("@firefox keeps crashing, I love it though", "support"),
        ("@firefox please add tab groups", "feature request"),
        ("@firefox best browser ever ❤️", "praise"),
        ("@firefox I hate the new look", "feedback"),
        ("@firefox https://support.mozilla.org/help listen", "other"),
        ("@FirefoxSupport hm", "support"),
        ("@mozilla_germany Firefox stürzt ständig ab", "support"),
        ("@FirefoxBrasil não consigo abrir", "support"),
    ],
)
def test_kinds_are_read_from_words(programme: Programme, network: X, text: str, kind: str) -> None:
    assert routed(text, programme, network, "x:mentions:Firefox").kind == kind


@pytest.mark.parametrize(
    ("text", "language", "queue"),
    [
        ("@FirefoxSupport help", "en", "moderated"),
        ("@FirefoxSupport hilfe", "de", "de"),
        ("@FirefoxSupport ajuda por favor", "pt", "pt-br"),
        ("@FirefoxTurkiye merhaba", "tr", "tr"),
        ("@firefox is a browser", "en", "unmoderated"),
        ("@firefox help", "ja", "moderated"),
    ],
)
def test_queues_follow_account_and_language(
    programme: Programme, network: X, text: str, language: str, queue: str
) -> None:
    source = SUPPORT if "Support" in text else "x:mentions:Firefox"
    source = "x:mentions:FirefoxTurkiye" if "Turkiye" in text else source
    assert routed(text, programme, network, source, language=language).queue == queue


def test_what_no_rule_places_is_for_moderators_and_says_so(programme: Programme, network: X) -> None:
    found = routed("@firefox hello", programme, network, "x:mentions:Firefox")
    assert found.queue == "unmoderated"
    assert found.lines[-1] == "Unmoderated: no rule placed it"


def test_tags_and_priorities_add_up(programme: Programme, network: X) -> None:
    found = routed("@FirefoxSupport Android crashed, bookmarks lost", programme, network)
    assert set(found.tags) == {"Android", "Crash", "Lost data"}
    assert found.priority == 10
    assert "Crash, more urgent: rule “crash”" in found.lines


@pytest.mark.parametrize("fame", [{"verified": "business"}, {"followers": 250_000}])
def test_celebrities_are_tagged_and_go_first(programme: Programme, network: X, fame: dict[str, Any]) -> None:
    found = routed("@FirefoxSupport help", programme, network, **fame)
    assert "Internet celebrity" in found.tags
    assert found.priority == 20
    assert any(line.startswith("Internet celebrity: ") and line.endswith("Take care.") for line in found.lines)
    assert "Internet celebrity" not in routed("@FirefoxSupport help", programme, network, verified="blue").tags


def test_customer_tags_count(programme: Programme, network: X) -> None:
    found = routed("@FirefoxSupport help", programme, network, customer_tags=("Troll account",))
    assert found.priority == -20
    assert "Known as a troll or spammer: do not feed." in found.lines
    assert "Community" in routed("@firefox hi", programme, network, customer_tags=("Community member",)).tags


def test_language_is_the_networks_else_detected_else_the_accounts(programme: Programme, network: X) -> None:
    german = "Seit dem Update stürzt der Browser ständig ab, was kann ich tun?"
    assert routed("@FirefoxSupport nimm das", programme, network, language="nl").language == "nl"
    found = routed(f"@FirefoxSupport {german}", programme, network, language="")
    assert found.language == "de"
    assert "language de: detected, X does not say" in found.lines
    assert routed("@FirefoxSupport 🔥🔥", programme, network, language="").language == "en"


@pytest.mark.parametrize(
    ("text", "language", "queue"),
    [
        ("@firefox thank you for the vertical tabs", "en", "moderated"),
        ("@firefox ich liebe euren Browser, danke", "de", "de"),
        ("@firefox merci, meilleur navigateur", "fr", "fr"),
        ("@firefox gracias, me encanta", "es", "es"),
        ("@firefox obrigada, melhor navegador", "pt", "pt-br"),
        ("@firefox teşekkürler", "tr", "tr"),
        ("@firefox 🧡", "", "moderated"),
        ("@firefox love from Tokyo", "ja", "moderated"),
    ],
)
def test_praise_goes_where_volunteers_can_like_it(
    programme: Programme, network: X, text: str, language: str, queue: str
) -> None:
    found = routed(text, programme, network, "x:mentions:Firefox", language=language)
    assert (found.kind, found.queue) == ("praise", queue)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Very good browser", ""),
        ("Nice app", ""),
        ("Sehr guter Browser", ""),
        ("Funktioniert nicht mehr", "de"),
        ("Çok iyi tarayıcı", "tr"),
        ("J'adore cette application", "fr"),
        ("Não abre mais no meu celular", "pt"),
        ("Не работает", "ru"),
        ("動かない", "ja"),
    ],
)
def test_a_language_is_claimed_only_when_it_is_clear(text: str, language: str) -> None:
    assert detected(text) == language


def test_languages() -> None:
    assert detected("@Firefox https://mozilla.org/ok ok") == ""
    assert includes("pt", "pt-BR")
    assert includes("pt-BR", "pt")
    assert includes("de", "DE")
    assert not includes("de", "")
    assert not includes("pt-BR", "pt-PT")


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("It CRASHED again", ("crash*",), True),
        ("scrash", ("crash*",), False),
        ("support", ("port",), False),
        ("won’t start", ("won't",), True),
        ("not\n  working", ("not working",), True),
        ("I ❤ it", ("❤️",), True),
        ("#fxhelp please", ("#fxhelp",), True),
        ("@help_me https://a.example/help", ("help",), False),
        ("a.c", ("a.c",), True),
        ("abc", ("a.c",), False),
    ],
)
def test_words_are_whole_and_in_any_case(text: str, words: tuple[str, ...], found: bool) -> None:
    assert says(text, words) is found


def test_every_condition_must_hold(programme: Programme, network: X) -> None:
    when = Condition(network="x", stars_at_most=2, product=("Focus",), verified=False, followers_at_least=10)
    rule = Rule(name="all of it", when=when, queue="escalation")
    own = programme.model_copy(update={"rules": (rule,)})
    fits: dict[str, Any] = {"about": {"stars": 1}, "product": "Focus", "followers": 10}
    assert routed("hi", own, network, **fits).queue == "escalation"
    others: list[dict[str, Any]] = [
        {"about": {"stars": 3}},
        {"about": {}},
        {"product": ""},
        {"followers": 9},
        {"verified": "blue"},
    ]
    for off in others:
        assert routed("hi", own, network, **(fits | off)).queue == "unmoderated"


def test_routing_ten_thousand_takes_seconds_not_minutes(programme: Programme, network: X) -> None:
    began = datetime.now(UTC)
    for number in range(500):
        routed(f"@FirefoxSupport {number} " + "words of a long post " * 12, programme, network)
    assert (datetime.now(UTC) - began).total_seconds() < 5
