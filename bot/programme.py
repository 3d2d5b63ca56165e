"""desk.toml as types: the accounts, queues, rules, tags, reasons, times and calendar a community has chosen."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError, model_validator

from bot.articles import KnowledgeBase
from bot.clock import zone_named
from bot.consistency import mistakes
from bot.desk_file import Mistakes, broken, wrong
from bot.errors import Misconfigured
from bot.programme_hints import Absent, Attention, Celebrity, Forum, Likes, Old, Retweets, Style
from bot.programme_part import Part
from bot.programme_times import Times


def one_word(name: str) -> str:
    """What people can type as one word of a command."""
    if name.split() != [name] or "#" in name:
        raise ValueError("write one word, such as german")
    return name


def known_zone(name: str) -> str:
    """A time zone by its IANA name, such as Europe/Berlin."""
    if zone_named(name) is None:
        raise ValueError(f"{name!r} is no time zone; write one such as Europe/Berlin")
    return name


Zone = Annotated[str, AfterValidator(known_zone)]


def bare_handle(name: str) -> str:
    """A handle in small letters and without its @."""
    handle = name.strip().removeprefix("@").lower()
    if not handle or not handle.replace("_", "").isalnum():
        raise ValueError("write a handle, such as fox_helper")
    return handle


Handle = Annotated[str, AfterValidator(bare_handle)]


def unlimited(value: object) -> object:
    """Read the word "unlimited" as no budget at all; everything else is left to be checked."""
    return None if value == "unlimited" else value


Choice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""What a menu offers beside a number: Slack takes 75 characters for both."""

Dollars = Annotated[float, Field(ge=0)]
Budget = Annotated[Dollars | None, BeforeValidator(unlimited)]
Plan = Literal["self_serve", "enterprise"]
Stance = Literal["locale", "support", "brand"]


class Account(Part):
    """One of the brand's accounts on a network and who may act with it by hand; on a store an app, by its `app` id."""

    handle: str
    network: str
    app: str = ""
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


class Destination(Part):
    """A queue into which a moderator moves what stands in another with one click, when its condition holds."""

    queue: str
    when: Condition = Condition()


class Queue(Part):
    """A workspace of conversations: one Slack channel. The first of `moves_to` that holds is offered on its cards.

    `words` are further names by which people ask for it, as in `/desk next german`.
    """

    key: str
    name: str
    channel: str
    words: tuple[Annotated[str, AfterValidator(one_word)], ...] = ()
    private: bool = False
    roles: Literal["everyone", "moderator"] = "everyone"
    window: int = Field(default=50, ge=1, le=500)
    language: str = ""
    escalation: bool = False
    moves_to: tuple[Destination, ...] = ()


class Reason(Part):
    """Why a conversation is closed; `needs` asks for a checked link, `solves` says that the customer was helped."""

    name: str
    needs: Literal["", "bug", "forum"] = ""
    solves: bool = False


class Tag(Part):
    """A word for what a conversation is about; `closes_as` proposes a reason for closing, `checklist` comes first."""

    name: str
    closes_as: str | None = None
    hint: str = ""
    checklist: tuple[str, ...] = ()


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

    bug: str = r"https://\S+"
    forum: str = r"https://\S+"


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
    skip_reasons: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=20)] = (
        "Not sure what to say",
        "Needs somebody who knows more",
        "Not my language",
        "Not now",
    )
    similar_percent: int = Field(default=90, ge=1, le=100)
    silence_reason: str
    deleted_reason: str
    tags: tuple[Tag, ...] = ()
    customer_tags: tuple[str, ...] = ()
    care_tags: tuple[str, ...] = ()
    community_tag: str = ""
    community_handles: tuple[Handle, ...] = ()
    community_words: tuple[str, ...] = ()
    beginners_path: str = (
        "As a beginner you can read, tag and note here; write the answer you would give as a note. "
        "A moderator and a manager make you a volunteer: write to the managers with `/desk ask`."
    )
    volunteer_criteria: Annotated[tuple[Annotated[str, Field(max_length=75)], ...], Field(max_length=10)] = ()
    celebrity: Celebrity = Celebrity()
    attention: Attention = Attention()
    likes: Likes = Likes()
    forum: Forum = Forum()
    style: dict[str, Style] = Field(default_factory=dict)
    retweets: Retweets = Retweets()
    absent: Absent = Absent()
    old: Old = Old()
    escalation: Escalations
    product_areas: tuple[ProductArea, ...] = ()
    standups: tuple[Slot, ...] = ()
    knowledge_base: KnowledgeBase | None = None
    times: Times = Times()
    links: Links = Links()

    @model_validator(mode="after")
    def parts_must_fit(self) -> Self:
        """Every name used is defined, and none twice."""
        found = mistakes(self)
        if found:
            raise Mistakes(found)
        return self

    def account(self, handle: str) -> Account:
        """One of our accounts by its handle, whatever its case and with or without @. Raises KeyError."""
        wanted = handle.removeprefix("@").lower()
        for account in self.accounts:
            if account.handle.lower() == wanted:
                return account
        raise KeyError(handle)

    def is_ours(self, handle: str, network: str) -> bool:
        """Whether this handle is one of our accounts on this network."""
        wanted = handle.removeprefix("@").lower()
        return wanted in {each.handle.lower() for each in self.accounts if each.network == network}

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


def load(path: Path) -> Programme:
    """Read desk.toml. Raises Misconfigured with, for each mistake, the file, the line and what was expected."""
    try:
        raw = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise Misconfigured(f"{path}: cannot be read ({error.strerror}); set DESK_FILE to your desk.toml") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Misconfigured(f"{path}, line {line}: this is not UTF-8; save the file as UTF-8") from error
    try:
        return Programme.model_validate(tomllib.loads(raw))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{path}, {broken(raw, str(error))}") from error
    except ValidationError as error:
        raise Misconfigured("\n".join(f"{path}, {each}" for each in wrong(raw, error, Programme))) from error
