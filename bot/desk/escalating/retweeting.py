"""Retweet ideas: an escalation that can wait, with a note that says what, by whom and why. The desk spreads nothing."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.escalating.escalation import escalate
from bot.desk.permissions import needs
from bot.desk.showing.showing import picture_of
from bot.errors import Refused
from bot.networks.base import Network
from bot.pictures.conversations import CardPicture
from bot.programme import Programme
from storage.tables import Conversation, Member, Role, Urgency

VERIFIED = {"business": "verified business", "government": "verified government", "blue": "verified"}


@needs(Role.VOLUNTEER)
async def suggest_retweet(
    session: AsyncSession,
    conversation_id: int,
    *,
    why: str = "",
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> Conversation:
    """Suggest to the managers that a post is spread; it pages nobody and stands in the next stand-up.

    Raises what escalating raises, and Refused where nothing can be spread, or desk.toml has no reason for it.
    """
    await visible(session, conversation_id, by=by, programme=programme)
    card = await picture_of(session, conversation_id, programme=programme, networks=networks, now=now)
    must_be_spreadable(card, programme)
    return await escalate(
        session,
        conversation_id,
        reason=programme.retweets.reason,
        text=prepared_note(card, why),
        urgency=Urgency.CAN_WAIT,
        by=by,
        now=now,
        programme=programme,
    )


def must_be_spreadable(card: CardPicture, programme: Programme) -> None:
    """Raise Refused where nothing can be spread: on a network without handles, or when the post is gone."""
    if not card.can_spread or not programme.retweets.reason:
        raise Refused(f"{card.network_label} has nothing to spread.")
    if not card.url:
        raise Refused("The customer has deleted the post, so there is nothing to spread.")


def prepared_note(card: CardPicture, why: str = "") -> str:
    """What a manager needs to decide: the post, who wrote it and how many follow them, how it does, and why."""
    about = [f"@{card.customer.removeprefix('@')}", card.kind]
    if card.followers is not None:
        about.insert(1, f"{card.followers:,} followers")
    if card.verified in VERIFIED:
        about.insert(2, VERIFIED[card.verified])
    figures = [f"{name} {value}" for name, value in card.about if name in {"likes", "reposts"} and value != "0"]
    return "\n".join([card.url, " · ".join([*about, *figures]), f"Why: {why.strip()}"])
