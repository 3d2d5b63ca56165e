"""Whoever is suspended is out at once: forms that are still open send nothing, and no figures stay behind."""

from bot.desk.desk import Who
from bot.desk.people.members import suspend
from tests.stories.stage import Stage, readable


async def test_an_open_form_sends_nothing_and_the_home_tab_shows_nothing(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("lena").post("@FirefoxSupport tabs gone, help", lang="en")
    card = await desk.card(ana, "tabs gone")
    await ana.open_home()
    await desk.until(lambda: "waiting" in readable(ana.home()), what="the home tab")
    await ana.click(card.channel, card.ts, "conversation:reply")
    await desk.until(ana.modal, what="the form")
    await desk.app.desk.do(suspend, "U0ANA", by=Who("U0KIRA", "suspending"))

    ana.fill("text", "Try a fresh profile.")
    outcome = await ana.submit()
    assert "suspended" in str(outcome.errors)
    await ana.open_home()
    await desk.until(lambda: "suspended" in readable(ana.home()), what="the empty home tab")
    assert "waiting" not in readable(ana.home())
    desk.forward(seconds=60)
    await desk.card(desk.person("mo"), "tabs gone")
    assert desk.replies_to(post) == []
