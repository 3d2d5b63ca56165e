"""The pretend workspace itself: its people, channels and app, and the HTTP routes over which the app speaks to it."""

import time
from urllib.parse import quote

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.faults import Faults
from sandbox.log import Call, CallLog
from sandbox.people import BOT_ID, BOT_USER_ID, SLACK_PEOPLE, TEAM_ID, TEAM_NAME
from sandbox.slack.api.dispatch import Dispatcher
from sandbox.slack.channels import Channel, Channels
from sandbox.slack.errors import Json
from sandbox.slack.events import Events
from sandbox.slack.files import Files
from sandbox.slack.hands import Person
from sandbox.slack.manifest import read_manifest
from sandbox.slack.messages import Message
from sandbox.slack.posting import Changed, Posting
from sandbox.slack.rates import RateLimits
from sandbox.slack.responses import Responses
from sandbox.slack.socket import SocketHub
from sandbox.slack.triggers import Triggers
from sandbox.slack.users import User
from sandbox.slack.views import Views


class SlackWorkspace:
    """All of the pretend Slack, in memory, on one event loop.

    `manifest` is the text of the app's manifest.json; without it everything is granted. `changed(kind, where)` is
    called after every change: message, message_changed, message_deleted, ephemeral, channel, read, view, home, warning.
    """

    def __init__(
        self,
        clock: SandboxClock,
        log: CallLog,
        faults: Faults,
        manifest: str | Json | None = None,
        changed: Changed | None = None,
        *,
        rate_limits: bool = True,
        base_url: str = "",
    ) -> None:
        self.clock = clock
        self.log = log
        self.base_url = base_url
        """Where this is served, such as http://127.0.0.1:8080; learnt from the first call when not given."""
        self.app = read_manifest(manifest)
        self.changed: Changed = changed or (lambda kind, where: None)
        self.users: dict[str, User] = {}
        self.channels = Channels()
        self.views = Views()
        self.files = Files(self)
        self.triggers = Triggers(clock)
        self.rates = RateLimits(clock, enabled=rate_limits)
        self.socket = SocketHub(clock, faults)
        self.events = Events(self.app, self.socket)
        self.posting = Posting(self.new_ts, self.events, self._notice)
        self.responses = Responses(clock, self.posting)
        self._persons: dict[str, Person] = {}
        self._last_ts = 0
        self._dispatcher = Dispatcher(self)
        self._settle()

    def routes(self) -> list[web.RouteDef]:
        """What to mount: the Web API, Socket Mode, response_urls and permalinks, all below /slack/."""
        return [
            web.post("/slack/api/{method}", self._dispatcher.answer),
            web.get("/slack/api/{method}", self._dispatcher.answer),
            web.get("/slack/link", self.socket.link),
            web.post("/slack/response/{token}", self._respond),
            web.get("/slack/archives/{channel}/{message}", self._open_permalink),
            *self.files.routes(),
        ]

    async def close(self) -> None:
        """End connections and redeliveries."""
        await self.socket.close()

    def person(self, user_id: str) -> Person:
        """The hands of one person; always the same object. Raises KeyError for a stranger or the bot."""
        if user_id not in self._persons:
            if self.users[user_id].is_bot:
                raise KeyError(user_id)
            self._persons[user_id] = Person(self, self.users[user_id])
        return self._persons[user_id]

    def add_user(self, user: User) -> User:
        """Let somebody join the workspace and #general; the app hears `team_join`."""
        self.users[user.id] = user
        general = self.channels.get("general")
        if general is not None:
            general.members[user.id] = None
        event = {"type": "team_join", "user": user.as_json(self.clock.now()), "event_ts": self.new_ts()}
        self.events.tell("team_join", event)
        return user

    def enter(self, channel: Channel, user_id: str, *, inviter: str | None = None) -> None:
        """Make somebody a member of a channel; the app hears `member_joined_channel` where it is in."""
        if user_id in channel.members:
            return
        channel.members[user_id] = None
        latest = channel.timeline.latest()
        channel.read.setdefault(user_id, latest.ts if latest is not None else "")
        event = {"type": "member_joined_channel", "user": user_id, **self._place(channel)}
        if inviter is not None:
            event["inviter"] = inviter
        self.events.tell("member_joined_channel", event, channel)
        self.changed("channel", {"channel": channel.id})

    def leave(self, channel: Channel, user_id: str) -> None:
        """Take somebody out of a channel; the app hears `member_left_channel` where it is in."""
        if channel.members.pop(user_id, "absent") is not None:
            return
        event = {"type": "member_left_channel", "user": user_id, **self._place(channel)}
        self.events.tell("member_left_channel", event, channel)
        self.changed("channel", {"channel": channel.id})

    def user_named(self, name: str) -> str | None:
        """The id of whoever is called `@name`, by handle or by first name, or None."""
        wanted = name.lower()
        for user in self.users.values():
            if wanted in (user.name, user.real_name.lower()):
                return user.id
        return None

    def channel_named(self, name: str) -> str | None:
        """The id of the public channel `#name`, or None."""
        channel = self.channels.get(f"#{name}")
        return channel.id if channel is not None and not channel.is_private else None

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel with all replies, oldest first; for tests. Raises KeyError for no such channel."""
        found = self.channels.get(channel)
        if found is None:
            raise KeyError(channel)
        return found.timeline.all()

    def new_ts(self) -> str:
        """A ts of now that no other has: seconds and microseconds."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def permalink(self, channel: Channel, message: Message) -> str:
        """The address of a message."""
        link = f"{self.base_url}/slack/archives/{channel.id}/p{message.ts.replace('.', '')}"
        if message.thread_ts is not None:
            link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
        return link

    def _notice(self, kind: str, where: Json) -> None:
        self.changed(kind, where)

    def _place(self, channel: Channel) -> Json:
        kind = {"channel": "C", "group": "G"}.get(channel.type, "D")
        return {"channel": channel.id, "channel_type": kind, "team": TEAM_ID, "event_ts": self.new_ts()}

    def _settle(self) -> None:
        self.users[BOT_USER_ID] = User(
            BOT_USER_ID, self.app.display_name, self.app.name, tz="America/Los_Angeles", is_bot=True, bot_id=BOT_ID
        )
        for person in SLACK_PEOPLE:
            self.users[person.id] = User(
                person.id,
                person.handle,
                person.name,
                person.time_zone,
                person.locale,
                person.colour,
                is_admin=person.role == "manager",
            )
        created = int(self.clock.timestamp())
        creator = SLACK_PEOPLE[-1].id
        general = self.channels.create("general", creator=creator, created=created, fixed_id="C0GENERAL")
        general.is_general = True
        general.members = {person.id: None for person in SLACK_PEOPLE}
        general.purpose = f"For everybody at {TEAM_NAME}."

    async def _respond(self, request: web.Request) -> web.Response:
        started = time.perf_counter()
        status, error = await self.responses.answer(request)
        spent = (time.perf_counter() - started) * 1000
        self.log.add(Call(self.clock.now(), "slack", "response_url", "bot", status, error, spent))
        if error:
            return web.json_response({"ok": False, "error": error}, status=status)
        return web.json_response({"ok": True})

    async def _open_permalink(self, request: web.Request) -> web.Response:
        digits = request.match_info["message"].removeprefix("p")
        place = f"/#/channel/{request.match_info['channel']}?at={digits[:-6]}.{digits[-6:]}"
        thread = request.query.get("thread_ts", "")
        raise web.HTTPFound(f"{place}&thread={quote(thread)}" if thread else place)
