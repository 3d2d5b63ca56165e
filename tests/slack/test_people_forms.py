"""The list of people and a member's form: who waits for whose word, and what asks before it takes a place away."""

import pytest

from bot.pictures.people import MemberFormPicture, MemberPicture
from bot.slack.modals import people
from tests.slack.judges import texts
from tests.slack.samples import NOW


def test_the_list_of_people_comes_back_on_the_page_where_somebody_stands() -> None:
    members = [MemberPicture(f"U{place}", "volunteer", "Ana", NOW, False) for place in range(45)]
    assert [people.page_with(members, each) for each in ("U0", "U19", "U20", "U44", "U0GONE")] == [0, 0, 1, 2, 0]


@pytest.mark.parametrize("action", ["member:suspend", "member:remove"])
def test_what_takes_somebodys_place_away_asks_first(action: str) -> None:
    member = MemberPicture(id="U0ANA", role="volunteer", name="Ana", joined_at=NOW, suspended=False)
    (standing,) = (each for each in people.draw_member(MemberFormPicture(member))["blocks"] if "elements" in each)
    (asking,) = (each for each in standing["elements"] if each["action_id"] == action)
    assert "confirm" in asking


def test_in_ones_own_form_nobody_is_offered_to_suspend_themselves() -> None:
    member = MemberPicture(id="U0KIRA", role="manager", name="Kira", joined_at=NOW, suspended=False)
    said = "\n".join(texts(people.draw_member(MemberFormPicture(member, own=True))["blocks"]))
    assert "Suspend" not in said
    assert "To give up your role, tick this" in said


def test_the_people_list_has_a_button_for_each_and_pages() -> None:
    member = MemberPicture(id="U0ANA", role="volunteer", name="Ana", joined_at=NOW, suspended=True)
    said = "\n".join(texts(people.draw([member] * 45, page=2)["blocks"]))
    assert said.count("Change") == 5
    assert "Page 3 of 3" in said
    assert "Reinstate" in "\n".join(texts(people.draw_member(MemberFormPicture(member))["blocks"]))


def test_an_empty_list_of_people_is_a_moderators_and_says_that_nobody_waits() -> None:
    assert "No beginner waits for your word" in "\n".join(texts(people.draw([])["blocks"]))


@pytest.mark.parametrize("decides", [True, False])
def test_the_criteria_may_stay_open_only_where_another_role_can_be_given(decides: bool) -> None:
    member = MemberPicture(id="U0BEA", role="beginner", name="Bea", joined_at=NOW, suspended=False)
    view = people.draw_member(MemberFormPicture(member, ("NDA signed",), decides=decides))
    (criteria,) = (each for each in view["blocks"] if each.get("block_id") == "criteria")
    assert criteria["optional"] is decides
