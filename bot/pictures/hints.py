"""What a card points out and offers by itself: plain facts, for whoever draws a card or a reply's form."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CommunityAnswer:
    """Somebody of the community has answered in public."""

    author: str
    at: datetime
    url: str


@dataclass(frozen=True)
class Climb:
    """How far the reactions to a post have climbed since they were first read: label, then and now."""

    since: datetime
    until: datetime
    figures: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class HintsPicture:
    """All hints of one conversation.

    `likes_as` is the reason with which *Like + close* closes, empty where it is not offered; `checklists` are lines to
    read first, by the tag they belong to; `exchanges` is above 0 when the forum is offered; `retweet` when the post is
    of the kind that managers may want to spread.
    """

    likes_as: str = ""
    checklists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exchanges: int = 0
    community: CommunityAnswer | None = None
    climb: Climb | None = None
    retweet: bool = False


NO_HINTS = HintsPicture()
