"""The catalogue of tags: shown to everybody, changed by managers."""

import re

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.handling import catalogue, editing_tags
from bot.errors import Invalid, NotFound
from bot.slack.kit import View
from bot.slack.modals import catalogue as form
from bot.slack.modals import catalogue_tag as tag_form
from bot.slack.modals.tag import suggestions
from bot.slack.typed import without_markup
from bot.slack.words import Mrkdwn, say
from handlers.forms import changed, chosen, entries, entry, numbers_of
from handlers.forms import drawn as drawn_as
from handlers.gate import Body, text
from handlers.order import Answer, Order
from handlers.visitor import replace, visitor_of

ARROW = re.compile(r"->|→")
EDITS = {"rename": "name", "hint": "hint"}
USAGE = (
    "`/desk tags` shows the catalogue; managers write `/desk tags add …`, `retire …`, `back …`, `rename Old &gt; New` "
    "or `hint Crash &gt; when it closes by itself`."
)


async def by_command(order: Order) -> Answer:
    """`/desk tags`, `/desk tags add Paid add-on`, `tags retire Crash`, `tags back Crash`, `tags rename Crash > Freeze`,
    `tags hint Crash > when it closes by itself`"""
    word, _, name = without_markup(order.rest).strip().partition(" ")
    if not word:
        await order.open(await drawn(order.desk, order.who))
        return None
    done = await changed_by(word.lower(), name.strip(), order.desk, order.who)
    return say("{} `/desk tags` shows the catalogue.", done)


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Tags, in the menu."""
    await visitor_of(body, desk, who, client).open(await drawn(desk, who))
    await ack()


async def changed_by(word: str, name: str, desk: Desk, who: Who) -> Mrkdwn:
    """Do what the word says with a tag, and say what became of it. Raises Invalid for another word, or no tag."""
    if word == "add" and name:
        await desk.do(catalogue.change, add=name, by=who)
        return say("“{}” is offered from now on.", name)
    if word == "retire" and name:
        await desk.do(catalogue.change, retire=[name], by=who)
        return say("“{}” is offered no more, and stays where it is set.", name)
    if word == "back" and name:
        await desk.do(catalogue.change, bring_back=[name], by=who)
        return say("“{}” is offered again.", name)
    if word not in EDITS:
        raise Invalid(USAGE)
    old, new = both_sides(name)
    tag = await desk.do(editing_tags.edit, old, **{EDITS[word]: new}, by=who)
    if word == "rename":
        return say("“{}” is called “{}” from now on.", old, tag.name)
    return say("The hint of “{}” is now “{}”.", tag.name, new)


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save; the catalogue as it is now stands where the form was."""
    await desk.do(
        catalogue.change,
        add=entry(body, "add"),
        hint=entry(body, "hint"),
        retire=entries(body, "retire"),
        bring_back=entries(body, "back"),
        by=who,
    )
    await ack(response_action="update", view=await drawn(desk, who, saved=numbers_of(body)[0] + 1))


def both_sides(words: str) -> tuple[str, str]:
    """What stands before and after the arrow. Raises Invalid, with an example, without one."""
    old, _, new = ARROW.sub(">", words, count=1).partition(">")
    if not old.strip() or not new.strip():
        raise Invalid(USAGE)
    return old.strip(), new.strip()


async def edit_chosen(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Change a tag: the form of the one that was chosen, in the place of the catalogue."""
    shown = await desk.ask(catalogue.tags, by=who)
    tag = next((each for each in shown.tags if each.name == chosen(body)), None)
    if tag is None:
        raise NotFound("This tag has another name by now, or was retired. `/desk tags` shows the catalogue.")
    await replace(body, client, tag_form.draw_tag(tag, reasons=[each.name for each in desk.programme.reasons]))
    await ack()


async def save(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save what was changed of one tag, the one whose name the form was drawn with; the catalogue stands there then."""
    checklist = changed(body, "checklist")
    await desk.do(
        editing_tags.edit,
        text(drawn_as(body, "name").get("initial_value")),
        name=changed(body, "name"),
        hint=changed(body, "hint"),
        closes_as=changed(body, "closes_as"),
        checklist=None if checklist is None else checklist.splitlines(),
        by=who,
    )
    await ack(response_action="update", view=await drawn(desk, who))


async def history_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """History."""
    changes = await desk.ask(catalogue.history, by=who)
    await visitor_of(body, desk, who, client).open(tag_form.draw_history(changes))
    await ack()


async def suggest_retired(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """The retired tags that fit what was typed so far."""
    known = await desk.ask(catalogue.tags, by=who)
    await ack(options=suggestions(known.retired, text(body.get("value"))))


async def drawn(desk: Desk, who: Who, *, saved: int = 0) -> View:
    """The catalogue as this person may see or change it."""
    shown = await desk.ask(catalogue.tags, by=who)
    return form.draw(
        [(each, shown.hints.get(each, "")) for each in shown.names],
        retired=shown.retired,
        keeps=shown.keeps,
        saved=saved,
    )
