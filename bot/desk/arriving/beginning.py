"""How conversations begin: who wrote, where the rules put it, and what is kept of the post. Many begin at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.routing import route
from bot.desk.events import Event, note
from bot.networks.base import Author, Mention, Network
from bot.programme import Programme
from bot.text import clean, clean_line
from storage import posts
from storage.tables import Conversation, Customer, Message, Post, Side


async def begin(
    session: AsyncSession,
    arrived: Sequence[tuple[Mention, Customer]],
    source: str,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> None:
    """A conversation begins with each of these posts, where the rules of desk.toml put it; four statements for all.

    Raises IntegrityError when somebody else was quicker with one of them.
    """
    begun = [
        conversation_of(mention, customer, source, now=now, programme=programme, networks=networks)
        for mention, customer in arrived
    ]
    session.add_all(begun)
    await session.flush()
    kept = [(conversation, mention) for conversation, (mention, _) in zip(begun, arrived, strict=True)]
    for conversation, message in await keep(session, kept, Side.CUSTOMER, now=now):
        note(session, conversation, Event.ARRIVED, by=None, at=now, message=message.id, source=source)
    await session.flush()


def conversation_of(
    mention: Mention,
    customer: Customer,
    source: str,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Conversation:
    """The conversation that begins with a post, not yet stored."""
    network = networks[mention.network]
    chosen = route(mention, source, programme=programme, customer_tags=tuple(customer.tags), network=network)
    return Conversation(
        network=mention.network,
        thread=mention.thread,
        customer_id=customer.id,
        queue=chosen.queue,
        product=mention.product[:60],
        language=chosen.language[:20],
        kind=chosen.kind,
        account=chosen.account,
        mentioned=chosen.mentioned,
        reply_by_hand=chosen.reply_by_hand,
        like_by_hand=chosen.like_by_hand,
        lines=list(chosen.lines),
        tags=list(chosen.tags),
        rank=chosen.priority,
        priority=chosen.priority,
        opened_at=now,
        waits_since=mention.posted_at,
        version=0,
    )


async def keep(
    session: AsyncSession, new: Iterable[tuple[Conversation, Mention]], side: Side, *, now: datetime
) -> list[tuple[Conversation, Message]]:
    """Store posts with every id they have had. Raises IntegrityError when somebody else was quicker."""
    pairs = [(conversation, mention, message_of(conversation, mention, side, now)) for conversation, mention in new]
    session.add_all(message for _, _, message in pairs)
    for conversation, _, _ in pairs:
        conversation.emptied_at = None
        conversation.vanished_at = None if side is Side.CUSTOMER else conversation.vanished_at
    await session.flush()
    session.add_all(
        Post(network=mention.network, external_id=each, message_id=message.id)
        for _, mention, message in pairs
        for each in dict.fromkeys((*mention.versions, mention.id))
    )
    return [(conversation, message) for conversation, _, message in pairs]


def message_of(conversation: Conversation, mention: Mention, side: Side, now: datetime) -> Message:
    """What is kept of a post, not yet stored; strangers' words are cleaned here."""
    return Message(
        conversation_id=conversation.id,
        network=mention.network,
        external_id=mention.id,
        side=side,
        author=clean_line(mention.author.handle, 100),
        text=clean(mention.text),
        language=mention.language[:20],
        url=mention.url,
        posted_at=mention.posted_at,
        stored_at=now,
        about=dict(mention.about),
    )


async def customers_behind(session: AsyncSession, network: str, authors: Iterable[Author]) -> dict[str, Customer]:
    """Whoever wrote, by their id on the network and as it shows them today; those who are new are stored."""
    by_id = {author.id: author for author in authors}
    customers = {each.external_id: each for each in await posts.customers_of(session, network, by_id)}
    new = {each: Customer(network=network, external_id=each, tags=[]) for each in by_id if each not in customers}
    session.add_all(new.values())
    customers |= new
    for external_id, author in by_id.items():
        bring_up_to_date(customers[external_id], author)
    await session.flush()
    return customers


def bring_up_to_date(customer: Customer, author: Author) -> None:
    """Take over what the network shows of somebody; what it leaves out stays as it was."""
    customer.handle = clean_line(author.handle, 100) or customer.handle or author.id
    customer.name = clean_line(author.name, 200) or customer.name or ""
    customer.verified = author.verified[:20]
    if author.followers is not None:
        customer.followers = author.followers
