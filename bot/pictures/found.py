"""Frozen pictures of finding things: what one may filter by, filters kept, what a search found, what is known of a
customer."""

from dataclasses import dataclass
from datetime import datetime

from bot.pictures.conversations import CardPicture


@dataclass(frozen=True)
class ChoicesPicture:
    """What one member may filter by: queues and networks as what they are called and their keys, the rest as it is.

    `saved` are the names of the filters they have kept.
    """

    queues: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    kinds: tuple[str, ...]
    accounts: tuple[str, ...]
    languages: tuple[str, ...]
    networks: tuple[tuple[str, str], ...]
    sentiments: tuple[str, ...]
    customer_tags: tuple[str, ...]
    saved: tuple[str, ...] = ()


@dataclass(frozen=True)
class SavedPicture:
    """A filter that its member has kept: its name, and what it asks for in words."""

    number: int
    name: str
    title: str


@dataclass(frozen=True)
class HitPicture:
    """A conversation that was found, and the words around the place where it was; `by` wrote them, in a `note` or not.

    `before`, `hit` and `after` are raw and hostile until drawn; `hit` is empty where only the author fits.
    """

    card: CardPicture
    at: datetime
    by: str
    note: bool
    before: str
    hit: str
    after: str
    by_name: bool = False


@dataclass(frozen=True)
class SearchPicture:
    """A page of what was found, newest first; `words` is the search as it was typed, `all` whether there is no more."""

    words: str
    rows: tuple[HitPicture, ...]
    total: int
    all: bool
    page: int = 0
    pages: int = 1


@dataclass(frozen=True)
class CustomerPicture:
    """What is known of a customer: tags of theirs, conversations since when, posts in `lately_days` and in the fewer
    `just_now_days`, and `about`, the tags of their conversations with how many carry each."""

    tags: tuple[str, ...]
    conversations: int
    since: datetime | None
    lately: int
    just_now: int
    lately_days: int
    just_now_days: int
    about: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class ChangedTag:
    """One line of the catalogue's history: what was done to which tag, and what it `became`; `by` is a Slack id."""

    kind: str
    tag: str
    became: str
    by: str | None
    at: datetime
