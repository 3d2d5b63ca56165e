"""What can be said in public, from where and how: by API, by hand, not at all; and never twice."""

from bot.programme import Programme
from sandbox.slack.hands import Person
from storage.db import Database
from tests.conftest import Cast
from tests.stories.conftest import for_a_story
from tests.stories.stage import Card, Stage, raised, readable


async def reply(desk: Stage, who: str, card: Card, text: str) -> None:
    """Write and send a reply from a card."""
    person = desk.person(who)
    assert (await person.click(card.channel, card.ts, "conversation:reply")).acknowledged
    await desk.until(person.modal, what="the form")
    person.fill("text", text)
    outcome = await person.submit()
    assert outcome.errors == {}, outcome.errors
    await person.dismiss()


async def test_without_a_summons_a_keyholder_sends_it_by_hand_and_it_is_found(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    post = desk.customer("wanderer").post("@firefox my tabs vanished, help", lang="en")
    card = await desk.card(ana, "my tabs vanished")
    assert "by hand" in card.everything
    await reply(desk, "ana", card, "Ctrl+Shift+T brings them back.")
    await desk.reads(ana, card.channel, "Goes to a keyholder")
    desk.forward(seconds=21)
    ask = await desk.told(mo, "Please send this from @FirefoxSupport")
    assert "x.com/intent/post" in str(ask)
    desk.account("FirefoxSupport").post_by_hand("Ctrl+Shift+T brings them back. ^an", in_reply_to=post)
    assert (await mo.click(mo.dm(), ask["ts"], "reply:sent_by_hand")).acknowledged
    desk.forward(seconds=15)
    await desk.reads(ana, card.channel, "answered from @FirefoxSupport")
    assert len(desk.replies_to(post)) == 1


async def test_a_second_reply_to_the_same_message_is_refused_with_the_name(desk: Stage) -> None:
    ana, vito = desk.person("ana"), desk.person("vito")
    post = desk.customer("asker").post("@FirefoxSupport how do I sync?", lang="en")
    card = await desk.card(ana, "how do I sync")
    await reply(desk, "ana", card, "Settings, Sync, sign in.")
    await ana.command(card.channel, "/desk release 1")
    refused = await vito.command(card.channel, "/desk reply 1")
    assert "<@U0ANA> has already answered this message" in (refused.text or "")
    desk.forward(seconds=21)
    await desk.until(lambda: desk.replies_to(post), what="the one reply")
    assert len(desk.replies_to(post)) == 1


async def test_an_answer_given_outside_the_desk_marks_the_card_and_blocks_ours(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("asker").post("@FirefoxSupport how do I sync?", lang="en")
    card = await desk.card(ana, "how do I sync")
    desk.account("FirefoxSupport").post_by_hand("Settings, Sync, sign in.", in_reply_to=post)
    desk.forward(minutes=2)
    await desk.reads(ana, card.channel, "Settings, Sync, sign in.")
    refused = await ana.command(card.channel, "/desk reply 1")
    assert "already answered" in (refused.text or "")


async def test_reply_and_close_closes_once_it_is_out(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("asker").post("@FirefoxSupport how do I sync?", lang="en")
    card = await desk.card(ana, "how do I sync")
    await ana.command(card.channel, "/desk reply 1 + close")
    ana.fill("text", "Settings, Sync, sign in.")
    ana.fill("reason", "Resolved")
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "then closes as")
    desk.forward(seconds=21)
    await desk.until(lambda: desk.replies_to(post), what="the reply")
    closed = await desk.reads(ana, card.channel, "✅")
    assert "Resolved" in readable(closed)


async def test_reply_and_hold_waits_for_the_customer_once_it_is_out(desk: Stage) -> None:
    ana, customer = desk.person("ana"), desk.customer("asker")
    post = customer.post("@FirefoxSupport how do I sync?", lang="en")
    card = await desk.card(ana, "how do I sync")
    await ana.command(card.channel, "/desk reply 1 + hold")
    ana.fill("text", "Which version is it?")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply")
    await desk.reads(ana, card.channel, "On hold for the customer")
    customer.post("It is 145.0.1.", in_reply_to=reply.id, lang="en")
    again = await desk.card(ana, "It is 145.0.1.")
    assert "On hold" not in again.everything


async def test_nearly_the_same_words_to_another_customer_are_warned_of_and_a_second_press_sends(desk: Stage) -> None:
    ana, words = desk.person("ana"), "Open Settings, choose Sync and sign in to your account there."
    for number, name in enumerate(("first", "second"), start=1):
        post = desk.customer(name).post(f"@FirefoxSupport the {name} of us asks how to sync", lang="en")
        card = await desk.card(ana, f"the {name} of us")
        await ana.command(card.channel, f"/desk reply {number}")
        ana.fill("text", words)
        assert (await ana.submit()).errors == {}
        if number == 2:
            form = ana.modal()
            assert "*Make it personal*" in readable(form)
            assert words in str(form)
            assert (await ana.submit()).errors == {}
        assert "*Make it personal*" not in readable(ana.modal())
        await ana.dismiss()
        desk.forward(seconds=21)
        await desk.until(lambda asked=post: desk.replies_to(asked), what="the reply")  # type: ignore[misc]


async def test_a_refused_text_is_never_lost(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("asker").post("@FirefoxSupport how do I sync?", lang="en")
    card = await desk.card(ana, "how do I sync")
    await ana.click(card.channel, card.ts, "conversation:reply")
    for text, why in (("Hello {name}, see Settings.", "{name}"), ("x" * 300, "too many")):
        ana.fill("text", text)
        refused = await ana.submit()
        assert why in refused.errors["text"]
        form = ana.modal()
        assert form is not None
        assert text in str(form["typed"])


async def test_stop_holds_everything_back_visibly_until_start(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    post = desk.customer("asker").post("@FirefoxSupport how do I sync?", lang="en")
    card = await desk.card(ana, "how do I sync")
    assert "takes a moderator" in ((await ana.command(card.channel, "/desk stop")).text or "")
    stopped = await mo.command(card.channel, "/desk stop @FirefoxSupport")
    assert "@FirefoxSupport" in (stopped.text or "")
    await reply(desk, "ana", card, "Settings, Sync, sign in.")
    desk.forward(minutes=5)
    await desk.reads(ana, card.channel, "Waits")
    assert desk.replies_to(post) == []
    await mo.command(card.channel, "/desk start @FirefoxSupport")
    await desk.until(lambda: desk.replies_to(post), what="the reply after the start")


async def test_praise_is_liked_by_hand_from_the_account_that_was_mentioned(desk: Stage) -> None:
    mo, kira = desk.person("mo"), desk.person("kira")
    post = desk.customer("fan").post("@firefox love the new tab groups, thank you!", lang="en")
    card = await desk.card(mo, "love the new tab groups")
    await mo.click(card.channel, card.ts, "conversation:like")
    await desk.reads(mo, card.channel, "To be liked by hand")
    keyholder = await desk.until(
        lambda: next((each for each in (mo, kira, desk.person("max")) if asked_to_like(each)), None),
        what="a keyholder who is asked",
    )
    ask = await desk.told(keyholder, "Please like this from @Firefox")
    desk.account("Firefox").like_by_hand(post)
    await keyholder.click(keyholder.dm(), ask["ts"], "like:sent_by_hand")
    desk.forward(seconds=10)
    await desk.reads(mo, card.channel, "Liked from @Firefox")


async def test_a_plan_that_takes_likes_has_the_desk_like_and_asks_nobody(
    database_address: str, database: Database, cast: Cast, programme: Programme
) -> None:
    paid = tuple(each.model_copy(update={"plan": "enterprise"}) for each in programme.accounts)
    chosen = for_a_story(programme.model_copy(update={"accounts": paid}))
    async with raised(database_address, chosen, database=database) as desk:
        account = desk.account("Firefox").user
        account.plan = "enterprise"
        ana = desk.person("ana")
        for number, press in enumerate(("the card", "the command"), start=1):
            post = desk.customer(f"fan{number}").post(f"@firefox love it, says {press}, thank you!", lang="en")
            card = await desk.card(ana, f"says {press}")
            assert desk.sandbox.x.find(post).likes == set(), "never before somebody presses"
            if number == 1:
                await ana.click(card.channel, card.ts, "conversation:like")
            else:
                assert (await ana.command(card.channel, "/desk like 2")).text == "#2 will be liked from @Firefox."
            await desk.until(lambda asked=post: desk.sandbox.x.find(asked).likes, what="the like")  # type: ignore[misc]
            assert desk.sandbox.x.find(post).likes == {account.id}
        await desk.history_tells(ana, card.channel, 2, "The like is out")
        assert not any(asked_to_like(desk.person(name)) for name in ("mo", "kira", "max"))


def asked_to_like(person: Person) -> bool:
    """Whether somebody was asked in private to like a post."""
    return "Please like this" in readable(person.messages(person.dm()))
