"""The one answer to everything that is refused or fails: private, polite, and without losing what was typed."""

from typing import Any

import structlog
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Done
from bot.desk.naming import in_plain_words
from bot.desk.refusing import tell_privately
from bot.errors import NotYours, Refused, Trouble
from bot.slack import refusal
from bot.slack.caller import name_of
from bot.slack.modals import refused
from bot.slack.typed import without_markup
from bot.slack.words import ours
from handlers.gate import LONGEST_KEY, SLACK_ID, Body, key_of, person_of, text, timestamp, within
from handlers.order import NUMBER, split

log = structlog.get_logger()

TOO_SLOW = "Slack gave us too little time for that. Please press again."
BROKEN = "Something went wrong on our side, and nothing was changed. Please try again; if it stays, tell the managers."

DONE = (
    "What you pressed was done, but Slack did not show what comes next. `/desk mine` shows what is yours; "
    "*Reply* goes on where you were."
)

STANDS_FOR = {"attachment": "description"}
"""Where a file is attached already, the form has no field for it any more, and its description stands beside it."""

LOST_FORMS = frozenset({"expired_trigger_id", "invalid_trigger_id", "ratelimited"})


class Refusals:
    """Answers in the way that fits what was done: a command's text, a form's errors, a window in front of the one that
    was pressed in, otherwise a private message.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, error: Exception, body: Body, client: AsyncWebClient | None = None) -> BoltResponse:
        """The answer to Slack. An event that failed unexpectedly is left unanswered, so that Slack sends it again."""
        if isinstance(error, Done):
            return nothing()
        words, kind = words_for(error), text(body.get("type"))
        if not isinstance(error, Refused) and await self._desk.was_done(key_of(body)):
            words = DONE
        elif kind == "view_submission" and await self._desk.was_done(key_of(body)):
            return nothing()  # the other of two deliveries was carried out, and answers
        if kind == "event_callback":
            return nothing() if isinstance(error, Refused) else BoltResponse(status=500)
        if kind == "block_suggestion":
            return BoltResponse(status=200, body={"options": []})
        if kind == "view_submission":
            return await self._beside_the_field(error, words, body)
        if "command" in body:
            return BoltResponse(status=200, body=to_a_command(words, text(body.get("text"))))
        if client is None or not await shown_in_front(words, body, client):
            await self._privately(words, body)
        return nothing()

    async def _beside_the_field(self, error: Exception, words: str, body: Body) -> BoltResponse:
        field = error.field if isinstance(error, Refused) else None
        block = block_for(field, within(body, "view", "blocks"))
        if block is None:
            await self._privately(words, body)
            return nothing()
        if isinstance(error, NotYours):
            words += " Nothing you typed is lost."
        plain = await in_plain_words(words, self._desk.database)
        return BoltResponse(status=200, body={"response_action": "errors", "errors": {block: plain}})

    async def _privately(self, words: str, body: Body) -> None:
        person, key = person_of(body), key_of(body)
        if SLACK_ID.fullmatch(person) and key and len(key) <= LONGEST_KEY:
            channel = text(within(body, "channel", "id"))
            await tell_privately(
                self._desk,
                person,
                words,
                key=key,
                channel=channel if SLACK_ID.fullmatch(channel) else None,
                thread_ts=thread_of(body),
            )


async def shown_in_front(words: str, body: Body, client: AsyncWebClient) -> bool:
    """Whether a window says it, in front of the one, or of the Home tab, in which a button was pressed.

    Slack piles up three of them, and opens none where the press has opened one already or is too long ago.
    """
    opened = {"modal": client.views_push, "home": client.views_open}.get(text(within(body, "view", "type")))
    trigger = text(body.get("trigger_id"))
    if body.get("type") != "block_actions" or opened is None or not trigger:
        return False
    try:
        await opened(trigger_id=trigger, view=refused.draw(words))
    except (SlackApiError, OSError) as error:
        log.info("refusal shown in private", why=type(error).__name__)
        return False
    return True


def thread_of(body: Body) -> str | None:
    """The thread in which something was pressed. A card with a thread names it too, but is seen in the channel."""
    thread_ts = timestamp(within(body, "message", "thread_ts"))
    return thread_ts if thread_ts and thread_ts != timestamp(within(body, "message", "ts")) else None


def to_a_command(words: str, typed: str) -> dict[str, Any]:
    """The refusal of a command; what follows its number, or is more than a word, is given back, for Slack has cleared
    the field.
    """
    answer: dict[str, Any] = {"response_type": "ephemeral", "text": ours(words)}
    _, rest = split(typed)
    said, numbered = NUMBER.subn("", rest, count=1)
    if len(said.split()) + numbered > 1:
        answer["blocks"] = refusal.draw(words, f"/desk {without_markup(typed)}").blocks
    return answer


def words_for(error: Exception) -> str:
    """What the person is told; what nobody foresaw is written down for whoever keeps the desk running."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, SlackApiError) and name_of(error) in LOST_FORMS:
        return TOO_SLOW
    log.error("interaction failed", exc_info=error)
    return str(error) if isinstance(error, Trouble) else BROKEN


def block_for(field: str | None, blocks: Any) -> str | None:
    """The form's input that a refusal is about: by its name, else the first one there is; None without any."""
    named = {
        text(each.get("block_id")): within(each, "element", "action_id")
        for each in (blocks if isinstance(blocks, list) else ())
        if isinstance(each, dict) and each.get("type") == "input" and text(each.get("block_id"))
    }
    wanted = [field, STANDS_FOR.get(field, "")] if field else []
    about = (block for name in wanted if name for block, action in named.items() if name in (block, action))
    return next(about, next(iter(named), None))


def nothing() -> BoltResponse:
    """The empty answer: taken, and there is nothing to say."""
    return BoltResponse(status=200, body="")
