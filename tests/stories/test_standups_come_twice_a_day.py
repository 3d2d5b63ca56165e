"""The stand-up: once for each slot and day, with what happened, one's own line and the baton."""

from datetime import UTC, datetime, timedelta

from tests.stories.stage import Stage, readable

TEAM = "social-support"


def until_nine_in_berlin(desk: Stage, *, days: int = 1) -> None:
    """Let it be shortly after the morning stand-up's time, some days on."""
    now = desk.sandbox.clock.now()
    day = (now + timedelta(days=days)).date()
    moment = datetime(day.year, day.month, day.day, 8, 1, tzinfo=UTC)
    desk.forward(seconds=(moment - now).total_seconds())


async def has_looked_at_the_calendar(desk: Stage) -> None:
    """Wait until the desk knows which hours had passed when it opened; it tells of what happened since these."""
    (calendar,) = (each for each in desk.app.engine.running if each.loop.name == "calendar")
    await desk.until(lambda: calendar.rounds > 0, what="the first look at the calendar")


async def test_the_morning_brings_what_happened_and_who_takes_over(desk: Stage) -> None:
    ana, yui = desk.person("ana"), desk.person("yui")
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    card = await desk.card(ana, "how do I sync")
    await ana.command(card.channel, "/desk close 1 resolved")
    await has_looked_at_the_calendar(desk)
    until_nine_in_berlin(desk)
    await desk.reads(ana, TEAM, "Morning stand-up")
    standup = await desk.reads(ana, TEAM, "*1* arrived")
    assert "*1* closed" in readable(standup)

    await ana.click(TEAM, standup["ts"], "standup:line")
    ana.fill("text", "Sync questions all morning.")
    assert (await ana.submit()).errors == {}
    await desk.reads(yui, TEAM, "Sync questions all morning.")
    await yui.click(TEAM, standup["ts"], "standup:baton")
    shown = await desk.until(
        lambda: next(
            (each for each in yui.messages(TEAM) if each["ts"] == standup["ts"] and "<@U0YUI>" in readable(each)), None
        ),
        what="the baton",
    )
    assert "Take the baton" not in readable(shown)


async def test_one_stand_up_a_slot_and_day(desk: Stage) -> None:
    ana = desk.person("ana")
    until_nine_in_berlin(desk)
    await desk.reads(ana, TEAM, "Morning stand-up")
    desk.forward(hours=1)
    until_nine_in_berlin(desk)
    await desk.until(lambda: len(mornings(desk)) == 2, what="the next morning's")
    desk.app.nudge()
    desk.forward(minutes=5)
    await desk.card(ana, "Evening stand-up")
    assert len(mornings(desk)) == 2


def mornings(desk: Stage) -> list[str]:
    """Every morning stand-up in the team's channel."""
    seen = (readable(message) for message in desk.person("ana").messages(TEAM))
    return [each for each in seen if each.startswith("Morning stand-up")]
