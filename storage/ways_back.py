"""The way back to a clicked card: the address that came with the click repaints it outside Slack's budgets."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Update, and_, bindparam, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Card

USES = 4
"""Slack allows five uses of a response_url; one is kept for a private message."""


async def keep(session: AsyncSession, *, channel: str, ts: str, address: str, until: datetime) -> None:
    """Remember the address that repaints this card outside Slack's budgets; the conversation is written first."""
    await session.flush()
    values = {"at_channel": channel, "at_ts": ts, "address": address, "uses": USES, "until": until}
    await (await session.connection()).execute(kept(), values)


@cache
def kept() -> Update:
    """A card's newest way back; worded once, as every click says it."""
    return (
        update(Card)
        .where(Card.channel == bindparam("at_channel"), Card.ts == bindparam("at_ts"))
        .values(way_back=bindparam("address"), way_back_uses=bindparam("uses"), way_back_until=bindparam("until"))
    )


@cache
def used() -> Update:
    """One use less of a card's way back; worded once, as every repaint says it."""
    return (
        update(Card)
        .where(Card.id == bindparam("card"), Card.way_back == bindparam("address"))
        .values(way_back_uses=Card.way_back_uses - 1)
    )


async def close(session: AsyncSession, card_id: int, address: str) -> None:
    """Forget a way back that no longer works, unless a newer click has brought another."""
    await session.execute(
        update(Card).where(Card.id == card_id, Card.way_back == address).values(way_back=None, way_back_uses=0)
    )


def lives(now: datetime) -> ColumnElement[bool]:
    """Whether a card can still be repainted through its last click."""
    return and_(
        Card.way_back.is_not(None), Card.way_back_uses > 0, func.coalesce(Card.way_back_until, Card.wanted_at) > now
    )
