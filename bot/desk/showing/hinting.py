"""What a card points out and offers by itself, from what is known of a conversation. Pure: no session, no network."""

from datetime import datetime

from bot.pictures.hints import Climb, CommunityAnswer, HintsPicture
from bot.programme import Programme
from storage.messages import Latest
from storage.tables import Conversation, Message, Side

CLIMBS = "climbs"
"""Where a message keeps its first figures and the last ones that were told, beside what the network says of it."""


def hints_of(conversation: Conversation, latest: Latest, programme: Programme) -> HintsPicture:
    """All hints of a conversation; a closed one has none."""
    if conversation.closing is not None:
        return HintsPicture()
    return HintsPicture(
        likes_as=likes_as(conversation, programme),
        checklists=checklists(conversation, programme),
        exchanges=exchanges_without_end(latest, programme),
        community=community_answer(latest),
        climb=climb_of(latest),
        retweet=is_worth_spreading(conversation, programme),
    )


def likes_as(conversation: Conversation, programme: Programme) -> str:
    """The reason with which *Like + close* closes; empty for kinds of which that is not said."""
    return programme.likes.closes_as if conversation.kind in programme.likes.kinds else ""


def proposed_reason(conversation: Conversation, programme: Programme) -> str | None:
    """The reason for closing that the desk proposes, or one of the tags does. Source: programme.md."""
    if conversation.close_proposed_at is not None:
        return programme.silence_reason
    proposals = {tag.name: tag.closes_as for tag in programme.tags if tag.closes_as}
    return next((proposals[tag] for tag in conversation.tags if tag in proposals), None)


def checklists(conversation: Conversation, programme: Programme) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is to be read before answering, by the tags that ask for it."""
    asking = (each for each in programme.tags if each.checklist and each.name in conversation.tags)
    return tuple((each.name, each.checklist) for each in asking)


def exchanges_without_end(latest: Latest, programme: Programme) -> int:
    """To how many of our answers the customer came back, once these are enough to offer the forum; else 0.

    While our last answer stands, nobody knows yet whether it helped. Source: programme.md, "Life of a conversation".
    """
    theirs = [each for each in latest.messages if each.side is not Side.COMMUNITY]
    comes_back = bool(theirs) and theirs[-1].side is Side.CUSTOMER and bool(programme.forum.texts)
    return latest.exchanges if comes_back and latest.exchanges >= programme.forum.exchanges else 0


def community_answer(latest: Latest) -> CommunityAnswer | None:
    """The newest answer of a community member among the last messages, unless we have answered after it."""
    for message in reversed(latest.messages):
        if message.side is Side.BRAND:
            return None
        if message.side is Side.COMMUNITY and message.deleted_at is None:
            return CommunityAnswer(message.author, message.posted_at, message.url)
    return None


def is_worth_spreading(conversation: Conversation, programme: Programme) -> bool:
    """Whether a post is of the kind of which a retweet may be suggested. Source: programme.md, "Accounts"."""
    wanted, customer = programme.retweets, conversation.customer
    fits = conversation.kind in wanted.kinds or not set(wanted.tags).isdisjoint(conversation.tags)
    known = (customer.followers or 0) >= wanted.followers or customer.verified in wanted.verified
    return bool(wanted.reason) and fits and known and conversation.queue != programme.escalation.queue


def climb_of(latest: Latest) -> Climb | None:
    """The steepest climb among the customer's last posts that was worth telling; None when none was."""
    climbs = (climb_in(each) for each in latest.messages if each.side is Side.CUSTOMER and each.deleted_at is None)
    told = [each for each in climbs if each is not None]
    return max(told, key=lambda climb: sum(now - then for _, then, now in climb.figures), default=None)


def climb_in(message: Message) -> Climb | None:
    """How far the reactions to one post had climbed when that was last told; None when it never was."""
    kept = message.about.get(CLIMBS) or {}
    if "told" not in kept:
        return None
    first, told = kept["first"], kept["told"]
    figures = tuple((name, int(first.get(name) or 0), int(told[name])) for name in told if name in REACTIONS)
    grown = tuple(each for each in figures if each[2] > each[1])
    return Climb(datetime.fromisoformat(first["at"]), datetime.fromisoformat(told["at"]), grown)


REACTIONS = ("likes", "reposts", "quotes", "replies")
