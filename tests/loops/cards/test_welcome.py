"""Welcome: whoever is new is known by name and let into the channels, also beside somebody Slack stumbles over."""

import pytest
from sqlalchemy import select, update

from bot.loops.welcome import Welcome
from bot.slack.caller import Refusal
from storage.tables import Member
from tests.loops.cards.gallery import Gallery


def welcome_of(gallery: Gallery) -> Welcome:
    """The loop, as a process that starts has it."""
    world = gallery.world
    return Welcome(world.database, world.programme, gallery.gateway, world.clock, alarm=gallery.alarm)


async def people(gallery: Gallery) -> dict[str, Member]:
    """Everybody, by id."""
    async with gallery.world.database.reading() as session:
        return {each.id: each for each in await session.scalars(select(Member))}


async def test_one_whose_profile_nobody_can_read_keeps_no_other_unknown(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = gallery.gateway.profile

    async def read(user: str) -> tuple[str, str]:
        if user == "U0BEA":
            raise KeyError("user")
        return await profile(user)

    monkeypatch.setattr(gallery.gateway, "profile", read)
    await welcome_of(gallery).round()
    assert {name for name, each in (await people(gallery)).items() if each.known_at is None} == {"U0BEA"}


async def test_a_channel_that_takes_nobody_keeps_nobody_out_of_the_others(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite = gallery.gateway.channels.invite
    asked: list[str] = []

    async def ask(channel: str, *users: str) -> bool:
        asked.append(channel)
        if len(asked) == 1:
            raise Refusal("user_is_restricted", "Slack refuses conversations.invite: user_is_restricted")
        return await invite(channel, *users)

    monkeypatch.setattr(gallery.gateway.channels, "invite", ask)
    async with gallery.world.database.writing() as session:
        await session.execute(update(Member).values(let_in_at=None))
    await welcome_of(gallery).round()
    assert len(set(asked)) > 1
    assert all(each.let_in_at is not None for each in (await people(gallery)).values() if each.role != "beginner")
