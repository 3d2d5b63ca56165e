"""Drafts: kept with every step, offered again to their author only, over when a reply is sent, back when it is not."""

import pytest

from bot.desk.arriving.vanishing import vanish
from bot.desk.handling.closing import close
from bot.desk.handling.lapsing import lapse_claims
from bot.desk.handling.moving import move
from bot.desk.leaving.sending import turn_back
from bot.desk.people.members import remove
from bot.desk.writing.drafting import discard, mine, save
from bot.desk.writing.replying import begin, check, reply, undo
from bot.desk.writing.written import Attachment, Written
from bot.errors import NotAllowed, NotFound
from storage.drafts import drafts_of
from storage.tables import Afterwards, Reply
from tests.desk.world import World


async def test_what_was_written_is_offered_again_with_all_that_was_chosen(world: World) -> None:
    number = await world.arrive()
    begun = Written("Hi Lena, try", Afterwards.CLOSE, "Bug filed", "https://bugzilla.mozilla.org/1")
    await world.do(save, number, begun, by="ana")
    since = world.clock.now()
    world.clock.forward(minutes=5)
    await world.do(save, number, begun, by="ana")
    opened = await world.do(begin, number, by="ana")
    assert (opened.text, opened.afterwards, opened.saved_at) == ("Hi Lena, try", "close", since)
    assert (opened.proposed_reason, opened.close_link) == ("Bug filed", "https://bugzilla.mozilla.org/1")
    assert await world.kinds(number) == ["claimed"]


async def test_values_for_its_own_places_are_kept_with_a_draft_while_it_has_them(world: World) -> None:
    number = await world.arrive()
    given = Written("Is it {version} on {device}?", values={"version": "142", "gone": "x"})
    await world.do(save, number, given, by="ana")
    assert (await world.do(begin, number, by="ana")).values == (("version", "142"), ("device", ""))
    assert [each.text for each in await world.ask(mine, by="ana")] == ["Is it 142 on {device}?"]
    checked = await world.ask(check, number, text="Is it {version}?", by="ana")
    assert (checked.text, checked.appears) == ("Is it {version}?", "Is it 142? ^an")
    await world.do(save, number, Written("Is it?", values=given.values), by="ana")
    assert (await world.ask(check, number, text="Is it {version}?", by="ana")).values == (("version", ""),)


async def test_a_draft_is_its_authors_alone_and_an_emptied_field_ends_it(world: World) -> None:
    number = await world.arrive()
    await world.do(save, number, Written("secret"), by="ana")
    assert (await world.do(begin, number, by="mo")).text == ""
    assert await world.ask(mine, by="mo") == ()
    with pytest.raises(NotAllowed):
        await world.do(save, number, Written("me too"), by="bea")
    await world.do(save, number, Written(" \u200b"), by="ana")
    assert await world.ask(mine, by="ana") == ()


async def test_writing_is_a_sign_of_life_of_the_owner_and_of_nobody_else(world: World) -> None:
    number = await world.arrive()
    await world.do(begin, number, by="ana")
    for _ in range(3):
        world.clock.forward(minutes=30)
        await world.do(save, number, Written("Let me see"), by="ana")
        assert await world.act(lapse_claims) == 0
    world.clock.forward(minutes=30)
    await world.do(save, number, Written("Me too"), by="mo")
    world.clock.forward(minutes=10)
    assert await world.act(lapse_claims) == 1
    await world.do(save, number, Written("Let me see again"), by="ana")
    assert (await world.see(number)).claim is None
    assert await world.kinds(number) == ["claimed", "lapsed"]


async def test_sending_ends_the_draft_and_undo_or_a_refusal_gives_it_back(world: World) -> None:
    number = await world.arrive()
    await world.do(save, number, Written("Try a fresh profile"), by="ana")
    opened = await world.do(begin, number, by="ana")
    sent = await world.do(reply, number, answers=opened.answers, text="Try a fresh profile", by="ana")
    assert await world.ask(mine, by="ana") == ()
    await world.do(undo, sent.number, by="mo")
    assert [each.text for each in await world.ask(mine, by="ana")] == ["Try a fresh profile"]
    assert await world.ask(mine, by="mo") == ()
    again = await world.do(reply, number, answers=opened.answers, text="Try again", by="ana")
    await world.do(save, number, Written("Something newer"), by="ana")
    world.clock.forward(minutes=1)
    async with world.database.writing() as session:
        await turn_back(session, again.number, why="no", now=world.clock.now())
    assert [each.text for each in await world.ask(mine, by="ana")] == ["Something newer"]


async def test_the_list_shows_what_can_go_on_and_hides_whom_one_no_longer_sees(world: World) -> None:
    closed, hidden, fresh = [await world.arrive(customer=name) for name in ("lena", "otto", "maya")]
    for number in (closed, hidden, fresh):
        world.clock.forward(seconds=1)
        await world.do(save, number, Written(f"for {number}"), by="ana")
    await world.do(close, closed, reason="Resolved", by="ana")
    await world.do(move, hidden, queue="unmoderated", by="mo")
    rows = [(each.conversation, each.customer, each.can_go_on) for each in await world.ask(mine, by="ana")]
    assert rows == [(fresh, "maya", True), (hidden, "", False), (closed, "lena", False)]
    with pytest.raises(NotFound):
        await world.do(save, hidden, Written("more"), by="ana")
    await world.do(discard, closed, by="ana")
    await world.do(discard, closed, by="ana")
    assert len(await world.ask(mine, by="ana")) == 2


async def test_drafts_go_with_their_author_and_with_what_they_answer(world: World) -> None:
    number, other = await world.arrive(), await world.arrive(customer="otto")
    for each in (number, other):
        await world.do(save, each, Written("quoting them"), by="ana")
    message = (await world.do(begin, other, by="mo")).answers
    async with world.database.writing() as session:
        await vanish(session, message, now=world.clock.now(), programme=world.programme)
    assert [each.conversation for each in await world.ask(mine, by="ana")] == [number]
    opened = await world.do(begin, number, by="ana")
    film = Attachment("F1", "film.mp4", 9, "video/mp4", "https://desk.slack.com/files/U0ANA/F1")
    sent = await world.do(reply, number, answers=opened.answers, text="See", attachment=film, by="ana")
    await world.do(remove, "U0ANA", by="kira")
    async with world.database.reading() as session:
        assert (await session.get_one(Reply, sent.number)).attached == {}
        assert await drafts_of(session, "U0ANA") == []
