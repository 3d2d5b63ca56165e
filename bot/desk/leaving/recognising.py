"""Whether a post on one of our timelines is a reply the desk is looking for. Pure decisions on texts and times."""

import html
import re
from collections.abc import Iterable
from datetime import timedelta

from rapidfuzz import fuzz

from bot.networks.base import Posted
from storage.tables import Reply, ReplyState

SENT_BY_US = 85.0
"""How alike, of 100, a post must be to a text the desk sent itself: networks rewrite links and entities, no more."""

SENT_BY_HAND = 60.0
"""How alike it must be to a text a person copied: people mend a word."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How much earlier than the reply a post may claim to be and still count."""

ADDRESSEES = re.compile(r"^(?:\s*@\w+)+\s*")
LINK = re.compile(r"https?://\S+")


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 100, apart from links, addressees, entities and spaces."""
    return fuzz.ratio(bare(one), bare(other))


def bare(text: str) -> str:
    """A text without what networks add or rewrite: leading @names, links, entities, runs of spaces."""
    words = LINK.sub(" ", ADDRESSEES.sub("", html.unescape(text)))
    return " ".join(words.split()).casefold()


def may_be_out(reply: Reply) -> bool:
    """Whether anybody, machine or person, may have sent this reply already."""
    if reply.state in {ReplyState.SENDING, ReplyState.UNKNOWN, ReplyState.BY_HAND}:
        return True
    return reply.state is ReplyState.QUEUED and (reply.attempt > 1 or reply.sending_at is not None)


def recognised(reply: Reply, posted: Posted, post_ids: Iterable[str]) -> bool:
    """Whether this post is the reply. `post_ids` are all ids of the customer's message.

    An answer to that message counts when its text is alike; what a keyholder said they sent counts whatever they
    changed. A post that answers nothing at all counts only for what a person was ever asked to send, and only when it
    is the same text.
    """
    if not may_be_out(reply) or posted.at < reply.at - CLOCKS_DIFFER:
        return False
    alike = likeness(reply.text, posted.text)
    by_hand = reply.state is ReplyState.BY_HAND or reply.hands > 0 or reply.said_sent_at is not None
    if posted.replying_to is None:
        return by_hand and stands_alone(reply, posted)
    if posted.replying_to not in post_ids:
        return False
    if not by_hand:
        return alike >= SENT_BY_US
    return alike >= SENT_BY_HAND or (reply.said_sent_at is not None and posted.account == reply.account)


def stands_alone(reply: Reply, posted: Posted) -> bool:
    """Whether this post answers nothing, and says what a person was asked to send as a reply."""
    is_later = posted.at >= reply.at - CLOCKS_DIFFER
    return posted.replying_to is None and is_later and likeness(reply.text, posted.text) >= SENT_BY_US
