"""Frozen pictures of what is one member's own: what they write, their reminders, their sitting in play mode."""

from dataclasses import dataclass
from datetime import datetime

from bot.pictures.conversations import CardPicture, MessagePicture
from bot.pictures.hints import NO_HINTS, HintsPicture


@dataclass(frozen=True)
class SittingPicture:
    """A sitting in play mode: the card in hand (None when nothing is left), whether it is to be answered, the count.

    `ends_after` are the minutes without a sign of life after which it ends, `reasons` those for skipping.
    `version` and `of` are the versions of the sitting and of its conversation that this shows.
    """

    number: int
    card: CardPicture | None
    to_do: bool
    title: str
    began_at: datetime
    ended_why: str | None
    handed: int
    skipped: int
    answered: int
    closed: int
    ends_after: int
    reasons: tuple[str, ...]
    version: int = 1
    of: int = 0


@dataclass(frozen=True)
class ReminderPicture:
    """A reminder to come: the conversation's number, the moment in its member's own `zone`, and their words."""

    number: int
    conversation: int
    at: datetime
    zone: str
    text: str


@dataclass(frozen=True)
class DraftPicture:
    """A draft: where it stands, to whom (empty when that is out of their sight), what was typed, when it was kept."""

    conversation: int
    customer: str
    by_name: bool
    text: str
    at: datetime
    can_go_on: bool
    """Whether it can still become a reply."""


@dataclass(frozen=True)
class StylePicture:
    """How we write in a language; `address` is where the account's whole style guide stands, if it has one."""

    language: str
    tone: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class CompositionPicture:
    """All that is shown before and while a reply is written."""

    number: int
    answers: int
    network: str
    account: str
    by_hand: bool
    limit: int
    signature: str
    customer: str
    messages: tuple[MessagePicture, ...]
    waits_for: str | None = None
    """Why nothing leaves from its account now; None when it does."""
    lines: tuple[str, ...] = ()
    text: str = ""
    """As it was typed."""
    values: tuple[tuple[str, str], ...] = ()
    """What the text still asks its author for, such as `version` for {version}, and what they gave for it so far."""
    appears: str = ""
    """As it will appear in public, once it was checked."""
    used: int | None = None
    is_priced: bool = False
    """Whether the network charges for what the desk sends."""
    price: int | None = None
    """What the network charges, in millionths of a dollar; None by hand, and before it was checked."""
    price_without_link: int | None = None
    """What it would charge without the link that makes it dearer; None where there is none."""
    unfilled: tuple[str, ...] = ()
    """The places that are still to be filled, such as {article}: with one of them it is not sent."""
    no_emoji: tuple[str, ...] = ()
    """What looks like an emoji's name and appears as it was typed."""
    saved_at: datetime | None = None
    """When what is offered was kept as a draft."""
    finds_articles: bool = False
    """Whether there is a knowledge base to link to."""
    article_needed: bool = False
    """Whether somebody has said that it lacks an article for this."""
    hints: HintsPicture = NO_HINTS
    attachable: tuple[str, ...] = ()
    """The kinds of files the network takes."""
    attachable_words: str = ""
    attaching: bool = False
    """Whether the form asks for a file."""
    attachment: str = ""
    """The name of the file that goes with it."""
    attachment_size: int = 0
    attachment_refused: str = ""
    """Why the network would not take that file, as far as is known; empty when it would."""
    is_picture: bool = False
    """Whether that is known to be a picture, which needs a description."""
    description: str = ""
    closing_reasons: tuple[str, ...] = ()
    proposed_reason: str | None = None
    afterwards: str = "nothing"
    close_link: str = ""
    style_guide: str = ""
    """The address of the account's own."""
    has_style: bool = False
    """Whether desk.toml holds a tone, a do and a don't."""
    account_called: str = ""
    """What people call the account, where it has no handle."""
    by_name: bool = False
    edition: int = 0
    """0 for an answer; above, it takes the place of the answer that is out."""
    replaces: str = ""
    """The words that stand in public now and that would be gone."""
    label: str = ""
    """What people call the network."""
    said_before: datetime | None = None
    """When nearly the same was said lately; None when it was not, or before it was checked."""
    mark: int = 0
    """A number that stands for the text of which that warns."""
    seen: int = 0
    """A number that stands for the customer's words that are answered."""
    overtaken: bool = False
    """Whether those are others than its author saw."""
