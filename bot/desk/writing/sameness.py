"""Whether nearly the same was said lately: networks take texts that are alike for spam, and people notice too."""

import re
from datetime import datetime, timedelta
from zlib import crc32

from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from bot import text as texts
from bot.errors import Invalid
from bot.networks.base import Capabilities
from bot.programme import Programme
from storage import said
from storage.tables import Conversation

MOST = 3000
"""Of how many texts of a network it is asked at most, the newest ones. Measured: 25 ms, in which nobody else is served;
to clean each of them as well takes 250.
"""

HANDLE = re.compile(r"@\w+")


async def said_before(
    session: AsyncSession, conversation: Conversation, text: str, *, now: datetime, programme: Programme
) -> datetime | None:
    """When nearly the same was said lately in another conversation, from any account of its network; or None.

    Source: programme.md, "Life of a conversation" and "What the networks allow".
    """
    since = now - timedelta(days=programme.times.similar_days)
    lately = await said.lately(session, conversation, since=since, most=MOST)
    words, wanted = [words_of(each.typed) for each in lately], words_of(texts.clean(text))
    nearly = programme.similar_percent
    best = process.extractOne(wanted, words, scorer=fuzz.token_sort_ratio, score_cutoff=nearly)
    return lately[best[2]].at if best else None


async def must_be_new(
    session: AsyncSession, conversation: Conversation, account: str, whole: str, *, now: datetime, can: Capabilities
) -> None:
    """Raise Invalid, about `text`, when the network would refuse what this account has said to this customer already.

    Only what goes to the same people counts: X puts their handles before the text. Source: docs/assumptions.md.
    """
    earlier = await said.to_customer(session, conversation.customer_id, account, since=now - can.same_text_for)
    if words_of(whole) in map(words_of, earlier):
        hours = int(can.same_text_for.total_seconds() // 3600)
        raise Invalid(
            f"@{account} has said exactly this to them in the last {hours} hours, and {can.label} refuses it a second "
            "time. Please word it differently.",
            field="text",
        )


def mark_of(text: str) -> int:
    """A number that stands for a text, by which a form remembers of which one it has warned; 31 bits, and never 0."""
    return crc32(texts.clean(text).encode()) & 0x7FFF_FFFF or 1


def words_of(text: str) -> str:
    """What counts when texts are compared: neither capitals nor white space nor the handles of those addressed."""
    return " ".join(HANDLE.sub(" ", text).casefold().split())
