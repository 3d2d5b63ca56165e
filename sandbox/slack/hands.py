"""What a person in the workspace sees and does; everything here reaches the app by the real protocol."""

from typing import TYPE_CHECKING, Any

from sandbox.people import BOT_USER_ID
from sandbox.slack import modals, pressing, seeing, writing
from sandbox.slack.channels import Channel
from sandbox.slack.elements import Values
from sandbox.slack.errors import Json, NotPossible
from sandbox.slack.interactions import Payloads
from sandbox.slack.messages import Message
from sandbox.slack.outcome import Outcome
from sandbox.slack.pressing import Use, Where
from sandbox.slack.users import User

if TYPE_CHECKING:
    from sandbox.slack.workspace import SlackWorkspace


class Person:
    """One human being with Slack open. Channels are named by id, `#name` or name.

    What Slack's client does not offer (a button that is not there, a channel one is not in) raises NotPossible.
    """

    def __init__(self, workspace: "SlackWorkspace", user: User) -> None:
        self.workspace = workspace
        self.user = user
        self.id = user.id
        self.name = user.real_name
        self.payloads = Payloads(workspace)
        self.chosen: dict[str, Values] = {}
        """What is selected in messages' own elements, by the message's ts."""
        self.loaded: dict[str, list[Json]] = {}
        """The options that external selects were last given, by action id."""
        self.warnings: dict[str, str] = {}
        """The warning sign beside a message after a click that failed, by ts."""

    def channels(self) -> list[Json]:
        """The channels and direct messages this person is in: id, name, is_private, is_im, unread, topic and more."""
        return seeing.channels(self)

    def messages(self, channel: str, thread_ts: str | None = None, *, limit: int | None = None) -> list[Json]:
        """What the person sees, oldest first: a channel, or a thread with its parent; the newest `limit` of it.

        Besides Slack's fields each has is_ephemeral, pinged (whom it notified) and warning (after a failed click).
        """
        return seeing.messages(self, self.channel(channel), thread_ts, limit)

    def read(self, channel: str) -> None:
        """Mark a channel as read."""
        seeing.read(self, self.channel(channel))

    def reload(self) -> None:
        """Reload Slack: private messages, warnings and the open modal are gone."""
        seeing.reload(self)

    def dm(self) -> str:
        """The id of the direct message with the app, opened when it was not."""
        created = int(self.workspace.clock.timestamp())
        return self.workspace.channels.direct([BOT_USER_ID, self.id], created).id

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write a message, or a reply in a thread; `@ana` and `#general` become mentions. Returns its ts."""
        return writing.say(self, self.channel(channel), text, thread_ts)

    async def edit(self, channel: str, ts: str, text: str) -> None:
        """Change one's own message."""
        writing.edit(self, self.channel(channel), ts, text)

    async def delete(self, channel: str, ts: str) -> None:
        """Delete one's own message."""
        writing.delete(self, self.channel(channel), ts)

    async def react(self, channel: str, ts: str, name: str, *, added: bool = True) -> None:
        """Add a reaction to a message, or take it back."""
        place = self.channel(channel)
        self.workspace.posting.react(place, seeing.visible(self, place, ts), self.id, name, added=added)

    async def join(self, channel: str) -> None:
        """Join a public channel."""
        found = self.workspace.channels.get(channel)
        if found is None or found.is_private or found.is_im:
            raise NotPossible(f"{self.name} cannot join {channel}.")
        self.workspace.enter(found, self.id)

    async def leave(self, channel: str) -> None:
        """Leave a channel."""
        self.workspace.leave(self.channel(channel), self.id)

    async def invite(self, channel: str, user_id: str = BOT_USER_ID) -> None:
        """Bring somebody, the app when nobody is named, into a channel one is in."""
        self.workspace.enter(self.channel(channel), user_id, inviter=self.id)

    async def command(self, channel: str, text: str, thread_ts: str | None = None) -> Outcome:
        """Run a slash command such as `/desk next`; in a thread Slack refuses it."""
        return await writing.command(self, self.channel(channel), text, thread_ts)

    async def click(
        self,
        channel: str,
        ts: str,
        action_id: str,
        *,
        value: Any = None,
        block_id: str | None = None,
        selected: Any = None,
    ) -> Outcome:
        """Use an element of a message. `value` tells buttons of one action id apart; `selected` is what was chosen.

        Options are named by their value, several as a list; dates, times, users and channels as they are.
        """
        return await pressing.click(self, self.channel(channel), ts, Use(action_id, value, block_id, selected))

    async def options(
        self, where: Where, action_id: str, query: str = "", *, block_id: str | None = None
    ) -> list[Json]:
        """What a select offers for `query`; an external one asks the app. `where`: modal, home or (channel, ts)."""
        return await pressing.options(self, where, Use(action_id, block_id=block_id), query)

    def modal(self) -> Json | None:
        """The uppermost modal as the app gave it, plus `typed` (state by block and action id) and `errors`; or None."""
        return modals.shown(self)

    def home(self) -> Json | None:
        """The home tab as last published, or None."""
        view = self.workspace.views.home(self.id)
        return view.as_json() if view is not None else None

    def fill(self, action_id: str, value: Any) -> None:
        """Type or choose in the open modal; the element is named by its action id or its block's id."""
        modals.fill(self, action_id, value)

    def attach(self, action_id: str, name: str, content: bytes) -> str:
        """Upload a file in the open modal's file input; returns its id. Raises NotPossible for what Slack refuses."""
        return modals.attach(self, action_id, name, content)

    def upload(self, name: str, content: bytes, channel: str | None = None, thread_ts: str | None = None) -> str:
        """Upload a file, as a message where a channel is named; returns the link that *Copy link to file* gives."""
        if not content:
            raise NotPossible(f"{name} is empty.")
        file = self.workspace.files.keep(self.id, name, content)
        if channel is not None:
            writing.share(self, self.channel(channel), file, thread_ts)
        return str(file.as_json(self.workspace.base_url)["permalink"])

    async def press(
        self, action_id: str, *, value: Any = None, selected: Any = None, block_id: str | None = None
    ) -> Outcome:
        """Use a button or another element that tells the app at once, in the modal or, without one, in the home tab."""
        return await modals.press(self, Use(action_id, value, block_id, selected))

    async def submit(self) -> Outcome:
        """Press the modal's submit button. Missing input is pointed out by Slack itself and never reaches the app."""
        return await modals.submit(self)

    async def dismiss(self) -> None:
        """Close the uppermost modal."""
        await modals.dismiss(self)

    async def open_home(self) -> Json | None:
        """Open the app's home tab and wait, at most three seconds for a first one, until there is one to see."""
        return await modals.open_home(self)

    async def shortcut(self, callback_id: str, channel: str | None = None, ts: str | None = None) -> Outcome:
        """Run a shortcut: of a message when channel and ts are given, else a global one."""
        place = self.channel(channel) if channel is not None else None
        return await writing.shortcut(self, callback_id, place, ts)

    def channel(self, name: str) -> Channel:
        """A channel this person is in; raises NotPossible."""
        channel = self.workspace.channels.get(name)
        if channel is None or self.id not in channel.members:
            raise NotPossible(f"{self.name} is not in {name}.")
        return channel

    def message(self, channel: str, ts: str) -> Message:
        """A message this person can see; raises NotPossible."""
        return seeing.visible(self, self.channel(channel), ts)
