"""response_url: five answers within thirty minutes to a command or a click, outside the rate limits."""

import json
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.people import BOT_USER_ID
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError
from sandbox.slack.limits import check_message, check_metadata
from sandbox.slack.messages import Message
from sandbox.slack.posting import Posting

USES = 5
LIFETIME = 30 * 60
KEPT = 20_000


@dataclass
class ResponseUrl:
    """What one response_url may do: answer in this place, replace or delete this message."""

    channel: Channel
    user: str
    message: Message | None
    given: datetime
    uses: int = 0


class Responses:
    """Hands out response_urls and answers their POSTs."""

    def __init__(self, clock: SandboxClock, posting: Posting) -> None:
        self._clock = clock
        self._posting = posting
        self._known: OrderedDict[str, ResponseUrl] = OrderedDict()

    def new(self, channel: Channel, user: str, message: Message | None) -> str:
        """The path of a fresh response_url for what this person did."""
        token = secrets.token_urlsafe(18)
        self._known[token] = ResponseUrl(channel, user, message, self._clock.now())
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return f"/slack/response/{token}"

    async def answer(self, request: web.Request) -> tuple[int, str]:
        """Do what a POST to a response_url asks; returns the HTTP status and Slack's error name, "" when done."""
        try:
            known = self._usable(request.match_info["token"])
            body = await _body_of(request)
            self._apply(known, body)
        except SlackError as refusal:
            return {"used_url": 404, "expired_url": 404}.get(refusal.name, 400), refusal.name
        known.uses += 1
        return 200, ""

    def respond(self, channel: Channel, user: str, body: Json) -> None:
        """Post what a slash command was acknowledged with; raises SlackError for bad blocks."""
        self._apply(ResponseUrl(channel, user, None, self._clock.now()), body)

    def _usable(self, token: str) -> ResponseUrl:
        known = self._known.get(token)
        if known is None or (self._clock.now() - known.given).total_seconds() > LIFETIME:
            raise SlackError("expired_url")
        if known.uses >= USES:
            raise SlackError("used_url")
        return known

    def _apply(self, known: ResponseUrl, body: Json) -> None:
        if body.get("delete_original"):
            self._delete(known)
            return
        content = message_content(body)
        if body.get("replace_original") and known.message is not None:
            self._replace(known, known.message, content)
            return
        thread_ts = body.get("thread_ts") or (known.message.thread_ts if known.message is not None else None)
        if body.get("response_type") == "in_channel":
            self._posting.post(known.channel, BOT_USER_ID, **content, thread_ts=thread_ts)
        else:
            self._posting.show_to(known.channel, known.user, **content, thread_ts=thread_ts)

    def _replace(self, known: ResponseUrl, message: Message, content: Json) -> None:
        if message.ephemeral_for is not None:
            if message.ts in self._posting.shown_to(known.user):
                self._posting.change_shown(message, content)
        elif known.channel.timeline.get(message.ts) is None:
            raise SlackError("message_not_found")
        elif not message.from_bot:
            raise SlackError("cant_update_message")
        else:
            self._posting.edit(known.channel, message, content)

    def _delete(self, known: ResponseUrl) -> None:
        message = known.message
        if message is None:
            return
        if message.ephemeral_for is not None:
            self._posting.take_back(message)
        elif not message.from_bot:
            raise SlackError("cant_delete_message")
        elif known.channel.timeline.get(message.ts) is not None:
            self._posting.delete(known.channel, message)


def message_content(body: Json) -> Json:
    """Text, blocks, attachments and metadata of a message body, checked; raises SlackError as chat.postMessage does."""
    text, blocks, attachments = body.get("text") or "", body.get("blocks"), body.get("attachments")
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    check_message(text, blocks)
    content: Json = {"text": text, "blocks": blocks, "attachments": attachments}
    if attachments is not None and not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    if body.get("metadata"):
        check_metadata(body["metadata"])
        content["metadata"] = body["metadata"]
    return content


async def _body_of(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError as wrong:
        raise SlackError("invalid_payload") from wrong
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    return body
