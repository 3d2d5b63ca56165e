"""What members set for themselves: the signature under their replies, the languages they read, their hours on duty."""

import re
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.permissions import needs
from bot.errors import Invalid, LanguagesUnsaid
from bot.text import holds_link
from storage.tables import Member, Role

LONGEST_SIGNATURE = 20
"""Characters; the signature counts towards the network's limit."""

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?", re.IGNORECASE | re.ASCII)
MOST_LANGUAGES = 20

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = re.compile(r"^(\d{1,2}(?::\d\d)?)\s*[-–]\s*(\d{1,2}(?::\d\d)?)(?:\s+(.+))?$")
EXAMPLE = "`/desk hours 9:00-17:30 mon-fri`"

NOT_PAGED = "Hours are for moderators and managers, who are paged in them. Nobody pages you: come whenever you like."


@needs(Role.VOLUNTEER)
async def sign_as(session: AsyncSession, signature: str, *, by: Member) -> Member:
    """Set what stands under one's replies, a pseudonym as well as initials; "" takes it away.

    Raises Invalid about `signature` for more than a word of 20 characters, or one that would mention somebody or be
    a link, which X would charge for in every reply.
    """
    said = signature.strip().removeprefix("^")
    if len(said) > LONGEST_SIGNATURE or not re.fullmatch(r"[\w.\-]*", said) or holds_link(said):
        raise Invalid(f"A signature is one word of at most {LONGEST_SIGNATURE} letters or digits.", field="signature")
    by.signature = said
    return by


@needs(Role.BEGINNER)
async def read_in(session: AsyncSession, languages: str, *, by: Member, now: datetime) -> Member:
    """Set the languages in which one is handed posts: `de en pt-BR`; nothing means all. Source: programme.md, "People".

    Raises Invalid about `languages`.
    """
    said = re.split(r"[\s,]+", languages.strip()) if languages.strip() else []
    unknown = [each for each in said if not LANGUAGE.fullmatch(each)]
    if unknown or len(said) > MOST_LANGUAGES:
        what = f"“{unknown[0]}” is no code of a language. " if unknown else ""
        raise Invalid(f"{what}Write them like `/desk languages de en pt-BR`.", field="languages")
    by.languages = list(dict.fromkeys(as_written(each) for each in said))
    by.languages_at = now
    return by


def must_have_said_languages(member: Member) -> None:
    """Raise LanguagesUnsaid for whoever never said what they read, and might be handed what they cannot."""
    if not member.languages and member.languages_at is None:
        raise LanguagesUnsaid


@needs(Role.BEGINNER)
async def myself(session: AsyncSession, *, by: Member) -> Member:
    """One's own settings as they are."""
    return by


def as_written(code: str) -> str:
    """A language's code in its usual letters: "pt-BR"."""
    language, *variety = code.split("-")
    return "-".join([language.lower(), *(each.upper() if len(each) == 2 else each.title() for each in variety)])


@needs(Role.MODERATOR, instead=NOT_PAGED)
async def work(session: AsyncSession, hours: str, *, by: Member) -> Member:
    """Set when one is on duty, in one's own time zone as Slack knows it: `9:00-17:30 mon-fri`; days stay when left out.

    A shift may run past midnight. Raises Invalid about `hours`.
    """
    found = HOURS.match(hours.strip().lower())
    if found is None:
        raise Invalid(f"Write it like {EXAMPLE}.", field="hours")
    begins, ends, days = found.groups()
    by.works_from, by.works_until = clock_time(begins), clock_time(ends)
    by.works_days = days_in(days) if days else by.works_days
    return by


@needs(Role.MODERATOR, instead=NOT_PAGED)
async def my_hours(session: AsyncSession, *, by: Member) -> Member:
    """One's own hours on duty as they are."""
    return by


def days_of(member: Member) -> list[str]:
    """The days on which a member is on duty, by their names."""
    return [DAYS[int(day) - 1].title() for day in member.works_days]


def clock_time(written: str) -> str:
    """A time of day as it is kept, "09:00". Raises Invalid."""
    hour, _, minute = written.partition(":")
    try:
        return time(int(hour), int(minute or 0)).isoformat("minutes")
    except ValueError as error:
        raise Invalid(f"{written} is no time of day. Write it like {EXAMPLE}.", field="hours") from error


def days_in(written: str) -> str:
    """Days as they are kept, "12345" with Monday as 1, from `mon-fri` or `sat, sun`. Raises Invalid."""
    chosen: set[int] = set()
    for part in re.split(r"[,\s]+", written.strip()):
        first, _, last = part.partition("-")
        begin, end = day_number(first), day_number(last or first)
        chosen |= {(begin - 1 + step) % 7 + 1 for step in range((end - begin) % 7 + 1)}
    return "".join(str(day) for day in sorted(chosen))


def day_number(written: str) -> int:
    """1 for Monday to 7 for Sunday. Raises Invalid."""
    if len(written) < 3 or written[:3] not in DAYS:
        raise Invalid(f"“{written}” is no day. Write it like {EXAMPLE}.", field="hours")
    return DAYS.index(written[:3]) + 1
