"""Frozen pictures: what the desk hands to whoever draws. Plain facts, no session, no Slack."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.pictures.hints import NO_HINTS, HintsPicture


@dataclass(frozen=True)
class MessagePicture:
    """One message as it is shown. `side` is customer, brand or community; `text` is raw and hostile until drawn."""

    number: int
    side: str
    author: str
    text: str
    at: datetime
    url: str = ""
    language: str = ""
    edited: bool = False
    deleted: bool = False
    emptied: bool = False
    answered_by: str | None = None
    by_name: bool = False
    """Whether the author is known by a name, which has no @ before it."""
    title: str = ""
    """The beginning of the text, when it is a title."""
    stars: int | None = None


@dataclass(frozen=True)
class ReplyPicture:
    """A reply under way or done. `state` is a ReplyState's value; `waits_for` says why it does not go yet."""

    number: int
    state: str
    text: str
    by: str
    account: str
    send_after: datetime
    undo_until: datetime | None = None
    afterwards: str = "nothing"
    close_reason: str | None = None
    why: str | None = None
    handed_to: str | None = None
    said_sent_by: str | None = None
    sent_from: str | None = None
    sent_url: str | None = None
    can_send_again: bool = False
    cannot_be_looked_for: bool = False
    """Whether only people can tell what became of it, as the network does not show the timeline."""
    composer: str = ""
    timeline: str = ""
    waits_for: str | None = None
    goes_by_hand: bool = False
    """Whether a keyholder sends it once its time has come, as far as is known now."""
    account_called: str = ""
    """What people call the account, where it has no handle."""
    attachment: str = ""
    """The name of the file that goes with it, where it is, and what it shows."""
    attachment_link: str = ""
    description: str = ""


@dataclass(frozen=True)
class LikePicture:
    """A like under way or done; `address` is where a person likes by hand, `goes_by_hand` whether one will."""

    number: int
    state: str
    account: str
    by: str
    handed_to: str | None = None
    why: str | None = None
    address: str = ""
    goes_by_hand: bool = False
    said_done_by: str | None = None


@dataclass(frozen=True)
class EscalationPicture:
    """An open escalation on its card."""

    number: int
    reason: str
    note: str
    urgent: bool
    by: str
    at: datetime
    conversation: int = 0
    taken_by: str | None = None
    answered_by: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class CardPicture:
    """A conversation as its card shows it. `state` is new, claimed, held or closed; times are aware UTC.

    `messages` are the last ones, oldest first; `message_count` is how many there are. `lines` are the rule lines.
    `version` is the conversation's version when this was drawn.
    """

    number: int
    version: int
    state: Literal["new", "claimed", "held", "closed"]
    network: str
    queue: str
    queue_name: str
    customer: str
    customer_name: str
    followers: int | None
    verified: str
    customer_tags: tuple[str, ...]
    account: str
    by_hand: bool
    kind: str
    language: str
    sentiment: str | None
    tags: tuple[str, ...]
    lines: tuple[str, ...]
    opened_at: datetime
    waits_since: datetime | None
    url: str
    messages: tuple[MessagePicture, ...]
    message_count: int
    needs_care: bool = False
    """Whether one of the customer's tags asks for care."""
    note_count: int = 0
    others: int = 0
    """How many other conversations the customer has on this network."""
    owner: str | None = None
    owned_since: datetime | None = None
    owned_until: datetime | None = None
    hold_waiting_on: str | None = None
    hold_whom: str | None = None
    hold_by: str | None = None
    hold_since: datetime | None = None
    hold_ends_at: datetime | None = None
    close_proposed: bool = False
    closed_reason: str | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    closed_link: str | None = None
    reply: ReplyPicture | None = None
    like: LikePicture | None = None
    can_like: bool = True
    article_needed: bool | None = None
    """Whether the knowledge base lacks an article for this; None where nobody asks for articles."""
    escalation: EscalationPicture | None = None
    in_escalation_queue: bool = False
    sent_back: bool = False
    proposed_reason: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    """What the network says beyond that, as label and value: ("stars", "2"), ("likes", "14") …"""
    network_label: str = ""
    """What people call the network: "X"."""
    by_name: bool = False
    """Whether the customer is known by a name, which has no @ before it."""
    stars: int | None = None
    stars_before: int | None = None
    """Stars of the customer's newest post, and of the one it took the place of when they differ."""
    edits_reply: bool = False
    """Whether the next reply takes the place of one that is out."""
    hints: HintsPicture = NO_HINTS
    moves_to: str = ""
    """The queue into which a moderator moves it with one click, by its name; empty where there is no such queue."""

    @property
    def is_answered(self) -> bool:
        """Whether anything of ours stands in the conversation, or is about to."""
        ours = any(each.side == "brand" for each in self.messages) or self.edits_reply
        return ours or (self.reply is not None and self.reply.state != "refused")


@dataclass(frozen=True)
class QueuePicture:
    """One queue in figures."""

    key: str
    name: str
    waiting: int
    claimed: int
    held: int
    oldest: datetime | None
    hidden: int = 0


@dataclass(frozen=True)
class DeskPicture:
    """How the desk stands for one member, as the menu and the home tab show it."""

    role: str
    queues: tuple[QueuePicture, ...]
    mine: int = 0
    stopped: tuple[str, ...] = ()
    """Accounts from which nothing is sent; `*` for all of them."""
    rehearsal: bool = False
    spending: tuple[tuple[str, int, int | None], ...] = ()
    """Who pays, what was spent today and the budget in millionths of a dollar; for moderators and managers only."""
    saved: tuple[tuple[int, str], ...] = ()
    """The filters they have kept, by number and name."""
    drafts: int = 0
    """In how many conversations they began to write."""


@dataclass(frozen=True)
class ListPicture:
    """A page of a list of conversations."""

    title: str
    rows: tuple[CardPicture, ...]
    total: int
    page: int = 0
    pages: int = 1
    query: str = ""
    """The words it was asked with, so that the next page can be."""


@dataclass(frozen=True)
class EventPicture:
    """One line of a conversation's diary, with the message or note it is about as it stands now."""

    number: int
    kind: str
    by: str | None
    at: datetime
    facts: dict[str, object]
    message: MessagePicture | None = None
    note: str | None = None


@dataclass(frozen=True)
class HistoryPicture:
    """The diary of one conversation, oldest first."""

    number: int
    customer: str
    events: tuple[EventPicture, ...]
    earlier: tuple[CardPicture, ...] = ()
    """A page of this customer's other conversations on this network, newest first."""
    others: int = 0
    """How many of those there are."""
    page: int = 0
    pages: int = 1
    by_name: bool = False


@dataclass(frozen=True)
class MemberPicture:
    """Somebody on the desk, in the list managers see."""

    id: str
    role: str
    name: str
    joined_at: datetime
    suspended: bool
    timezone: str = "UTC"
    accepted_by: str | None = None
    waits_for: str = ""
    """Who has accepted a beginner as a volunteer, and the role whose word is still missing."""


@dataclass(frozen=True)
class MemberFormPicture:
    """The form about a member: what makes a beginner a volunteer, and whether more than that can be decided."""

    member: MemberPicture
    criteria: tuple[str, ...] = ()
    decides: bool = True


@dataclass(frozen=True)
class StandupPicture:
    """A stand-up, as far as its contents exist."""

    number: int
    name: str
    at: datetime
    timezone: str
    since: datetime
    late_by_hours: float
    arrived: int
    answered: int
    closed: int
    queues: tuple[QueuePicture, ...]
    holds: tuple[tuple[str, int], ...]
    escalations: tuple[EscalationPicture, ...]
    can_wait: tuple[EscalationPicture, ...]
    on_duty: tuple[str, ...]
    hand_over: tuple[str, ...]
    spending: tuple[tuple[str, int, int | None], ...]
    alarms: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    baton: str | None
    meeting: str
