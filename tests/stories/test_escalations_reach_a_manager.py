"""Handing a conversation up: who is paged, who takes it, and what the volunteer hears."""

import asyncio
from datetime import UTC, datetime, timedelta

from sandbox.slack.hands import Person
from tests.stories.stage import LOOK, PATIENCE, Card, Stage, readable

QUESTION = "@FirefoxSupport I was charged twice for the VPN, help!"


async def escalated(desk: Stage, urgency: str) -> Card:
    """A conversation that Ana hands up; its new card in the escalation queue."""
    ana = desk.person("ana")
    desk.customer("payer").post(QUESTION, lang="en")
    card = await desk.card(ana, "charged twice")
    await ana.click(card.channel, card.ts, "conversation:escalate")
    ana.fill("reason", "Paid product")
    ana.fill("note", "Two charges in March, nothing in the knowledge base.")
    ana.fill("urgency", urgency)
    assert (await ana.submit()).errors == {}
    return await desk.until(
        lambda: next(
            (each for each in desk.cards(ana, "charged twice") if each.channel_name == "desk-escalation"), None
        ),
        what="the card in the escalation queue",
    )


def office_hours(desk: Stage) -> None:
    """Let it be Wednesday, 11:00 in Berlin: Max works, Kira in Los Angeles sleeps."""
    now = desk.sandbox.clock.now()
    wednesday = (now + timedelta(days=(2 - now.weekday()) % 7 or 7)).date()
    moment = datetime(wednesday.year, wednesday.month, wednesday.day, 10, 0, tzinfo=UTC)
    desk.forward(seconds=(moment - now).total_seconds())


def paged(person: Person) -> bool:
    """Whether somebody has the ping with the note."""
    return "Two charges in March" in readable(person.messages(person.dm()))


async def test_an_urgent_one_pages_the_manager_on_duty_who_takes_and_answers_it(desk: Stage) -> None:
    office_hours(desk)
    top, ana = desk.person("max"), desk.person("ana")
    card = await escalated(desk, "urgent")
    assert "Paid product" in card.everything
    await desk.until(lambda: paged(top), what="the ping to Max")
    assert not paged(desk.person("kira"))
    await desk.reads(ana, card.channel, "Paged: <@U0MAX>")

    ping = await desk.told(top, "Two charges in March")
    assert (await top.click(top.dm(), ping["ts"], "escalation:take")).acknowledged
    await desk.reads(ana, card.channel, "<@U0MAX> is on it")
    await top.click(top.dm(), ping["ts"], "escalation:answer")
    top.fill("text", "Refund is on its way, tell them three days.")
    assert (await top.submit()).errors == {}
    await desk.told(ana, "Refund is on its way")


async def test_an_unanswered_ping_goes_to_the_next_after_a_quarter_of_an_hour(desk: Stage) -> None:
    office_hours(desk)
    await escalated(desk, "urgent")
    await desk.until(lambda: paged(desk.person("max")), what="the first ping")
    desk.forward(minutes=16)
    await desk.until(lambda: paged(desk.person("mo")) or paged(desk.person("kira")), what="the next ping")


async def test_at_night_the_card_says_who_is_paged_in_the_managers_place(desk: Stage) -> None:
    office_hours(desk)
    desk.forward(days=3.5)
    card = await escalated(desk, "urgent")
    await desk.until(lambda: paged(desk.person("mo")), what="the ping to Mo")
    await desk.reads(desk.person("ana"), card.channel, "Paged: <@U0MO>")


async def test_what_can_wait_pages_nobody_and_volunteers_only_read_it(desk: Stage) -> None:
    office_hours(desk)
    ana = desk.person("ana")
    card = await escalated(desk, "can_wait")
    await ana.click(card.channel, card.ts, "conversation:claim")
    await desk.reads(ana, card.channel, "moderators and managers act on it now")
    desk.forward(minutes=20)
    await desk.reads(ana, card.channel, "can wait")
    assert not any(paged(desk.person(name)) for name in ("mo", "kira", "max"))


async def test_the_channel_to_ask_first_is_a_link_as_soon_as_there_is_one(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("payer").post("@FirefoxSupport Firefox on Android and iOS crashes, help!", lang="en")
    card = await desk.card(ana, "crashes, help")
    await ana.command(card.channel, "/desk tag 1 iOS")
    created = int(desk.sandbox.clock.timestamp())
    android = desk.sandbox.slack.channels.create("android", creator="U0MO", created=created).id

    async def asked_first() -> str:
        assert (await ana.click(card.channel, card.ts, "conversation:escalate")).acknowledged
        form = readable(ana.modal())
        await ana.dismiss()
        return form

    assert "#android" in await asked_first()
    desk.forward(minutes=11)
    async with asyncio.timeout(PATIENCE):
        while True:
            form = await asked_first()
            if f"<#{android}>" in form:
                break
            await asyncio.sleep(LOOK)
    assert "#ios" in form


async def test_reason_and_note_are_required(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("payer").post(QUESTION, lang="en")
    card = await desk.card(ana, "charged twice")
    await ana.click(card.channel, card.ts, "conversation:escalate")
    ana.fill("reason", "Paid product")
    ana.fill("urgency", "urgent")
    ana.fill("note", "   ")
    refused = await ana.submit()
    assert set(refused.errors) == {"note"}


async def test_the_customer_is_told_too_when_somebody_asks_for_it(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("payer").post("@FirefoxSupport Firefox on Android charged me twice, help!", lang="en")
    card = await desk.card(ana, "charged me twice")
    await ana.click(card.channel, card.ts, "conversation:escalate")
    assert "Android" in str(ana.modal())
    assert "#android" in str(ana.modal())
    ana.fill("note", "Two charges in March, nothing in the knowledge base.")
    await ana.press("escalation:tell")
    ana.fill("reason", "Paid product")
    ana.fill("urgency", "can_wait")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (told,) = await desk.until(lambda: desk.replies_to(post), what="the words to the customer")
    assert told.text.startswith("Thanks for telling us! This one is a bit more complicated")
