"""Saying what a conversation is about: tags, kind, sentiment, and what is known of its customer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.claiming import touch
from bot.desk.conditions import existing, must_see
from bot.desk.events import Event, note
from bot.desk.nearest import one_of
from bot.desk.permissions import needs
from bot.errors import NotAllowed, NotFound
from bot.programme import Programme
from storage import conversations
from storage.tables import Conversation, Member, Role

SENTIMENTS = ("positive", "neutral", "negative")


@needs(Role.BEGINNER)
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
    added = catalogued(add, conversation.tags, programme)
    removed = catalogued(remove, conversation.tags, programme)
    kept = [each for each in [*conversation.tags, *added] if each not in removed]
    set_tags(session, conversation, kept, by=by, now=now)
    touch(conversation, by, now=now, programme=programme)
    return conversation


@needs(Role.BEGINNER)
async def mark(
    session: AsyncSession,
    conversation_id: int,
    *,
    tags: Iterable[str] | None = None,
    kind: str | None = None,
    sentiment: str | None = None,
    customer_tags: Iterable[str] | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Set everything a form about a conversation can say; None leaves a thing as it is, "" clears the sentiment.

    Beginners tag; to change anything else raises NotAllowed for them. Raises NotFound, and Invalid about `tags`,
    `kind`, `sentiment` or `customer_tags`. Sentiment is a person's: automatic ones are wrong too often.
    """
    if customer_tags is not None:
        await set_customer_tags(session, conversation_id, customer_tags, by=by, now=now, programme=programme)
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    if tags is not None:
        set_tags(session, conversation, catalogued(tags, conversation.tags, programme), by=by, now=now)
    if kind is not None:
        chosen = one_of(kind, programme.kinds, what="kind", field="kind")
        set_kind(session, conversation, chosen, by=by, now=now, programme=programme)
    if sentiment is not None:
        felt = one_of(sentiment, SENTIMENTS, what="sentiment", field="sentiment") if sentiment else None
        set_sentiment(session, conversation, felt, by=by, now=now, programme=programme)
    touch(conversation, by, now=now, programme=programme)
    return conversation


@needs(Role.VOLUNTEER)
async def tag_customer(
    session: AsyncSession,
    conversation_id: int,
    *,
    tags: Iterable[str],
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Set what is known of a conversation's customer: shown on each of their open cards on this network.

    `tags` are all of them; an empty list forgets what was known. Raises NotFound, and Invalid about `customer_tags`.
    """
    conversation = await set_customer_tags(session, conversation_id, tags, by=by, now=now, programme=programme)
    touch(conversation, by, now=now, programme=programme)
    return conversation


async def set_customer_tags(
    session: AsyncSession,
    conversation_id: int,
    tags: Iterable[str],
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Replace a customer's tags and note it on each of their open conversations, which are locked in their order.

    The same tags change nothing. Raises NotAllowed for a beginner.
    """
    here = must_see(await conversations.seen(session, conversation_id), conversation_id, by, programme)
    known = {each.casefold(): each for each in here.customer.tags}
    wanted = sorted(
        {
            known.get(each.strip().casefold())
            or one_of(each, programme.customer_tags, what="customer tag", field="customer_tags")
            for each in tags
        }
    )
    affected = await conversations.open_of_customer(session, here.customer_id, besides=conversation_id)
    conversation = next((each for each in affected if each.id == conversation_id), None)
    if conversation is None:
        raise NotFound
    if sorted(conversation.customer.tags) != wanted:
        must_judge(by, programme)
        conversation.customer.tags = wanted
        for each in affected:
            note(session, each, Event.CUSTOMER_TAGGED, by=by, at=now, tags=wanted)
    return conversation


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
        raise NotAllowed(programme.beginners_path)
