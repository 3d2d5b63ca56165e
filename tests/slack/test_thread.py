"""A thread's posts: few, in order, with names that ping nobody."""

from datetime import timedelta

from bot.desk.events import Event
from bot.slack import thread
from bot.slack.diary import SENTENCES, sentence
from tests.slack.judges import judge_message, texts
from tests.slack.samples import NOW, event, message

NAMES = {"U0ANA": "Ana", "U0MO": "Mo"}


def test_every_event_of_the_desk_has_a_sentence() -> None:
    assert {each.value for each in Event} <= set(SENTENCES)


def test_colleagues_are_named_without_being_pinged() -> None:
    assert sentence(event("assigned", facts={"to": "U0MO"}), NAMES) == "Ana assigned it, to Mo"
    assert sentence(event("assigned", by="U0GONE"), NAMES) == "somebody from the team assigned it"
    assert sentence(event("closed", by=None, facts={"reason": "Deleted"}), NAMES) == "The desk closed it: Deleted"


def test_what_an_event_does_not_say_is_left_out() -> None:
    assert sentence(event("reply_refused"), NAMES) == "The reply was refused"


def test_a_history_is_bundled_and_none_of_it_lost() -> None:
    events = [event("wrote_again", number, message=message("x" * 900, number=number)) for number in range(1, 41)]
    bundles = thread.bundles(events)
    assert [each.number for bundle in bundles for each in bundle] == list(range(1, 41))
    assert len(bundles) == 6
    for bundle in bundles:
        drawn = thread.draw(bundle, NAMES, begun_at=NOW)
        judge_message(drawn)
        assert "\n".join(texts(drawn.blocks)).count("x" * 900) == len(bundle)


def test_a_note_typed_here_is_not_repeated_and_one_from_before_is() -> None:
    typed = event("noted", note="seen on Android", facts={"typed_here": True})
    assert not thread.is_told(typed, NOW)
    assert thread.is_told(typed, NOW + timedelta(minutes=1))
    assert thread.is_told(event("noted", note="seen"), NOW)


def test_a_note_names_a_colleague_as_its_writer_did() -> None:
    noted = event("noted", note="<@U0MO> see https://bugzilla.mozilla.org/1, <@U0GONE> too")
    assert thread.people_in([noted]) == {"U0ANA", "U0MO", "U0GONE"}
    told = "\n".join(texts(thread.draw([noted], NAMES, begun_at=NOW).blocks))
    assert "@Mo see https://bugzilla.mozilla.org/1, @somebody from the team too" in told


def test_what_the_card_shows_is_worth_no_post_of_its_own() -> None:
    assert not thread.is_worth_a_post([event("arrived", message=message())], NOW)
    assert thread.is_worth_a_post([event("arrived", message=message("x" * 3000))], NOW)
    assert thread.is_worth_a_post([event("arrived", message=message()), event("escalated")], NOW)
