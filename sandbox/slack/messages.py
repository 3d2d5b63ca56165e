"""Messages and a channel's timeline of them; looking one up or paging costs the same however many there are."""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field

from sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from sandbox.slack.errors import Json


@dataclass
class Message:
    """One message; `ts` is its identity within the channel, as text of seconds and microseconds."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    files: list[Json] | None = None
    thread_ts: str | None = None
    """The parent's ts for a reply; None at the top level, also for a parent."""
    broadcast: bool = False
    metadata: Json | None = None
    edited: Json | None = None
    subtype: str | None = None
    foreign_team: str | None = None
    """The workspace of whoever wrote it from another one, in a channel that both share."""
    username: str | None = None
    icon: Json | None = None
    client_msg_id: str | None = None
    ephemeral_for: str | None = None
    pinged: list[str] = field(default_factory=list)
    """Whom it notified: "channel", "here", "everyone", user ids."""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    reply_users: dict[str, int] = field(default_factory=dict)
    pinned: bool = False

    @property
    def from_bot(self) -> bool:
        """Whether the app wrote it."""
        return self.user == BOT_USER_ID

    def as_json(self, *, with_metadata: bool = False) -> Json:
        """The message object of Slack's API."""
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": TEAM_ID}
        if self.subtype is not None:
            shown["subtype"] = self.subtype
        if self.foreign_team is not None:
            shown |= dict.fromkeys(("team", "user_team", "source_team"), self.foreign_team)
        if self.client_msg_id is not None:
            shown["client_msg_id"] = self.client_msg_id
        if self.from_bot:
            shown["bot_id"] = BOT_ID
            shown["app_id"] = APP_ID
        parts = {"username": self.username, "icons": self.icon, "blocks": self.blocks}
        parts |= {"attachments": self.attachments, "files": self.files}
        shown |= {name: part for name, part in parts.items() if part}
        if self.edited is not None:
            shown["edited"] = self.edited
        if self.pinned:
            shown["pinned_to"] = [self.channel]
        self._add_thread(shown)
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        if self.metadata is not None and with_metadata:
            shown["metadata"] = self.metadata
        return shown

    def _add_thread(self, shown: Json) -> None:
        if self.thread_ts is not None:
            shown["thread_ts"] = self.thread_ts
        elif self.replies:
            shown["thread_ts"] = self.ts
            shown["reply_count"] = len(self.replies)
            shown["reply_users_count"] = len(self.reply_users)
            shown["latest_reply"] = self.replies[-1]
            shown["reply_users"] = list(self.reply_users)[:5]
            shown["is_locked"] = False
            shown["subscribed"] = False


class Timeline:
    """The messages of one channel. Replies stand in their parent's thread, not in the channel, unless broadcast."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._top: list[str] = []

    def __len__(self) -> int:
        return len(self._messages)

    def add(self, message: Message) -> None:
        """Append a message; a reply's parent must be here."""
        self._messages[message.ts] = message
        if message.thread_ts is None or message.broadcast:
            insort(self._top, message.ts)
        if message.thread_ts is not None:
            parent = self._messages[message.thread_ts]
            insort(parent.replies, message.ts)
            parent.reply_users[message.user] = parent.reply_users.get(message.user, 0) + 1

    def get(self, ts: str | None) -> Message | None:
        """The message of that ts, or None."""
        return self._messages.get(ts) if ts is not None else None

    def remove(self, message: Message) -> None:
        """Take a message out; its parent's thread shrinks."""
        del self._messages[message.ts]
        _take_out(self._top, message.ts)
        parent = self.get(message.thread_ts)
        if parent is None:
            return
        _take_out(parent.replies, message.ts)
        parent.reply_users[message.user] -= 1
        if not parent.reply_users[message.user]:
            del parent.reply_users[message.user]

    def thread(self, parent: Message) -> list[Message]:
        """The replies to a message, oldest first."""
        return [self._messages[ts] for ts in parent.replies]

    def newest(self, limit: int, *, oldest: str = "", latest: str = "", inclusive: bool = False) -> list[Message]:
        """At most `limit` messages of the channel's top level, newest first, between two times; "" is no bound."""
        left, right = (bisect_left, bisect_right) if inclusive else (bisect_right, bisect_left)
        start = left(self._top, oldest) if oldest else 0
        end = right(self._top, latest) if latest else len(self._top)
        return [self._messages[self._top[index]] for index in range(end - 1, max(start, end - limit) - 1, -1)]

    def everything(self) -> list[Message]:
        """The channel's top level, oldest first."""
        return [self._messages[ts] for ts in self._top]

    def all(self) -> list[Message]:
        """All messages with all replies, in the order they were posted."""
        return sorted(self._messages.values(), key=lambda message: message.ts)

    def latest(self) -> Message | None:
        """The newest message at the top level, or None."""
        return self._messages[self._top[-1]] if self._top else None

    def unread_since(self, ts: str) -> int:
        """How many messages at the top level are newer."""
        return len(self._top) - bisect_right(self._top, ts)


def _take_out(ordered: list[str], ts: str) -> None:
    index = bisect_left(ordered, ts)
    if index < len(ordered) and ordered[index] == ts:
        del ordered[index]
