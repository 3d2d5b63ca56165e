"""Bulk work as pictures: of what is gathered and chosen, what would happen; of what is done, what did."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.bulk.rules import Act, why_left_out
from bot.desk.queues import queue_name, sees
from bot.desk.showing.showing import pictures_of
from bot.networks.base import Network
from bot.pictures.bulk import BulkPicture, BulkRow
from bot.pictures.conversations import CardPicture
from bot.programme import Programme
from storage import bulks
from storage.tables import Bulk, Member, Role


async def depict(
    session: AsyncSession,
    bulk: Bulk,
    *,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> BulkPicture:
    """One piece of bulk work as it stands; what its owner may not see any more is left out of it altogether."""
    parts = await bulks.parts_of(session, bulk.id)
    numbers = [each.conversation_id for each in parts]
    stand = await bulks.stand(session, numbers)
    shown = [number for number in numbers if number in stand and sees(by, stand[number].queue, programme)]
    cards = await pictures_of(session, shown, programme=programme, networks=networks, now=now)
    why_not = {each.conversation_id: each.why_not or "" for each in parts}
    if bulk.act is not None and bulk.done_at is None:
        act = Act(bulk.act)
        answering = await bulks.with_reply_under_way(session, shown)
        taker = await session.get(Member, bulk.value) if act is Act.ASSIGN else None
        for number in shown:
            why_not[number] = why_left_out(
                stand[number],
                act,
                bulk.value,
                taker=taker,
                answering=number in answering,
                by=by,
                now=now,
                programme=programme,
            )
    return BulkPicture(
        number=bulk.id,
        title=bulk.title,
        stage=stage_of(bulk),
        rows=tuple(row(card, why_not[card.number]) for card in cards),
        total=bulk.total,
        act=bulk.act or "",
        value=queue_name(programme, bulk.value) if bulk.act == Act.MOVE else bulk.value,
        is_person=bulk.act == Act.ASSIGN,
        can_move=by.role.reaches(Role.MODERATOR),
    )


def stage_of(bulk: Bulk) -> str:
    """How far it has come."""
    if bulk.done_at is not None:
        return "done" if bulk.undone_at is None else "undone"
    return "gathered" if bulk.act is None else "chosen"


def row(card: CardPicture, why_not: str) -> BulkRow:
    """One conversation of it."""
    last = next((each for each in reversed(card.messages) if each.side == "customer" and not each.deleted), None)
    return BulkRow(card.number, card.customer, last.text if last else "", by_name=card.by_name, why_not=why_not)
