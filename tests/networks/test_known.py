"""Which networks there are, what each of their accounts needs, and what they can do before any key is at hand."""

from bot.networks import known
from bot.networks.base import Way
from bot.programme import Programme


def test_only_accounts_that_something_is_sent_from_by_hand_need_keyholders(programme: Programme) -> None:
    by_hand = {each.network for each in programme.accounts if known.is_sent_by_hand(each)}
    assert by_hand == {"x"}
    paid = [each.model_copy(update={"plan": "enterprise"}) for each in known.on("x", programme)]
    assert not any(map(known.is_sent_by_hand, paid))


def test_each_missing_setting_of_each_network_is_told(programme: Programme) -> None:
    problems = known.problems_of({}, programme)
    assert any(each.startswith("X_CONSUMER_KEY is missing") for each in problems)
    assert [each.split(" ")[0] for each in problems if "GOOGLE" in each] == ["GOOGLE_PLAY_CREDENTIALS"]


def test_an_app_without_its_id_is_told_and_a_network_nobody_knows(programme: Programme) -> None:
    app = programme.account("FirefoxFocus").model_copy(update={"app": ""})
    elsewhere = app.model_copy(update={"handle": "FirefoxOnTheMoon", "network": "moon"})
    found = known.problems_of({}, programme.model_copy(update={"accounts": (app, elsewhere)}))
    assert "desk.toml: @FirefoxFocus needs `app`, such as org.mozilla.firefox" in found
    assert any("@FirefoxOnTheMoon is on 'moon'; Volley knows x, google_play" in each for each in found)


def test_a_desk_without_apps_needs_no_key_of_a_store(programme: Programme) -> None:
    only_x = programme.model_copy(update={"accounts": known.on("x", programme)})
    assert not [each for each in known.problems_of({}, only_x) if "GOOGLE" in each]


def test_the_table_tells_the_networks_apart() -> None:
    x, play = known.KNOWN["x"], known.KNOWN["google_play"]
    assert (x.edit, play.edit) == (Way.NEVER, Way.API)
    assert (x.like, play.like) == (Way.HAND, Way.NEVER)
    assert (x.threads, play.threads) == (x.handles, play.handles) == (True, False)
    assert (x.limit, play.limit) == (280, 350)
    assert x.length("漢字") == 4
    assert play.length("漢字🦊") == 4
