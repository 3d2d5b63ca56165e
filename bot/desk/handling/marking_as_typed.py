"""Tags, kind, sentiment and customer tags in one line, named before a colon as lists name them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.finding.filters import pieces
from bot.desk.finding.nearest import one_of
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.marking import SENTIMENTS, Change, mark, tag
from bot.desk.permissions import needs
from bot.errors import Invalid
from bot.programme import Programme
from storage.tables import Conversation, Member, Role

NAMES = ("tag", "kind", "sentiment", "customer")
SIGNED_NAME = re.compile(rf"(?<!\S)([-+])\s*({'|'.join(NAMES)}):", re.IGNORECASE)


@dataclass(frozen=True)
class Marks:
    """What a line says: the values of each name, a - before those that are to go."""

    tags: tuple[str, ...] = ()
    kind: str | None = None
    sentiment: str | None = None
    customer: tuple[str, ...] = ()


@needs(Role.BEGINNER)
@knows_tags
async def mark_as_typed(
    session: AsyncSession, conversation_id: int, marks: Marks, *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Do what a line says, all of it or nothing. What is there already stays, what is not there goes without a word.

    Raises what marking and tagging raise, with the nearest name also for a customer tag that is to go.
    """
    here = await visible(session, conversation_id, by=by, programme=programme)
    names = [*programme.customer_tags, *here.customer.tags]
    coming, going = (
        tuple(one_of(each, names, what="customer tag", field="customer_tags") for each in half)
        for half in halves(marks.customer)
    )
    await mark(
        session,
        conversation_id,
        kind=marks.kind,
        sentiment=felt(marks.sentiment, here.sentiment),
        customer_tags=Change(coming, going),
        by=by,
        now=now,
        programme=programme,
    )
    add, remove = halves(marks.tags)
    return await tag(session, conversation_id, add=add, remove=remove, by=by, now=now, programme=programme)


def felt(said: str | None, present: str | None) -> str | None:
    """The sentiment to set, "" to clear it, None to leave it: `-negative` clears what is negative, and nothing else."""
    if said is None or not said.startswith("-"):
        return said
    gone = one_of(said[1:], SENTIMENTS, what="sentiment", field="sentiment")
    return "" if gone == present else None


def halves(signed: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is to be there, and what is to go, both without their signs."""
    signed = [each.strip() for each in signed]
    coming = [each.lstrip("+").strip() for each in signed if not each.startswith("-")]
    going = [each[1:].strip() for each in signed if each.startswith("-")]
    return coming, going


def marks_in(words: str) -> Marks:
    """What `Crash, -Sync kind:praise sentiment:negative customer:Spammer` says; `-customer:Spammer` takes away.

    Commas and names end a value; without a name it is a tag. Raises Invalid, with the nearest, for a name that stands
    for nothing, and for a kind or a sentiment that is said twice.
    """
    said: dict[str, list[str]] = {name: [] for name in NAMES}
    for piece in SIGNED_NAME.sub(r"\2:\1", words).split(","):
        first, named = pieces(piece, NAMES, what="mark")
        said["tag"] += [first] if first else []
        for name, value in named:
            if not value.strip("+-"):
                raise Invalid(f"Nothing stands behind `{name}:`.", field=name)
            said[name].append(value)
    return Marks(tuple(said["tag"]), the_one("kind", said), the_one("sentiment", said), tuple(said["customer"]))


def the_one(name: str, said: Mapping[str, Sequence[str]]) -> str | None:
    """The value of a name that has one. Raises Invalid for several."""
    if len(said[name]) > 1:
        raise Invalid(f"A conversation has one {name}, not {' and '.join(said[name])}.", field=name)
    return said[name][0].lstrip("+").strip() if said[name] else None
