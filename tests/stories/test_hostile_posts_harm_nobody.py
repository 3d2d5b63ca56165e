"""Strangers choose their names and words; they show as they are, ping nobody and break nothing."""

import pytest

from tests.stories.stage import Stage, readable


async def test_an_author_named_channel_pings_nobody(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("<!channel>", handle="trouble").post(
        "@FirefoxSupport <!here> <@U0MAX> <https://evil.example|click> help &amp; *bold*", lang="en"
    )
    card = await desk.card(ana, "evil.example")
    raw = str(card.message)
    for ping in ("<!channel>", "<!here>", "<@U0MAX>", "<https://evil.example|click>"):
        assert ping not in "\n".join(mrkdwn(card.message)), raw


@pytest.mark.parametrize(
    "words",
    [
        "שלום, הדפדפן שלי לא נפתח, עזרה בבקשה \u202e evil",
        "🦊" * 120 + " help",
        "help " + "very long " * 390,
        "help ``` ~strike~ :tada: _it_",
    ],
    ids=["right-to-left", "emoji", "long", "markup"],
)
async def test_whatever_is_written_has_a_card(desk: Stage, words: str) -> None:
    ana = desk.person("ana")
    desk.customer("writer").post(f"@FirefoxSupport {words}", lang="en")
    card = await desk.card(ana, "@writer")
    assert (await ana.click(card.channel, card.ts, "conversation:claim")).acknowledged
    await desk.reads(ana, card.channel, "is on it")
    assert "\u202e" not in card.everything


async def test_a_conversation_with_forty_messages_still_shows(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("talker")
    post = customer.post("@FirefoxSupport help, part 0", lang="en")
    card = await desk.card(ana, "part 0")
    for part in range(1, 41):
        post = customer.post(f"and then, part {part}", in_reply_to=post, lang="en")
    desk.next_reading()
    await desk.until(lambda: "part 40" in readable(ana.messages(card.channel)), what="the last part on the card")
    assert (await ana.command(card.channel, "/desk history 1")).acknowledged
    form = ana.modal()
    assert form is not None
    assert "part 40" in readable(form)


def mrkdwn(part: object) -> list[str]:
    """Every text that Slack reads as markup."""
    if isinstance(part, dict):
        own = [str(part["text"])] if part.get("type") == "mrkdwn" else []
        return own + [text for each in part.values() for text in mrkdwn(each)]
    if isinstance(part, list):
        return [text for each in part for text in mrkdwn(each)]
    return []
