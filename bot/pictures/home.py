"""Frozen pictures of the Home tab: what waits for a member, their settings, and what overseers see of the desk."""

from dataclasses import dataclass
from datetime import datetime

from bot.pictures.conversations import CardPicture, DeskPicture, EscalationPicture
from bot.pictures.own import DraftPicture, ReminderPicture


@dataclass(frozen=True)
class AwaitingPicture:
    """Something that waits for a member. `why` is a word of storage/awaiting.py, such as hand_reply or wrote_again."""

    why: str
    since: datetime
    card: CardPicture


@dataclass(frozen=True)
class SettingsPicture:
    """What a member has set for themselves; None where their role has no such setting."""

    languages: tuple[str, ...]
    signature: str | None
    hours: str | None
    zone: str


@dataclass(frozen=True)
class SourcePicture:
    """How a source is doing: what it is, in words, when it was read, when it is next, and what is wrong with it."""

    name: str
    read_at: datetime | None
    next_at: datetime | None
    misses: int
    error: str
    gap: bool
    """Whether posts of it were missed, or are about to be."""


@dataclass(frozen=True)
class ParkedPicture:
    """What failed and was set aside, with the reason in words of ours; `retryable` when trying again is a person's."""

    number: int
    text: str
    at: datetime
    retryable: bool


@dataclass(frozen=True)
class OversightPicture:
    """What whoever looks after the desk sees: open escalations, newcomers, sources, parked work.

    `newcomers` are as many as wait for the word of the reader's role. `parked` and `alarms`, whatever else managers
    were told and is not over, are for managers only.
    """

    escalations: tuple[EscalationPicture, ...]
    sources: tuple[SourcePicture, ...]
    newcomers: int
    parked: tuple[ParkedPicture, ...]
    parked_in_all: int = 0
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True)
class HomePicture:
    """One member's Home tab: what waits for them, what is theirs by urgency, their reminders, settings, the desk."""

    desk: DeskPicture
    awaiting: tuple[AwaitingPicture, ...]
    awaiting_in_all: int
    mine: tuple[CardPicture, ...]
    """The most urgent of theirs, besides those that stand in `awaiting`."""
    reminders: tuple[ReminderPicture, ...]
    reminders_in_all: int
    settings: SettingsPicture
    drafts: tuple[DraftPicture, ...] = ()
    """What they began to write last; how many there are says `desk`."""
    plays: bool = False
    """Whether they sit at play mode."""
    oversight: OversightPicture | None = None
