"""Letting customers' words go some time after closing: what is not kept need not be looked at to see it deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.vanishing import draw_again, let_drafts_go
from bot.desk.due import of_conversations
from bot.desk.events import Event, note
from bot.networks.base import ANSWERED_BEFORE
from bot.programme import Programme
from storage import conversations, messages
from storage.tables import Conversation


async def empty(session: AsyncSession, conversation: Conversation, now: datetime, programme: Programme) -> bool:
    """Let the words of customers and other strangers go, wherever they are kept or shown.

    Counts, tags, figures such as stars, links and what the team and the brand have said stay. Drafts may quote what
    goes, so they go as well, also when nothing else is left to go.
    """
    conversation.emptied_at = now
    await let_drafts_go(session, conversation, now=now)
    full = await messages.words_of_others(session, conversation.id)
    if not full:
        return True
    for message in full:
        message.text, message.emptied_at = "", now
        message.about = without_words(message.about)
    is_shown = conversation.shown_version == conversation.version
    note(session, conversation, Event.EMPTIED, by=None, at=now)
    if is_shown:
        # A closed card shows no words; thousands may be due at once, and each repaint waits in Slack's tightest budget.
        conversation.shown_version = conversation.version
    await session.flush()
    await draw_again(session, conversation)
    return True


def without_words(about: Mapping[str, Any]) -> dict[str, Any]:
    """The figures among what the network says of a post, and that an answer of ours stood before: the next one would
    take its place.
    """
    figures = {name: value for name, value in about.items() if isinstance(value, int)}
    return figures | ({ANSWERED_BEFORE: True} if about.get(ANSWERED_BEFORE) else {})


empty_old = of_conversations(
    "the emptying of", lambda now, programme: conversations.still_full(now - programme.times.kept), empty
)
"""Empty what was closed so long ago.

A post that its author deletes must vanish within 24 hours, and each look at a post is paid for: so the desk looks as
long as it keeps, and keeps as long as it is likely to need. Source: programme.md, "What the networks allow".
"""
