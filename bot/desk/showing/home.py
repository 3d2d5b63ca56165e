"""One member's Home tab: what waits for them, what is theirs by urgency, their reminders and drafts, settings,
and the desk.

Home tabs stay in Slack after they were last drawn, so that no words of customers stand in them: those of a deleted post
would have to vanish from every tab within a day.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.people.preferences import preferences_of
from bot.desk.permissions import needs
from bot.desk.queues import keys_of, sees
from bot.desk.rhythm.reminding import pictures as reminder_pictures
from bot.desk.showing.overseeing import oversight
from bot.desk.showing.showing import pictures_of
from bot.desk.showing.standing import standing
from bot.desk.writing import drafting
from bot.networks.base import Network
from bot.pictures.conversations import CardPicture
from bot.pictures.home import AwaitingPicture, HomePicture
from bot.programme import Programme
from storage import awaiting as waiting
from storage import homes, listing, notices, sittings
from storage.awaiting import Awaiting
from storage.listing import Wanted
from storage.tables import Member, Role

MOST_URGENT = 5
"""As many of one's own as a phone shows without scrolling; the rest is behind a button."""

MOST_AWAITING = 6
MOST_REMINDERS = 3
MOST_DRAFTS = 3

URGENCY = (
    "hand_reply",
    "unknown_reply",
    "escalation",
    "wrote_again",
    "hand_like",
    "hold_ended",
    "close_proposed",
)
"""What waits for somebody, the most urgent first: a customer whose answer is written waits for nothing else."""


@needs(Role.BEGINNER)
async def open_home(session: AsyncSession, *, by: Member, now: datetime) -> None:
    """Note that somebody looks at their Home tab: it is drawn, and kept up to date while they may still be looking."""
    await homes.opened(session, by.id, at=now)


@needs(Role.BEGINNER)
async def at_home(
    session: AsyncSession, *, by: Member, now: datetime, programme: Programme, networks: Mapping[str, Network]
) -> HomePicture:
    """Everything that a member's Home tab shows, as it stands now."""
    seen = once_each([each for each in await waiting.awaiting(session, by.id) if sees(by, each.queue, programme)])
    told = seen[:MOST_AWAITING]
    mine = Wanted(queues=keys_of(None, by, programme), owner=by.id)
    numbers = await listing.most_urgent(
        session, mine, besides=[each.conversation_id for each in told], limit=MOST_URGENT
    )
    cards = await cards_of(
        session, [*(each.conversation_id for each in told), *numbers], now=now, programme=programme, networks=networks
    )
    volunteers = by.role.reaches(Role.VOLUNTEER)
    reminders = await notices.reminders_of(session, by.id) if volunteers else ()
    return HomePicture(
        desk=await standing(session, by=by, now=now, programme=programme),
        awaiting=tuple(
            AwaitingPicture(each.why, each.since, cards[each.conversation_id])
            for each in told
            if each.conversation_id in cards
        ),
        awaiting_in_all=len(seen),
        mine=tuple(cards[each] for each in numbers if each in cards),
        reminders=reminder_pictures(reminders[:MOST_REMINDERS], by),
        reminders_in_all=len(reminders),
        settings=preferences_of(by),
        drafts=await drafting.mine(session, limit=MOST_DRAFTS, by=by, programme=programme, networks=networks)
        if volunteers
        else (),
        plays=await sittings.is_open(session, by.id),
        oversight=await oversight(session, by=by, now=now, programme=programme, networks=networks),
    )


def once_each(found: Sequence[Awaiting]) -> list[Awaiting]:
    """What waits, the most urgent first, and of each conversation only its most urgent reason."""
    ordered = sorted(found, key=lambda each: (URGENCY.index(each.why), each.since, each.conversation_id))
    first: dict[int, Awaiting] = {}
    for each in ordered:
        first.setdefault(each.conversation_id, each)
    return list(first.values())


async def cards_of(
    session: AsyncSession,
    numbers: Sequence[int],
    *,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> dict[int, CardPicture]:
    """These conversations by their numbers."""
    found = await pictures_of(session, numbers, programme=programme, networks=networks, now=now)
    return {each.number: each for each in found}
