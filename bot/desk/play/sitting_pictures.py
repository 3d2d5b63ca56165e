"""How a sitting of play mode is shown: the conversation in hand, if its member may see it, and how far they are."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.filtering import title_of
from bot.desk.finding.filters import restored
from bot.desk.people.departing import may_still_send
from bot.desk.play.playing import is_to_do
from bot.desk.queues import sees
from bot.desk.showing.showing import picture_of
from bot.networks.base import Network
from bot.pictures.own import SittingPicture
from bot.programme import Programme
from storage import conversations, sittings
from storage.tables import Conversation, Member, Sitting


async def depict_sitting(
    session: AsyncSession,
    sitting: Sitting,
    *,
    programme: Programme,
    networks: Mapping[str, Network],
    now: datetime,
) -> SittingPicture:
    """A sitting as its message shows it; what its member may not see now is left out."""
    conversation = await conversations.seen(session, sitting.conversation_id or 0)
    card = None
    to_do = False
    if (
        conversation is not None
        and sitting.ended_at is None
        and await may_see(session, sitting, conversation, programme)
    ):
        card = await picture_of(session, conversation.id, programme=programme, networks=networks, now=now)
        to_do = await is_to_do(session, conversation, sitting.by)
    until = sitting.ended_at or now
    return SittingPicture(
        number=sitting.id,
        card=card,
        to_do=to_do,
        title=title_of(restored(sitting.asked), programme, networks),
        began_at=sitting.began_at,
        ended_why=sitting.ended_why,
        handed=sitting.handed,
        skipped=sitting.skipped,
        answered=await sittings.answered(session, sitting.by, since=sitting.began_at, until=until),
        closed=await sittings.closed(session, sitting.by, since=sitting.began_at, until=until),
        ends_after=programme.times.play_end_minutes,
        reasons=programme.skip_reasons,
        version=sitting.version,
        of=conversation.version if conversation is not None else 0,
    )


async def may_see(session: AsyncSession, sitting: Sitting, conversation: Conversation, programme: Programme) -> bool:
    """Whether its member is still on the desk, and sees the queue in which the conversation stands now."""
    member = await session.get(Member, sitting.by)
    return (
        member is not None and await may_still_send(session, member.id) and sees(member, conversation.queue, programme)
    )
