"""Reviews in a store: where they go, what an edit does, and the one answer each of them has."""

import pytest

from bot.desk.arriving.intake import Taken
from bot.desk.handling.closing import close
from bot.desk.handling.releasing import release
from bot.desk.leaving.outcomes import found
from bot.desk.leaving.unknowns import is_there
from bot.desk.showing.showing import show
from bot.desk.writing.drafting import mine, save
from bot.desk.writing.replying import begin, check, reply, undo
from bot.desk.writing.written import Written
from bot.errors import AlreadyAnswered, Invalid, Refused
from bot.networks.base import Posted
from storage import replies
from storage.tables import Message, Reply, ReplyState
from tests.desk.mentions import REVIEWS, answer_of_ours, arrives, conversations, messages, review
from tests.desk.world import World


async def replied(world: World, number: int, text: str = "We are on it.", *, by: str = "ana") -> int:
    """Somebody answers, or edits the answer; the reply's number."""
    opened = await world.do(begin, number, by=by)
    more = {"answers": opened.answers, "edition": opened.edition}
    return int((await world.do(reply, number, text=text, by=by, **more)).number)


async def is_out(world: World, reply_id: int) -> None:
    """The reply has reached the store."""
    world.clock.forward(minutes=1)
    async with world.database.writing() as session:
        kept = await session.get_one(Reply, reply_id)
        answered = await session.get_one(Message, kept.answers_id)
        posted = Posted(f"answer:{kept.text}", kept.account, kept.text, world.clock.now(), answered.external_id)
        assert await found(session, kept, posted, now=world.clock.now(), programme=world.programme)


@pytest.mark.parametrize(
    ("stars", "product", "language", "queue"),
    [
        (1, "Firefox for Android", "en", "low"),
        (2, "Firefox for Android", "pt-BR", "low"),
        (3, "Firefox for Android", "de", "high"),
        (1, "Firefox Focus", "en", "focus"),
        (5, "Firefox Klar", "de", "focus"),
        (1, "Firefox for Android", "id", "unmoderated"),
        (5, "Firefox Focus", "zh-Hant", "unmoderated"),
    ],
)
async def test_a_review_goes_where_its_stars_its_app_and_its_language_belong(
    world: World, stars: int, product: str, language: str, queue: str
) -> None:
    source = f"google_play:reviews:{product.replace('for ', '').replace(' ', '')}"
    await arrives(world, review("Help, it crashes", stars, product=product, language=language), source)
    (kept,) = await conversations(world)
    assert (kept.queue, kept.product, kept.reply_by_hand) == (queue, product, False)
    assert kept.account == source.rpartition(":")[2]
    assert not any("by hand" in line for line in kept.lines)


@pytest.mark.parametrize(
    ("text", "product", "queue"),
    [
        ("Very good browser", "Firefox for Android", "high"),
        ("Nice app", "Firefox for Android", "high"),
        ("Sehr guter Browser", "Firefox Klar", "focus"),
        ("Très bon navigateur", "Firefox for Android", "high"),
        ("とても良いブラウザです", "Firefox for Android", "unmoderated"),
        ("Bardzo dobra przeglądarka", "Firefox for Android", "unmoderated"),
    ],
)
async def test_a_short_review_of_which_nobody_says_the_language_is_in_that_of_its_app(
    world: World, text: str, product: str, queue: str
) -> None:
    source = REVIEWS if product == "Firefox for Android" else "google_play:reviews:FirefoxKlar"
    await arrives(world, review(text, 5, product=product, language=""), source)
    assert (await world.see(1)).queue == queue


async def test_the_card_shows_the_stars_and_where_it_was_written(world: World) -> None:
    await arrives(world, review("Bad\nIt loses my tabs", 2, title="Bad"), REVIEWS)
    card = await world.ask(show, 1, by="ana")
    assert (card.customer, card.by_name, card.stars, card.stars_before) == ("Marta Silva", True, 2, None)
    assert dict(card.about) == {"device": "Pixel 9", "Android": "16", "app version": "145.0.1"}
    assert (card.messages[0].title, card.messages[0].stars) == ("Bad", 2)
    assert (card.no_like, card.can_spread) == ("never", False)


async def test_whoever_bears_the_name_of_our_account_is_a_customer_all_the_same(world: World) -> None:
    assert await arrives(world, review(by="FirefoxAndroid"), REVIEWS) is Taken.NEW


async def test_an_edited_review_comes_back_with_what_it_was_before(world: World) -> None:
    await arrives(world, review("awful", 1), REVIEWS)
    await world.do(close, 1, reason="Resolved", by="ana")
    assert await arrives(world, review("much better", 4, later=90), REVIEWS) is Taken.JOINED
    assert await arrives(world, review("much better", 4, later=90), REVIEWS) is Taken.KNOWN
    card = await world.ask(show, 1, by="ana")
    assert (card.state, card.stars_before, card.stars) == ("new", 1, 4)
    assert [(each.text, each.edited) for each in card.messages] == [("awful", False), ("much better", True)]
    (edited,) = [each for each in await world.diary(1) if each.kind == "edited"]
    assert edited.facts["stars"] == "1 → 4"
    assert "wrote_again" not in await world.kinds(1)
    assert [each.kind for each in await world.told("ana")] == ["wrote_again"]


async def test_three_edits_are_no_insistence(world: World) -> None:
    for edit in range(4):
        await arrives(world, review(f"version {edit}", 1, later=edit * 60), REVIEWS)
    assert "attention" not in await world.kinds(1)


async def test_an_answer_from_the_play_console_answers_the_review(world: World) -> None:
    asked = review()
    await arrives(world, asked, REVIEWS)
    number = await replied(world, 1)
    await arrives(world, answer_of_ours("We are sorry.", asked), REVIEWS)
    assert (await world.see(1)).waits_since is None
    async with world.database.reading() as session:
        assert (await session.get_one(Reply, number)).state is ReplyState.REFUSED
    card = await world.ask(show, 1, by="ana")
    assert card.edits_reply
    opened = await world.do(begin, 1, by="ana")
    assert (opened.edition, opened.replaces) == (1, "We are sorry.")


async def test_an_answer_that_is_out_can_be_edited_and_its_author_is_warned(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    opened = await world.do(begin, 1, by="ana")
    assert (opened.edition, opened.replaces) == (0, "")
    await is_out(world, await replied(world, 1))
    opened = await world.do(begin, 1, by="ana")
    assert (opened.edition, opened.text, opened.replaces) == (1, "We are on it.", "We are on it. ^an")
    await is_out(world, await replied(world, 1, "It is mended."))
    assert [each.text for each in await messages(world)][1:] == ["We are on it. ^an", "It is mended. ^an"]
    assert (await world.do(begin, 1, by="ana")).edition == 2


async def test_who_meant_to_answer_never_edits_what_another_has_answered_meanwhile(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    opened = await world.do(begin, 1, by="ana")
    await is_out(world, await replied(world, 1))
    with pytest.raises(AlreadyAnswered, match="<@U0ANA>"):
        await world.do(reply, 1, answers=opened.answers, text="Me too", by="ana")
    opened = await world.do(begin, 1, by="ana")
    await is_out(world, await replied(world, 1, "It is mended."))
    with pytest.raises(AlreadyAnswered):
        await world.do(reply, 1, answers=opened.answers, edition=1, text="Me too", by="ana")


@pytest.mark.parametrize("answered_again", [False, True])
async def test_who_edits_the_answer_to_what_was_changed_meanwhile_wipes_out_nothing(
    world: World, answered_again: bool
) -> None:
    await arrives(world, review(), REVIEWS)
    await is_out(world, await replied(world, 1))
    opened = await world.do(begin, 1, by="ana")
    await arrives(world, review("now it is slow", 2, later=3600), REVIEWS)
    if answered_again:
        await world.do(release, 1, by="ana")
        await is_out(world, await replied(world, 1, "Is it slow at home, too?", by="vito"))
        await world.do(release, 1, by="vito")
    with pytest.raises(Refused, match="changed what they wrote"):
        await world.do(reply, 1, answers=opened.answers, edition=opened.edition, text="It is mended.", by="ana")


async def test_while_an_answer_is_on_its_way_no_other_is_written_not_even_to_an_edit(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    waiting = await replied(world, 1)
    await arrives(world, review("and now this", 1, later=60), REVIEWS)
    with pytest.raises(AlreadyAnswered, match="about to leave"):
        await world.do(begin, 1, by="ana")
    await world.do(undo, waiting, by="ana")
    assert (await world.do(begin, 1, by="ana")).edition == 0


async def test_an_edit_taken_back_leaves_the_answer_as_it_is(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    first = await replied(world, 1)
    await is_out(world, first)
    await world.do(undo, await replied(world, 1, "Oh."), by="ana")
    async with world.database.reading() as session:
        answering = await replies.answering(session, (await session.get_one(Reply, first)).answers_id)
    assert answering is not None
    assert answering.id == first


async def test_an_edited_review_gets_a_new_answer_that_takes_the_old_one_s_place(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    await is_out(world, await replied(world, 1))
    again = review("now it is slow", 2, later=3600, **{"we answered before": "We are on it. ^an"})
    await arrives(world, again, REVIEWS)
    card = await world.ask(show, 1, by="ana")
    assert card.edits_reply, "the old answer stands under the new words"
    assert "we answered before" not in dict(card.about), "our answer stands among the messages"
    opened = await world.do(begin, 1, by="ana")
    assert (opened.edition, opened.text, opened.replaces) == (0, "", "We are on it. ^an")


async def test_an_edit_that_changes_nothing_is_refused_and_is_no_draft(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    await is_out(world, await replied(world, 1))
    with pytest.raises(Invalid, match="Nothing has changed"):
        await replied(world, 1, "We are on it. ^an ")
    await world.do(save, 1, Written("We are on it."), by="ana")
    assert await world.ask(mine, by="ana") == ()


async def test_a_store_knows_no_handles(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    shown = await world.ask(show, 1, by="ana")
    assert shown.lines[0] == "answers from Firefox for Android"
    opened = await world.do(begin, 1, by="ana")
    assert opened.account_called == "Firefox for Android"
    assert not [line for line in opened.lines if line.startswith(("answers from", "likes from", shown.queue_name))]
    sent = await world.do(reply, 1, text="Hello", answers=opened.answers, by="ana")
    assert sent.account_called == "Firefox for Android"


async def test_html_is_refused_with_the_tag_that_would_be_lost(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    with pytest.raises(Invalid, match="takes <b> out"):
        await replied(world, 1, "Try <b>this</b>.")
    await replied(world, 1, "We <3 you; 1 < 2 and 3 > 2.")


async def test_the_length_is_counted_as_the_store_counts_it(world: World) -> None:
    await arrives(world, review(), REVIEWS)
    opened = await world.do(begin, 1, by="ana")
    assert opened.limit == 350
    assert (await world.ask(check, 1, text="🦊" * 10, by="ana")).used == 20 + len(" ^an")
    with pytest.raises(Invalid, match="351 characters as Google Play counts them"):
        await replied(world, 1, "x" * 347)
    await replied(world, 1, "x" * 346)


async def test_an_answer_seen_in_the_store_has_no_address_of_its_own(world: World) -> None:
    shop = "https://play.google.com/store/apps/details?id=org.mozilla.firefox&reviewId=gp:"
    for number in (1, 2):
        await arrives(world, review(thread=f"gp:{number}"), REVIEWS)
        lost = await replied(world, number)
        async with world.database.writing() as session:
            kept = await session.get_one(Reply, lost)
            kept.state = ReplyState.UNKNOWN
        settled = await world.do(is_there, lost, link=f"{shop}{number}", by="ana")
        assert settled.sent_url is None
        assert (await world.see(number)).waits_since is None
