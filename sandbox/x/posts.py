"""What the pretend X keeps: users, posts and media, and how posts are numbered."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sandbox.people import Plan

Kind = Literal["account", "member", "customer"]
ReplySettings = Literal["everyone", "mentionedUsers", "following", "subscribers", "verified"]
VerifiedType = Literal["blue", "business", "government", "none"]
Source = Literal["api", "hand"]

FIRST_MILLISECOND = 1_288_834_974_657
"""X counts the milliseconds in its numbers from 4 November 2010."""


@dataclass(eq=False)
class User:
    """Somebody with an account on the pretend X."""

    id: int
    handle: str
    name: str
    kind: Kind
    created_at: datetime
    description: str = ""
    followers: int = 50
    following: int = 80
    verified_type: VerifiedType = "none"
    language: str = "en"
    protected: bool = False
    plan: Plan = "self_serve"
    premium: bool = False
    """Whether they may write more than 280 weighted characters."""
    posts: int = 0


@dataclass(eq=False)
class Media:
    """An uploaded picture, animation or film."""

    id: int
    owner: int
    type: Literal["photo", "animated_gif", "video"]
    content_type: str
    content: bytes
    usable_at: datetime | None = None
    """When X has looked through it and it can be posted; None when it can at once."""
    alt_text: str = ""

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.content)

    @property
    def key(self) -> str:
        """How posts refer to it."""
        return f"{ {'photo': 3, 'animated_gif': 16, 'video': 7}[self.type] }_{self.id}"


@dataclass(eq=False)
class Post:
    """One version of a public post."""

    id: int
    author: User
    text: str
    """What the author wrote, links in full, without the handles that X puts before a reply."""
    wire_text: str
    """What the API says: handles before a reply, t.co links, `&amp;`, `&lt;` and `&gt;`."""
    created_at: datetime
    lang: str
    conversation_id: int
    source: Source
    entities: dict[str, list[dict[str, Any]]]
    mentions: tuple[int, ...] = ()
    """Ids of the mentioned users, also of those whom X itself put before a reply."""
    display_start: int = 0
    """Where the author's own words begin in `wire_text`."""
    in_reply_to: int | None = None
    in_reply_to_user: int | None = None
    quote: int | None = None
    repost_of: int | None = None
    media: tuple[Media, ...] = ()
    reply_settings: ReplySettings = "everyone"
    """Who may reply besides those it mentions; replies inherit it from the post that began the conversation."""
    note: dict[str, Any] | None = None
    """The whole text and its entities when it is longer than X shows in `text`."""
    versions: list[int] = field(default_factory=list)
    """All versions of this post, oldest first; shared between them."""
    deleted: bool = False
    likes: set[int] = field(default_factory=set)
    reposts: set[int] = field(default_factory=set)
    replies: int = 0
    quotes: int = 0

    @property
    def latest(self) -> bool:
        """Whether this is the version that timelines show."""
        return self.versions[-1] == self.id

    @property
    def url(self) -> str:
        """Where people would read it."""
        return f"https://x.com/{self.author.handle}/status/{self.id}"

    def mentions_user(self, user: User) -> bool:
        """Whether the post has the user's handle in it."""
        return user.id in self.mentions


def number_for(moment: datetime, taken: Container[int]) -> int:
    """A free post number that sorts by time as X's do."""
    number = (int(moment.timestamp() * 1000) - FIRST_MILLISECOND) << 22
    while number in taken:
        number += 1
    return number


def moment_of(post_id: int) -> datetime:
    """When a post of that number was written, to the millisecond."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(post_id >> 22) + FIRST_MILLISECOND)


def first_number_at(moment: datetime) -> int:
    """The smallest number a post written at `moment` or later can have."""
    return max(0, int(moment.timestamp() * 1000) - FIRST_MILLISECOND) << 22


def wire_time(moment: datetime) -> str:
    """A moment as X writes it: UTC with milliseconds and a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
