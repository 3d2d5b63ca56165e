"""Modals and home tabs: stacks of at most three views a person, what is typed into them, and their hashes."""

import asyncio
import itertools
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from sandbox.people import APP_ID, BOT_ID, TEAM_ID
from sandbox.slack.elements import Values, first_values, kept_values, with_ids
from sandbox.slack.errors import Json, SlackError

MOST_STACKED = 3


@dataclass(eq=False)
class View:
    """One view as the app gave it, and what the person has typed."""

    id: str
    user: str
    given: Json
    blocks: list[Json]
    hash: str
    root: str = ""
    previous: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def values_now(self) -> Values:
        """What is typed and chosen at this moment, safe from later typing."""
        return {block_id: dict(actions) for block_id, actions in self.values.items()}

    def as_json(self) -> Json:
        """The view object of Slack's API and payloads."""
        given = self.given
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "type": given["type"],
            "blocks": self.blocks,
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "state": {"values": self.values_now()},
            "hash": self.hash,
            "title": given.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": bool(given.get("clear_on_close", False)),
            "notify_on_close": bool(given.get("notify_on_close", False)),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root or self.id,
            "app_id": APP_ID,
            "external_id": given.get("external_id", ""),
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }


class Views:
    """All open modals and published homes."""

    def __init__(self) -> None:
        self._by_id: dict[str, View] = {}
        self._by_external_id: dict[str, str] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._published = asyncio.Event()
        self._numbers = itertools.count(1)

    def top(self, user: str) -> View | None:
        """The modal the person sees, or None."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        """The person's home tab as last published."""
        return self._homes.get(user)

    def find(self, view_id: str | None, external_id: str | None) -> View:
        """The view to update; raises SlackError `not_found`."""
        wanted = view_id or self._by_external_id.get(external_id or "", "")
        view = self._by_id.get(wanted)
        if view is None:
            raise SlackError("not_found")
        return view

    def open(self, user: str, given: Json) -> View:
        """Show a modal; what was open before is gone, as Slack has one stack a person."""
        self.close_all(user)
        return self._stack(user, given, None)

    def push(self, user: str, given: Json) -> View:
        """Show a modal over the present one; raises SlackError when three are stacked or none is open."""
        below = self.top(user)
        if below is None:
            raise SlackError("not_found")
        if len(self._stacks[user]) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        return self._stack(user, given, below)

    def update(self, view: View, given: Json, expected_hash: str | None = None) -> View:
        """Replace a view's content; typed text stays under unchanged ids. Raises SlackError `hash_conflict`."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        self._claim_external_id(given, view)
        view.given, view.blocks = given, with_ids(given["blocks"])
        view.values = kept_values(view.blocks, view.values)
        view.errors, view.hash = {}, new_hash()
        return view

    def publish(self, user: str, given: Json, expected_hash: str | None = None) -> View:
        """Set a person's home tab; raises SlackError `hash_conflict` when another hash is up."""
        old = self._homes.get(user)
        if old is not None:
            return self.update(old, given, expected_hash)
        if expected_hash:
            raise SlackError("hash_conflict")
        view = self._new(user, given)
        self._homes[user] = view
        self._published.set()
        self._published = asyncio.Event()
        return view

    def close_top(self, user: str) -> View | None:
        """Take the uppermost modal away; the one below is shown again."""
        stack = self._stacks.get(user)
        if not stack:
            return None
        view = stack.pop()
        self._forget(view)
        return view

    def close(self, view: View) -> None:
        """Take one view away wherever it is in its stack; nothing happens when it is already gone."""
        stack = self._stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)
            self._forget(view)

    async def home_of(self, user: str, *, within: float) -> View | None:
        """The person's home tab, waited for at most so many seconds of the wall clock when it is not published yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while user not in self._homes:
                    await self._published.wait()
        return self._homes.get(user)

    def close_all(self, user: str) -> list[View]:
        """Take the whole stack away; uppermost first."""
        closed = []
        while (view := self.close_top(user)) is not None:
            closed.append(view)
        return closed

    def stack(self, user: str) -> list[View]:
        """The person's open modals, lowest first."""
        return list(self._stacks.get(user, ()))

    def _stack(self, user: str, given: Json, below: View | None) -> View:
        view = self._new(user, given)
        if below is not None:
            view.root, view.previous = below.root or below.id, below.id
        self._stacks.setdefault(user, []).append(view)
        return view

    def _new(self, user: str, given: Json) -> View:
        blocks = with_ids(given["blocks"])
        view = View(f"V0SANDBOX{next(self._numbers):05d}", user, given, blocks, new_hash(), values=first_values(blocks))
        self._claim_external_id(given, view)
        self._by_id[view.id] = view
        return view

    def _claim_external_id(self, given: Json, view: View) -> None:
        external_id = given.get("external_id")
        if not external_id:
            return
        if self._by_external_id.get(external_id, view.id) != view.id:
            raise SlackError("duplicate_external_id")
        self._by_external_id[external_id] = view.id

    def _forget(self, view: View) -> None:
        self._by_id.pop(view.id, None)
        external_id = view.given.get("external_id")
        if external_id:
            self._by_external_id.pop(external_id, None)


def new_hash() -> str:
    """A hash that changes with every content of a view."""
    return f"{secrets.randbits(40)}.{secrets.token_hex(4)}"
