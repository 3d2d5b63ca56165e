"""/desk: the menu, lists, the next one, people, and everything a card's buttons do."""

from datetime import timedelta

from sandbox.slack.hands import Person
from tests.stories.stage import Card, Stage, readable


async def asked(desk: Stage) -> Card:
    """A question with its card."""
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    return await desk.card(desk.person("ana"), "how do I sync")


async def answered(desk: Stage, who: str, text: str) -> str:
    """What a command is answered, all of it."""
    person = desk.person(who)
    outcome = await person.command("social-support", text)
    assert outcome.acknowledged, outcome.warning
    return readable(person.messages("social-support")[-1])


async def test_the_menu_hands_out_the_next_conversation(desk: Stage) -> None:
    await asked(desk)
    ana = desk.person("ana")
    assert "*1* waiting" in await answered(desk, "ana", "/desk")
    menu = ana.messages("social-support")[-1]
    await ana.click("social-support", menu["ts"], "queue:next")
    window = ana.modal()
    assert window is not None
    assert "how do I sync" in readable(window)
    assert "<@U0ANA> is on it" in readable(window)
    await ana.press("conversation:release")
    window = ana.modal()
    assert "is on it" not in readable(window)
    await ana.press("conversation:reply")
    form = ana.modal()
    assert form is not None
    assert form["callback_id"] == "conversation:reply"


async def test_lists_can_be_filtered_and_shown(desk: Stage) -> None:
    await asked(desk)
    desk.customer("crasher").post("@FirefoxSupport it crashes, help", lang="en")
    await desk.card(desk.person("ana"), "it crashes")
    assert "2 conversations" in await answered(desk, "ana", "/desk list")
    assert "it crashes" in await answered(desk, "ana", "/desk list moderated tag:Crash")
    assert "nothing" in await answered(desk, "ana", "/desk list kind:praise language:de")
    assert "Did you mean" in await answered(desk, "ana", "/desk list moderatde")
    shown = await answered(desk, "ana", "/desk #1")
    assert "how do I sync" in shown
    assert "nothing" in await answered(desk, "ana", "/desk mine")


async def test_search_finds_posts_and_notes_until_they_are_gone(desk: Stage) -> None:
    await asked(desk)
    ana = desk.person("ana")
    await ana.command("social-support", "/desk note 1 maybe a crash on sign-in")
    desk.forward(days=1)
    tuesday = desk.sandbox.clock.now().date()
    crasher = desk.customer("crasher")
    post = crasher.post("@FirefoxSupport it crashes, please help", lang="en")
    await desk.card(ana, "it crashes")
    found = await answered(desk, "ana", "/desk search crash")
    assert "2 conversations" in found
    assert "maybe a *crash* on sign-in" in found
    assert found.index("*#2*") < found.index("*#1*"), "the newest stands first"
    for narrowed, number in ((f"before:{tuesday}", 1), (f"after:{tuesday}", 2), ("tag:Crash", 2)):
        found = await answered(desk, "ana", f"/desk search crash {narrowed}")
        assert [each for each in (1, 2) if f"*#{each}*" in found] == [number], narrowed
    await ana.command("social-support", "/desk search")
    ana.fill("from", "@crasher")
    assert (await ana.submit()).errors == {}
    assert "1 conversation\n" in readable(ana.modal())
    await ana.press("conversation:show")
    assert "it crashes" in readable(ana.modal())
    crasher.delete(post)
    desk.forward(hours=1)
    await desk.until(lambda: not desk.cards(ana, "it crashes"), what="the end of the post")
    assert "nothing" in await answered(desk, "ana", "/desk search from:@crasher")


async def test_a_customers_history_is_one_click_away(desk: Stage) -> None:
    await asked(desk)
    desk.customer("asker").post("@FirefoxSupport and now it crashes, help", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "and now it crashes")
    await ana.command("social-support", "/desk tag 1 Crash, Sync")
    await ana.click(card.channel, card.ts, "conversation:more", selected="tag:2")
    ana.fill("customer_tags", ["Community member", "Influencer"])
    assert (await ana.submit()).errors == {}
    await ana.click(card.channel, card.ts, "conversation:history")
    assert "2 conversations" in readable(ana.modal())
    assert "Community member, Influencer" in readable(ana.modal())
    assert "tags: Crash × 2 · Sync × 1" in readable(ana.modal())
    assert "🔁 2 posts in 7 days, 2 in 30" in readable(ana.modal())
    await ana.press("conversation:show")
    assert "how do I sync" in readable(ana.modal())


async def test_every_form_opens_by_command_and_saves(desk: Stage) -> None:
    card = await asked(desk)
    ana = desk.person("ana")
    await ana.command("social-support", "/desk tag 1")
    ana.fill("tags", ["Sync"])
    ana.fill("sentiment", "negative")
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "sentiment: negative")
    assert "tagged" in await answered(desk, "ana", "/desk tag 1 Crash, -Sync")
    assert "Did you mean" in await answered(desk, "ana", "/desk tag 1 Crahs")
    assert "Noted" in await answered(desk, "ana", "/desk note 1 he uses <b>ESR</b> & more")
    await desk.reads(ana, card.channel, "1 note")
    await desk.history_tells(ana, "social-support", 1, "he uses <b>ESR</b> & more")
    await ana.dismiss()
    later = (desk.sandbox.clock.now().date() + timedelta(days=2)).isoformat()
    for who, command, filled, becomes in (
        ("ana", "note", {"note": "a second one"}, "2 notes"),
        ("ana", "hold", {"waiting_on": "internal", "whom": "the sync team", "until": later}, "the sync team"),
        ("ana", "assign", {"to": "U0VITO"}, "<@U0VITO> is on it"),
        ("vito", "escalate", {"reason": "Angry customer", "note": "Shouts.", "urgency": "can_wait"}, "Shouts."),
        ("kira", "close", {"reason": "Acknowledged"}, "*Acknowledged* by <@U0KIRA>"),
    ):
        person = desk.person(who)
        assert (await person.command("social-support", f"/desk {command} 1")).acknowledged
        for field, value in filled.items():
            person.fill(field, value)
        assert (await person.submit()).errors == {}, command
        assert person.modal() is None
        await desk.card(ana, becomes)


async def test_words_behind_a_number_stand_in_the_form(desk: Stage) -> None:
    card = await asked(desk)
    ana = desk.person("ana")
    await ana.command("social-support", "/desk hold 1 the customer")
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "On hold for the customer")
    await ana.command("social-support", "/desk hold 1 the desktop team & others")
    form = ana.modal()
    assert form is not None
    assert form["typed"]["waiting_on"]["waiting_on"]["selected_option"]["value"] == "internal"
    assert form["typed"]["whom"]["whom"]["value"] == "the desktop team & others"
    ana.fill("until", (desk.sandbox.clock.now() + timedelta(days=3)).date().isoformat())
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "the desktop team")
    await ana.command("social-support", "/desk hold 1 the add-ons team until tomorrow")
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "the add-ons team")
    await ana.command("social-support", "/desk escalate 1 he is furious, reinstalling did not help")
    ana.fill("reason", "Angry customer")
    ana.fill("urgency", "can_wait")
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, "desk-escalation", "he is furious, reinstalling did not help")


async def test_beginners_read_and_are_told_what_comes_next(desk: Stage) -> None:
    card = await asked(desk)
    bea = desk.person("bea")
    await bea.click(card.channel, card.ts, "conversation:reply")
    await desk.reads(bea, card.channel, "#fxhelp")
    assert bea.modal() is None
    shown = await answered(desk, "bea", "/desk show 1")
    assert "how do I sync" in shown
    assert "As it stood" in shown
    assert "|Open #1 on X>" in await answered(desk, "bea", "/desk open 1")
    assert "Sent to 2 managers" in await answered(desk, "bea", "/desk ask May I join?")
    await desk.told(desk.person("kira"), "May I join?")


async def test_nobody_is_offered_what_their_role_refuses(desk: Stage) -> None:
    await asked(desk)
    assert "/desk next" in await answered(desk, "ana", "/desk help")
    assert "/desk people" not in await answered(desk, "ana", "/desk help")
    beginners = await answered(desk, "bea", "/desk help")
    assert "/desk tag 12" in beginners
    assert "/desk next" not in beginners
    assert "\nNext" in await answered(desk, "ana", "/desk")
    assert "\nNext" not in await answered(desk, "bea", "/desk")


async def test_a_volunteer_is_accepted_by_a_moderator_and_a_manager(desk: Stage) -> None:
    card = await asked(desk)
    mo, kira, bea = (desk.person(name) for name in ("mo", "kira", "bea"))
    await mo.command("social-support", "/desk people")
    listed = readable(mo.modal())
    assert "U0BEA" in listed
    assert "U0ANA" not in listed
    await mo.press("member:change", value="U0BEA")
    form = str(mo.modal())
    assert "NDA signed" in form
    for action in ("role", "member:suspend", "member:remove"):
        assert f"'action_id': '{action}'" not in form
    mo.fill("criteria", ["NDA signed"])
    assert "Clear, objective instructions" in (await mo.submit()).errors["criteria"]
    await accept(desk, mo)
    assert "accepted by <@U0MO>, waits for a manager" in readable(mo.modal()).replace("*", "")
    assert (await bea.command(card.channel, "/desk claim 1")).text != "#1 is yours."

    told = await desk.told(kira, "accepted <@U0BEA> as a volunteer")
    assert "waits for a manager" in readable(told)
    await kira.command("social-support", "/desk people")
    assert "accepted by <@U0MO>, waits for a manager" in readable(kira.modal()).replace("*", "")
    await kira.press("member:change", value="U0BEA")
    kira.fill("role", "volunteer")
    await accept(desk, kira)
    await desk.told(bea, "Welcome! You are a volunteer now")
    assert (await desk.told(kira, "<@U0KIRA> gave the second word"))["ts"] == told["ts"]
    assert (await bea.command(card.channel, "/desk claim 1")).text == "#1 is yours."


async def accept(desk: Stage, person: Person) -> None:
    """Tick everything that makes a volunteer, and save."""
    person.fill("criteria", list(desk.app.desk.programme.volunteer_criteria))
    assert (await person.submit()).errors == {}


async def test_managers_promote_suspend_and_remove(desk: Stage) -> None:
    card = await asked(desk)
    kira, bea = desk.person("kira"), desk.person("bea")
    await kira.command("social-support", "/desk people")
    await kira.press("member:admit", selected="U0BEA")
    kira.fill("role", "moderator")
    assert (await kira.submit()).errors == {}
    assert (await bea.command(card.channel, "/desk claim 1")).text == "#1 is yours."

    await kira.press("member:change", value="U0BEA")
    await kira.press("member:suspend")
    refused = await bea.command(card.channel, "/desk claim 1")
    assert "suspended" in (refused.text or "")
    await kira.dismiss()
    assert "suspended" in readable(kira.modal())
    await kira.press("member:change", value="U0BEA")
    await kira.press("member:remove")
    assert "U0BEA" not in readable(kira.modal())
    await kira.dismiss()
    assert "U0BEA" not in readable(kira.modal())


async def test_a_form_that_a_colleague_has_overtaken_undoes_nothing(desk: Stage) -> None:
    for name in ("kira", "max"):
        await desk.person(name).command("social-support", "/desk people")
        await desk.person(name).press("member:change", value="U0ANA")
    desk.person("max").fill("role", "moderator")
    assert (await desk.person("max").submit()).errors == {}
    kira = desk.person("kira")
    assert "has changed this meanwhile: moderator now" in (await kira.submit()).errors["role"]
    await kira.dismiss()
    await kira.press("member:change", value="U0ANA")
    kira.fill("role", "volunteer")
    assert (await kira.submit()).errors == {}


async def test_a_manager_steps_back_by_the_same_form(desk: Stage) -> None:
    kira = desk.person("kira")
    await kira.command("social-support", "/desk people")
    await kira.press("member:change", value="U0KIRA")
    kira.fill("role", "beginner")
    assert "only another manager can give it back" in (await kira.submit()).errors["sure"]
    kira.fill("sure", ["sure"])
    assert (await kira.submit()).errors == {}


async def test_a_manager_who_removes_themselves_reads_that_it_is_done(desk: Stage) -> None:
    kira = desk.person("kira")
    await kira.command("social-support", "/desk people")
    await kira.press("member:change", value="U0KIRA")
    assert (await kira.press("member:remove")).acknowledged
    assert "You have left the desk" in readable(kira.modal())
    await kira.dismiss()
    assert "You have left the desk" in readable(kira.modal())


async def test_no_slash_command_in_threads_so_each_takes_the_number(desk: Stage) -> None:
    card = await asked(desk)
    outcome = await desk.person("ana").command(card.channel, "/desk claim 1", thread_ts=card.ts)
    assert not outcome.acknowledged
    assert "Which conversation?" in await answered(desk, "ana", "/desk claim")


async def test_the_home_tab_shows_how_things_stand(desk: Stage) -> None:
    card = await asked(desk)
    ana = desk.person("ana")
    await ana.open_home()
    await desk.until(lambda: "*1* waiting" in readable(ana.home()), what="what waits, in figures")
    await ana.command(card.channel, "/desk close 1 resolved")
    await desk.until(lambda: "*Nothing is waiting.*" in readable(ana.home()), what="the figures after it")
