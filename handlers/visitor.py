"""Somebody who asked for a form, and how it is opened for them: the one call that a handler makes to Slack."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.slack.caller import name_of
from bot.slack.kit import View
from handlers.forms import trigger_of
from handlers.gate import Body, text, within

OVERTAKEN = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""A second press, or a closed window: what is shown now is newer than what we would draw."""

OPENED_BEFORE = "exchanged_trigger_id"
"""Slack's word for a press that has opened its form already."""


@dataclass(frozen=True)
class Visitor:
    """Who asked, and `trigger`, which opens one form within three seconds; `inside` when one is open already."""

    desk: Desk
    who: Who
    client: AsyncWebClient
    trigger: str
    inside: bool = False

    async def open(self, view: View) -> None:
        """Show a form, in front of the present one when there is one; once, however often Slack delivers the press."""
        opened = self.client.views_push if self.inside else self.client.views_open
        try:
            await opened(trigger_id=self.trigger, view=view)
        except SlackApiError as error:
            if name_of(error) != OPENED_BEFORE:
                raise


Form = Callable[[Visitor, int], Awaitable[None]]
"""Opens a form about a conversation: the same for a button, for the menu behind the three dots and for a command."""


def visitor_of(body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> Visitor:
    """Whoever pressed a button. Raises Unreadable when no form can be opened."""
    inside = within(body, "view", "type") == "modal"
    return Visitor(desk=desk, who=who, client=client, trigger=trigger_of(body), inside=inside)


async def show(visitor: Visitor, body: Body, view: View) -> None:
    """Show a form in the window that was pressed in, in a new one where it was none."""
    if visitor.inside:
        await replace(body, visitor.client, view)
    else:
        await visitor.open(view)


async def replace(body: Body, client: AsyncWebClient, view: View) -> None:
    """Draw the form that was pressed in afresh; nothing happens when it has no id, was closed or changed meanwhile."""
    await update(client, text(within(body, "view", "id")), view, shown=text(within(body, "view", "hash")))


async def replace_beneath(body: Body, client: AsyncWebClient, view: View) -> None:
    """Draw afresh what lies beneath the form; nothing happens when nothing does, or it was closed."""
    await update(client, text(within(body, "view", "previous_view_id")), view)


async def update(client: AsyncWebClient, view_id: str, view: View, *, shown: str = "") -> None:
    """Draw the window of this id afresh, where it still shows what the hash `shown` says; any state will do without."""
    if not view_id:
        return
    try:
        await client.views_update(view_id=view_id, hash=shown or None, view=view)
    except SlackApiError as error:
        if name_of(error) not in OVERTAKEN:
            raise
