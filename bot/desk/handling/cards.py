"""Asking for a fresh card: at the end of its queue's channel, with the whole history in its thread."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage import old_cards
from storage.tables import Conversation


async def renew_card(session: AsyncSession, conversation: Conversation) -> None:
    """Let the present card become a link to its successor, which is posted when it is this conversation's turn.

    For whatever brings a conversation back or somewhere else. Without a card nothing happens: one will come anyway.
    """
    if conversation.card_id is None:
        return
    await old_cards.leave(session, conversation.card_id)
    conversation.card_id = None
    conversation.shown_version = 0
    conversation.told_version = 0
