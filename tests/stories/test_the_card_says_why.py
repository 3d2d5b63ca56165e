"""Routing: queue, account, way, tags and care, decided by rules and said on the card before anybody types."""

import pytest

from tests.stories.stage import Stage, readable


@pytest.mark.parametrize(
    ("words", "language", "channel", "line"),
    [
        ("@mozilla_germany alle Tabs sind weg, Hilfe!", "de", "desk-de", "answers from @mozilla_germany"),
        ("@FirefoxBrasil o Firefox não abre, ajuda!", "pt", "desk-pt-br", "answers from @FirefoxBrasil"),
        ("@firefox it crashes, help", "en", "desk-moderated", "by hand: the author did not mention it"),
        ("@FirefoxSupport @mozilla_germany Hilfe, nichts geht", "de", "desk-de", "answers from @mozilla_germany"),
    ],
    ids=["german", "brazilian", "brand", "several"],
)
async def test_it_lands_where_it_belongs_and_names_who_answers(
    desk: Stage, words: str, language: str, channel: str, line: str
) -> None:
    desk.customer("asker").post(words, lang=language)
    card = await desk.card(desk.person("mo"), "@asker")
    assert card.channel_name == channel
    assert line in card.everything


async def test_many_followers_ask_for_care_and_come_first(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("asker").post("@FirefoxSupport it is slow, help", lang="en")
    await desk.card(ana, "it is slow")
    desk.customer("star", followers=2_000_000, verified_type="business").post(
        "@FirefoxSupport I am not amused, help", lang="en"
    )
    card = await desk.card(ana, "I am not amused")
    assert "Internet celebrity" in card.everything
    assert "2,000,000 followers" in card.everything
    await ana.command(card.channel, "/desk next")
    assert "I am not amused" in str(ana.messages(card.channel)[-1])


async def test_a_post_that_mentions_nobody_is_found_by_search(desk: Stage) -> None:
    desk.customer("lost").post("my bookmarks are gone, can anyone #fxhelp", lang="en")
    desk.forward(minutes=3)
    card = await desk.card(desk.person("ana"), "my bookmarks are gone")
    assert "by hand" in card.everything


async def test_what_rules_cannot_place_is_for_moderators_only(desk: Stage) -> None:
    desk.customer("fan").post("@firefox what a lovely logo", lang="en")
    card = await desk.card(desk.person("mo"), "what a lovely logo")
    assert card.channel_name == "desk-unmoderated"
    ana = desk.person("ana")
    assert not desk.cards(ana, "what a lovely logo")
    hidden = await ana.command("social-support", "/desk show 1")
    assert "There is no conversation #1" in (hidden.text or "")


async def test_asked_on_its_card_it_says_what_the_rules_decided_and_what_the_desk_never_does(desk: Stage) -> None:
    desk.customer("asker").post("@firefox it crashes, help", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "@asker")
    await ana.click(card.channel, card.ts, "conversation:ask", selected="why:1")
    said = readable(ana.modal())
    for words in (
        "What the rules decided about #1",
        "answers from @FirefoxSupport",
        "No retweets",
        "No direct messages",
    ):
        assert words in said
    await ana.dismiss()
    bea = desk.person("bea")
    await bea.click(card.channel, card.ts, "conversation:ask", selected="why:1")
    assert "No retweets" in readable(bea.modal())


async def test_a_review_s_card_names_what_its_store_lacks_and_offers_nothing_that_is_refused(desk: Stage) -> None:
    desk.sandbox.play.review("org.mozilla.firefox", 1, "It loses all my tabs.", author="Marta Silva")
    desk.forward(minutes=2)
    ana = desk.person("ana")
    card = await desk.card(ana, "It loses all my tabs.")
    await ana.click(card.channel, card.ts, "conversation:ask", selected="why:1")
    said = readable(ana.modal())
    assert "*No Like here*: Google Play has no likes." in said
    assert "retweet" not in said.lower()
    assert "No direct messages" in said


async def test_what_mentions_nobody_is_not_liked_for_that_very_reason(desk: Stage) -> None:
    desk.customer("lost").post("my bookmarks are gone, can anyone #fxhelp", lang="en")
    desk.forward(minutes=3)
    ana = desk.person("ana")
    card = await desk.card(ana, "my bookmarks are gone")
    await ana.click(card.channel, card.ts, "conversation:ask", selected="why:1")
    assert "*No Like here*: none of our accounts was mentioned" in readable(ana.modal())
