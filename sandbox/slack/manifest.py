"""What the app's manifest grants it: scopes, event subscriptions, slash commands, shortcuts, the tabs of its home."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.errors import Json

ALL_BOT_SCOPES = frozenset(
    [
        "app_mentions:read",
        "bookmarks:read",
        "bookmarks:write",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "chat:write.customize",
        "chat:write.public",
        "commands",
        "emoji:read",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "pins:read",
        "pins:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users.profile:read",
        "users:read",
        "users:read.email",
    ]
)


@dataclass(frozen=True)
class Command:
    """A slash command of the app; `should_escape` turns @names and #channels into ids on the way to it."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the app; `type` is "message" or "global"."""

    name: str
    callback_id: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class App:
    """The installed app. Without a manifest everything is granted and any command exists."""

    scopes: frozenset[str] = ALL_BOT_SCOPES
    events: frozenset[str] | None = None
    """Subscribed bot events; None means all of them."""
    commands: dict[str, Command] | None = None
    """By name with its slash; None means that any command reaches the app."""
    shortcuts: tuple[Shortcut, ...] = ()
    any_shortcut: bool = True
    interactivity: bool = True
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    name: str = "Volley"
    display_name: str = "volley"
    always_online: bool = field(default=True)

    def hears(self, event: str) -> bool:
        """Whether the app is subscribed to a bot event such as `message.channels`."""
        return self.events is None or event in self.events

    def command(self, name: str) -> Command | None:
        """The slash command of this name, or None when the app has none."""
        return Command(name) if self.commands is None else self.commands.get(name)

    def has_shortcut(self, callback_id: str, kind: str) -> bool:
        """Whether the app offers this message or global shortcut."""
        return self.any_shortcut or any(
            shortcut.callback_id == callback_id and shortcut.type == kind for shortcut in self.shortcuts
        )


def read_manifest(text: str | Json | None) -> App:
    """The app as a manifest in JSON describes it; raises ValueError when the text is not a JSON object."""
    if text is None:
        return App()
    manifest: Any = json.loads(text) if isinstance(text, str) else text
    if not isinstance(manifest, dict):
        raise ValueError("A manifest is a JSON object.")
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    home = features.get("app_home", {})
    information = manifest.get("display_information", {})
    bot_user = features.get("bot_user", {})
    return App(
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        commands={entry["command"]: _command(entry) for entry in features.get("slash_commands", [])},
        shortcuts=tuple(_shortcut(entry) for entry in features.get("shortcuts", [])),
        any_shortcut=False,
        interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        name=str(information.get("name", "App")),
        display_name=str(bot_user.get("display_name", "app")).lower(),
        always_online=bool(bot_user.get("always_online", False)),
    )


def _command(entry: Json) -> Command:
    return Command(
        entry["command"],
        description=entry.get("description", ""),
        usage_hint=entry.get("usage_hint", ""),
        should_escape=bool(entry.get("should_escape", False)),
    )


def _shortcut(entry: Json) -> Shortcut:
    return Shortcut(entry.get("name", ""), entry["callback_id"], entry["type"], entry.get("description", ""))
