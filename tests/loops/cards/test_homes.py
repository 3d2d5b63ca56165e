"""Home tabs: one's own change at once, figures once a minute while somebody may look, and nothing published twice."""

import json
from datetime import timedelta

from bot.desk.handling.claiming import claim
from bot.desk.handling.releasing import release
from bot.desk.people.members import suspend
from bot.desk.showing.home import open_home
from bot.loops.homes import HomeFigures, HomePainter, Homes
from tests.loops.cards.gallery import Gallery


class Walls:
    """Both loops, and what people see in their Home tabs."""

    def __init__(self, gallery: Gallery) -> None:
        world = gallery.world
        self.gallery = gallery
        painter = HomePainter(world.desk, gallery.gateway, world.clock, alarm=gallery.alarm)
        self.own, self.figures = Homes(painter, alarm=gallery.alarm), HomeFigures(painter, alarm=gallery.alarm)

    async def opened(self, name: str) -> str:
        """Somebody opens theirs; what they see."""
        await self.gallery.world.do(open_home, by=name)
        await self.own.round()
        return self.seen(name)

    async def later(self, **by: float) -> None:
        """Time passes, and both loops look."""
        self.gallery.world.clock.forward(**by)
        await self.figures.round()
        await self.own.round()

    def seen(self, name: str) -> str:
        """All that stands in somebody's Home."""
        return json.dumps(self.gallery.sandbox.slack.person(f"U0{name.upper()}").home(), ensure_ascii=False)

    @property
    def published(self) -> int:
        """How often Slack was asked to publish."""
        return self.gallery.calls("views.publish")


async def test_ones_own_change_shows_at_once_and_only_in_ones_own(gallery: Gallery) -> None:
    world, walls = gallery.world, Walls(gallery)
    number = await world.arrive("my tabs are gone")
    assert "1* waiting" in await walls.opened("ana")
    await walls.opened("vito")
    await world.do(claim, number, by="ana")
    await walls.own.round()
    assert "All of mine (1)" in walls.seen("ana")
    assert walls.published == 3
    assert "1* waiting" in walls.seen("vito")
    assert "my tabs are gone" not in walls.seen("ana"), "customers' words would outlive their posts"
    assert walls.seen("yui") == "null"


async def test_figures_follow_within_a_minute_while_somebody_may_look(gallery: Gallery) -> None:
    world, walls = gallery.world, Walls(gallery)
    await walls.opened("ana")
    await world.arrive()
    await walls.later(seconds=30)
    assert "Nothing is waiting" in walls.seen("ana")
    await walls.later(seconds=31)
    assert "1* waiting" in walls.seen("ana")
    before = walls.published
    for _ in range(20):
        await walls.later(minutes=1)
    assert walls.published == before, "what has not changed is not published"
    await world.arrive(customer="otto")
    await walls.later(minutes=1)
    assert walls.published == before, "nobody has looked for fifteen minutes"
    assert "2* waiting" in await walls.opened("ana")


async def test_ones_own_change_shows_also_to_who_has_not_left_their_home_for_hours(gallery: Gallery) -> None:
    world, walls = gallery.world, Walls(gallery)
    number = await world.arrive()
    await walls.opened("ana")
    world.clock.forward(hours=3)
    await world.do(claim, number, by="ana")
    await walls.own.round()
    assert "All of mine (1)" in walls.seen("ana")
    world.clock.forward(hours=10)
    before = walls.published
    await world.do(release, number, by="ana")
    await walls.own.round()
    assert walls.published == before, "who opened theirs yesterday opens it again to look"


async def test_a_change_back_and_forth_costs_nothing(gallery: Gallery) -> None:
    world, walls = gallery.world, Walls(gallery)
    number = await world.arrive()
    await walls.opened("ana")
    before = walls.published
    await world.do(claim, number, by="ana")
    await world.do(release, number, by="ana")
    await walls.own.round()
    assert walls.published == before


async def test_whoever_is_suspended_sees_nothing_any_more_however_long_ago_they_looked(gallery: Gallery) -> None:
    world, walls = gallery.world, Walls(gallery)
    number = await world.arrive()
    await walls.opened("ana")
    await world.do(claim, number, by="ana")
    await walls.own.round()
    assert f"#{number}" in walls.seen("ana")
    world.clock.forward(days=2)
    await world.do(suspend, "U0ANA", by="kira")
    await walls.own.round()
    assert f"#{number}" not in walls.seen("ana")
    assert "suspended" in walls.seen("ana")
    before = walls.published
    await walls.later(seconds=timedelta(minutes=2).total_seconds())
    assert walls.published == before
