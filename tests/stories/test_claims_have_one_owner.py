"""Claiming, releasing, handing on, holding and closing: one owner at a time, and time does its part."""

import asyncio

from tests.stories.stage import Card, Stage, readable

QUESTION = "@FirefoxSupport Firefox won't start any more, help!"


async def test_two_who_press_claim_at_once_have_one_winner_and_the_other_is_told_who(desk: Stage) -> None:
    ana, vito = desk.person("ana"), desk.person("vito")
    desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await asyncio.gather(*(each.click(card.channel, card.ts, "conversation:claim") for each in (ana, vito)))

    shown = await desk.reads(desk.person("yui"), card.channel, "is on it")
    winner = "U0ANA" if "<@U0ANA> is on it" in readable(shown) else "U0VITO"
    loser = vito if winner == "U0ANA" else ana
    await desk.reads(loser, card.channel, f"<@{winner}> is already on #1")
    assert not any(message.get("is_ephemeral") for message in desk.person("yui").messages(card.channel))


async def test_a_claim_without_activity_ends_and_its_owner_is_told(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await ana.click(card.channel, card.ts, "conversation:claim")
    await desk.reads(ana, card.channel, "is on it")
    desk.forward(minutes=41)
    await desk.told(ana, "Your claim ran out")
    await desk.until(
        lambda: "conversation:claim" in desk.cards(ana, "won't start any more")[-1].buttons, what="Claim on the card"
    )
    ask = await desk.told(ana, "Your claim ran out")
    assert (await ana.click(ana.dm(), ask["ts"], "conversation:claim")).acknowledged
    await desk.told(ana, "<@U0ANA> is on it")


async def test_who_writes_for_an_hour_and_checks_now_and_then_keeps_the_claim(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await ana.click(card.channel, card.ts, "conversation:reply")
    for words in ("Let's", "Let's see", "Let's see what happens"):
        desk.forward(minutes=30)
        ana.fill("text", words)
        await ana.press("reply:check")
    refused = await desk.person("vito").command(card.channel, "/desk claim 1")
    assert "<@U0ANA> is already on #1" in (refused.text or "")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    await desk.until(lambda: desk.replies_to(post), what="the reply on X")


async def test_what_an_owner_leaves_untouched_goes_back_to_the_front(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("stuck")
    post = customer.post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await ana.click(card.channel, card.ts, "conversation:claim")
    await ana.say(card.channel, "looking into it", thread_ts=card.ts)
    await desk.reads(ana, card.channel, "1 note")
    customer.post("Anybody there?", in_reply_to=post, lang="en")
    desk.next_reading()
    await desk.told(ana, "The customer wrote again")
    desk.forward(hours=4, minutes=1)
    await desk.told(ana, "went back to the front")
    await desk.reads(ana, card.channel, "Back at the front of the queue")


async def test_assigning_tells_the_new_owner_and_only_moderators_move(desk: Stage) -> None:
    ana, mo, vito = desk.person("ana"), desk.person("mo"), desk.person("vito")
    desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    assigned = await ana.command(card.channel, "/desk assign 1 @vito")
    assert assigned.text == "#1 is now <@U0VITO>'s."
    await desk.told(vito, "gave it to you")

    refused = await ana.command(card.channel, "/desk move 1 deutsch")
    assert "This takes a moderator" in (refused.text or "")
    moved = await mo.command(card.channel, "/desk move 1 deutsch")
    assert moved.text == "#1 is now in Deutsch."
    there = await desk.until(
        lambda: next(
            (each for each in desk.cards(vito, "won't start any more") if each.channel_name == "desk-de"), None
        ),
        what="a fresh card among the German ones",
    )
    assert "<@U0VITO> is on it" in there.everything
    await desk.reads(ana, card.channel, "goes on in")


async def escalated_and_held(desk: Stage) -> Card:
    """A second conversation that Ana hands up and Mo sets aside for its customer; its card in the escalation queue."""
    ana, mo = desk.person("ana"), desk.person("mo")
    desk.customer("payer").post("@FirefoxSupport I was charged twice for the VPN, help!", lang="en")
    card = await desk.card(ana, "charged twice")
    await ana.click(card.channel, card.ts, "conversation:escalate")
    for field, value in (("reason", "Paid product"), ("note", "Two charges in March."), ("urgency", "can_wait")):
        ana.fill(field, value)
    assert (await ana.submit()).errors == {}
    await mo.command("social-support", "/desk hold 2")
    mo.fill("waiting_on", "customer")
    assert (await mo.submit()).errors == {}
    held = await desk.card(mo, "Two charges in March.")
    await desk.reads(mo, held.channel, "On hold for the customer")
    return held


async def test_silence_on_hold_closes_after_a_day_of_warning_but_never_in_the_escalation_queue(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await ana.click(card.channel, card.ts, "conversation:hold")
    ana.fill("waiting_on", "customer")
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "On hold for the customer")
    spared = await escalated_and_held(desk)

    desk.forward(days=3, minutes=1)
    await desk.told(ana, "Nobody has written for a while")
    desk.forward(days=1, minutes=1)
    await desk.reads(ana, card.channel, "User didn't respond")
    still = await desk.reads(mo, spared.channel, "charged twice")
    assert "On hold for the customer" in readable(still)
    assert " · until " not in readable(still)
    assert "Closing is proposed" not in readable(still)
    assert "charged twice" not in readable(mo.messages(mo.dm()))


async def test_a_hold_inside_comes_back_on_its_day(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await ana.click(card.channel, card.ts, "conversation:hold")
    ana.fill("waiting_on", "internal")
    missing = await ana.submit()
    assert "whom" in missing.errors
    day = (desk.sandbox.clock.now().date().fromordinal(desk.sandbox.clock.now().date().toordinal() + 2)).isoformat()
    ana.fill("whom", "the desktop team")
    ana.fill("until", day)
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "On hold for the desktop team")
    desk.forward(days=3)
    told = await desk.told(ana, "Its hold is over; it is in its queue again, free for anybody")
    await desk.offers(ana, card, "conversation:claim")
    assert (await ana.click(ana.dm(), told["ts"], "conversation:reply")).acknowledged
    await desk.reads(ana, card.channel, "<@U0ANA> is on it")


async def test_closing_asks_for_the_link_that_a_reason_needs(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("stuck").post(QUESTION, lang="en")
    card = await desk.card(ana, "won't start any more")
    await ana.click(card.channel, card.ts, "conversation:close")
    ana.fill("reason", "Bug filed")
    ana.fill("link", "https://example.org/bug")
    refused = await ana.submit()
    assert set(refused.errors) == {"link"}
    form = ana.modal()
    assert form is not None
    ana.fill("link", "https://bugzilla.mozilla.org/show_bug.cgi?id=1900000")
    assert (await ana.submit()).errors == {}
    closed = await desk.reads(ana, card.channel, "Bug filed")
    assert len(closed["blocks"]) == 1
    assert "id=1900000" in readable(closed)
