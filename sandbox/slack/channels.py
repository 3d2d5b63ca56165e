"""Channels, private channels and direct messages: who is in them and how they are called."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.people import BOT_USER_ID, TEAM_ID
from sandbox.slack.errors import Json, SlackError
from sandbox.slack.messages import Timeline

LONGEST_NAME = 80
LONGEST_TOPIC = 250


@dataclass
class Channel:
    """A conversation of Slack's: public or private channel, or direct message."""

    id: str
    name: str
    """Empty for direct messages."""
    creator: str
    created: int
    """Seconds since 1970."""
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_general: bool = False
    archived: bool = False
    topic: str = ""
    purpose: str = ""
    members: dict[str, None] = field(default_factory=dict)
    timeline: Timeline = field(default_factory=Timeline)
    read: dict[str, str] = field(default_factory=dict)
    """The ts up to which each member has read."""
    bookmarks: list[Json] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)

    @property
    def type(self) -> str:
        """As events call it: channel, group, im or mpim."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "group" if self.is_private else "channel"

    @property
    def family(self) -> str:
        """As scopes and subscriptions call it: channels, groups, im or mpim."""
        return {"channel": "channels", "group": "groups"}.get(self.type, self.type)

    @property
    def name_in_payloads(self) -> str:
        """What interactions and commands say in the place of the name; private places have none there."""
        return {"im": "directmessage", "group": "privategroup", "mpim": "mpdm"}.get(self.type, self.name)

    def partner_of(self, user_id: str) -> str:
        """The other person in a direct message; oneself when alone there."""
        return next((member for member in self.members if member != user_id), user_id)

    def as_json(self, *, viewer: str = BOT_USER_ID, num_members: bool = False) -> Json:
        """The conversation object of Slack's API, as `viewer` gets it."""
        if self.is_im:
            return self._im_json(viewer)
        shown: Json = {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": False,
            "is_im": False,
            "is_mpim": self.is_mpim,
            "is_private": self.is_private,
            "is_archived": self.archived,
            "is_general": self.is_general,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "is_member": viewer in self.members,
            "created": self.created,
            "creator": self.creator,
            "unlinked": 0,
            "context_team_id": TEAM_ID,
            "topic": {"value": self.topic, "creator": self.creator if self.topic else "", "last_set": self.created},
            "purpose": {
                "value": self.purpose,
                "creator": self.creator if self.purpose else "",
                "last_set": self.created,
            },
            "previous_names": [],
        }
        if num_members:
            shown["num_members"] = len(self.members)
        return shown

    def _im_json(self, viewer: str) -> Json:
        return {
            "id": self.id,
            "created": self.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": TEAM_ID,
            "user": self.partner_of(viewer),
            "is_user_deleted": False,
            "is_open": True,
            "priority": 0,
        }


class Channels:
    """All channels of the workspace, by id and by name; names are unique, direct messages one a pair."""

    def __init__(self) -> None:
        self._by_id: dict[str, Channel] = {}
        self._by_name: dict[str, str] = {}
        self._ims: dict[frozenset[str], str] = {}
        self._numbers = itertools.count(1)

    def __iter__(self) -> Iterator[Channel]:
        return iter(self._by_id.values())

    def get(self, id_or_name: str) -> Channel | None:
        """The channel of this id, `#name` or name, or None."""
        found = self._by_id.get(id_or_name)
        return found or self._by_id.get(self._by_name.get(id_or_name.lstrip("#"), ""))

    def create(self, name: str, *, creator: str, created: int, is_private: bool = False, fixed_id: str = "") -> Channel:
        """Make a channel with its creator as only member; raises SlackError for a bad or taken name."""
        checked = checked_name(name)
        if checked in self._by_name:
            raise SlackError("name_taken")
        channel_id = fixed_id or f"C0SANDBOX{next(self._numbers):03d}"
        channel = Channel(channel_id, checked, creator, created, is_private=is_private, members={creator: None})
        self._by_id[channel.id] = channel
        self._by_name[checked] = channel.id
        return channel

    def rename(self, channel: Channel, name: str) -> None:
        """Give a channel another name; raises SlackError as `create` does."""
        checked = checked_name(name)
        if self._by_name.get(checked, channel.id) != channel.id:
            raise SlackError("name_taken")
        del self._by_name[channel.name]
        channel.name = checked
        self._by_name[checked] = channel.id

    def direct(self, users: list[str], created: int) -> Channel:
        """The direct message of these people, made when it is not there; three or more make a group message."""
        pair = frozenset(users)
        if pair not in self._ims:
            is_im = len(pair) <= 2
            number = next(self._numbers)
            channel_id = f"D0SANDBOX{number:03d}" if is_im else f"G0SANDBOX{number:03d}"
            channel = Channel(channel_id, "", users[0], created, is_im=is_im, is_mpim=not is_im, is_private=True)
            channel.members = dict.fromkeys(users)
            if not is_im:
                channel.name = f"mpdm-{number}"
            self._by_id[channel.id] = channel
            self._ims[pair] = channel.id
        return self._by_id[self._ims[pair]]

    def existing_direct(self, users: list[str]) -> Channel | None:
        """The direct message of these people if it was ever opened."""
        return self._by_id.get(self._ims.get(frozenset(users), ""))


def checked_name(name: str) -> str:
    """A channel's name as Slack accepts it, without a leading `#`; raises SlackError with Slack's reason."""
    plain = name.strip().removeprefix("#")
    if not plain:
        raise SlackError("invalid_name_required")
    if len(plain) > LONGEST_NAME:
        raise SlackError("invalid_name_maxlength")
    if not any(character.isalnum() for character in plain):
        raise SlackError("invalid_name_punctuation")
    if plain != plain.lower() or not re.fullmatch(r"[\w-]+", plain):
        raise SlackError("invalid_name_specials")
    return plain
