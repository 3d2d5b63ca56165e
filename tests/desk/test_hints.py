"""What a card points out and offers by itself: checklists, the forum, a community answer, a retweet idea."""

import pytest
from sqlalchemy import select

from bot.desk.escalating.retweeting import suggest_retweet
from bot.desk.showing.showing import show
from bot.desk.writing.forum import begin_with_forum
from bot.errors import NotAllowed, Refused
from bot.pictures.hints import HintsPicture
from storage.tables import Conversation, Customer, Escalation, Message, Side, Urgency
from tests.desk.mentions import REVIEWS, arrives, mention, review
from tests.desk.world import World


async def hints(world: World, number: int) -> HintsPicture:
    """What the card of a conversation points out."""
    picture = (await world.ask(show, number, by="ana")).hints
    assert isinstance(picture, HintsPicture)
    return picture


async def says(world: World, number: int, side: Side, author: str) -> None:
    """Somebody writes in a conversation, a minute later."""
    world.clock.forward(minutes=1)
    async with world.database.writing() as session:
        conversation = await session.get_one(Conversation, number)
        message = await world.store(session, conversation, author, f"{author} says something", {})
        message.side = side


async def test_the_forum_is_offered_once_the_customer_came_back_to_two_answers(world: World) -> None:
    number = await world.arrive(language="de")
    offered = []
    for side in (Side.BRAND, Side.CUSTOMER, Side.COMMUNITY, Side.CUSTOMER, Side.BRAND, Side.COMMUNITY, Side.CUSTOMER):
        await says(world, number, side, side.value)
        offered.append((await hints(world, number)).exchanges)
    assert offered == [0, 0, 0, 0, 0, 0, 2]
    picture = await world.do(begin_with_forum, number, by="ana")
    assert "support.mozilla.org/de/questions/new" in picture.text
    assert (picture.price, (picture.used or 999) <= picture.limit) == (200_000, True)
    assert (await world.see(number)).claimed_by == "U0ANA"
    await says(world, number, Side.BRAND, "brand")
    assert (await hints(world, number)).exchanges == 0


async def test_every_text_about_the_forum_fits_with_a_signature(world: World) -> None:
    length = world.networks["x"].capabilities.length
    assert all(length(f"{text} ^a pseudonym") <= 280 for text in world.programme.forum.texts.values())


async def test_a_controversial_one_shows_its_checklist_on_the_card_and_before_typing(world: World) -> None:
    plain, number = await world.arrive(), await world.arrive(tags=["Crash", "Controversial"], customer="omar")
    assert (await hints(world, plain)).checklists == ()
    ((tag, lines),) = (await hints(world, number)).checklists
    assert (tag, lines[0]) == ("Controversial", "Not asked? Don't offer.")
    picture = await world.do(begin_with_forum, number, by="ana")
    assert picture.hints.checklists == ((tag, lines),)


async def test_a_community_members_answer_is_shown_until_we_answer(world: World) -> None:
    asked = mention("@FirefoxSupport my tabs are gone, help")
    await arrives(world, asked)
    helps = mention("@eve try history, #fxhelp", by="helper", replying_to=asked.id, thread=asked.thread)
    await arrives(world, helps)
    answer = (await hints(world, 1)).community
    assert answer is not None
    assert (answer.author, answer.url) == ("helper", helps.url)
    await says(world, 1, Side.BRAND, "FirefoxSupport")
    assert (await hints(world, 1)).community is None


async def test_a_retweet_is_suggested_for_praise_from_somebody_many_follow(world: World) -> None:
    number, quiet = await world.arrive(kind="praise"), await world.arrive(kind="support", customer="omar")
    assert not (await hints(world, number)).retweet
    async with world.database.writing() as session:
        for customer in await session.scalars(select(Customer)):
            customer.followers = 50_000
    assert ((await hints(world, number)).retweet, (await hints(world, quiet)).retweet) == (True, False)


async def test_a_retweet_idea_waits_with_a_note_and_pages_nobody(world: World) -> None:
    number = await world.arrive("Firefox is the best", kind="praise", about={"likes": 340})
    with pytest.raises(NotAllowed):
        await world.do(suggest_retweet, number, why="lovely", by="bea")
    await world.do(suggest_retweet, number, why="kind words from a museum", by="ana")
    async with world.database.reading() as session:
        escalation = (await session.scalars(select(Escalation))).one()
        message = (await session.scalars(select(Message))).one()
    assert (escalation.reason, escalation.urgency, escalation.ping_at) == ("Retweet idea", Urgency.CAN_WAIT, None)
    assert escalation.note.splitlines() == [
        message.url,
        "@lena · 12 followers · praise · likes 340",
        "Why: kind words from a museum",
    ]
    assert (await world.see(number)).queue == "escalation"
    assert not (await hints(world, number)).retweet


async def test_a_review_cannot_be_spread(world: World) -> None:
    await arrives(world, review(stars=5), REVIEWS)
    with pytest.raises(Refused, match="nothing to spread"):
        await world.do(suggest_retweet, 1, by="ana")


async def test_praise_offers_like_and_close_and_only_where_something_can_be_liked(world: World) -> None:
    praised = await world.ask(show, await world.arrive(kind="praise"), by="ana")
    found = await world.ask(show, await world.arrive(kind="praise", mentioned=None, customer="omar"), by="ana")
    assert (praised.can_like, praised.hints.likes_as) == (True, "Acknowledged")
    assert found.no_like == "unmentioned"
