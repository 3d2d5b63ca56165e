"""Questions asked of cards and threads, and the way back to the card that was clicked."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Card, CardState

WAY_BACK_USES = 4
"""Slack allows five uses of a response_url; one is kept for a private message."""


async def keep_way_back(session: AsyncSession, *, channel: str, ts: str, address: str, until: datetime) -> None:
    """Remember the address that repaints this card without touching Slack's budgets."""
    await session.execute(
        update(Card)
        .where(Card.channel == channel, Card.ts == ts)
        .values(way_back=address, way_back_uses=WAY_BACK_USES, way_back_until=until)
    )


async def leave(session: AsyncSession, card_id: int) -> None:
    """Note that a card is no longer its conversation's: it becomes a link to the next one."""
    await session.execute(update(Card).where(Card.id == card_id).values(state=CardState.LEAVING))


async def conversation_at(session: AsyncSession, *, channel: str, ts: str) -> int | None:
    """The number of the conversation whose card, present or former, is this Slack message; or None."""
    return await session.scalar(select(Card.conversation_id).where(Card.channel == channel, Card.ts == ts))
