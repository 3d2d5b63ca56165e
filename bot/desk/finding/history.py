"""The diary of a conversation as people read it: what happened, with the words it was about as they stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.events import Event
from bot.desk.permissions import needs
from bot.desk.queues import queue_name, sees
from bot.desk.showing.showing import message_picture, pictures_of
from bot.networks.base import Network
from bot.pictures.conversations import EventPicture, HistoryPicture, MessagePicture
from bot.programme import Programme
from storage import events, gathering, listing, messages, notes
from storage.tables import Happened, Member, Message, Note, Reply, Role, Side

MOST_EVENTS = 200
ROWS = 10
"""Other conversations on a page."""


@dataclass(frozen=True)
class Words:
    """The messages, notes and replies some events are about, by number."""

    messages: Mapping[int, Message]
    notes: Mapping[int, Note]
    replies: Mapping[int, Reply]


@needs(Role.BEGINNER)
async def history(
    session: AsyncSession,
    conversation_id: int,
    *,
    page: int = 0,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> HistoryPicture:
    """The last 200 events of a conversation, and ten others of its customer on this network. Raises NotFound.

    Conversations in queues that the member's role does not show are left out. `page` is that of the others, from 0;
    beyond the last one, the last one is shown.
    """
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    happened = await events.last_of(session, conversation_id, limit=MOST_EVENTS)
    theirs: dict[str, Any] = {
        "customer_id": conversation.customer_id,
        "besides": conversation_id,
        "never_in": [each.key for each in programme.queues if not sees(by, each.key, programme)],
    }
    total = await listing.count_others(session, **theirs)
    pages = max(1, -(-total // ROWS))
    shown = min(max(page, 0), pages - 1)
    others = await listing.others_of_customer(session, **theirs, offset=shown * ROWS, limit=ROWS)
    earlier = await pictures_of(session, others, programme=programme, networks=networks, now=now)
    return HistoryPicture(
        number=conversation_id,
        customer=conversation.customer.handle,
        by_name=not networks[conversation.network].capabilities.handles if conversation.network in networks else False,
        events=await event_pictures(session, happened, programme, networks),
        earlier=tuple(each for each in earlier if sees(by, each.queue, programme)),
        others=total,
        page=shown,
        pages=pages,
    )


async def happenings(
    session: AsyncSession,
    conversation_id: int,
    *,
    after: int,
    limit: int,
    programme: Programme,
    networks: Mapping[str, Network],
) -> tuple[EventPicture, ...]:
    """What happened after the event of that number, oldest first: what a card's thread has yet to tell."""
    happened = await events.after(session, conversation_id, after, limit=limit)
    return await event_pictures(session, happened, programme, networks)


async def event_pictures(
    session: AsyncSession, happened: Sequence[Happened], programme: Programme, networks: Mapping[str, Network]
) -> tuple[EventPicture, ...]:
    """Events with the words they are about, in three questions however many there are."""
    words = Words(
        messages=await messages.numbered(session, numbers(happened, "message")),
        notes=await notes.numbered(session, numbers(happened, "note")),
        replies=await gathering.replies_numbered(session, numbers(happened, "reply")),
    )
    return tuple(event_picture(each, words, programme, networks) for each in happened)


def event_picture(
    happened: Happened, words: Words, programme: Programme, networks: Mapping[str, Network]
) -> EventPicture:
    """One event: queues by their names, a reply's account beside it, the words as they stand now."""
    facts: dict[str, object] = dict(happened.facts)
    for named in ("queue", "origin"):
        if isinstance(facts.get(named), str):
            facts[named] = queue_name(programme, str(facts[named]))
    reply = words.replies.get(number(happened, "reply"))
    if reply is not None:
        facts = {"account": reply.account, "why": reply.why} | facts
    note = words.notes.get(number(happened, "note"))
    return EventPicture(
        number=happened.number,
        kind=happened.kind,
        by=happened.by,
        at=happened.at,
        facts=facts,
        message=words_of(happened, words, reply, networks),
        note=note.text if note is not None and note.deleted_at is None else None,
    )


def words_of(
    happened: Happened, words: Words, reply: Reply | None, networks: Mapping[str, Network]
) -> MessagePicture | None:
    """What was said in public: of a reply its text, once it is out; else the message that the event is about."""
    if reply is None:
        message = words.messages.get(number(happened, "message"))
        return message_picture(message, networks) if message is not None else None
    if happened.kind != Event.REPLY_SENT:
        return None
    account = reply.sent_from or reply.account
    return MessagePicture(number=reply.id, side=Side.BRAND.value, author=account, text=reply.text, at=happened.at)


def numbers(happened: Sequence[Happened], fact: str) -> list[int]:
    """The numbers that these events name under one fact, each once."""
    return sorted({number(each, fact) for each in happened} - {0})


def number(happened: Happened, fact: str) -> int:
    """The number an event names under a fact; 0, which nothing has, when it names none."""
    value = happened.facts.get(fact)
    return value if isinstance(value, int) else 0
