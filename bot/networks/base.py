"""What every network has in common: mentions, drafts, what the network can do, and the protocol each module keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.networks.odd import Unreadable
from bot.programme import Account

ANSWERED_BEFORE = "we answered before"
"""Under this name a mention's `about` holds the answer of ours that stood under an earlier version of it."""

NAMELESS = "Somebody without a name"
"""How a customer is called whom their network shows without one; nobody is addressed by it."""


class Way(StrEnum):
    """How an act reaches the network."""

    API = "api"
    HAND = "hand"
    NEVER = "never"


@dataclass(frozen=True)
class Author:
    """Who wrote a post, as the network gives it with the post itself."""

    id: str
    handle: str
    name: str = ""
    followers: int | None = None
    verified: str = "none"


@dataclass(frozen=True)
class Mention:
    """One public post or review, whoever wrote it.

    `versions` are all ids the post has had, oldest first; `id` is the newest. `thread` is the network's own id of the
    public thread. `mentions` are the handles named in the text, lower case, without @. `replying_to` and `quotes` are
    post ids. `reposts_of` is set when this is only a repost. `about` is what the network says beyond that (likes,
    reposts, replies, who may reply, stars, device), by plain names; a `title` is the beginning of the text. `ours` is
    set by networks without handles on what we have written ourselves.
    """

    network: str
    id: str
    thread: str
    author: Author
    text: str
    posted_at: datetime
    language: str = ""
    url: str = ""
    mentions: tuple[str, ...] = ()
    replying_to: str | None = None
    quotes: str | None = None
    quotes_author: str | None = None
    reposts_of: str | None = None
    versions: tuple[str, ...] = ()
    product: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    ours: bool = False


def only_some_may_reply(account: Account, mention: Mention) -> str:
    """Who may reply to a post, in words, when its author lets not everybody; empty when the account may.

    Whom a post mentions may always reply to it.
    """
    return "" if account.handle.lower() in mention.mentions else str(mention.about.get("may reply") or "")


@dataclass(frozen=True)
class Fetched:
    """All that is new at a source, oldest first, with the cursor to keep once it is stored.

    `complete` is False when the network could not give everything since the last cursor: a gap. `unreadable` are the
    posts among it that came in a form nobody thought of.
    """

    mentions: tuple[Mention, ...]
    cursor: str | None
    complete: bool = True
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A text about to be sent in answer to a post; `post_id` and `author` are those of the post answered.

    `media` is what the network calls the file that was uploaded for it.
    """

    account: str
    text: str
    post_id: str
    author: str
    media: str | None = None


PICTURES = frozenset({"png", "jpg", "gif"})
"""Kinds of files that ask for a description."""


@dataclass(frozen=True)
class Media:
    """A file about to be uploaded: its `kind` by its content, and what it shows, for those who cannot see it."""

    kind: str
    content: bytes
    description: str = ""


@dataclass(frozen=True)
class Uploaded:
    """What the network calls an uploaded file, and between which moments it can be posted."""

    id: str
    ready_at: datetime
    until: datetime


@dataclass(frozen=True)
class Posted:
    """A post found on, or just added to, one of our own timelines."""

    id: str
    account: str
    text: str
    at: datetime
    replying_to: str | None = None
    url: str = ""


@dataclass(frozen=True)
class Looked:
    """What a look at known posts showed: those still public, as they stand now, and the ids that are gone.

    `news` is what stood beside them and may be new: answers of ours, newer posts of the same people. `waiting` are
    those for which the network's quota did not suffice.
    """

    there: tuple[Mention, ...]
    gone: tuple[str, ...]
    news: tuple[Mention, ...] = ()
    waiting: tuple[str, ...] = ()


def free(_plan: str, _text: str) -> int:
    """What a reply costs where nothing is charged."""
    return 0


@dataclass(frozen=True)
class Brought:
    """One post that somebody pointed at, with its author, and the key of the source it counts as found by."""

    mention: Mention
    source: str


@dataclass(frozen=True)
class Capabilities:
    """What a network allows, as data: what outside of bot/networks knows of a network, it knows from here.

    Ways:      `reply`; `edit`, a second reply that takes the first one's place (NEVER: it would stand beside it);
               `like` and `hide`. NEVER means that nobody can, on any plan.
    People:    `handles` says that customers are called @somebody; else they are known by a name anybody may bear.
               `threads` says that they answer in a thread; else they edit the one post they have, which reopens its
               conversation.
    Limits:    `limit` characters as `length` counts them; `takes_tags_out` when what looks like HTML is lost;
               `looked_up_by_any`, whether any account of ours can ask for the posts of another's conversations;
               `readable_for`, how long a post can be read; `reads_an_hour`, shared by all accounts; `looked_up_at_once`
               posts can be asked for by their ids; `same_text_for`, how long an account may not say exactly the same
               to the same people again.
    Files:     `attachments`, how many bytes a file of each kind may have; a kind that is missing is not taken.
    Links:     `example_link`, what the address of a post looks like; empty where a post cannot be brought by it.
    Prices:    `price` of a text sent by API on a plan, in millionths of a dollar.
    """

    label: str
    limit: int
    length: Callable[[str], int]
    reply: Way = Way.API
    edit: Way = Way.NEVER
    like: Way = Way.NEVER
    hide: Way = Way.NEVER
    handles: bool = True
    threads: bool = True
    takes_tags_out: bool = False
    readable_for: timedelta | None = None
    reads_an_hour: int | None = None
    looked_up_at_once: int = 100
    looked_up_by_any: bool = True
    same_text_for: timedelta = timedelta(0)
    attachments: Mapping[str, int] = field(default_factory=dict)
    example_link: str = ""
    price: Callable[[str, str], int] = free


@dataclass(frozen=True)
class Charge:
    """What a call cost an account, in millionths of a dollar; `kind` names what was bought (`post read` …)."""

    account: str
    kind: str
    count: int
    microdollars: int


class Network(Protocol):
    """One network. Every method raises Trouble's kinds only: RetryAt, Unavailable, Unknown, Gone, Garbled, NeedsHand,
    Rejected, Unauthorised. Every call that is billed is reported to `charged` before the method returns or raises."""

    name: str
    capabilities: Capabilities

    def sources(self) -> tuple[str, ...]:
        """The keys of everything to poll (`x:mentions:FirefoxSupport`, `x:search:fxhelp`, `x:own:FirefoxSupport`)."""

    def source_name(self, source: str) -> str:
        """A source in words, as managers read of it: `the mentions of @FirefoxSupport`."""

    def account_of(self, source: str) -> str:
        """The account whose quota, budget and token a source uses."""

    async def fetch(self, source: str, *, cursor: str | None, since: datetime) -> Fetched:
        """Everything new at a source, all pages, oldest first, overlapping what the cursor has already seen."""

    async def look_up(self, account: str, ids: tuple[str, ...]) -> Looked:
        """Known posts as they stand now; at most as many ids as the network's capabilities say."""

    def post_in(self, text: str) -> str:
        """The id of the first post of this network that a text links to; empty when there is none."""

    async def read_one(self, account: str, post_id: str) -> Brought:
        """One post with its author, whoever wrote it, read as the account. Raises Gone, saying why, when it is not to
        be seen, and Garbled when it cannot be made sense of."""

    async def send(self, draft: Draft, *, deadline: datetime) -> Posted:
        """Post a reply. The deadline is checked immediately before the request leaves: past it raises Unknown and
        nothing is sent. Unknown whenever an answer may have been lost."""

    async def upload(self, account: str, media: Media) -> Uploaded:
        """Bring a file to the network, to be posted with a reply; doing it again is harmless. Raises Rejected for a
        file that it does not take."""

    async def uploaded(self, account: str, media_id: str) -> Uploaded:
        """How far the network is with a file that was uploaded. Raises Rejected when it cannot be posted."""

    async def own_posts(self, account: str, *, since: datetime, answering: tuple[str, ...] = ()) -> tuple[Posted, ...]:
        """What the account itself has posted since then, newest first: the read-back.

        `answering` are the posts whose answers are sought; a network without a timeline looks at these only.
        """

    async def like(self, account: str, post_id: str) -> None:
        """Like a post from the account; liking twice is harmless."""

    async def liked(self, account: str) -> tuple[str, ...]:
        """The posts the account has liked, the newest of them: the read-back of likes by hand."""

    def reply_way(self, account: Account, mention: Mention) -> Way:
        """Whether a reply to this mention from this account can go by API, before anybody types."""

    def like_way(self, account: Account) -> Way:
        """Whether a like from this account can go by API."""

    def composer(self, draft: Draft) -> str:
        """The address that opens the network's own composer with the text filled in (any length)."""

    def timeline(self, draft: Draft) -> str:
        """The address at which a person sees whether this reply got out."""

    def liker(self, post_id: str) -> str:
        """The address at which a person likes the post by hand."""

    async def check(self) -> tuple[tuple[str, str | None], ...]:
        """Try every token and account: (what was tried, the remedy or None when it is well)."""

    async def close(self) -> None:
        """Hand back connections."""
