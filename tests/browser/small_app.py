"""A small app behind the page in browser tests: cards, one modal with every input, a home tab and a slow button."""

import asyncio
from typing import Any, ClassVar

from sandbox.play import PretendPlay
from sandbox.slack.hands import Person
from sandbox.x import PretendX
from tests.sandbox.slack_stage import Stage

Json = dict[str, Any]


def words(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text: str, **more: Any) -> Json:
    """A section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": words(text), "action_id": action_id, "value": "1", **more}


def option(text: str) -> Json:
    """An option whose value is its text in lower case."""
    return {"text": words(text), "value": text.lower()}


def asked(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """An input block whose element's action id is `it`."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(label),
        "optional": True,
        "element": {"action_id": "it", **element},
        **more,
    }


SURE: Json = {
    "title": words("Escalate?"),
    "text": {"type": "mrkdwn", "text": "Managers are *pinged*."},
    "confirm": words("Yes, escalate"),
    "deny": words("Not yet"),
    "style": "danger",
}
MORE: Json = {"type": "overflow", "action_id": "more", "options": [option("Tag"), option("Move")]}
CARD: list[Json] = [
    section("*#7* · Priya", accessory=MORE),
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            button("Claim", "claim", style="primary"),
            button("Reply", "reply"),
            button("Stall", "stall"),
            button("Escalate", "escalate", style="danger", confirm=SURE),
        ],
    },
]
COLOURS = [option("Red"), option("Green"), option("Blue")]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": words("Reply to Priya"),
    "submit": words("Send it"),
    "close": words("Not now"),
    "blocks": [
        section("Answers from *@FirefoxSupport*", block_id="about"),
        asked(
            "text",
            "Reply",
            {"type": "plain_text_input", "multiline": True, "max_length": 280, "placeholder": words("Hi Priya")},
            hint=words("Be personal."),
            optional=False,
        ),
        {"type": "actions", "block_id": "tools", "elements": [button("Check", "check"), button("Clippings", "push")]},
        asked("reason", "Reason", {"type": "static_select", "placeholder": words("Why"), "options": COLOURS}),
        asked("tags", "Tags", {"type": "multi_static_select", "options": COLOURS}),
        asked("article", "Article", {"type": "external_select", "min_query_length": 2}),
        asked("owner", "Owner", {"type": "users_select"}),
        asked("place", "Place", {"type": "conversations_select"}),
        asked("hold", "Waiting on", {"type": "radio_buttons", "options": COLOURS}),
        asked("also", "Also", {"type": "checkboxes", "options": COLOURS}),
        asked("day", "Day", {"type": "datepicker"}),
        asked("hour", "Hour", {"type": "timepicker"}),
        asked("moment", "Moment", {"type": "datetimepicker", "initial_date_time": 1_767_225_600}),
    ],
}
CLIPPINGS: Json = {"type": "modal", "title": words("Clippings"), "blocks": [section("Restore a session")]}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": words("Your desk")},
        {"type": "actions", "elements": [button("Hand me one", "next")]},
    ],
}


SCOPES = "channels:manage channels:read channels:history groups:write im:write im:history chat:write commands"


class SmallApp:
    """The app and what it heard. Posting is done through `stage.client`, acting through the people's hands."""

    MANIFEST: ClassVar[Json] = {
        "display_information": {"name": "Volley"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "volley", "always_online": True},
            "slash_commands": [
                {"command": "/desk", "description": "Work at the desk", "usage_hint": "[next | list | note 12 | help]"}
            ],
            "shortcuts": [
                {"name": "Next one", "type": "global", "callback_id": "next", "description": "-"},
                {"name": "Make a note", "type": "message", "callback_id": "note", "description": "-"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES.split()}},
        "settings": {
            "event_subscriptions": {"bot_events": ["app_home_opened", "message.channels", "message.im"]},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.url = stage.sandbox.url
        self.heard: list[tuple[str, Json]] = []
        """What arrived, as (kind, body), oldest first."""
        self.errors: dict[str, str] = {}
        """What the form is answered with."""
        self.stalls = True
        """Whether the button *Stall* is answered too late."""
        self._listen()

    @property
    def x(self) -> PretendX:
        """The pretend X."""
        return self.stage.sandbox.x

    @property
    def play(self) -> PretendPlay:
        """The pretend Play Store."""
        return self.stage.sandbox.play

    def person(self, user_id: str) -> Person:
        """The hands of somebody."""
        return self.stage.slack.person(user_id)

    async def channel(self, name: str = "desk", *people: str) -> str:
        """A channel of the app's with Ana and Vito in it, or those named."""
        return await self.stage.channel(name, *people)

    async def card(self, channel: str, blocks: list[Json] | None = None, **more: Any) -> str:
        """A card in a channel, or in a thread with `thread_ts`; returns its ts."""
        return await self.stage.card(channel, blocks or CARD, **more)

    def last(self, kind: str) -> Json:
        """The newest thing of a kind that was heard; raises IndexError when there was none."""
        return [body for heard, body in self.heard if heard == kind][-1]

    def count(self, kind: str) -> int:
        """How often something was heard."""
        return sum(heard == kind for heard, _ in self.heard)

    def _listen(self) -> None:
        app = self.stage.app

        @app.use
        async def hear(body: Json, next_: Any) -> None:
            action = (body.get("actions") or [{}])[0].get("action_id")
            self.heard.append((str(action or body.get("command") or body.get("type")), body))
            await next_()

        for action_id in ("claim", "more", "escalate", "next", "it"):
            app.action(action_id)(_acknowledge)
        app.action("stall")(self._stall)
        app.action("reply")(self._open)
        app.action("check")(self._check)
        app.action("push")(self._push)
        app.options("it")(_articles)
        app.view("form")(self._submitted)
        app.view_closed("form")(_acknowledge)
        app.shortcut("next")(_acknowledge)
        app.shortcut("note")(_acknowledge)
        app.command("/desk")(_answer)
        app.event("message")(_acknowledge)
        app.event("app_home_opened")(self._publish)

    async def _stall(self, ack: Any) -> None:
        if self.stalls:
            await asyncio.sleep(3.3)
        await ack()

    async def _open(self, ack: Any, body: Json) -> None:
        await self.stage.client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    async def _check(self, ack: Any, body: Json) -> None:
        typed = body["view"]["state"]["values"]["text"]["it"]["value"] or ""
        about = section(f"{len(typed)} of 280", block_id="about")
        view = {**FORM, "blocks": [about, *FORM["blocks"][1:]]}
        await self.stage.client.views_update(view_id=body["view"]["id"], view=view)
        await ack()

    async def _push(self, ack: Any, body: Json) -> None:
        await self.stage.client.views_push(trigger_id=body["trigger_id"], view=CLIPPINGS)
        await ack()

    async def _submitted(self, ack: Any) -> None:
        if self.errors:
            await ack(response_action="errors", errors=self.errors)
        else:
            await ack()

    async def _publish(self, ack: Any, event: Json) -> None:
        await self.stage.client.views_publish(user_id=event["user"], view=HOME)
        await ack()


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _articles(ack: Any, payload: Json) -> None:
    await ack(options=[option(f"About {payload['value']}"), option("Sync")])


async def _answer(ack: Any, command: Json) -> None:
    await ack(text=f"You asked for *{command['text']}*")
