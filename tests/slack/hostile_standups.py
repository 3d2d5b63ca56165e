"""Stand-ups at their worst, for property tests: everything as long and as hostile as it gets."""

from hypothesis import strategies as st

from bot.pictures.conversations import StandupPicture
from tests.slack.hostile import address, colleague, escalations, moment, none, number, queues, short, words

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
