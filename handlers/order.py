"""A /desk command as it was typed: its word, its number, the people it names, and the words that follow."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.errors import Invalid, NotFound
from bot.slack.kit import Drawn
from handlers.gate import LARGEST_NUMBER
from handlers.visitor import Form, Visitor

Answer = str | Drawn | None
"""What is said back, to the one who typed only; None when a form was opened, which says enough."""

NUMBER = re.compile(r"^\s*#?([0-9]{1,18})(?=\s|$|[,.:;+])[,.:;]?")
PERSON = re.compile(r"<@([UW]\w+)(?:\|[^<>]*)?>")
LINK = re.compile(r"https?://\S+")
BARE_PERSON = re.compile(r"^@\S")


@dataclass(frozen=True)
class Order(Visitor):
    """One command. `word` is its first word, `rest` what follows; Slack writes `<@U…|name>` for a person in it."""

    word: str = ""
    rest: str = ""

    @property
    def number(self) -> int:
        """The conversation's number. Raises Invalid, with an example, without one, and NotFound for a huge one."""
        found = NUMBER.match(self.rest)
        if found is None:
            raise Invalid(f"Which conversation? Add its number, such as `/desk {self.word} 12`.")
        if int(found[1]) > LARGEST_NUMBER:
            raise NotFound(f"There is no conversation #{found[1]}.")
        return int(found[1])

    @property
    def words(self) -> str:
        """What follows the number, or everything when there is none."""
        return NUMBER.sub("", self.rest, count=1).strip()

    @property
    def person(self) -> str:
        """The Slack id of the person named. Raises Invalid, with an example, when nobody is."""
        found = PERSON.search(self.rest)
        if found is None:
            hint = " Choose the name from the list that Slack offers." if BARE_PERSON.match(self.words) else ""
            raise Invalid(f"Whom do you mean? Name them, such as `/desk {self.word} 12 @ana`.{hint}")
        return found[1]


Command = Callable[[Order], Awaitable[Answer]]


def split(typed: str) -> tuple[str, str]:
    """The first word in small letters, and the rest; a number alone shows that conversation.

    `reply 12 + hold`, `reply+hold 12` and `reply + hold #12` are one and the same; so it is with `like + close`.
    """
    typed = typed.strip()
    if NUMBER.match(typed):
        return "show", typed
    together = re.match(r"^(reply|like)\s*\+\s*(hold|close)\b(.*)$", typed, re.IGNORECASE | re.DOTALL)
    if together:
        return together[1].lower(), f"{together[3].strip()} + {together[2].lower()}"
    word, _, rest = typed.partition(" ")
    return word.lower(), rest.strip()


def opening(form: Form) -> Command:
    """The command that opens a form about the conversation whose number was typed, and takes no words."""

    async def open_form(order: Order) -> Answer:
        await form(order, order.number)
        return None

    return number_only(open_form)


def number_only(command: Command) -> Command:
    """A command that a conversation's number is all of: words behind it are refused, and so given back, never lost."""

    async def carry_out(order: Order) -> Answer:
        number = order.number
        if order.words:
            raise Invalid(
                f"`/desk {order.word} {number}` takes no words behind the number. `/desk note {number} …` keeps them "
                "for the team."
            )
        return await command(order)

    return carry_out


def alone(command: Command) -> Command:
    """A command that stands alone, and refuses what is typed behind it."""

    async def carry_out(order: Order) -> Answer:
        if order.rest:
            raise Invalid(f"`/desk {order.word}` stands alone, with nothing behind it.")
        return await command(order)

    return carry_out
