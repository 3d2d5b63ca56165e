"""A manager admits somebody: they see the queues' channels, and their own clock counts."""

import asyncio

from bot.demo import seat
from sandbox.slack.users import User
from storage.tables import Member
from tests.stories.stage import Stage


async def test_whoever_is_admitted_is_let_into_the_public_channels_once(desk: Stage) -> None:
    desk.sandbox.slack.add_user(User("U0ZOE", "zoe", "Zoe", tz="Asia/Kolkata"))
    kira, mo, zoe = (desk.person(name) for name in ("kira", "mo", "zoe"))
    assert channel_of(desk, "zoe", "desk-moderated") is None

    for giver in (mo, kira):
        assert channel_of(desk, "zoe", "desk-moderated") is None
        assert (await giver.command("social-support", "/desk people")).acknowledged
        await giver.press("member:admit", selected="U0ZOE")
        if giver is kira:
            giver.fill("role", "volunteer")
        giver.fill("criteria", list(desk.app.desk.programme.volunteer_criteria))
        assert (await giver.submit()).errors == {}
    await desk.until(lambda: channel_of(desk, "zoe", "desk-moderated"), what="the channel for Zoe")
    await desk.until(lambda: channel_of(desk, "zoe", "social-support"), what="the team's channel for Zoe")
    assert channel_of(desk, "zoe", "desk-unmoderated") is None

    await zoe.leave("desk-moderated")
    desk.forward(hours=25)
    await asyncio.wait_for(known_again(desk, "U0ZOE"), 20)
    assert channel_of(desk, "zoe", "desk-moderated") is None


async def test_the_demos_beginner_is_let_in_as_well(desk: Stage) -> None:
    desk.sandbox.slack.add_user(User("U0ZOE", "zoe", "Zoe", tz="Asia/Kolkata"))
    await seat(desk.app, [{"id": "U0ZOE", "role": "beginner"}])
    await desk.until(lambda: channel_of(desk, "zoe", "desk-moderated"), what="the channel for Zoe")


async def test_the_demos_cast_reads_what_its_labels_say_and_managers_everything(desk: Stage) -> None:
    desk.sandbox.slack.add_user(User("U0ZOE", "zoe", "Zoe", tz="Asia/Kolkata"))
    labelled = (("U0ZOE", "volunteer", ["pt-BR", "de"]), ("U0MO", "moderator", ["es"]), ("U0MAX", "manager", ["de"]))
    await seat(desk.app, [{"id": number, "role": role, "languages": read} for number, role, read in labelled])
    async with desk.app.database.reading() as session:
        read = [(await session.get_one(Member, number)).languages for number, _, _ in labelled]
    assert read == [["pt-BR", "de"], ["es"], []]


async def known_again(desk: Stage, slack_id: str) -> None:
    """Wait until Slack has been asked about somebody within the last minute of the desk's clock."""
    while True:
        async with desk.app.database.reading() as session:
            member = await session.get_one(Member, slack_id)
        if member.known_at is not None and (desk.sandbox.clock.now() - member.known_at).total_seconds() < 60:
            assert member.name == "Zoe"
            assert member.timezone == "Asia/Kolkata"
            return
        desk.app.nudge()
        await asyncio.sleep(0.05)


def channel_of(desk: Stage, name: str, channel: str) -> str | None:
    """The id of a channel that somebody is in."""
    return next((str(each["id"]) for each in desk.person(name).channels() if each["name"] == channel), None)
