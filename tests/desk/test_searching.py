"""Search: what is found, in which order, by whom, and what is found no more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk.arriving.vanishing import vanish
from bot.desk.finding.searching import ROWS, around, search
from bot.desk.handling.closing import close
from bot.desk.handling.noting import delete, edit, write, write_in_thread
from bot.errors import Invalid, NotFound
from bot.pictures.found import SearchPicture
from storage.tables import Conversation, Customer, Findable, Message, Side
from tests.desk.world import World


async def searched(world: World, typed: str, by: str = "ana", page: int = 0) -> SearchPicture:
    """What somebody's search shows."""
    found: SearchPicture = await world.ask(search, typed, page=page, by=by)
    return found


async def found(world: World, typed: str, by: str = "ana") -> list[int]:
    """The numbers of what somebody's search finds."""
    return [row.card.number for row in (await searched(world, typed, by)).rows]


async def test_words_are_found_in_posts_and_notes_open_and_closed_newest_first(world: World) -> None:
    first = await world.arrive("My bookmarks are gone since the update")
    second = await world.arrive("Where did the Bookmark toolbar go?", customer="otto")
    third = await world.arrive("It crashes", customer="mia")
    await world.do(close, second, reason="Resolved", by="ana")
    await world.do(write, third, "She lost her bookmarks, too.", by="vito")
    assert await found(world, "bookmark") == [third, second, first]
    assert await found(world, "BOOKMARKS gone") == [first]
    assert await found(world, "bookmarks in:notes") == [third]
    assert await found(world, "in:posts bookmarks") == [first]
    assert await found(world, '"gone since the upd"') == [first]
    assert await found(world, '"since gone"') == []
    row = (await searched(world, "lost")).rows[0]
    assert (row.note, row.by, row.before, row.hit, row.after) == (
        True,
        "U0VITO",
        "She ",
        "lost",
        " her bookmarks, too.",
    )


async def test_our_own_answers_are_found_by_their_words_and_their_account(world: World) -> None:
    number = await world.arrive("My bookmarks are gone")
    async with world.database.writing() as session:
        answered = await session.get_one(Conversation, number)
        session.add(
            Message(
                conversation_id=number,
                network=answered.network,
                external_id="900",
                side=Side.BRAND,
                author="FirefoxSupport",
                text="Try a fresh profile.",
                posted_at=world.clock.now(),
                stored_at=world.clock.now(),
            )
        )
    assert await found(world, "fresh profile") == await found(world, "from:@FirefoxSupport") == [number]
    assert await found(world, "fresh from:@lena") == []


async def test_an_old_post_that_came_later_stands_where_its_own_time_puts_it(world: World) -> None:
    numbers = [await world.arrive("sync fails", customer=f"customer{each}") for each in range(ROWS + 1)]
    now = world.clock.now()
    world.clock.forward(days=-4000)
    old = await world.arrive("sync fails", customer="otto")
    async with world.database.writing() as session:
        newest = await session.get_one(Conversation, numbers[-1])
        await world.store(session, newest, f"customer{ROWS}", "how do I sync", {})
    world.clock.forward(days=4000)
    first, last = await searched(world, "sync"), await searched(world, "sync", page=1)
    assert [row.card.number for row in first.rows] == numbers[:0:-1]
    assert [row.card.number for row in last.rows] == [numbers[0], old]
    assert first.rows[0].at == now
    assert last.rows[-1].at == now - timedelta(days=4000)
    assert await found(world, "sync before:2026") == [numbers[-1], old]


async def test_an_old_post_is_found_by_its_present_words_and_not_once_it_is_gone(world: World) -> None:
    await world.arrive("sync fails")
    world.clock.forward(days=-4000)
    old = await world.arrive("sync is slow", customer="otto")
    async with world.database.writing() as session:
        message = (await session.scalars(select(Message).where(Message.conversation_id == old))).one()
        message.text = "bookmarks are slow"
    assert await found(world, "sync slow") == []
    assert await found(world, "bookmarks slow") == [old]
    async with world.database.writing() as session:
        await vanish(session, message.id, now=world.clock.now(), programme=world.programme)
    assert await found(world, "bookmarks") == []


async def test_within_a_second_what_came_to_the_desk_later_stands_first(world: World) -> None:
    world.clock.forward(seconds=0.9)
    first = await world.arrive("sync fails")
    world.clock.forward(seconds=-0.8)
    second = await world.arrive("sync fails", customer="otto")
    assert await found(world, "sync") == [second, first]


def test_the_place_is_shown_with_what_hangs_on_the_word() -> None:
    assert around("no\nway, @Firefox_es! stürzt ab", ["firefox"]) == ("no way, ", "@Firefox_es!", " stürzt ab")
    long = "我的书签不见了" * 10
    assert around(long, ["书签"]) == ("我的 ", "书签", f" {long[4:]}")
    before, hit, after = around("a" * 30 + " word" * 50 + " Crash" + " word" * 50, ["nothing", "crash"])
    assert (before[0], len(before), hit, after[-1], len(after)) == ("…", 61, "Crash", "…", 121)
    assert around("only its author fits", []) == ("", "", "only its author fits")


async def test_a_conversation_comes_once_and_pages_hold_ten(world: World) -> None:
    numbers = [await world.arrive("help me", customer=f"customer{each}") for each in range(ROWS + 2)]
    async with world.database.writing() as session:
        await world.store(session, await session.get_one(Conversation, numbers[0]), "customer0", "help again", {})
    first, last = await searched(world, "help"), await searched(world, "help", page=7)
    assert [row.card.number for row in first.rows] == [numbers[0], *numbers[:2:-1]]
    assert [row.card.number for row in last.rows] == [numbers[2], numbers[1]]
    assert (first.total, first.pages, last.page, first.all) == (ROWS + 2, 2, 1, True)


async def test_the_author_is_found_by_handle_and_by_name(world: World) -> None:
    lena, otto = await world.arrive("sync is slow"), await world.arrive("lena has a problem", customer="otto")
    async with world.database.writing() as session:
        customer = await session.scalar(select(Customer).where(Customer.handle == "lena"))
        assert customer is not None
        customer.name = "Léna Müller"
        await session.flush()
        await world.store(session, await session.get_one(Conversation, lena), "lena", "still slow", {})
    assert await found(world, "from:@lena") == [lena]
    assert await found(world, "from:LENA slow") == [lena]
    assert await found(world, 'from:"lena muller" still') == [lena]
    assert await found(world, "lena slow") == [lena]
    assert await found(world, "lena") == [lena, otto]
    assert await found(world, "from:@len") == []


async def test_tag_queue_and_days_narrow_it_down(world: World) -> None:
    old = await world.arrive("sync fails", tags=["Crash"])
    world.clock.forward(days=10)
    new = await world.arrive("sync fails", queue="de", tags=["Crash", "Paid product"], customer="otto")
    assert await found(world, "sync tag:crash") == [new, old]
    assert await found(world, "sync tag:crash tag:Paid product") == [new]
    assert await found(world, "sync queue:Deutsch") == [new]
    assert await found(world, "sync before:2026-03-03") == [old]
    assert await found(world, "after:2026-03-12 sync") == [new]
    assert await found(world, "before:2026-03-02 sync") == []
    assert await found(world, "sync after:2026-03 before:2027") == [new, old]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "What shall I look for"),
        ("?!", "What shall I look for"),
        ("tag:Crash", "What shall I look for"),
        ("x tag:Crsh", "“Crash”"),
        ("x before:yesterday", "before:2026-01-31"),
        ("x after:2026-02-31", "after:2026-01-31"),
        ("x before:0001-01-01", "before:2026-01-31"),
        ("x in:note", "“notes”"),
        ("x queue:dutsch", "“Deutsch”"),
    ],
)
async def test_what_is_not_understood_is_refused_with_the_nearest(world: World, typed: str, told: str) -> None:
    with pytest.raises((Invalid, NotFound), match=told.replace("?", r"\?")):
        await searched(world, typed)


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("İstanbul'da Firefox AÇILMIYOR", "istanbul açılmıyor"),
        ("Il est arrivé à Noël, ça plante", "noel arrive ca"),
        ("Straße größer", "STRASSE grosser"),
        ("ブックマークが消えました", "ブックマーク"),
        ("我的书签不见了", "书签"),
        ("我的书签不见了", "签"),
        ("บุ๊กมาร์กหายไป", "หาย"),
        ("북마크가 사라졌어요", "북마크"),
        ("مرحبا بالعالم، لا يعمل فايرفوكس", "فايرفوكس"),
        ("मेरे बुकमार्क गायब हैं", "बुकमार्क"),
        ("see about:config & https://mzl.la/x_y", "about:config"),
        ("error 0x80004005 in version 128.0.3esr", "0x80004005 128.0"),
        ("can't sign in: e-mail lost", "can't sign in: e-mail"),
    ],
)
async def test_every_script_is_found(world: World, said: str, typed: str) -> None:
    number = await world.arrive(said)
    await world.arrive("something else entirely", customer="otto")
    assert await found(world, typed) == [number]
    assert (await searched(world, typed)).rows[0].hit


async def test_han_letters_have_to_stand_beside_each_other(world: World) -> None:
    await world.arrive("书不见了，我的签")
    assert await found(world, "书签") == []


@pytest.mark.parametrize(
    "typed",
    [
        "\"' OR 1=1 --",
        'a" OR "b',
        "NEAR(a b) AND NOT *",
        "words:a ^b -c +d {e f}:g",
        "a & !b | (c <-> d):*",
        "'a':* \\ % _ ",
        "\\x00 \x7f 𝕏 🔥 ²³ ⅷ ʼ",
        "x" * 3000,
        "语" * 2000,
        " ".join("abcdefghijklmnopqrstuvwxyz"),
        'from:"',
        'from:"" x "',
        "a from:%_",
    ],
)
async def test_no_words_break_it(world: World, typed: str) -> None:
    await world.arrive("a b c d")
    try:
        await searched(world, typed)
    except Invalid:
        return


async def test_hidden_queues_are_not_searched_for_those_who_do_not_see_them(world: World) -> None:
    number = await world.arrive("secret sync", queue="unmoderated")
    await world.do(write, number, "secret note", by="mo")
    assert await found(world, "secret", by="mo") == [number]
    assert await found(world, "secret", by="ana") == await found(world, "from:@lena", by="bea") == []
    with pytest.raises(NotFound):
        await found(world, "secret queue:unmoderated", by="ana")


async def test_what_is_deleted_or_edited_is_found_as_it_is_now(world: World) -> None:
    number = await world.arrive("private sync trouble")
    await world.post_card(number)
    await world.do(write_in_thread, channel="C0MODERATED", thread_ts="1.1", ts="2.1", text="first guess", by="ana")
    await world.do(edit, channel="C0MODERATED", ts="2.1", text="second thought", by="ana")
    assert await found(world, "guess") == []
    assert await found(world, "second") == await found(world, "private") == [number]
    await world.do(delete, channel="C0MODERATED", ts="2.1", by="ana")
    async with world.database.writing() as session:
        message = await session.scalar(select(Message.id).where(Message.conversation_id == number))
        await vanish(session, message or 0, now=world.clock.now(), programme=world.programme)
    assert await found(world, "second") == await found(world, "private") == await found(world, "from:@lena") == []
    async with world.database.reading() as session:
        assert (await session.scalars(select(Findable))).all() == []
