"""Placing an edited review anew: where there are no threads its newest version is all that the customer says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.routing import Route, route
from bot.desk.events import Event, note
from bot.desk.handling.moving import bring_to
from bot.desk.handling.renaming import catch_up
from bot.desk.queues import is_escalation
from bot.networks.base import Mention, Network
from bot.programme import Programme
from storage import catalogue, events
from storage.tables import Conversation, Message

DECIDED = (Event.MOVED, Event.TAGGED, Event.KIND_SET)
"""What a person decides that the rules decide first."""


async def route_again(
    session: AsyncSession,
    conversation: Conversation,
    mention: Mention,
    source: str,
    *,
    before: Message,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> None:
    """Let the rules judge what was edited, and bring it to the queue they name, with a fresh card there.

    Only what is still as the rules had left it for the version `before` is changed: what a person has decided stays.
    One that somebody owns, that was escalated or that a person has moved stays where it is, as it is. Where the words
    of that version were let go, the diary says whether a person has decided anything.
    """
    if conversation.claim is not None or is_escalation(programme, conversation.queue):
        return
    earlier = replace(mention, text=before.text, language=before.language, about=before.about)
    tags, network = tuple(conversation.customer.tags), networks[mention.network]
    old = route(earlier, source, programme=programme, customer_tags=tags, network=network)
    new = route(mention, source, programme=programme, customer_tags=tags, network=network)
    await catch_up(session, conversation, await catalogue.renamings(session), now=now)
    if before.emptied_at is not None:
        if await events.was_decided(session, conversation.id, DECIDED):
            return
        old = as_it_stands(conversation, new)
    if conversation.queue != old.queue:
        return
    judge_again(conversation, old, new)
    if new.queue != old.queue:
        await bring_to(session, conversation, programme.queue(new.queue), now=now, programme=programme)
        note(session, conversation, Event.MOVED, by=None, at=now, origin=old.queue, queue=new.queue)
    conversation.lines = list(new.lines)


def as_it_stands(conversation: Conversation, route: Route) -> Route:
    """What the rules must have said of a conversation about which no person has decided anything."""
    return replace(
        route,
        queue=conversation.queue,
        kind=conversation.kind,
        language=conversation.language,
        tags=tuple(conversation.tags),
        priority=conversation.priority,
    )


def judge_again(conversation: Conversation, old: Route, new: Route) -> None:
    """Put what the rules say now in place of what they said before, and of nothing else."""
    if conversation.kind == old.kind:
        conversation.kind = new.kind
    if conversation.language == old.language:
        conversation.language = new.language
    outdated, added = set(old.tags) - set(new.tags), set(new.tags) - set(old.tags) - set(conversation.tags)
    kept = [tag for tag in conversation.tags if tag not in outdated]
    conversation.tags = [*kept, *(tag for tag in new.tags if tag in added)]
    conversation.priority += new.priority - old.priority
    conversation.rank += new.priority - old.priority
