"""Intake: what becomes a conversation, what joins one, what changes one, and what is left alone."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.desk.arriving.intake import Taken, take_in
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.networks.base import Author
from bot.programme import Programme
from storage.tables import Conversation, Customer, Message, Post, Side, WaitingOn
from tests.conftest import MONDAY
from tests.desk.mentions import arrives, conversations, mention, messages
from tests.desk.world import World


async def test_a_mention_becomes_a_conversation_in_its_queue(world: World) -> None:
    post = mention("@FirefoxSupport Android crashed", name="Eve", followers=12, language="en")
    assert await arrives(world, post) is Taken.NEW
    (conversation,) = await conversations(world)
    assert (conversation.queue, conversation.kind, conversation.account) == ("moderated", "support", "FirefoxSupport")
    assert conversation.tags == ["Android", "Crash"]
    assert conversation.lines[0] == "answers from @FirefoxSupport"
    assert conversation.opened_at == MONDAY
    assert conversation.waits_since == post.posted_at
    assert (conversation.rank, conversation.version) == (5, 1)
    (diary,) = await world.diary(conversation.id)
    (message,) = await messages(world)
    assert (diary.kind, diary.facts) == ("arrived", {"message": message.id, "source": "x:mentions:FirefoxSupport"})
    async with world.database.reading() as session:
        customer = (await session.scalars(select(Customer))).one()
    assert (customer.handle, customer.name, customer.followers) == ("eve", "Eve", 12)


async def test_a_known_post_never_becomes_a_second_one(world: World) -> None:
    post = mention("@FirefoxSupport @Firefox help #fxhelp")
    assert await arrives(world, post) is Taken.NEW
    assert await arrives(world, post) is Taken.KNOWN
    assert await arrives(world, post, "x:mentions:Firefox") is Taken.KNOWN
    assert await arrives(world, post, "x:search:fxhelp") is Taken.KNOWN
    assert len(await conversations(world)) == len(await messages(world)) == 1
    assert (await conversations(world))[0].version == 1


async def test_the_same_post_taken_in_twice_at_once_is_stored_once(world: World) -> None:
    post = mention()
    results = await asyncio.gather(*(arrives(world, post) for _ in range(6)), return_exceptions=True)
    failed = [each for each in results if isinstance(each, BaseException)]
    assert all(isinstance(each, IntegrityError) for each in failed)
    assert [each for each in results if each is Taken.NEW] == [Taken.NEW]
    assert await arrives(world, post) is Taken.KNOWN
    assert len(await conversations(world)) == len(await messages(world)) == 1


async def test_reposts_and_our_own_posts_never_become_conversations(world: World) -> None:
    assert await arrives(world, mention("RT", reposts_of="5")) is Taken.REPOST
    assert await arrives(world, mention("Firefox 200 is out", by="firefox")) is Taken.UNRELATED
    assert await conversations(world) == []


async def test_a_further_post_joins_and_the_oldest_unanswered_counts(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    world.clock.forward(minutes=5)
    assert await arrives(world, mention("@FirefoxSupport please", thread=first.id)) is Taken.JOINED
    (conversation,) = await conversations(world)
    assert conversation.waits_since == first.posted_at
    assert await world.kinds(conversation.id) == ["wrote_again"]


async def test_a_post_under_our_reply_joins_even_from_another_thread(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    await arrives(
        world, mention("Try this.", by="FirefoxSupport", id="77", replying_to=first.id), "x:own:FirefoxSupport"
    )
    assert await arrives(world, mention("no luck", replying_to="77", thread="elsewhere")) is Taken.JOINED
    (conversation,) = await conversations(world)
    assert conversation.waits_since is not None


async def test_a_further_post_reopens_what_was_closed_with_a_fresh_card(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    (conversation,) = await conversations(world)
    await world.post_card(conversation.id)
    await world.do(close, conversation.id, reason="Resolved", by="ana")
    world.clock.forward(hours=1)
    again = mention("@FirefoxSupport again", thread=first.id, posted_at=world.clock.now() - timedelta(minutes=2))
    await arrives(world, again)
    seen = await world.see(conversation.id)
    assert seen.closing is None
    assert seen.card_id is None
    assert seen.waits_since == again.posted_at
    assert [each.kind for each in await world.told("ana")] == ["wrote_again"]


async def test_a_further_post_ends_a_hold_and_tells_who_held_it(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    (conversation,) = await conversations(world)
    await world.do(hold, conversation.id, waiting_on=WaitingOn.CUSTOMER, by="vito")
    await arrives(world, mention("@FirefoxSupport here it is", thread=first.id))
    seen = await world.see(conversation.id)
    assert seen.hold is None
    assert seen.claim is not None
    assert seen.claim.by == "U0VITO"
    assert [each.kind for each in await world.told("vito")] == ["wrote_again"]


async def test_other_peoples_posts_in_the_thread_are_conversations_of_their_own(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    assert await arrives(world, mention("@FirefoxSupport me too", by="dan", thread=first.id)) is Taken.NEW
    assert len(await conversations(world)) == 2


@pytest.mark.parametrize("known", [True, False])
async def test_an_answer_from_the_community_is_noted_in_the_conversation(world: World, known: bool) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    if known:
        async with world.database.writing() as session:
            tags = ["Community member"]
            session.add(Customer(network="x", external_id="id-bob", handle="bob", tags=tags))
    text = "@eve try a new profile" if known else "@eve try a new profile #fxhelp"
    answer = mention(text, by="bob", thread=first.id, replying_to=first.id)
    assert await arrives(world, answer, "x:search:fxhelp") is Taken.COMMUNITY
    (conversation,) = await conversations(world)
    assert await world.kinds(conversation.id) == ["community_answered"]
    assert [each.side for each in await messages(world)] == [Side.CUSTOMER, Side.COMMUNITY]
    assert conversation.waits_since == first.posted_at


@pytest.mark.parametrize(("handle", "taken"), [("Fox_Helper", Taken.COMMUNITY), ("stranger", Taken.NEW)])
async def test_whoever_desk_toml_names_is_of_the_community(world: World, handle: str, taken: Taken) -> None:
    named = {**world.programme.model_dump(), "community_handles": ["@fox_helper"]}
    world.programme = world.desk.programme = Programme.model_validate(named)
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    answer = mention("@eve @FirefoxSupport try a new profile", by=handle, thread=first.id, replying_to=first.id)
    assert await arrives(world, answer) is taken


async def test_an_edited_post_updates_its_message(world: World) -> None:
    first = mention("@FirefoxSupport frist")
    await arrives(world, first)
    newer = mention("@FirefoxSupport first", thread=first.id, versions=(first.id, "1900000000000099999"))
    edited = type(newer)(**{**vars(newer), "id": "1900000000000099999"})
    assert await arrives(world, edited) is Taken.EDITED
    assert await arrives(world, edited) is Taken.KNOWN
    assert await arrives(world, first) is Taken.KNOWN
    (message,) = await messages(world)
    assert (message.text, message.external_id) == ("@FirefoxSupport first", "1900000000000099999")
    assert message.edited_at == MONDAY
    (conversation,) = await conversations(world)
    assert await world.kinds(conversation.id) == ["edited"]
    reply = mention("thanks", replying_to=first.id, thread="elsewhere")
    assert await arrives(world, reply) is Taken.JOINED


async def test_naming_us_in_a_later_post_lets_the_answer_go_by_api(world: World) -> None:
    first = mention("firefox is broken #fxhelp")
    await arrives(world, first, "x:search:fxhelp")
    (before,) = await conversations(world)
    assert before.reply_by_hand
    assert before.lines[0].startswith("answers from @FirefoxSupport · by hand")
    await arrives(world, mention("@FirefoxSupport can you help?", thread=first.id))
    (after,) = await conversations(world)
    assert not after.reply_by_hand
    assert after.lines == ["answers from @FirefoxSupport", *before.lines[1:]]


async def test_quoting_a_post_of_ours_is_asking_us(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    await arrives(
        world, mention("Try this.", by="FirefoxSupport", id="77", replying_to=first.id), "x:own:FirefoxSupport"
    )
    await arrives(world, mention("does not work #fxhelp", by="dan", quotes="77"), "x:search:fxhelp")
    quoting = (await conversations(world))[1]
    assert (quoting.mentioned, quoting.reply_by_hand) == ("FirefoxSupport", False)


async def test_who_writes_three_times_without_an_answer_is_marked_once(world: World) -> None:
    first = mention("@FirefoxSupport hello there")
    await arrives(world, first)
    for number in range(4):
        await arrives(world, mention(f"@FirefoxSupport {number}", thread=first.id))
    (conversation,) = await conversations(world)
    assert (await world.kinds(conversation.id)).count("attention") == 1
    assert conversation.lines[-1] == "wrote 3 times in a row"
    assert (conversation.priority, conversation.rank) == (10, 10)


async def test_how_many_posts_without_an_answer_are_attention_stands_in_the_programme(world: World) -> None:
    attention = world.programme.attention.model_copy(update={"unanswered": 2})
    world.programme = world.desk.programme = world.programme.model_copy(update={"attention": attention})
    first = mention("@FirefoxSupport hello there")
    await arrives(world, first)
    await arrives(world, mention("@FirefoxSupport hello?", thread=first.id))
    (conversation,) = await conversations(world)
    assert conversation.lines[-1] == "wrote 2 times in a row"


async def test_hostile_words_are_cleaned_and_stored(world: World) -> None:
    post = mention("@FirefoxSupport a\u202egnp\x00.exe <!channel>\ud83d")
    odd = type(post)(**{**vars(post), "author": Author("id-odd", "odd" * 60, "N\x00ame\n<!here>" + "x" * 300)})
    await arrives(world, odd)
    (message,) = await messages(world)
    assert message.text == "@FirefoxSupport agnp.exe <!channel>\ufffd"
    assert len(message.author) <= 100


async def test_no_event_holds_a_customers_words(world: World) -> None:
    first = mention("@FirefoxSupport unmistakable")
    await arrives(world, first)
    await arrives(world, mention("@FirefoxSupport unmistakable too", thread=first.id))
    (conversation,) = await conversations(world)
    assert "unmistakable" not in str([each.facts for each in await world.diary(conversation.id)])


async def test_a_customer_is_one_person_shown_as_today(world: World) -> None:
    await arrives(world, mention("@FirefoxSupport one", followers=10, name="Eve"))
    await arrives(world, mention("@FirefoxSupport two", followers=20, name="Eve B."))
    async with world.database.reading() as session:
        customer = (await session.scalars(select(Customer))).one()
        count = await session.scalar(select(func.count()).select_from(Conversation))
    assert (customer.name, customer.followers, count) == ("Eve B.", 20, 2)


async def test_a_claimed_conversation_keeps_its_owner_when_its_customer_writes(world: World) -> None:
    first = mention("@FirefoxSupport help")
    await arrives(world, first)
    (conversation,) = await conversations(world)
    await world.do(claim, conversation.id, by="ana")
    world.clock.forward(minutes=30)
    await arrives(world, mention("@FirefoxSupport ?", thread=first.id))
    seen = await world.see(conversation.id)
    assert seen.owner_due_at == MONDAY + timedelta(hours=4, minutes=30)


async def test_all_versions_of_a_post_are_known(world: World) -> None:
    await arrives(world, mention(id="12", versions=("10", "11", "12")))
    async with world.database.reading() as session:
        ids = set(await session.scalars(select(Post.external_id)))
        assert (await session.scalars(select(Message.external_id))).one() == "12"
    assert ids == {"10", "11", "12"}
    async with world.database.writing() as session:
        taken = await take_in(
            session,
            mention(id="11", versions=("10", "11")),
            "x:mentions:FirefoxSupport",
            now=MONDAY,
            programme=world.programme,
            networks=world.networks,
        )
    assert taken is Taken.KNOWN
