"""Walks people through everything they can press and type, and keeps the envelopes in which the bot is told of it."""

import copy
from contextlib import suppress
from typing import Any

from sandbox.server import Sandbox
from sandbox.slack.elements import TEXT_INPUTS, placed
from sandbox.slack.errors import NotPossible
from sandbox.slack.hands import Person
from sandbox.slack.socket import Acknowledgement
from tests.soak.desk_process import until
from tests.soak.mutations import Envelope, Json

OPENING: tuple[str, ...] = (
    "",
    "help",
    "list",
    "mine",
    "show 1",
    "note 2",
    "tag 2",
    "hold 2",
    "close 2",
    "escalate 2",
    "assign 2",
    "reply 2",
    "remind 2",
    "reminders",
    "kb words",
    "kb 2 words",
)
"""Commands that show something or open a form."""

DECIDING: tuple[str, ...] = (
    "claim 3",
    "release 3",
    "note 3 words",
    "tag 3 Crash",
    "close 3 resolved",
    "reopen 3",
    "like 3",
    "next",
    "play",
    "undo 3",
)
DECIDING += (
    "assign 3 <@U0YUI|yui>",
    "move 3 german",
    "stop",
    "start",
    "stop @firefox",
    "ask words",
    "open 3",
    "article 3",
    "3",
)
"""Commands that change something; the bot does not hear of them here."""

LOOKS = frozenset(
    {"conversation:more", "menu:list", "menu:mine", "menu:help", "menu:ask", "menu:people", "menu:tags", "reply:check"}
)
LOOKS |= {
    f"conversation:{form}"
    for form in ("reply", "close", "hold", "tag", "note", "assign", "escalate", "history", "remind")
}
LOOKS |= {
    "menu:clippings",
    "member:admit",
    "member:change",
    "member:page",
    "clipping:add",
    "clipping:edit",
    "clipping:history",
}
"""Buttons that open something or look at it. What the others would do is only written down."""


class Tour:
    """Everything that was sent to the bot, or would have been."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.envelopes: list[Envelope] = []
        hub = sandbox.slack.socket
        self._deliver, self._tell = hub.deliver, hub.tell
        hub.deliver = self._kept  # type: ignore[method-assign]
        hub.tell = self._kept_event  # type: ignore[method-assign]
        self._hub = hub

    def end(self) -> None:
        """From now on nothing is kept, and the bot hears of everything."""
        self._hub.deliver = self._deliver  # type: ignore[method-assign]
        self._hub.tell = self._tell  # type: ignore[method-assign]

    async def commands(self, person: Person, room: str) -> None:
        """Every command."""
        for words in (*OPENING, *DECIDING):
            await person.command(room, f"/desk {words}")
            await self._form(person)

    async def card(self, person: Person, channel: str, ts: str) -> None:
        """Every button of a card, as far as it is still there, and what is behind its three dots."""
        for place in list(placed(person.message(channel, ts).blocks or [])):
            for option in place.element.get("options", [{}]):
                if place.element.get("url"):
                    continue
                with suppress(NotPossible):
                    await person.click(channel, ts, place.action_id, selected=option.get("value"))
                await self._form(person)

    async def thread(self, person: Person, channel: str, ts: str) -> None:
        """Words in a card's thread, changed and taken back; the home tab; both shortcuts."""
        note = await person.say(channel, "a colleague's words", ts)
        await person.edit(channel, note, "a colleague's better words")
        await person.delete(channel, note)
        await person.open_home()
        for shortcut in ("queue:next", "managers:ask"):
            await person.shortcut(shortcut)
            await self._form(person)

    async def _form(self, person: Person, depth: int = 0) -> None:
        """Fill in what is open, press what can be pressed in it, send it off."""
        view = person.modal()
        if view is None or depth > 2:
            person.reload()
            return
        for place in list(placed(view["blocks"])):
            await self._use(person, place.element, place.action_id)
        top = person.modal()
        if top is not None and top["id"] != view["id"]:
            await self._form(person, depth + 1)
        elif top is not None and top.get("submit"):
            await person.submit()
        person.reload()

    async def _use(self, person: Person, element: Json, action_id: str) -> None:
        """Press it if it is a button, else fill it in."""
        kind = element["type"]
        with suppress(NotPossible):
            if kind == "button":
                await person.press(action_id)
            elif kind.endswith("external_select"):
                found = await person.options("modal", action_id, "cra")
                person.fill(action_id, [each["value"] for each in found[:1]])
            else:
                person.fill(action_id, plausible(element))

    async def _kept(self, kind: str, payload: Json, *, wants_answer: bool) -> Acknowledgement:
        self.envelopes.append(Envelope(kind, copy.deepcopy(payload)))
        if changes(payload):
            return Acknowledgement(ok=True)
        return await self._deliver(kind, payload, wants_answer=wants_answer)

    def _kept_event(self, event_payload: Json) -> None:
        self.envelopes.append(Envelope("events_api", copy.deepcopy(event_payload)))
        self._tell(event_payload)


def changes(payload: Json) -> bool:
    """Whether the bot would do something on hearing this; looking and opening forms is nothing."""
    if payload.get("type") == "view_submission":
        return True
    if "command" in payload:
        return payload.get("text") in DECIDING
    actions: list[Json] = payload.get("actions") or []
    return any(action.get("action_id") not in LOOKS for action in actions)


def plausible(element: Json) -> Any:
    """What somebody might choose or type."""
    kind = element["type"]
    if kind in TEXT_INPUTS:
        return "typed words"
    if "options" in element:
        return element["options"][0]["value"]
    if "option_groups" in element:
        return element["option_groups"][0]["options"][0]["value"]
    picked = {"datepicker": "2030-01-01", "timepicker": "10:00", "datetimepicker": 1_900_000_000}
    return picked.get(kind, "U0YUI")


async def whole(sandbox: Sandbox, people: list[Person], room: str, channel: str, ts: str) -> list[Envelope]:
    """The walk of all these people over one card; returns what the bot was told and what it would have been."""
    tour = Tour(sandbox)
    for person in people:
        await tour.commands(person, room)
        await tour.card(person, channel, ts)
        await tour.thread(person, channel, ts)
    await until(lambda: len(tour.envelopes) > 50, what="enough to spoil")
    tour.end()
    return tour.envelopes
