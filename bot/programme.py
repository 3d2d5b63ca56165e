"""desk.toml as types: the accounts, queues, rules, tags, reasons, times and calendar a community has chosen."""

import tomllib
from collections.abc import Iterable
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.errors import Misconfigured


def known_zone(name: str) -> str:
    """A time zone by its IANA name, such as Europe/Berlin."""
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone; write one such as Europe/Berlin")
    return name


Zone = Annotated[str, AfterValidator(known_zone)]


def unlimited(value: object) -> object:
    """Read the word "unlimited" as no budget at all; everything else is left to be checked."""
    return None if value == "unlimited" else value


Budget = Annotated[float | None, BeforeValidator(unlimited), Field(ge=0)]
Plan = Literal["self_serve", "enterprise"]
Stance = Literal["locale", "support", "brand"]


class Part(BaseModel):
    """A part of desk.toml: unknown words are refused, so that a typing error never goes unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Account(Part):
    """One of the brand's accounts on a network and who may act with it by hand."""

    handle: str
    network: str
    stance: Stance = "support"
    language: str = ""
    plan: Plan = "self_serve"
    answers_from: str | None = None
    keyholders: tuple[str, ...] = ()
    daily_budget: Budget = 5.0
    style_guide: str = ""
    label: str = ""


class Search(Part):
    """A search for posts that mention none of our accounts, with a budget of its own."""

    name: str
    network: str
    query: str = Field(max_length=512)
    account: str
    answers_from: str
    daily_budget: Budget = 2.0
    poll_seconds: int = Field(default=120, ge=5)


class Condition(Part):
    """When a rule applies: every stated condition must hold; a list holds when any of its words does."""

    words: tuple[str, ...] = ()
    network: str | None = None
    mentions: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    stars_at_most: int | None = None
    stars_at_least: int | None = None
    followers_at_least: int | None = None
    verified: bool | None = None
    customer_tags: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()


class Rule(Part):
    """What is set when a condition holds. The first rule that names a queue or kind wins; tags and priority add up."""

    name: str
    when: Condition = Condition()
    queue: str | None = None
    kind: str | None = None
    tags: tuple[str, ...] = ()
    priority: int = 0
    say: str | None = None


class Queue(Part):
    """A workspace of conversations: one Slack channel."""

    key: str
    name: str
    channel: str
    private: bool = False
    roles: Literal["everyone", "moderator"] = "everyone"
    window: int = Field(default=50, ge=1, le=500)
    language: str = ""
    escalation: bool = False


class Reason(Part):
    """Why a conversation is closed; `needs` asks for a checked link."""

    name: str
    needs: Literal["", "bug", "forum"] = ""
    by_desk: bool = False


class Tag(Part):
    """A word for what a conversation is about; `closes_as` proposes a reason for closing."""

    name: str
    closes_as: str | None = None
    hint: str = ""


class ProductArea(Part):
    """A product area and the channel to ask first."""

    name: str
    channel: str


class Slot(Part):
    """When and where a stand-up is posted."""

    key: str
    name: str
    at: time
    timezone: Zone
    meeting: str = ""


class Links(Part):
    """What a link must look like to count as a bug or a forum thread (regular expressions)."""

    bug: str = r"https://(bugzilla\.mozilla\.org/show_bug\.cgi\?id=\d+|github\.com/[\w.-]+/[\w.-]+/issues/\d+)\S*"
    forum: str = (
        r"https://(support\.mozilla\.org/\S*questions/\d+|connect\.mozilla\.org/\S+|discourse\.mozilla\.org/\S+)\S*"
    )


class Times(Part):
    """Every period of the programme."""

    undo_seconds: int = Field(default=20, ge=0)
    claim_minutes: int = Field(default=40, ge=1)
    untouched_hours: int = Field(default=4, ge=1)
    customer_hold_days: int = Field(default=3, ge=1)
    close_after_proposal_days: int = Field(default=1, ge=1)
    stale_weeks: int = Field(default=4, ge=1)
    ping_minutes: int = Field(default=15, ge=1)
    by_hand_hours: int = Field(default=2, ge=1)
    poll_seconds: int = Field(default=60, ge=1)
    over_budget_poll_minutes: int = Field(default=60, ge=1)
    upkeep_minutes: int = Field(default=30, ge=1)

    @property
    def undo(self) -> timedelta:
        """How long a reply can be taken back."""
        return timedelta(seconds=self.undo_seconds)

    @property
    def claim(self) -> timedelta:
        """How long a claim lasts without activity."""
        return timedelta(minutes=self.claim_minutes)


class Celebrity(Part):
    """Who counts as an Internet celebrity: verified as one of these, or this many followers."""

    tag: str = "Internet celebrity"
    verified: tuple[str, ...] = ("business", "government")
    followers: int = 100_000
    priority: int = 20


class Escalations(Part):
    """How escalations are worded, and who stands in."""

    queue: str = "escalation"
    reasons: tuple[str, ...]
    customer_text: str = ""


class Programme(Part):
    """The whole of desk.toml."""

    name: str
    team_channel: str = "social-support"
    sending: Literal["on", "off"] = "on"
    pseudonym_signature: str = "^{signature}"
    default_queue: str
    accounts: tuple[Account, ...]
    searches: tuple[Search, ...] = ()
    queues: tuple[Queue, ...]
    rules: tuple[Rule, ...] = ()
    kinds: tuple[str, ...] = ("support", "feedback", "feature request", "praise", "other")
    reasons: tuple[Reason, ...]
    tags: tuple[Tag, ...] = ()
    customer_tags: tuple[str, ...] = ()
    community_tag: str = "Community member"
    celebrity: Celebrity = Celebrity()
    escalation: Escalations
    product_areas: tuple[ProductArea, ...] = ()
    standups: tuple[Slot, ...] = ()
    times: Times = Times()
    links: Links = Links()

    @model_validator(mode="after")
    def names_must_be_known(self) -> Self:
        """Every name used is defined, and none twice."""
        problems = [*twice("account", (each.handle.lower() for each in self.accounts))]
        problems += twice("queue", (each.key for each in self.queues))
        queues = {each.key for each in self.queues}
        handles = {each.handle for each in self.accounts}
        reasons = {each.name for each in self.reasons}
        named = [("default_queue", self.default_queue), ("escalation.queue", self.escalation.queue)]
        named += [(f"rule {rule.name!r}", rule.queue) for rule in self.rules if rule.queue]
        problems += [f"{where}: there is no queue {queue!r}" for where, queue in named if queue not in queues]
        answerers = [(f"account {each.handle}", each.answers_from) for each in self.accounts if each.answers_from]
        answerers += [(f"search {each.name!r}", each.answers_from) for each in self.searches]
        answerers += [(f"search {each.name!r}", each.account) for each in self.searches]
        problems += [f"{where}: there is no account {handle!r}" for where, handle in answerers if handle not in handles]
        closes = [(tag.name, tag.closes_as) for tag in self.tags if tag.closes_as]
        problems += [f"tag {tag!r}: there is no reason {reason!r}" for tag, reason in closes if reason not in reasons]
        kinds = [(rule.name, rule.kind) for rule in self.rules if rule.kind]
        problems += [f"rule {rule!r}: there is no kind {kind!r}" for rule, kind in kinds if kind not in self.kinds]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def account(self, handle: str) -> Account:
        """One of our accounts by its handle, whatever its case and with or without @. Raises KeyError."""
        wanted = handle.removeprefix("@").lower()
        for account in self.accounts:
            if account.handle.lower() == wanted:
                return account
        raise KeyError(handle)

    def is_ours(self, handle: str) -> bool:
        """Whether this handle is one of our accounts."""
        return handle.removeprefix("@").lower() in {each.handle.lower() for each in self.accounts}

    def queue(self, key: str) -> Queue:
        """A queue by its key. Raises KeyError."""
        for queue in self.queues:
            if queue.key == key:
                return queue
        raise KeyError(key)

    def reason(self, name: str) -> Reason:
        """A closing reason by its name, whatever its case. Raises KeyError."""
        for reason in self.reasons:
            if reason.name.lower() == name.lower():
                return reason
        raise KeyError(name)

    def zone(self, slot: Slot) -> ZoneInfo:
        """The zone a slot is read in."""
        return ZoneInfo(slot.timezone)


def twice(what: str, names: Iterable[str]) -> list[str]:
    """A sentence for each name that is used more than once."""
    seen: set[str] = set()
    problems = []
    for name in names:
        if name in seen:
            problems.append(f"{what} {name!r} is defined twice")
        seen.add(name)
    return problems


def load(path: Path) -> Programme:
    """Read desk.toml. Raises Misconfigured with the file, the line and what was expected."""
    try:
        raw = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misconfigured(f"{path}: cannot be read ({error.strerror}); set DESK_FILE to your desk.toml") from error
    try:
        return Programme.model_validate(tomllib.loads(raw))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{path}: {error}") from error
    except ValidationError as error:
        raise Misconfigured("\n".join(f"{path}: {one['loc']}: {one['msg']}" for one in error.errors())) from error
