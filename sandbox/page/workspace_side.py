"""What the page shows and does of the pretend Slack: every request is one movement of one person's hands."""

import asyncio
import base64
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.page.answers import Answerer, Json, body_of, number_in, objects_in, optional_text, text_in
from sandbox.people import BOT_USER_ID, SLACK_PEOPLE, SlackPerson
from sandbox.slack.errors import NotPossible
from sandbox.slack.hands import Person
from sandbox.slack.outcome import Outcome

if TYPE_CHECKING:
    from sandbox.server import Sandbox

MOST_MESSAGES = 2_000
MOST_CLOSED = 5


class WorkspaceSide:
    """Answers `/page/api/as/{person}/…` and says who is in the cast."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._slack = sandbox.slack

    def asked(self) -> dict[str, Answerer]:
        """What can be read, by its name in the address."""
        return {"channels": self.channels, "messages": self.messages, "modal": self.modal, "home": self.home}

    def done(self) -> dict[str, Answerer]:
        """What can be done, by its name in the address."""
        return {
            "reload": self.reload,
            "read": self.read,
            "say": self.say,
            "upload": self.upload,
            "edit": self.edit,
            "delete": self.delete,
            "command": self.command,
            "click": self.click,
            "press": self.press,
            "options": self.options,
            "fill": self.fill,
            "attach": self.attach,
            "submit": self.submit,
            "dismiss": self.dismiss,
            "open_home": self.open_home,
            "shortcut": self.shortcut,
        }

    def cast(self) -> list[Json]:
        """The people one can be, then the bot."""
        bot = self._slack.users[BOT_USER_ID]
        app = {"id": bot.id, "handle": bot.name, "name": bot.real_name, "role": "app", "is_bot": True, "tz": bot.tz}
        return [*(_described(person) for person in SLACK_PEOPLE), {**app, "languages": []}]

    def commands(self) -> list[Json]:
        """The app's slash commands with their usage hints."""
        known = self._slack.app.commands
        if known is None:
            return [{"command": "/desk", "description": "", "usage_hint": ""}]
        return [
            {"command": one.name, "description": one.description, "usage_hint": one.usage_hint}
            for one in known.values()
        ]

    def shortcuts(self) -> list[Json]:
        """The app's shortcuts."""
        return [
            {"name": one.name, "type": one.type, "callback_id": one.callback_id} for one in self._slack.app.shortcuts
        ]

    async def channels(self, request: web.Request) -> Json:
        """The person's channels: those the app made in the order in which it made them, the others by name."""
        shown = [{**channel, **self._made(channel["id"])} for channel in self._person(request).channels()]
        return {"channels": sorted(shown, key=lambda channel: channel["order"])}

    async def messages(self, request: web.Request) -> Json:
        """The newest messages of `?channel=`, or of one thread in it; `more` says whether older ones are left."""
        person, query = self._person(request), request.query
        limit = number_in(request, "limit", 60, MOST_MESSAGES)
        thread = query.get("thread_ts")
        if thread:
            return {"messages": person.messages(query["channel"], thread), "more": False}
        found = person.messages(query["channel"], limit=limit + 1)
        return {"messages": found[-limit:], "more": len(found) > limit}

    async def modal(self, request: web.Request) -> Json:
        """The person's topmost modal, or null."""
        return {"modal": self._person(request).modal()}

    async def home(self, request: web.Request) -> Json:
        """The home tab as published, or null."""
        return {"view": self._person(request).home()}

    async def reload(self, request: web.Request) -> Json:
        """Load Slack anew; the app's direct message is there from then on."""
        person = self._person(request)
        person.reload()
        person.dm()
        return {}

    async def read(self, request: web.Request) -> Json:
        """Mark a channel as read."""
        self._person(request).read(text_in(await body_of(request), "channel"))
        return {}

    async def say(self, request: web.Request) -> Json:
        """Write a message; the answer is its ts."""
        body = await body_of(request)
        thread = optional_text(body, "thread_ts")
        ts = await self._person(request).say(text_in(body, "channel"), text_in(body, "text"), thread)
        return {"ts": ts}

    async def upload(self, request: web.Request) -> Json:
        """Upload a file, as base 64, into a channel or a thread; the answer is its link."""
        body = await body_of(request)
        content = await asyncio.to_thread(base64.b64decode, str(body.get("content") or ""), validate=True)
        channel, thread = text_in(body, "channel"), optional_text(body, "thread_ts")
        return {"link": self._person(request).upload(text_in(body, "name"), content, channel, thread)}

    async def edit(self, request: web.Request) -> Json:
        """Change one's own message."""
        body = await body_of(request)
        await self._person(request).edit(text_in(body, "channel"), text_in(body, "ts"), text_in(body, "text"))
        return {}

    async def delete(self, request: web.Request) -> Json:
        """Delete one's own message."""
        body = await body_of(request)
        await self._person(request).delete(text_in(body, "channel"), text_in(body, "ts"))
        return {}

    async def command(self, request: web.Request) -> Json:
        """Run a slash command."""
        body = await body_of(request)
        thread = optional_text(body, "thread_ts")
        return _said(await self._person(request).command(text_in(body, "channel"), text_in(body, "text"), thread))

    async def click(self, request: web.Request) -> Json:
        """Use an element of a message."""
        body = await body_of(request)
        outcome = await self._person(request).click(
            text_in(body, "channel"), text_in(body, "ts"), text_in(body, "action_id"), **_operated(body)
        )
        return _said(outcome)

    async def press(self, request: web.Request) -> Json:
        """Use an element of the modal, or of the home tab when none is open."""
        body = await body_of(request)
        return _said(await self._person(request).press(text_in(body, "action_id"), **_operated(body)))

    async def options(self, request: web.Request) -> Json:
        """What a select offers for a query, in a message, in the modal or in the home tab."""
        body = await body_of(request)
        person = self._person(request)
        query = str(body.get("query") or "")
        channel, ts = optional_text(body, "channel"), optional_text(body, "ts")
        where = (channel, ts) if channel and ts else ("modal" if person.modal() else "home")
        block_id = optional_text(body, "block_id")
        return {"options": await person.options(where, text_in(body, "action_id"), query, block_id=block_id)}

    async def fill(self, request: web.Request) -> Json:
        """Take what was typed or chosen in the modal, in its order; one that does not fit leaves the others alone."""
        person = self._person(request)
        misfits = []
        for answer in objects_in(await body_of(request), "fills"):
            value = answer.get("value") if answer.get("selected") is None else answer["selected"]
            try:
                person.fill(_named(person, answer), value)
            except NotPossible as misfit:
                misfits.append(misfit)
        if misfits:
            raise misfits[0]
        return {}

    async def attach(self, request: web.Request) -> Json:
        """Upload a file, as base 64, in a file input of the modal."""
        body = await body_of(request)
        person, content = self._person(request), base64.b64decode(text_in(body, "content"), validate=True)
        person.attach(_named(person, body), text_in(body, "name"), content)
        return {}

    async def submit(self, request: web.Request) -> Json:
        """Submit the modal."""
        return _said(await self._person(request).submit())

    async def dismiss(self, request: web.Request) -> Json:
        """Close the topmost modal, or with `all` every one of the stack."""
        person = self._person(request)
        everything = bool((await body_of(request)).get("all"))
        for _ in range(MOST_CLOSED if everything else 1):
            if person.modal() is not None:
                await person.dismiss()
        return {}

    async def open_home(self, request: web.Request) -> Json:
        """Open the home tab, which the app is told."""
        return {"view": await self._person(request).open_home()}

    async def shortcut(self, request: web.Request) -> Json:
        """Run a shortcut, of a message or a global one."""
        body = await body_of(request)
        where = optional_text(body, "channel"), optional_text(body, "ts")
        return _said(await self._person(request).shortcut(text_in(body, "callback_id"), *where))

    def _person(self, request: web.Request) -> Person:
        return self._slack.person(request.match_info["person"])

    def _made(self, channel_id: str) -> Json:
        channel = self._slack.channels.get(channel_id)
        by_app = channel is not None and channel.creator == BOT_USER_ID
        name = channel.name if channel is not None else ""
        return {"by_app": by_app, "order": [not by_app, channel_id if by_app else name]}


def _described(person: SlackPerson) -> Json:
    return {
        "id": person.id,
        "handle": person.handle,
        "name": person.name,
        "role": person.role,
        "languages": person.languages,
        "tz": person.time_zone,
        "x_handle": person.x_handle,
        "colour": person.colour,
        "is_bot": False,
    }


def _operated(body: Json) -> dict[str, Any]:
    return {"value": body.get("value"), "selected": body.get("selected"), "block_id": optional_text(body, "block_id")}


def _said(outcome: Outcome) -> Json:
    return asdict(outcome)


def _named(person: Person, answer: Json) -> str:
    """How `fill` is told which element is meant: by its block where that holds only one, else by its action id."""
    view = person.modal() or {"blocks": []}
    block: Json = next((one for one in view["blocks"] if one.get("block_id") == answer.get("block_id")), {})
    return text_in(answer, "block_id" if "element" in block else "action_id")
