"""What stands in a queue that only moderators see does not exist for anybody else, whatever they try."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import bot.desk
from bot.desk.handling.marking_as_typed import Marks
from bot.desk.opening import Purpose
from bot.desk.permissions import NEEDED
from bot.desk.writing.written import Written
from bot.errors import NotFound
from storage.tables import Afterwards, ReplyState, Role, Urgency, WaitingOn
from tests.desk.world import World

FORMS: dict[str, Any] = {
    "afterwards": Afterwards.NOTHING,
    "answers": 1,
    "article_id": 1,
    "clipping_id": 1,
    "marks": Marks(tags=("Crash",)),
    "message_id": 1,
    "note": "what was tried",
    "purpose": Purpose.WORK,
    "queue": "de",
    "reason": "Resolved",
    "seconds": 1_772_600_000,
    "tags": ["Crash"],
    "text": "Hello",
    "to": "U0VITO",
    "to_customer": "We are on it.",
    "typed": "bookmarks",
    "urgency": Urgency.URGENT,
    "urgent": True,
    "waiting_on": WaitingOn.CUSTOMER,
    "when": "tomorrow 9:00",
    "words": "ask her again",
    "written": Written("Hello"),
}
"""Something acceptable for every parameter that a verb or question asks for beyond the conversation's number."""

GIVEN = {"session", "by", "now", "programme", "networks"}


def verbs() -> Iterator[Callable[..., Any]]:
    """Everything in bot.desk that a person can do or ask about a conversation by its number."""
    for module in pkgutil.walk_packages(bot.desk.__path__, "bot.desk."):
        for _, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and hasattr(function, NEEDED):
                yield function


def role_of(verb: Callable[..., Any]) -> Role:
    """The least role that may use it."""
    role: Role = getattr(verb, NEEDED)
    return role


def about_a_conversation() -> list[Any]:
    """Those that are told a conversation's number and are not for moderators anyway, each under its name."""
    found = [
        each
        for each in verbs()
        if "conversation_id" in inspect.signature(each).parameters and not role_of(each).reaches(Role.MODERATOR)
    ]
    return [pytest.param(each, id=f"{each.__module__.removeprefix('bot.desk.')}.{each.__name__}") for each in found]


@pytest.mark.parametrize("verb", about_a_conversation())
async def test_for_volunteers_it_does_not_exist(world: World, verb: Callable[..., Any]) -> None:
    number = await world.arrive(queue="unmoderated")
    await world.reply(number, ReplyState.UNDONE)
    asked = inspect.signature(verb).parameters
    more = {
        name: FORMS[name]
        for name, parameter in asked.items()
        if parameter.default is inspect.Parameter.empty and name not in {*GIVEN, "conversation_id"}
    }
    async with world.database.writing() as session:
        offered = {"now": world.clock.now(), "programme": world.programme, "networks": world.networks}
        given = {name: value for name, value in offered.items() if name in asked}
        with pytest.raises(NotFound, match=f"no conversation #{number}"):
            await verb(session, conversation_id=number, by=world.cast.ana, **given, **more)


def test_the_desk_has_verbs_to_try() -> None:
    assert len(about_a_conversation()) > 15
