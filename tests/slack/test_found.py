"""What a search has found, at its worst."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.found import HitPicture, SearchPicture
from bot.slack import found
from tests.slack import hostile
from tests.slack.judges import judge_message, judge_view
from tests.slack.samples import NOW, card
from tests.slack.test_hostile_pictures import often

hits = st.builds(
    HitPicture,
    card=hostile.cards,
    at=hostile.moment,
    by=hostile.colleague | hostile.short,
    note=st.booleans(),
    before=hostile.words,
    hit=hostile.words,
    after=hostile.words,
    by_name=st.booleans(),
)
pages = st.builds(
    SearchPicture,
    words=hostile.words,
    rows=st.lists(hits, max_size=10).map(tuple),
    total=st.integers(0, 500),
    all=st.booleans(),
    page=st.integers(0, 20),
    pages=st.integers(1, 20),
)


@often
@given(pages)
def test_what_was_found(picture: SearchPicture) -> None:
    judge_message(found.draw(picture))
    judge_view(found.draw_window(picture))


def test_a_colleague_is_named_in_a_note_and_nobody_by_a_customer() -> None:
    note = HitPicture(
        card(), at=NOW, by="U0ANA", note=True, before="<@U0MO> ", hit="bookmarks", after=" <@U0KIRA> & <b>"
    )
    shown = str(found.row(note)["text"])
    assert "<@U0MO> *bookmarks* <@U0KIRA> &amp; &lt;b&gt;" in shown
    assert "<@U0MO>" not in str(found.row(replace(note, note=False, by="lena"))["text"])
