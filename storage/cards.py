"""Questions asked of cards and threads, and the way back to the card that was clicked."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Card

WAY_BACK_USES = 4
"""Slack allows five uses of a response_url; one is kept for a private message."""


async def keep_way_back(session: AsyncSession, *, channel: str, ts: str, address: str, until: datetime) -> None:
    """Remember the address that repaints this card without touching Slack's budgets."""
    await session.execute(
        update(Card)
        .where(Card.channel == channel, Card.ts == ts)
        .values(way_back=address, way_back_uses=WAY_BACK_USES, way_back_until=until)
    )
