"""People who go on replying and noting while the desk dies under their hands, and who remember what Slack told them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from sandbox.server import Sandbox
from sandbox.slack.errors import NotPossible
from sandbox.slack.hands import Person
from tests.soak.desk_process import until

ROOM = "general"
FORM, SENT = "conversation:reply", "reply:sent"
OWN_REPLY = "<@{by}> has already answered this message: that reply"
"""What somebody is told who sends again what had been taken before Slack could say so."""

ALL_BY = 0.8
"""The share of the time by which everything is decided; what is left of it is for sending."""

NOTED_EACH = 4
"""Every so many conversations, a note is written as well."""


@dataclass(frozen=True)
class Decided:
    """What somebody decided about a conversation and Slack told them was taken."""

    number: int
    by: str
    words: str


class Crew:
    """Several people, each answering some of the conversations, one after the other."""

    def __init__(
        self, sandbox: Sandbox, people: Iterable[Person], *, is_time: Callable[[float], Awaitable[None]]
    ) -> None:
        """`is_time` waits until this share of all conversations, from 0 to 1, may be answered."""
        self.claims: list[Decided] = []
        self.replies: list[Decided] = []
        self.notes: list[Decided] = []
        self.unanswered = 0
        """How often Slack showed a warning sign, because nobody acknowledged in time."""
        self.refusals: Counter[str] = Counter()
        """What people were told instead of being served, and tried again."""
        self._sandbox = sandbox
        self._people = tuple(people)
        self._is_time = is_time

    async def answer(self, numbers: list[int]) -> None:
        """Answer all of these conversations; returns when Slack has said of each that the reply was taken."""
        shares = [numbers[place :: len(self._people)] for place in range(len(self._people))]
        async with asyncio.TaskGroup() as group:
            for person, share in zip(self._people, shares, strict=True):
                group.create_task(self._answer_all(person, share))

    async def _answer_all(self, person: Person, numbers: list[int]) -> None:
        for place, number in enumerate(numbers):
            await self._is_time(ALL_BY * place / len(numbers))
            await self._answer(person, number)
            if number % NOTED_EACH == 0:
                await self._note(person, number)

    async def _answer(self, person: Person, number: int) -> None:
        words = f"Sorry about that! Please try Ctrl+Shift+T in window {number}, does it help?"
        while True:
            await self._desk_is_there()
            if not is_open(person, number) and await self._is_taken_already(person, number):
                break
            if is_open(person, number) and await self._sent(person, words):
                break
        self.replies.append(Decided(number, person.id, words))
        await close_all(person)

    async def _is_taken_already(self, person: Person, number: int) -> bool:
        """Ask for the form; True when the answer is that this person's own reply is on its way."""
        await close_all(person)
        outcome = await person.command(ROOM, f"/desk reply {number}")
        if not outcome.acknowledged:
            self.unanswered += 1
        elif outcome.text is None and is_open(person, number):
            self.claims.append(Decided(number, person.id, ""))
        elif outcome.text is not None:
            if outcome.text.startswith(OWN_REPLY.format(by=person.id)):
                return True
            self.refusals[outcome.text] += 1
        return False

    async def _sent(self, person: Person, words: str) -> bool:
        """Press Send; True when Slack says that it was taken, now or the time before."""
        person.fill("text", words)
        outcome = await person.submit()
        if not outcome.acknowledged:
            self.unanswered += 1
            return False
        for refusal in outcome.errors.values():
            if "has already answered this message: that reply" in refusal:
                return True
            self.refusals[refusal] += 1
        view = person.modal()
        return not outcome.errors and (view is None or view["callback_id"] == SENT)

    async def _note(self, person: Person, number: int) -> None:
        words = f"asked for the profile folder of window {number}"
        while True:
            await self._desk_is_there()
            outcome = await person.command(ROOM, f"/desk note {number} {words}")
            if outcome.acknowledged and (outcome.text or "").startswith(f"Noted on #{number}."):
                break
            self.unanswered += not outcome.acknowledged
        self.notes.append(Decided(number, person.id, words))

    async def _desk_is_there(self) -> None:
        """Nobody presses anything while Slack says that the app does not answer."""
        await until(lambda: bool(self._sandbox.slack.socket.connections), what="a connection to Slack")


def is_open(person: Person, number: int) -> bool:
    """Whether the form for a reply to this conversation is on the person's screen."""
    view = person.modal()
    if view is None or view["callback_id"] != FORM:
        return False
    return str(view["private_metadata"]).split(":")[0] == str(number)


async def close_all(person: Person) -> None:
    """Put every window away, without a word to the desk when that is down."""
    while person.modal() is not None:
        try:
            await person.dismiss()
        except NotPossible:
            return
