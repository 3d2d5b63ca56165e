"""Answers given outside the desk, and replies of the desk that are found on our own timelines."""

from typing import Any

import pytest

from bot.desk.arriving.intake import Taken
from bot.desk.handling.claiming import claim
from bot.desk.writing.replying import begin, reply
from bot.networks.base import Mention
from storage.tables import Message, Reply, ReplyState, Side
from tests.desk.mentions import arrives, conversations, mention, messages
from tests.desk.world import World

OWN = "x:own:FirefoxSupport"


def ours(text: str, to: str, **more: Any) -> Mention:
    """A post of @FirefoxSupport in answer to another."""
    return mention(text, by="FirefoxSupport", replying_to=to, **more)


async def asked(world: World) -> Mention:
    """Eve's question, which is conversation 1."""
    question = mention("@FirefoxSupport help")
    await arrives(world, question)
    return question


async def reply_in(world: World, state: ReplyState, text: str = "Try a fresh profile. ^an", **more: Any) -> Reply:
    """Ana's reply to the first message, in some state."""
    now = world.clock.now()
    async with world.database.writing() as session:
        kept = Reply(
            conversation_id=1,
            answers_id=1,
            network="x",
            account="FirefoxSupport",
            text=text,
            by="U0ANA",
            at=now,
            state=state,
            send_after=now,
            **more,
        )
        session.add(kept)
    return kept


async def stored(world: World, kept: Reply) -> Reply:
    """The reply as it stands."""
    async with world.database.reading() as session:
        return await session.get_one(Reply, kept.id)


async def test_an_answer_outside_marks_the_message_and_is_kept(world: World) -> None:
    question = await asked(world)
    await world.do(claim, 1, by="ana")
    assert await arrives(world, ours("Have you tried?", question.id), OWN) is Taken.OURS
    first, answer = await messages(world)
    assert first.answered_by == "FirefoxSupport"
    assert first.answered_at == answer.posted_at
    assert (answer.side, answer.text) == (Side.BRAND, "Have you tried?")
    seen = await world.see(1)
    assert seen.waits_since is None
    assert (await world.kinds(1))[-1] == "answered_outside"
    assert [each.facts["text"] for each in await world.told("ana")] == [
        "#1 was answered by @FirefoxSupport, outside the desk."
    ]


async def test_the_same_answer_is_taken_once(world: World) -> None:
    question = await asked(world)
    answer = ours("Have you tried?", question.id)
    await arrives(world, answer, OWN)
    assert await arrives(world, answer, OWN) is Taken.KNOWN
    assert await arrives(world, answer, "x:mentions:Firefox") is Taken.KNOWN
    assert len(await messages(world)) == 2


async def test_an_answer_outside_takes_a_queued_reply_back_and_says_why(world: World) -> None:
    question = await asked(world)
    opened = await world.do(begin, 1, by="ana")
    picture = await world.do(reply, 1, answers=opened.answers, text="Try a fresh profile.", by="ana")
    await arrives(world, ours("Have you tried turning it off?", question.id), OWN)
    async with world.database.reading() as session:
        kept = await session.get_one(Reply, picture.number)
    assert kept.state is ReplyState.REFUSED
    assert kept.why == "It was already answered by @FirefoxSupport, outside the desk."
    assert "reply_refused" in {each.kind for each in await world.told("ana")}


@pytest.mark.parametrize("state", [ReplyState.UNKNOWN, ReplyState.BY_HAND])
async def test_the_read_back_of_our_own_reply_settles_it(world: World, state: ReplyState) -> None:
    question = await asked(world)
    kept = await reply_in(world, state)
    await arrives(world, ours("@eve Try a fresh profile. ^an", question.id, id="88"), OWN)
    settled = await stored(world, kept)
    assert (settled.state, settled.sent_id, settled.sent_from) == (ReplyState.SENT, "88", "FirefoxSupport")
    assert "answered_outside" not in await world.kinds(1)
    assert (await messages(world))[0].answered_by == "U0ANA"


async def test_a_reply_found_under_another_account_is_settled_with_a_warning(world: World) -> None:
    question = await asked(world)
    kept = await reply_in(world, ReplyState.BY_HAND, handed_to="U0MO")
    post = mention("Try a fresh profile. ^an", by="Firefox", replying_to=question.id)
    await arrives(world, post, "x:own:Firefox")
    assert (await stored(world, kept)).sent_from == "Firefox"
    assert "wrong_account" in {each.kind for each in await world.told("kira")}


async def test_a_reply_that_is_leaving_is_left_to_the_outbox(world: World) -> None:
    question = await asked(world)
    kept = await reply_in(world, ReplyState.SENDING, sending_at=world.clock.now())
    assert await arrives(world, ours("Try a fresh profile. ^an", question.id), OWN) is Taken.OURS
    assert (await stored(world, kept)).state is ReplyState.SENDING
    assert len(await messages(world)) == 1


async def test_something_else_said_while_a_reply_waits_for_a_hand_gives_it_back(world: World) -> None:
    question = await asked(world)
    kept = await reply_in(world, ReplyState.BY_HAND)
    await arrives(world, ours("Completely different words about cheese", question.id), OWN)
    assert (await stored(world, kept)).state is ReplyState.REFUSED


async def test_an_unknown_reply_is_never_given_back_because_of_other_words(world: World) -> None:
    question = await asked(world)
    kept = await reply_in(world, ReplyState.UNKNOWN)
    await arrives(world, ours("Completely different words about cheese", question.id), OWN)
    assert (await stored(world, kept)).state is ReplyState.UNKNOWN
    assert (await messages(world))[0].answered_by == "FirefoxSupport"


async def test_a_reply_somebody_vouched_for_is_not_counted_twice(world: World) -> None:
    question = await asked(world)
    kept = await reply_in(world, ReplyState.SENT, sent_at=world.clock.now())
    await arrives(world, ours("Try a fresh profile. ^an", question.id, id="88"), OWN)
    assert (await stored(world, kept)).sent_id == "88"
    assert "answered_outside" not in await world.kinds(1)


async def test_what_answers_nothing_we_know_is_left_alone(world: World) -> None:
    assert await arrives(world, ours("Hello", "4711"), OWN) is Taken.UNRELATED
    assert await arrives(world, mention("Firefox 200!", by="Firefox"), "x:own:Firefox") is Taken.UNRELATED
    assert await conversations(world) == []


async def test_our_second_part_joins_without_answering_anything_new(world: World) -> None:
    question = await asked(world)
    await arrives(world, ours("1/2", question.id, id="88"), OWN)
    await arrives(world, mention("@FirefoxSupport and now?", thread=question.id))
    await arrives(world, ours("2/2", "88"), OWN)
    assert (await world.see(1)).waits_since is not None
    async with world.database.reading() as session:
        later = await session.get_one(Message, 3)
    assert later.answered_at is None
