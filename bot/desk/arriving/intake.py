"""Taking in what networks bring: a post becomes a conversation, joins one, changes one, or is left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.answered_outside import Appeared, ours_appeared, questions_came
from bot.desk.arriving.attention import wrote_again_and_again
from bot.desk.arriving.beginning import begin, customers_behind, keep
from bot.desk.arriving.rerouting import route_again
from bot.desk.arriving.routing import answer_line
from bot.desk.arriving.rules import says
from bot.desk.events import Event, note
from bot.desk.handling.catalogue import with_tags
from bot.desk.handling.reopening import customer_wrote
from bot.desk.naming import account_called
from bot.desk.showing.hinting import CLIMBS
from bot.networks.base import Mention, Network, Posted, Way, only_some_may_reply
from bot.programme import Programme
from bot.text import clean
from storage import conversations, posts, replies
from storage.tables import Conversation, Customer, Message, Post, Side


class Taken(StrEnum):
    """What became of a post."""

    NEW = "new"
    JOINED = "joined"
    EDITED = "edited"
    COMMUNITY = "community"
    OURS = "ours"
    UNRELATED = "unrelated"
    """Ours, and in answer to nothing we know; should its question come, it is judged again."""
    KNOWN = "known"
    REPOST = "repost"


async def take_in_all(
    session: AsyncSession,
    mentions: Sequence[Mention],
    source: str,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> list[tuple[Mention, Taken]]:
    """Take in posts of one source, oldest first, as `take_in` would one by one, at a third of the price.

    Plain posts, which answer and quote nothing and are the first of their authors in their threads, begin together;
    then come the others in their order.
    """
    programme = await with_tags(session, programme, retired=True)
    plain = await plain_ones(session, mentions, programme, networks)
    beginning = [(mention, customer) for mention, customer in plain.values() if customer is not None]
    if beginning:
        await begin(session, beginning, source, now=now, programme=programme, networks=networks)
    begun = {mention.id for mention, _ in beginning}
    outcomes = [(mention, Taken.NEW) for mention, _ in beginning]
    for mention in mentions:
        if mention.id not in begun:
            taken = await take_in(session, mention, source, now=now, programme=programme, networks=networks)
            outcomes.append((mention, taken))
    stored = [mention for mention, taken in outcomes if taken in {Taken.NEW, Taken.JOINED}]
    if stored:
        ids = [version for mention in stored for version in (*mention.versions, mention.id)]
        await questions_came(session, stored[0].network, ids, now=now, programme=programme)
    return outcomes


async def plain_ones(
    session: AsyncSession, mentions: Sequence[Mention], programme: Programme, networks: Mapping[str, Network]
) -> dict[tuple[str, str], tuple[Mention, Customer | None]]:
    """The first plain post of each author in each thread, with its author; without when their conversation exists."""
    known = await known_ids(session, mentions)
    plain: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        if is_plain(mention, programme, networks) and known.isdisjoint((*mention.versions, mention.id)):
            plain.setdefault((mention.thread, mention.author.id), mention)
    if not plain:
        return {}
    network = mentions[0].network
    customers = await customers_behind(session, network, (each.author for each in plain.values()))
    numbers = {customer.id for customer in customers.values()}
    talks = await posts.talks(session, network, {thread for thread, _ in plain}, numbers)
    found: dict[tuple[str, str], tuple[Mention, Customer | None]] = {}
    for key, mention in plain.items():
        customer = customers[mention.author.id]
        found[key] = (mention, None if (mention.thread, customer.id) in talks else customer)
    return found


def is_plain(mention: Mention, programme: Programme, networks: Mapping[str, Network]) -> bool:
    """Whether a post is a stranger's own, about nothing that may be known."""
    about_others = mention.replying_to or mention.quotes or mention.reposts_of
    return about_others is None and not is_ours(mention, programme, networks)


def is_ours(mention: Mention, programme: Programme, networks: Mapping[str, Network]) -> bool:
    """Whether we wrote it: by its handle, or where anybody may bear any name, because the network says so."""
    by_handle = networks[mention.network].capabilities.handles
    return mention.ours or (by_handle and programme.is_ours(mention.author.handle, mention.network))


async def known_ids(session: AsyncSession, mentions: Sequence[Mention]) -> frozenset[str]:
    """The ids of these posts, in any version, that are known."""
    ids = {each for mention in mentions for each in (*mention.versions, mention.id)}
    return await posts.known(session, mentions[0].network, ids) if mentions else frozenset()


async def take_in(
    session: AsyncSession,
    mention: Mention,
    source: str,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Taken:
    """Take in one post that a source has brought. The same post twice, from any source, changes nothing.

    Reposts and our own posts never become conversations. A post that two processes take in at once raises
    IntegrityError in one of them, which tries again and finds it known.
    """
    if mention.reposts_of is not None:
        return Taken.REPOST
    known = await posts.message_of(session, mention.network, mention.versions or (mention.id,))
    if known is not None:
        return await seen_again(session, known, mention, now=now, programme=programme, networks=networks)
    if is_ours(mention, programme, networks):
        appeared = await ours_appeared(session, mention.network, as_posted(mention), now=now, programme=programme)
        return Taken.UNRELATED if appeared is Appeared.UNRELATED else Taken.OURS
    mention = await with_quoted(session, mention)
    customer = (await customers_behind(session, mention.network, [mention.author]))[mention.author.id]
    conversation = await conversation_for(session, mention, customer)
    if conversation is not None:
        await join(session, conversation, mention, source, now=now, programme=programme, networks=networks)
        return Taken.JOINED
    answered = await answered_by_community(session, mention, customer, programme)
    if answered is not None:
        await keep_community_answer(session, answered, mention, now=now)
        return Taken.COMMUNITY
    await begin(session, [(mention, customer)], source, now=now, programme=programme, networks=networks)
    return Taken.NEW


def as_posted(mention: Mention) -> Posted:
    """A post of ours as the read-back of a timeline would give it."""
    return Posted(
        id=mention.id,
        account=mention.author.handle,
        text=clean(mention.text),
        at=mention.posted_at,
        replying_to=mention.replying_to,
        url=mention.url,
    )


async def join(
    session: AsyncSession,
    conversation: Conversation,
    mention: Mention,
    source: str,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> None:
    """A customer's further post joins their conversation, which it brings back from hold or closing.

    Where there are no threads it is their one post, edited: what it was before stays beside it, and the rules place it
    anew.
    """
    before = await replies.newest_of_customer(session, conversation.id)
    ((_, message),) = await keep(session, [(conversation, mention)], Side.CUSTOMER, now=now)
    find_the_way_again(conversation, mention, programme=programme, networks=networks)
    if networks[mention.network].capabilities.threads:
        await customer_wrote(session, conversation, message, now=now, programme=programme)
        await wrote_again_and_again(session, conversation, now=now, programme=programme)
        return
    message.edited_at = now
    await customer_wrote(session, conversation, message, now=now, programme=programme, instead_of=before)
    if before is not None:
        await route_again(
            session, conversation, mention, source, before=before, now=now, programme=programme, networks=networks
        )


def find_the_way_again(
    conversation: Conversation, mention: Mention, *, programme: Programme, networks: Mapping[str, Network]
) -> None:
    """Whether an answer to the newest post goes by API or by hand, for its author may have named us this time."""
    account = next((each for each in programme.accounts if each.handle == conversation.account), None)
    if account is None:
        return
    by_hand = networks[mention.network].reply_way(account, mention) is not Way.API
    called = account_called(account.handle, programme, networks)
    line = answer_line(called, by_hand=by_hand, only=only_some_may_reply(account, mention))
    if by_hand != conversation.reply_by_hand or conversation.lines[:1] != [line]:
        conversation.reply_by_hand = by_hand
        conversation.lines = [line, *conversation.lines[1:]]


async def seen_again(
    session: AsyncSession,
    message: Message,
    mention: Mention,
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Taken:
    """A post that is known: nothing to do, unless it has a newer version than the one that is kept."""
    ids = mention.versions or (mention.id,)
    known = await posts.known(session, mention.network, ids)
    if mention.id in known or message.deleted_at is not None or message.emptied_at is not None:
        return Taken.KNOWN
    conversation = await conversations.locked(session, message.conversation_id)
    if conversation is None:
        return Taken.KNOWN
    session.add_all(
        Post(network=mention.network, external_id=each, message_id=message.id) for each in ids if each not in known
    )
    message.external_id = mention.id
    message.text = clean(mention.text)
    message.url = mention.url if mention.author.handle else message.url
    message.about = mention.about | {each: message.about[each] for each in (CLIMBS,) if each in message.about}
    message.edited_at = now
    if message.side is Side.CUSTOMER and message.answered_at is None:
        find_the_way_again(conversation, mention, programme=programme, networks=networks)
    note(session, conversation, Event.EDITED, by=None, at=now, message=message.id)
    await session.flush()
    return Taken.EDITED


async def conversation_for(session: AsyncSession, mention: Mention, customer: Customer) -> Conversation | None:
    """The conversation this post goes on with, locked: its author's in this thread, or the one it replies in."""
    own = await posts.conversation_of(session, mention.network, mention.thread, customer.id)
    if own is not None or mention.replying_to is None:
        return own
    parent = await posts.message_of(session, mention.network, (mention.replying_to,))
    if parent is None:
        return None
    conversation = await conversations.locked(session, parent.conversation_id)
    return conversation if conversation is not None and conversation.customer_id == customer.id else None


async def answered_by_community(
    session: AsyncSession, mention: Mention, customer: Customer, programme: Programme
) -> Conversation | None:
    """The conversation of somebody else that a community member's post answers, locked; or None.

    A community member is known by their handle in desk.toml or the customer tag, or for this one post by a word such
    as #fxhelp.
    """
    is_known = customer.handle.lower() in programme.community_handles or programme.community_tag in customer.tags
    helps = bool(programme.community_words) and says(mention.text, programme.community_words)
    if not (is_known or helps) or mention.replying_to is None:
        return None
    parent = await posts.message_of(session, mention.network, (mention.replying_to,))
    number = (
        parent.conversation_id
        if parent is not None
        else await posts.newest_in_thread(session, mention.network, mention.thread)
    )
    return None if number is None else await conversations.locked(session, number)


async def keep_community_answer(
    session: AsyncSession, conversation: Conversation, mention: Mention, *, now: datetime
) -> None:
    """Somebody of the community has answered in public; the card shows it."""
    ((_, message),) = await keep(session, [(conversation, mention)], Side.COMMUNITY, now=now)
    note(session, conversation, Event.COMMUNITY_ANSWERED, by=None, at=now, message=message.id)


async def with_quoted(session: AsyncSession, mention: Mention) -> Mention:
    """The mention with the author of the post it quotes, when that is one we keep: quoting us is asking us."""
    if mention.quotes is None or mention.quotes_author is not None:
        return mention
    quoted = await posts.message_of(session, mention.network, (mention.quotes,))
    return mention if quoted is None else replace(mention, quotes_author=quoted.author)
