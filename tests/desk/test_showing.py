"""Pictures: everything a card says, in few questions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.desk.finding.history import happenings, history
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.ending_holds import end_holds
from bot.desk.handling.holding import hold
from bot.desk.handling.marking import Change, mark
from bot.desk.handling.moving import move
from bot.desk.handling.noting import write
from bot.desk.showing.showing import LAST, picture_of, pictures_of, show
from bot.errors import NotFound
from bot.pictures.conversations import CardPicture, HistoryPicture
from storage import conversations
from storage.db import Database
from storage.tables import Escalation, Like, Message, Reply, ReplyState, Stop, Urgency, WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile, apart from those that begin a transaction."""
    statements: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "SET TRANSACTION")):
            statements.append(statement)

    engines = {database.writer, database.reader} if database.is_sqlite else {database.writer}
    for engine in engines:
        event.listen(engine.sync_engine, "before_cursor_execute", keep)
    yield statements
    for engine in engines:
        event.remove(engine.sync_engine, "before_cursor_execute", keep)


async def picture(world: World, number: int) -> CardPicture:
    """The picture of a conversation as the loops draw it."""
    async with world.database.reading() as session:
        return await picture_of(
            session, number, programme=world.programme, networks=world.networks, now=world.clock.now()
        )


async def first_message(world: World, number: int) -> int:
    """The number of the first message of a conversation."""
    return (await picture(world, number)).messages[0].number


async def test_a_new_conversation(world: World) -> None:
    number = await world.arrive("<!channel> it crashes", tags=["Crash"], about={"likes": 14, "who_may_reply": "all"})
    card = await picture(world, number)
    assert (card.number, card.version, card.state, card.owner) == (number, 1, "new", None)
    assert (card.queue, card.queue_name, card.network_label) == ("moderated", "Moderated", "X")
    assert (card.customer, card.customer_name, card.followers) == ("lena", "Lena", 12)
    assert (card.account, card.kind, card.language, card.tags) == ("FirefoxSupport", "support", "en", ("Crash",))
    assert (card.opened_at, card.waits_since, card.message_count) == (MONDAY, MONDAY, 1)
    assert card.messages[0].text == "<!channel> it crashes"
    assert card.url == card.messages[0].url
    assert card.about == (("likes", "14"), ("who may reply", "all"))
    assert (card.reply, card.like, card.escalation, card.can_like) == (None, None, None, True)


async def test_a_claimed_one_says_whose_and_until_when(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    card = await picture(world, number)
    assert (card.state, card.owner, card.owned_since) == ("claimed", "U0ANA", MONDAY)
    assert card.owned_until == MONDAY + timedelta(minutes=40)


async def test_a_held_one_says_for_whom_and_when_closing_is_proposed(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    card = await picture(world, number)
    assert (card.state, card.hold_waiting_on, card.hold_by) == ("held", "customer", "U0ANA")
    assert (card.close_proposed, card.hold_ends_at) == (False, MONDAY + timedelta(days=3))
    world.clock.forward(days=3)
    await world.act(end_holds)
    card = await picture(world, number)
    assert (card.close_proposed, card.proposed_reason) == (True, "User didn't respond")


async def test_a_closed_one_says_why_by_whom_and_where(world: World) -> None:
    number = await world.arrive()
    bug = "https://bugzilla.mozilla.org/show_bug.cgi?id=1900001"
    await world.do(close, number, reason="Bug filed", link=bug, by="ana")
    card = await picture(world, number)
    assert (card.state, card.closed_reason, card.closed_by) == ("closed", "Bug filed", "U0ANA")
    assert (card.closed_at, card.closed_link) == (MONDAY, bug)


async def test_a_tag_proposes_its_reason(world: World) -> None:
    assert (await picture(world, await world.arrive(tags=["Crash", "Fan Love"]))).proposed_reason == "No need to reply"


async def test_the_last_messages_are_shown_oldest_first_and_all_counted(world: World) -> None:
    number = await world.arrive("post 0")
    for place in range(1, 40):
        world.clock.forward(minutes=1)
        async with world.database.writing() as session:
            conversation = await conversations.locked(session, number)
            assert conversation is not None
            await world.store(session, conversation, "lena", f"post {place}", {})
    card = await picture(world, number)
    assert [each.text for each in card.messages] == [f"post {place}" for place in range(40 - LAST, 40)]
    assert card.message_count == 40


async def test_a_deleted_message_leaves_neither_words_nor_address(world: World) -> None:
    number = await world.arrive("my phone number is …")
    async with world.database.writing() as session:
        message = await session.get_one(Message, await first_message(world, number))
        message.text, message.deleted_at = "", MONDAY
    card = await picture(world, number)
    assert (card.messages[0].deleted, card.messages[0].text, card.url, card.can_like) == (True, "", "", False)


async def test_notes_and_customer_tags_are_shown(world: World) -> None:
    number = await world.arrive()
    await world.do(write, number, "Second time this week.", by="ana")
    await world.do(mark, number, customer_tags=Change(added=("Influencer",)), by="ana")
    card = await picture(world, number)
    assert (card.note_count, card.customer_tags, card.version) == (1, ("Influencer",), 3)


async def test_a_queued_reply_can_be_undone_and_says_what_it_waits_for(world: World) -> None:
    number = await world.arrive()
    await world.reply(number, ReplyState.QUEUED)
    reply = (await picture(world, number)).reply
    assert reply is not None
    assert (reply.state, reply.undo_until, reply.waits_for) == ("queued", MONDAY, None)
    async with world.database.writing() as session:
        session.add(Stop(account="FirefoxSupport", by="U0MO", at=MONDAY))
    reply = (await picture(world, number)).reply
    assert reply is not None
    assert reply.waits_for == "sending from @FirefoxSupport is stopped"


async def test_a_reply_to_be_sent_by_hand_carries_its_composer(world: World) -> None:
    number = await world.arrive()
    await world.reply(number, ReplyState.BY_HAND)
    reply = (await picture(world, number)).reply
    assert reply is not None
    assert reply.composer.startswith("https://x.com/intent/post?")
    assert reply.undo_until is None


async def test_an_undone_reply_is_not_shown_but_the_one_before_is(world: World) -> None:
    number = await world.arrive()
    refused = await world.reply(number, ReplyState.REFUSED)
    await world.reply(number, ReplyState.UNDONE)
    reply = (await picture(world, number)).reply
    assert reply is not None
    assert reply.number == refused


async def test_a_sent_reply_leads_to_its_post(world: World) -> None:
    number = await world.arrive()
    reply_id = await world.reply(number, ReplyState.SENT)
    async with world.database.writing() as session:
        (await session.get_one(Reply, reply_id)).sent_url = "https://x.com/FirefoxSupport/status/77"
    reply = (await picture(world, number)).reply
    assert reply is not None
    assert reply.sent_url == "https://x.com/FirefoxSupport/status/77"


async def test_a_like_and_an_open_escalation_are_shown(world: World) -> None:
    number = await world.arrive()
    message = await first_message(world, number)
    async with world.database.writing() as session:
        session.add(
            Like(
                conversation_id=number,
                message_id=message,
                network="x",
                account="Firefox",
                by="U0ANA",
                at=MONDAY,
                try_at=MONDAY,
            )
        )
        for settled in (MONDAY, None):
            session.add(
                Escalation(
                    conversation_id=number,
                    by="U0ANA",
                    at=MONDAY,
                    reason="Paid product",
                    note="Wants a refund.",
                    urgency=Urgency.URGENT,
                    from_queue="moderated",
                    settled_at=settled,
                )
            )
    card = await picture(world, number)
    assert card.like is not None
    assert (card.like.state, card.like.account) == ("queued", "Firefox")
    assert card.escalation is not None
    assert (card.escalation.note, card.escalation.urgent, card.escalation.taken_by) == ("Wants a refund.", True, None)


async def test_a_network_that_is_gone_still_shows(world: World) -> None:
    number = await world.arrive()
    async with world.database.reading() as session:
        card = await picture_of(session, number, programme=world.programme, networks={}, now=MONDAY)
    assert (card.network_label, card.can_like) == ("x", False)


async def test_one_picture_or_thirty_cost_two_questions(world: World) -> None:
    numbers = [await world.arrive() for _ in range(30)]
    for wanted in (numbers[:1], numbers):
        async with world.database.reading() as session:
            with counted(world.database) as statements:
                found = await pictures_of(
                    session, wanted, programme=world.programme, networks=world.networks, now=MONDAY
                )
        assert [each.number for each in found] == wanted
        assert len(statements) == 2


async def test_a_claim_costs_as_many_statements_as_it_must(world: World) -> None:
    number = await world.arrive()
    with counted(world.database) as statements:
        await world.do(claim, number, by="ana")
    kinds = [each.split()[0] for each in statements]
    assert kinds == ["INSERT", "SELECT", "SELECT", "INSERT", "UPDATE", "UPDATE"]
    assert "homes" in statements[-1], "the last one lets one's own Home tab show it"


async def test_showing_asks_for_a_number_that_is_there(world: World) -> None:
    number = await world.arrive()
    card: CardPicture = await world.ask(show, number, by="bea")
    assert card.number == number
    with pytest.raises(NotFound, match="#4711"):
        await world.ask(show, 4711, by="bea")


async def test_history_tells_what_happened_with_the_words_of_today(world: World) -> None:
    number = await world.arrive()
    note = await world.do(write, number, "First guess", by="ana")
    await world.do(move, number, queue="de", by="mo")
    told: HistoryPicture = await world.ask(history, number, by="bea")
    assert (told.number, told.customer) == (number, "lena")
    assert [each.kind for each in told.events] == ["arrived", "noted", "moved"]
    assert (told.events[1].note, told.events[1].facts["note"]) == ("First guess", note.id)
    assert (told.events[2].by, told.events[2].facts["queue"]) == ("U0MO", "Deutsch")


async def test_history_shows_others_of_the_customer_newest_first(world: World) -> None:
    first = await world.arrive()
    await world.do(close, first, reason="Resolved", by="ana")
    second, number = await world.arrive(), await world.arrive()
    await world.arrive(queue="unmoderated")
    await world.arrive(customer="omar")
    told: HistoryPicture = await world.ask(history, number, by="ana")
    assert [each.number for each in told.earlier] == [second, first]
    seen_by_mo: HistoryPicture = await world.ask(history, number, by="mo")
    assert len(seen_by_mo.earlier) == 3


async def test_history_shows_every_other_of_the_customer_page_by_page(world: World) -> None:
    others = [await world.arrive() for _ in range(12)]
    number = await world.arrive()
    await world.arrive(queue="unmoderated")
    first: HistoryPicture = await world.ask(history, number, by="ana")
    assert (first.others, first.page, first.pages) == (12, 0, 2)
    assert [each.number for each in first.earlier] == others[:1:-1]
    last: HistoryPicture = await world.ask(history, number, page=7, by="ana")
    assert (last.page, [each.number for each in last.earlier]) == (1, others[1::-1])


async def test_a_thread_is_told_what_happened_since(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(write, number, "Hm", by="ana")
    more: Any = {"programme": world.programme, "networks": world.networks}
    async with world.database.reading() as session:
        since = await happenings(session, number, after=1, limit=30, **more)
        assert [(each.number, each.kind) for each in since] == [(2, "claimed"), (3, "noted")]
        assert len(await happenings(session, number, after=0, limit=2, **more)) == 2


async def test_a_reply_of_unknown_fate_names_the_timeline_to_look_at(world: World) -> None:
    number = await world.arrive()
    await world.reply(number, ReplyState.UNKNOWN)
    shown = (await world.ask(show, number, by="ana")).reply
    assert shown is not None
    assert shown.timeline.endswith("/FirefoxSupport/with_replies")
