"""Pictures of everything at its worst, for property tests: hostile names, endless texts, every state."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.pictures import (
    CardPicture,
    CompositionPicture,
    EscalationPicture,
    EventPicture,
    HistoryPicture,
    LikePicture,
    ListPicture,
    MemberPicture,
    MessagePicture,
    QueuePicture,
    ReplyPicture,
    StandupPicture,
)
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
cards = st.builds(
    CardPicture,
    number=number,
    version=st.integers(1, 999),
    state=st.sampled_from(("new", "claimed", "held", "closed")),
    network=short,
    queue=short,
    queue_name=short,
    customer=short,
    customer_name=words,
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
    number=number,
    answers=number,
    network=short,
    account=short,
    by_hand=st.booleans(),
    limit=st.integers(1, 4000),
    signature=short,
    customer=short,
    messages=st.lists(messages, max_size=8).map(tuple),
    lines=st.lists(words, max_size=10).map(tuple),
    text=words,
    used=none | st.integers(0, 9999),
    link_price=none | st.integers(0, 10**6),
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
    events=st.lists(events, max_size=60).map(tuple),
    earlier=st.lists(cards, max_size=3).map(tuple),
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
)
standups = st.builds(
    StandupPicture,
    number=number,
    name=short,
    at=moment,
    timezone=short,
    since=moment,
    late_by_hours=st.floats(0, 99),
    arrived=st.integers(0, 9999),
    answered=st.integers(0, 9999),
    closed=st.integers(0, 9999),
    queues=st.lists(queues, max_size=15).map(tuple),
    holds=st.lists(st.tuples(words, st.integers(0, 99)), max_size=12).map(tuple),
    escalations=st.lists(escalations, max_size=12).map(tuple),
    can_wait=st.lists(escalations, max_size=12).map(tuple),
    on_duty=st.lists(colleague, max_size=40).map(tuple),
    hand_over=st.lists(words, max_size=12).map(tuple),
    spending=st.lists(st.tuples(short, st.integers(0, 10**8), none | st.integers(0, 10**8)), max_size=25).map(tuple),
    alarms=st.lists(words, max_size=12).map(tuple),
    lines=st.lists(st.tuples(colleague, words), max_size=12).map(tuple),
    baton=none | colleague,
    meeting=address,
)
