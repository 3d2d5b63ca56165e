"""Saying what a conversation is about: tags, kind, sentiment, and what is known of its customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing, must_see
from bot.desk.events import Event, note
from bot.desk.finding.nearest import one_of
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.claiming import touch
from bot.desk.handling.renaming import catch_up
from bot.desk.permissions import needs, next_step
from bot.errors import NotAllowed, NotFound
from bot.programme import Programme
from storage import catalogue, conversations
from storage.tables import Conversation, Member, Role

SENTIMENTS = ("positive", "neutral", "negative")


@needs(Role.BEGINNER)
@knows_tags
async def tag(
    session: AsyncSession,
    conversation_id: int,
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Add tags and take some away; anybody may, also when somebody else owns it or it is closed.

    Raises Invalid, with the nearest, for a tag that is not in the catalogue. What is there already stays as it is.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    await catch_up(session, conversation, await catalogue.renamings(session), now=now)
    added = catalogued(add, conversation.tags, programme)
    removed = catalogued(remove, conversation.tags, programme)
    kept = [each for each in [*conversation.tags, *added] if each not in removed]
    set_tags(session, conversation, kept, by=by, now=now)
    touch(conversation, by, now=now, programme=programme)
    return conversation


@dataclass(frozen=True)
class Change:
    """What somebody changed about a list of tags; all others stay, also those that came or went meanwhile."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


AS_IT_IS = Change()


@needs(Role.BEGINNER)
@knows_tags
async def mark(
    session: AsyncSession,
    conversation_id: int,
    *,
    tags: Change = AS_IT_IS,
    kind: str | None = None,
    sentiment: str | None = None,
    customer_tags: Change = AS_IT_IS,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Change everything a form about a conversation can say; None leaves a thing as it is, "" clears the sentiment.

    Customer tags are shown on each of the customer's open cards on this network. Beginners tag; to change anything else
    raises NotAllowed for them. Raises NotFound, and Invalid about `tags`, `kind`, `sentiment` or `customer_tags`.
    Sentiment is a person's: automatic ones are wrong too often.
    """
    if customer_tags != AS_IT_IS:
        await tag_customer(session, conversation_id, customer_tags, by=by, now=now, programme=programme)
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    await catch_up(session, conversation, await catalogue.renamings(session), now=now)
    added = catalogued(tags.added, conversation.tags, programme)
    kept = [each for each in [*conversation.tags, *added] if each not in tags.removed]
    set_tags(session, conversation, kept, by=by, now=now)
    if kind is not None:
        chosen = one_of(kind, programme.kinds, what="kind", field="kind")
        set_kind(session, conversation, chosen, by=by, now=now, programme=programme)
    if sentiment is not None:
        felt = one_of(sentiment, SENTIMENTS, what="sentiment", field="sentiment") if sentiment else None
        set_sentiment(session, conversation, felt, by=by, now=now, programme=programme)
    touch(conversation, by, now=now, programme=programme)
    return conversation


async def tag_customer(
    session: AsyncSession, conversation_id: int, change: Change, *, by: Member, now: datetime, programme: Programme
) -> None:
    """Change a customer's tags and note it on each of their open conversations, which are locked in their order.

    What is so already changes nothing. Raises NotAllowed for a beginner.
    """
    here = must_see(await conversations.seen(session, conversation_id), conversation_id, by, programme)
    affected = await conversations.open_of_customer(session, here.customer_id, besides=conversation_id)
    if here not in affected:
        raise NotFound
    present = here.customer.tags
    names = [*programme.customer_tags, *present]
    added = {one_of(each, names, what="customer tag", field="customer_tags") for each in change.added}
    wanted = sorted({*present, *added} - set(change.removed))
    if sorted(present) != wanted:
        must_judge(by, programme)
        here.customer.tags = wanted
        for each in affected:
            note(session, each, Event.CUSTOMER_TAGGED, by=by, at=now, tags=wanted)


def catalogued(tags: Iterable[str], present: Iterable[str], programme: Programme) -> list[str]:
    """The tags as the catalogue writes them, each once; one that is set already passes, whatever the catalogue says."""
    names = [*(each.name for each in programme.tags), *present]
    return list(dict.fromkeys(one_of(each, names, what="tag", field="tags") for each in tags if each.strip()))


def set_tags(
    session: AsyncSession, conversation: Conversation, tags: Iterable[str], *, by: Member | None, now: datetime
) -> None:
    """Replace the tags and note what came and went; the same tags change nothing."""
    before, after = list(conversation.tags), list(dict.fromkeys(tags))
    if set(before) == set(after):
        return
    conversation.tags = after
    added = [each for each in after if each not in before]
    removed = [each for each in before if each not in after]
    note(session, conversation, Event.TAGGED, by=by, at=now, tags=after, added=added, removed=removed)


def set_kind(
    session: AsyncSession, conversation: Conversation, kind: str, *, by: Member, now: datetime, programme: Programme
) -> None:
    """Correct what it is; the same kind changes nothing. Raises NotAllowed for a beginner."""
    if kind == conversation.kind:
        return
    must_judge(by, programme)
    conversation.kind = kind
    note(session, conversation, Event.KIND_SET, by=by, at=now, kind=kind)


def set_sentiment(
    session: AsyncSession,
    conversation: Conversation,
    sentiment: str | None,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> None:
    """Set or clear how the customer feels; the same changes nothing. Raises NotAllowed for a beginner."""
    if sentiment == conversation.sentiment:
        return
    must_judge(by, programme)
    conversation.sentiment = sentiment
    note(session, conversation, Event.SENTIMENT_SET, by=by, at=now, sentiment=sentiment)


def must_judge(member: Member, programme: Programme) -> None:
    """Raise NotAllowed for beginners, who tag and note and leave judgements to volunteers."""
    if not member.role.reaches(Role.VOLUNTEER):
        raise NotAllowed(next_step(member, Role.VOLUNTEER, programme))
