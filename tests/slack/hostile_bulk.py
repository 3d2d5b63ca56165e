"""Bulk work at its worst, for property tests: a hundred hostile rows."""

from hypothesis import strategies as st

from bot.pictures.bulk import BulkPicture, BulkRow
from tests.slack.hostile import number, short, words

bulks = st.builds(
    BulkPicture,
    number=number,
    title=words,
    stage=st.sampled_from(("chosen", "done", "undone")),
    rows=st.lists(
        st.builds(BulkRow, number=number, customer=short, words=words, why_not=st.just("") | words),
        min_size=1,
        max_size=3,
    ).map(lambda rows: tuple(rows * 34)),
    total=number,
    act=st.sampled_from(("tag", "close", "move", "assign")),
    value=words,
    is_person=st.booleans(),
)
