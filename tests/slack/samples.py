"""Ordinary pictures, as a good day brings them; tests change what they are about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.pictures.conversations import CardPicture, EscalationPicture, EventPicture, MessagePicture, ReplyPicture
from bot.pictures.own import CompositionPicture

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def message(text: str = "Firefox eats my tabs since the update, help!", **more: Any) -> MessagePicture:
    """A customer's message."""
    plain = MessagePicture(
        number=1, side="customer", author="lena", text=text, at=NOW, url="https://x.com/lena/status/1", language="en"
    )
    return replace(plain, **more)


def card(**more: Any) -> CardPicture:
    """A fresh card."""
    plain = CardPicture(
        number=42,
        version=1,
        taken_at=NOW,
        state="new",
        network="x",
        network_label="X",
        queue="moderated",
        queue_name="Moderated",
        customer="lena",
        customer_name="Lena",
        followers=12_345,
        verified="blue",
        customer_tags=("Influencer",),
        account="FirefoxSupport",
        by_hand=True,
        kind="support",
        language="de",
        sentiment=None,
        tags=("Crash", "Android"),
        lines=("answers from @FirefoxSupport · by hand: the author did not mention it",),
        opened_at=NOW,
        waits_since=NOW,
        url="https://x.com/lena/status/1",
        messages=(message(),),
        message_count=1,
    )
    return replace(plain, **more)


def reply(**more: Any) -> ReplyPicture:
    """A reply that leaves in twenty seconds."""
    plain = ReplyPicture(
        number=7,
        state="queued",
        text="Hi Lena, please try Troubleshoot Mode. ^an",
        by="U0ANA",
        account="FirefoxSupport",
        send_after=NOW + timedelta(seconds=20),
        undo_until=NOW + timedelta(seconds=20),
    )
    return replace(plain, **more)


def escalation(**more: Any) -> EscalationPicture:
    """An urgent escalation that nobody has taken."""
    plain = EscalationPicture(
        number=3, reason="Angry customer", note="Asked twice,\nno article helps.", urgent=True, by="U0ANA", at=NOW
    )
    return replace(plain, **more)


def composition(**more: Any) -> CompositionPicture:
    """A reply about to be written."""
    plain = CompositionPicture(
        number=42,
        answers=1,
        network="x",
        account="FirefoxSupport",
        by_hand=False,
        limit=280,
        signature="^an",
        customer="lena",
        messages=(message(),),
        lines=("answers from @FirefoxSupport",),
        closing_reasons=("Resolved", "Bug filed"),
        style_guide="https://support.mozilla.org/style",
        has_style=True,
    )
    return replace(plain, **more)


def event(kind: str, number: int = 1, **more: Any) -> EventPicture:
    """Something that happened."""
    return replace(EventPicture(number=number, kind=kind, by="U0ANA", at=NOW, facts={}), **more)
