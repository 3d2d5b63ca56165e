"""Spoils real envelopes: missing names, wrong types, huge and hostile texts, forged ids, numbers and forms."""

import copy
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handlers import BUTTONS, FORMS

Json = dict[str, Any]
Path = tuple[str | int, ...]

GARBAGE = "mutagarbage"
"""Stands in every made-up text, so that it can be looked for in what the bot writes down."""

ACCENTS = "\u0301" * 300

NUMBERS = (
    *(str(number) for number in range(14)),
    "-1",
    "007",
    "1.5",
    "99999999999999999",
    "9" * 30,
    "1:1",
    "2:2:2",
    ":",
    "1;DROP TABLE conversations",
    "١٢",
    "1\x00",
    "tag:1",
    "move:1",
    "claim:1",
    "escalate:3",
    "U0ANA",
    "moderated",
    "*",
)
TEXTS = (
    "",
    " ",
    f"{GARBAGE} <!channel> <@U0MAX> <https://127.0.0.1:9/|x>",
    f"{GARBAGE} \u202e\u2066 {ACCENTS}",
    f"{GARBAGE}\x00\x07\x1b[31m",
    f"{GARBAGE} {'👩‍👩‍👧‍👦' * 200}",
    f"{GARBAGE} {{name}} {{article}} %s %(id)s {{0.__class__}}",
    f"{GARBAGE} '; DELETE FROM members; --",
    f"{GARBAGE} {'a' * 3001}",
    f"{GARBAGE} {'ß' * 120_000}",
    f"{GARBAGE} \ud800\udfff\ud800",
    f"{GARBAGE}\n```\n*_~`&lt;&amp;",
)
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    1e308,
    0.5,
    [],
    {},
    [None],
    {"": None},
    [[[]]],
    ["x"] * 5000,
)
IDS = ("action_id", "callback_id", "type", "subtype", "command", "block_id", "value", "private_metadata", "text", "id")
"""Names at which a forger would begin."""


@dataclass(frozen=True)
class Envelope:
    """What a person did, as the bot is told."""

    kind: str
    payload: Json


class Spoiler:
    """Makes malformed envelopes out of real ones. The same seed spoils the same way."""

    def __init__(self, templates: list[Envelope], seed: int) -> None:
        self._templates = templates
        self._random = random.Random(seed)
        self._count = 0

    def one(self, actor: Any) -> Envelope:
        """A spoilt envelope that comes, as far as it still says so, from this actor."""
        self._count += 1
        chosen = self._random.choice(self._templates)
        payload = copy.deepcopy(chosen.payload)
        if self._random.random() < 0.4:
            self._forge(payload)
        for _ in range(self._random.choice((0, 1, 1, 1, 2, 3, 5))):
            self._spoil(payload)
        self._renew(payload)
        sent_by(payload, actor)
        kind = chosen.kind if self._random.random() < 0.97 else self._random.choice(("interactive", "slash_commands"))
        return Envelope(kind, payload)

    def _forge(self, payload: Json) -> None:
        """Another button, another form, another number, all of them well formed."""
        for action in payload.get("actions") or ():
            if isinstance(action, dict):
                action["action_id"] = self._random.choice((*BUTTONS, f"{GARBAGE}:do", "conversation:*"))
                action["value"] = self._random.choice(NUMBERS)
                if "selected_option" in action:
                    action["selected_option"] = {"value": self._random.choice(NUMBERS)}
        view = payload.get("view")
        if isinstance(view, dict):
            view["callback_id"] = self._random.choice((*FORMS, *FORMS, GARBAGE))
            view["private_metadata"] = self._random.choice(NUMBERS)
        if "command" in payload:
            words = str(payload.get("text")).split(" ")
            payload["text"] = " ".join((words[0], self._random.choice(NUMBERS), self._random.choice(TEXTS)))

    def _spoil(self, payload: Json) -> None:
        """Change one place of it for the worse."""
        places = list(places_in(payload))
        liked = [place for place in places if place[-1] in IDS]
        place = self._random.choice(liked if liked and self._random.random() < 0.5 else places)
        parent: Any = payload
        for name in place[:-1]:
            parent = parent[name]
        if self._random.random() < 0.25 and isinstance(parent, dict):
            del parent[place[-1]]
            return
        parent[place[-1]] = self._worse()

    def _worse(self) -> Any:
        chance = self._random.random()
        if chance < 0.35:
            return copy.deepcopy(self._random.choice(OTHERS))
        if chance < 0.65:
            return self._random.choice(TEXTS)
        if chance < 0.85:
            return self._random.choice(NUMBERS)
        if chance < 0.9:
            return nested(self._random.choice((5, 40, 120)))
        return "".join(self._random.choices(string.printable, k=self._random.randint(1, 40)))

    def _renew(self, payload: Json) -> None:
        """A key that was never seen, or every second delivery would be nothing but a repetition."""
        if "trigger_id" in payload:
            payload["trigger_id"] = f"1.2.spoilt{self._count}"
        if "event_id" in payload:
            payload["event_id"] = f"Ev0SPOILT{self._count}"
        if isinstance(payload.get("view"), dict) and "hash" in payload["view"]:
            payload["view"]["hash"] = f"1.spoilt{self._count}"


def sent_by(payload: Json, actor: Any) -> None:
    """Slack says whose it is, wherever it says so: nobody can press in another's name."""
    if isinstance(payload.get("user"), dict):
        payload["user"]["id"] = actor
    if "user_id" in payload:
        payload["user_id"] = actor
    event = payload.get("event")
    if not isinstance(event, dict):
        return
    if isinstance(event.get("user"), dict):
        event["user"]["id"] = actor
    elif "user" in event:
        event["user"] = actor
    for name in ("message", "previous_message"):
        if isinstance(event.get(name), dict) and "user" in event[name]:
            event[name]["user"] = actor


def places_in(payload: Json) -> Iterator[Path]:
    """Every place in a payload, however deep."""
    waiting: list[tuple[Path, Any]] = [((), payload)]
    while waiting:
        before, part = waiting.pop()
        names: Any = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for name, value in names:
            yield (*before, name)
            waiting.append(((*before, name), value))


def nested(depth: int) -> Any:
    """Lists in lists, so deep."""
    found: Any = GARBAGE
    for _ in range(depth):
        found = [found]
    return found
