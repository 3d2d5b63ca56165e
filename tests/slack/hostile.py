"""Pictures of everything at its worst, for property tests: hostile names, endless texts, every state."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.pictures.conversations import (
    CardPicture,
    EscalationPicture,
    EventPicture,
    HistoryPicture,
    LikePicture,
    ListPicture,
    MemberPicture,
    MessagePicture,
    QueuePicture,
    ReplyPicture,
)
from bot.pictures.hints import Climb, CommunityAnswer, HintsPicture
from bot.pictures.own import CompositionPicture
from bot.slack.diary import SENTENCES

HOSTILE = (
    "<!channel>",
    "<!here|x> <@U0ANA>",
    "<https://evil.example|click>",
    "@channel @here @everyone",
    ":rotating_light: :+1: :a:b:",
    "&amp;&lt;!channel&gt; & < >",
    "*bold* _it_ ~no~ `code` ```block```",
    "\u202e\u2066gnihtyreve nrut\u2069",
    "مرحبا بالعالم، لا يعمل فايرفوكس",
    "👩🏽‍🚒👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪",
    "a\u0301" * 50,
    ">quote\n> more\r\nnext\u2028line",
    "\x00\x07\ud800",
    "{0} {} {name} %s",
    " ",
    "",
    "–|–",
    "x" * 4000,
    "🔥" * 3000,
    "<" * 3000,
    "&" * 3000,
    ":a" * 1500,
)
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join),
    st.text(st.characters(), max_size=80),
)
short = words.map(lambda text: text[:100])
colleague = st.sampled_from(("U0ANA", "U0MO", "a former member", "<!channel>"))
moment = st.integers(1_500_000_000, 1_900_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
number = st.integers(1, 10**12)
address = st.one_of(st.just(""), st.just("https://x.com/lena/status/1"), words, words.map("https://x.com/".__add__))
tags = st.lists(short, max_size=30).map(tuple)

none = st.none()

messages = st.builds(
    MessagePicture,
    number=number,
    side=st.sampled_from(("customer", "brand", "community")),
    author=short,
    text=words,
    at=moment,
    url=address,
    language=short,
    edited=st.booleans(),
    deleted=st.booleans(),
    answered_by=none | short,
    by_name=st.booleans(),
    title=none.map(lambda _: "") | short,
    stars=none | st.integers(-1, 10**6),
)
replies = st.builds(
    ReplyPicture,
    number=number,
    state=st.sampled_from(("queued", "sending", "sent", "refused", "by_hand", "unknown", "undone")),
    text=words,
    by=colleague,
    account=short,
    send_after=moment,
    undo_until=none | moment,
    afterwards=st.sampled_from(("nothing", "hold", "close")),
    close_reason=none | short,
    why=none | words,
    handed_to=none | colleague,
    said_sent_by=none | colleague,
    sent_from=none | short,
    sent_url=none | address,
    can_send_again=st.booleans(),
    cannot_be_looked_for=st.booleans(),
    composer=address | st.just("https://x.com/intent/post?text=" + "x" * 9000),
    waits_for=none | words,
)
likes = st.builds(
    LikePicture,
    number=number,
    state=st.sampled_from(("queued", "done", "by_hand", "refused")),
    account=short,
    by=colleague,
    handed_to=none | colleague,
    why=none | words,
    address=address,
    goes_by_hand=st.booleans(),
    said_done_by=none | colleague,
)
escalations = st.builds(
    EscalationPicture,
    number=number,
    reason=short,
    note=words,
    urgent=st.booleans(),
    by=colleague,
    at=moment,
    taken_by=none | colleague,
    answered_by=none | colleague,
    answer=none | words,
)
lists_to_check = st.tuples(short, st.lists(words, max_size=12).map(tuple))
climbs = st.tuples(st.sampled_from(("likes", "reposts", "quotes", "replies")), st.integers(0), st.integers(0))
hints = st.builds(
    HintsPicture,
    likes_as=short,
    checklists=st.lists(lists_to_check, max_size=5).map(tuple),
    exchanges=st.integers(0, 10**6),
    community=none | st.builds(CommunityAnswer, author=short, at=moment, url=address),
    climb=none | st.builds(Climb, since=moment, until=moment, figures=st.lists(climbs, max_size=4).map(tuple)),
    retweet=st.booleans(),
)
cards = st.builds(
    CardPicture,
    hints=hints,
    number=number,
    version=st.integers(1, 999),
    state=st.sampled_from(("new", "claimed", "held", "closed")),
    network=short,
    queue=short,
    queue_name=short,
    customer=short,
    customer_name=words,
    by_name=st.booleans(),
    stars=none | st.integers(1, 5),
    stars_before=none | st.integers(1, 5),
    edits_reply=st.booleans(),
    moves_to=short,
    followers=none | st.integers(0, 10**9),
    verified=st.sampled_from(("none", "blue", "business", "government", "odd")),
    customer_tags=tags,
    account=short,
    by_hand=st.booleans(),
    kind=short,
    language=short,
    sentiment=none | short,
    tags=tags,
    lines=st.lists(words, max_size=10).map(tuple),
    opened_at=moment,
    waits_since=none | moment,
    url=address,
    messages=st.lists(messages, max_size=8).map(tuple),
    message_count=st.integers(0, 50),
    note_count=st.integers(0, 3),
    owner=none | colleague,
    owned_since=none | moment,
    owned_until=none | moment,
    hold_waiting_on=none | st.sampled_from(("customer", "internal")),
    hold_whom=none | words,
    hold_by=none | colleague,
    hold_since=none | moment,
    hold_ends_at=none | moment,
    close_proposed=st.booleans(),
    closed_reason=none | short,
    closed_by=none | colleague,
    closed_at=none | moment,
    closed_link=none | address,
    reply=none | replies,
    like=none | likes,
    can_like=st.booleans(),
    escalation=none | escalations,
    in_escalation_queue=st.booleans(),
    sent_back=st.booleans(),
    proposed_reason=none | short,
    about=st.lists(st.tuples(short, short), max_size=12).map(tuple),
    network_label=short,
)
compositions = st.builds(
    CompositionPicture,
    hints=hints,
    number=number,
    answers=number,
    network=short,
    account=short,
    by_hand=st.booleans(),
    limit=st.integers(1, 4000),
    signature=short,
    customer=short,
    edition=st.integers(0, 99),
    replaces=words,
    label=short,
    messages=st.lists(messages, max_size=8).map(tuple),
    lines=st.lists(words, max_size=10).map(tuple),
    text=words,
    values=st.lists(
        st.tuples(st.from_regex(r"[^\W\d][\w -]{0,39}", fullmatch=True), words),
        max_size=10,
        unique_by=lambda each: each[0],
    ).map(tuple),
    used=none | st.integers(0, 9999),
    appears=words,
    is_priced=st.booleans(),
    price=none | st.integers(0, 10**6),
    price_without_link=none | st.integers(0, 10**6),
    finds_articles=st.booleans(),
    article_needed=st.booleans(),
    unfilled=st.lists(short, max_size=9).map(tuple),
    no_emoji=st.lists(short, max_size=9).map(tuple),
    saved_at=none | moment,
    account_called=short,
    closing_reasons=st.lists(short, max_size=12).map(tuple),
    proposed_reason=none | short,
    afterwards=st.sampled_from(("nothing", "hold", "close")),
    style_guide=address,
)
values = words | st.integers() | st.lists(words, max_size=5) | st.none()
events = st.builds(
    EventPicture,
    number=st.integers(1, 500),
    kind=st.sampled_from((*SENTENCES, "something_new")),
    by=none | colleague,
    at=moment,
    facts=st.dictionaries(
        st.sampled_from(
            ("owner", "to", "queue", "waiting_on", "reason", "why", "account", "tags", "kind", "typed_here")
        ),
        values,
        max_size=6,
    ),
    message=none | messages,
    note=none | words,
)
histories = st.builds(
    HistoryPicture,
    number=number,
    customer=short,
    by_name=st.booleans(),
    events=st.lists(events, max_size=60).map(tuple),
    earlier=st.lists(cards, max_size=3).map(tuple),
    others=st.integers(0, 10**6),
    page=st.integers(0, 20),
    pages=st.integers(1, 20),
)
queues = st.builds(
    QueuePicture,
    key=short,
    name=short,
    waiting=st.integers(0, 10**6),
    claimed=st.integers(0, 99),
    held=st.integers(0, 99),
    oldest=none | moment,
    hidden=st.integers(0, 99),
)
lists = st.builds(
    ListPicture,
    title=words,
    rows=st.lists(cards, max_size=10).map(tuple),
    total=st.integers(0, 10**6),
    page=st.integers(0, 20),
    pages=st.integers(1, 20),
    query=words,
)
members = st.builds(
    MemberPicture,
    id=st.sampled_from(("U0ANA", "U0MO", "W012ABC")),
    role=st.sampled_from(("beginner", "volunteer", "moderator", "manager")),
    name=words,
    joined_at=moment,
    suspended=st.booleans(),
    timezone=short,
    accepted_by=st.none() | st.just("U0KIRA"),
    waits_for=st.sampled_from(("", "moderator", "manager")),
)
