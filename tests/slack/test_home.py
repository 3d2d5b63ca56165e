"""The Home tab at its worst: within Slack's limits, and nobody is pinged by a stranger's words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.conversations import DeskPicture, QueuePicture
from bot.pictures.home import (
    AwaitingPicture,
    HomePicture,
    OversightPicture,
    ParkedPicture,
    SettingsPicture,
    SourcePicture,
)
from bot.pictures.own import DraftPicture, ReminderPicture
from bot.slack import home, oversight
from bot.slack.kit import MOST_BLOCKS
from bot.slack.modals import settings as form
from sandbox.slack.limits import check_view
from tests.slack import hostile, samples
from tests.slack.judges import judge_blocks, judge_message, judge_view
from tests.slack.samples import NOW
from tests.slack.test_hostile_pictures import often

desks = st.builds(
    DeskPicture,
    role=st.sampled_from(("beginner", "volunteer", "moderator", "manager")),
    queues=st.lists(hostile.queues, max_size=15).map(tuple),
    mine=st.integers(0, 999),
    stopped=st.lists(hostile.short | st.just("*"), max_size=9).map(tuple),
    rehearsal=st.booleans(),
    drafts=st.integers(0, 99),
    spending=st.lists(st.tuples(hostile.short, st.integers(0, 10**8), st.none() | st.integers(0, 10**8))).map(tuple),
)
sources = st.builds(
    SourcePicture,
    name=hostile.words,
    read_at=st.none() | hostile.moment,
    next_at=st.none() | hostile.moment,
    misses=st.integers(0, 9),
    error=hostile.words,
    gap=st.booleans(),
)
parked = st.builds(
    ParkedPicture,
    number=hostile.number,
    text=st.just("A post is not here. " * 60),
    at=hostile.moment,
    retryable=st.booleans(),
)
own_settings = st.builds(
    SettingsPicture,
    languages=st.lists(st.sampled_from(("de", "pt-BR")), max_size=9).map(tuple),
    signature=st.none() | hostile.short,
    hours=st.none() | st.just("09:00-18:00 mon, tue"),
    zone=st.just("Europe/Berlin"),
)
homes = st.builds(
    HomePicture,
    desk=desks,
    awaiting=st.lists(
        st.builds(AwaitingPicture, why=st.sampled_from((*home.WHY, "odd")), since=hostile.moment, card=hostile.cards),
        max_size=6,
    ).map(tuple),
    awaiting_in_all=st.integers(0, 99),
    mine=st.lists(hostile.cards, max_size=5).map(tuple),
    reminders=st.lists(
        st.builds(
            ReminderPicture,
            number=hostile.number,
            conversation=hostile.number,
            at=hostile.moment,
            zone=st.just("Europe/Berlin"),
            text=hostile.words,
        ),
        max_size=3,
    ).map(tuple),
    reminders_in_all=st.integers(0, 50),
    drafts=st.lists(
        st.builds(
            DraftPicture,
            conversation=hostile.number,
            customer=hostile.short,
            by_name=st.booleans(),
            text=hostile.words,
            at=hostile.moment,
            can_go_on=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    settings=own_settings,
    plays=st.booleans(),
    oversight=st.none()
    | st.builds(
        OversightPicture,
        escalations=st.lists(hostile.escalations, max_size=12).map(tuple),
        sources=st.lists(sources, max_size=25).map(tuple),
        newcomers=st.integers(0, 99),
        parked=st.lists(parked, max_size=5, unique_by=lambda each: each.number).map(tuple),
        parked_in_all=st.integers(0, 99),
        alarms=st.lists(st.just("Something needs a look."), max_size=5).map(tuple),
    ),
)


def judge_home(blocks: list[dict[str, Any]]) -> None:
    """Every rule for a Home tab: a hundred blocks of the usual shapes, told apart by their ids."""
    judge_blocks(blocks, most=100)
    check_view({"type": "home", "blocks": blocks}, "home")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))


@often
@given(homes)
def test_homes(picture: HomePicture) -> None:
    judge_home(home.draw(picture).blocks)
    judge_message(home.draw_message(picture))


def test_a_full_home_is_answered_to_a_command_with_every_button_beside_its_words() -> None:
    card = samples.card()
    full = HomePicture(
        desk=DeskPicture(
            "manager",
            (QueuePicture("de", "Deutsch", 3, 1, 1, NOW),),
            mine=30,
            stopped=("*",),
            drafts=9,
            spending=(("Firefox", 90_000, 100_000),),
        ),
        awaiting=(AwaitingPicture("wrote_again", NOW, card),) * 6,
        awaiting_in_all=20,
        mine=(card,) * 5,
        reminders=(ReminderPicture(number=1, conversation=42, at=NOW, zone="Europe/Berlin", text="ask"),) * 3,
        reminders_in_all=3,
        settings=SettingsPicture((), "kira", "09:00-17:00 mon", "Europe/Berlin"),
        drafts=(DraftPicture(conversation=42, customer="lena", by_name=False, text="", at=NOW, can_go_on=True),) * 3,
        oversight=OversightPicture(
            escalations=(samples.escalation(),) * 9,
            sources=(),
            newcomers=1,
            parked=tuple(ParkedPicture(each, f"Post {each} is parked.", NOW, True) for each in range(5)),
            parked_in_all=5,
            alarms=("Something needs a look.",) * 5,
        ),
    )
    assert len(home.draw(full).blocks) > MOST_BLOCKS
    drawing = home.draw_message(full)
    judge_message(drawing)
    ids = [block.get("block_id") for block in drawing.blocks]
    assert "more" in ids
    for place, each in enumerate(ids):
        if each is not None and each.startswith("parked:"):
            assert f"Post {each[-1]} is parked." in str(drawing.blocks[place - 1])
    assert "and 4 more" in str(drawing.blocks)
    assert "can show" not in str(drawing.blocks)


@often
@given(hostile.words.filter(str.strip))
def test_refusals(words: str) -> None:
    assert home.draw_refusal(words).blocks


@often
@given(own_settings, st.lists(sources, max_size=120))
def test_forms_behind_it(own: SettingsPicture, found: list[SourcePicture]) -> None:
    judge_view(form.draw(own))
    judge_view(oversight.draw_sources(found))
