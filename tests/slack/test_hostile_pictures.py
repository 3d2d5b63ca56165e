"""Whatever strangers write, every payload passes Slack's limits and pings nobody."""

from datetime import datetime

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.articles import ArticlePicture, Found
from bot.pictures.bulk import BulkPicture
from bot.pictures.conversations import (
    CardPicture,
    DeskPicture,
    EscalationPicture,
    EventPicture,
    HistoryPicture,
    ListPicture,
    MemberFormPicture,
    MemberPicture,
    QueuePicture,
    ReplyPicture,
    StandupPicture,
)
from bot.pictures.found import ChoicesPicture, CustomerPicture
from bot.pictures.own import CompositionPicture
from bot.programme import Escalations, ProductArea, Queue, Reason
from bot.programme_hints import Absent
from bot.slack import articles, card, counter, digests, history, kit, lists, menu, notices, thread, why
from bot.slack.modals import assign, bulk, close, escalate, filters, hold, move_on, people, reply, tag
from bot.slack.news import About
from bot.slack.words import Mrkdwn
from tests.slack import hostile, hostile_bulk, hostile_standups, samples
from tests.slack.judges import judge_message, judge_view

often = settings(
    max_examples=30,
    phases=[Phase.generate, Phase.shrink],
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
NAMES = {"U0ANA": "Ana <!here>", "U0MO": ":+1:"}


@often
@given(hostile.cards)
def test_cards(picture: CardPicture) -> None:
    judge_message(card.draw(picture))


pieces = st.builds(ArticlePicture, *[hostile.words] * 4, hostile.address, hostile.number)


@often
@given(st.lists(pieces, max_size=30), st.booleans(), hostile.words, hostile.number)
def test_articles(found: list[ArticlePicture], remembered: bool, typed: str, number: int) -> None:
    judge_message(articles.draw(Found(tuple(found), remembered), typed=typed, number=number, needs=remembered))
    select = {"type": "static_select", "action_id": "a", "options": [articles.choice(each, typed) for each in found]}
    if found:
        judge_message(kit.drawn(Mrkdwn("a"), kit.actions(select)))


@often
@given(hostile.number, hostile.short, st.none() | hostile.address, hostile.words)
def test_links_to_fresh_cards(number: int, customer: str, address: str | None, queue: str) -> None:
    judge_message(card.draw_link(number, customer, address, queue))


@often
@given(st.lists(hostile.events, min_size=1, max_size=40), hostile.moment)
def test_threads(events: list[EventPicture], begun_at: datetime) -> None:
    for bundle in thread.bundles(events):
        judge_message(thread.draw(bundle, NAMES, begun_at=begun_at))
    judge_message(thread.draw(events[:30], NAMES, begun_at=begun_at))


@often
@given(hostile_bulk.bulks)
def test_bulk_work(picture: BulkPicture) -> None:
    judge_view(bulk.draw(picture, reasons=["Resolved"], queues=[]))
    judge_view(bulk.draw_preview(picture) if picture.stage == "chosen" else bulk.draw_done(picture))


@often
@given(hostile.cards, hostile.words)
def test_why_a_card_is_so(picture: CardPicture, words: str) -> None:
    judge_message(why.draw(picture, Absent(retweets=words, messages=words)))
    judge_view(why.draw_window(picture, Absent(retweets=words, messages=words)))


about = st.builds(
    About,
    facts=st.dictionaries(
        st.sampled_from(("by", "from", "account", "percent", "spent", "budget")), hostile.values, max_size=5
    ),
    card=st.none() | hostile.cards,
    reply=st.none() | hostile.replies,
    like=st.none() | hostile.likes,
    escalation=st.none() | hostile.escalations,
    place=st.none() | hostile.address,
)


@often
@given(st.sampled_from((*notices.DRAWN, "unheard of")), about)
def test_notices(kind: str, what: About) -> None:
    judge_message(
        notices.draw(
            kind,
            what.facts,
            card=what.card,
            reply=what.reply,
            like=what.like,
            escalation=what.escalation,
            place=what.place,
        )
    )


@often
@given(hostile.words, hostile.colleague)
def test_questions_to_managers(text: str, asker: str) -> None:
    judge_message(notices.draw("ask", {"from": asker, "text": text}))


@often
@given(hostile_standups.standups)
def test_standups(picture: StandupPicture) -> None:
    judge_message(digests.draw_standup(picture))


@often
@given(hostile.lists)
def test_lists(picture: ListPicture) -> None:
    judge_message(lists.draw(picture))
    if any(each.moves_to for each in picture.rows):
        judge_view(move_on.draw(picture))


@often
@given(
    st.lists(hostile.queues, max_size=20),
    st.sampled_from(("beginner", "volunteer", "moderator", "manager")),
    st.lists(st.just("*") | hostile.short, max_size=3),
    st.lists(st.tuples(hostile.short, st.integers(0, 10**9), st.none() | st.integers(0, 10**9)), max_size=120),
)
def test_menu_and_help(
    queues: list[QueuePicture], role: str, stopped: list[str], spending: list[tuple[str, int, int | None]]
) -> None:
    judge_message(menu.draw(DeskPicture(role, queues=tuple(queues), stopped=tuple(stopped), spending=tuple(spending))))
    judge_message(menu.draw_help(role=role))


@often
@given(hostile.short, st.integers(1, 10**6))
def test_counters(queue: str, waiting: int) -> None:
    judge_message(counter.draw(queue, waiting))


@often
@given(hostile.compositions)
def test_reply_forms(picture: CompositionPicture) -> None:
    judge_view(reply.draw(picture))


@often
@given(hostile.replies, hostile.number)
def test_sent_views(answer: ReplyPicture, number: int) -> None:
    judge_view(reply.draw_sent(answer, number))


@often
@given(hostile.histories, hostile.tags, st.integers(0, 999), st.none() | hostile.moment)
def test_histories(picture: HistoryPicture, tags: tuple[str, ...], count: int, since: datetime | None) -> None:
    about = tuple((tag, count) for tag in tags)
    judge_view(history.draw(picture, NAMES, CustomerPicture(tags, count, since, count, count, 30, 7, about)))


@often
@given(hostile.cards, st.lists(hostile.short, max_size=130), hostile.tags, hostile.tags)
def test_tag_forms(picture: CardPicture, catalogue: list[str], kinds: tuple[str, ...], about: tuple[str, ...]) -> None:
    judge_view(tag.draw(picture, tags=catalogue, kinds=kinds, customer_tags=about))


@often
@given(st.lists(hostile.members, max_size=45), st.integers(-1, 9), hostile.tags, st.booleans())
def test_people(members: list[MemberPicture], page: int, criteria: tuple[str, ...], decides: bool) -> None:
    judge_view(people.draw(members, page=page))
    for member in members[:2]:
        judge_view(people.draw_member(MemberFormPicture(member, criteria, decides)))


@often
@given(hostile.number, st.lists(hostile.short, min_size=1, max_size=12), st.none() | hostile.short)
def test_other_forms(number: int, names: list[str], proposed: str | None) -> None:
    reasons = [Reason(name=name) for name in names]
    queues = [Queue(key=f"q{index}", name=name, channel="x") for index, name in enumerate(names)]
    judge_view(close.draw(number, reasons, proposed=proposed))
    areas = [ProductArea(name=name, channel=name) for name in names]
    for telling in (False, True):
        standard = Escalations(reasons=tuple(names), customer_text=names[0])
        judge_view(escalate.draw(samples.card(customer=names[-1]), standard, areas, offers=True, telling=telling))
    judge_view(hold.draw(number, days=3))
    judge_view(assign.draw(number))
    judge_view(assign.draw_move(number, queues, present="elsewhere"))
    pairs = tuple((name, name) for name in names)
    words = tuple(names)
    judge_view(filters.draw(ChoicesPicture(pairs, words, words, words, words, pairs, words, words)))


@often
@given(hostile.escalations, hostile.number)
def test_answers_to_volunteers(escalation: EscalationPicture, conversation: int) -> None:
    judge_view(escalate.draw_answer(escalation, conversation))
