"""The channels of the workspace, as the desk sees and arranges them."""

from dataclasses import dataclass
from typing import Any

from bot.errors import Gone
from bot.slack.budgets import Lane
from bot.slack.caller import Answer, Caller, Refusal

PAGE = 500
ALREADY = frozenset({"already_in_channel", "cant_invite_self", "already_in_team", "not_in_channel", "cant_kick_self"})


@dataclass(frozen=True)
class Place:
    """A channel that the bot knows of."""

    id: str
    name: str
    private: bool
    archived: bool
    joined: bool


class Channels:
    """Finding, making and filling channels; all of it in the lane that goes last, as nobody waits for it."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def all(self) -> tuple[Place, ...]:
        """Every public channel, and the private ones the bot is in. Raises Unauthorised when a scope is missing."""
        places: list[Place] = []
        cursor = ""
        while True:
            answer = await self._caller.call(
                "conversations.list",
                Lane.DIGEST,
                types="public_channel,private_channel",
                exclude_archived=False,
                limit=PAGE,
                cursor=cursor,
            )
            places += [place_of(each) for each in answer["channels"]]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return tuple(places)

    async def create(self, name: str, *, private: bool) -> Place:
        """Make a channel with the bot in it. Raises Refusal (`name_taken` …) or Unauthorised."""
        answer = await self._caller.call("conversations.create", Lane.DIGEST, name=name, is_private=private)
        return place_of(answer["channel"])

    async def join(self, channel: str) -> None:
        """Enter a public channel; being there already is fine."""
        await self._caller.call("conversations.join", Lane.DIGEST, channel=channel)

    async def members(self, channel: str) -> frozenset[str]:
        """Who is in it, by Slack id."""
        found: set[str] = set()
        cursor = ""
        while True:
            answer = await self._caller.call(
                "conversations.members", Lane.DIGEST, channel=channel, limit=PAGE, cursor=cursor
            )
            found.update(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(found)

    async def invite(self, channel: str, *users: str) -> bool:
        """Let people in, at most 1,000 at once; False when Slack knows none of them (any more)."""
        return await self._quietly("conversations.invite", channel=channel, users=",".join(users), force=True)

    async def kick(self, channel: str, user: str) -> bool:
        """Show somebody out; False when they cannot be."""
        return await self._quietly("conversations.kick", channel=channel, user=user)

    async def topic(self, channel: str, text: str) -> None:
        """Set the line under the channel's name; at most 250 characters."""
        await self._caller.call("conversations.setTopic", Lane.DIGEST, channel=channel, topic=text[:250])

    async def _quietly(self, method: str, **arguments: Any) -> bool:
        try:
            await self._caller.call(method, Lane.DIGEST, **arguments)
        except Refusal as refusal:
            if refusal.name in ALREADY:
                return True
            raise
        except Gone:
            return False
        return True


def place_of(channel: Answer) -> Place:
    """A channel as Slack gives it."""
    return Place(
        id=str(channel["id"]),
        name=str(channel.get("name") or ""),
        private=bool(channel.get("is_private")),
        archived=bool(channel.get("is_archived")),
        joined=bool(channel.get("is_member")),
    )
