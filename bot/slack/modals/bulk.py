"""One decision about many conversations: what to do, what that will do to which, and what it did, with the way back."""

from collections.abc import Sequence

from bot.pictures.bulk import BulkPicture, BulkRow
from bot.programme import Queue
from bot.slack.kit import (
    Block,
    View,
    actions,
    button,
    confirmation,
    context,
    field,
    modal,
    option,
    people,
    search,
    section,
    select,
)
from bot.slack.said import shown_as
from bot.slack.words import Mrkdwn, bold, joined, one_line, person, safe, say, shortened, with_colleagues

TOGETHER = 10
"""Conversations in one paragraph: as many as fit with room to spare, a hundred in ten of them."""


def draw(picture: BulkPicture, *, reasons: Sequence[str], queues: Sequence[Queue]) -> View:
    """The form: one of the inputs is to be filled in. Inputs: `tag`, `reason`, `queue` (for moderators), `to`."""
    fields = [
        field("Tag them", search("tag"), "tag", optional=True),
        field("Close them as", select("reason", [option(each, each) for each in reasons]), "reason", optional=True),
    ]
    if picture.can_move:
        choices = [option(each.name, each.key) for each in queues]
        fields.append(field("Move them to", select("queue", choices), "queue", optional=True))
    fields.append(field("Give them to", people("to"), "to", optional=True))
    what = context(say("Choose *one*. You see what will happen to which before anything does."))
    return modal(
        "All of these",
        [section(heading(picture)), what, *fields],
        callback="bulk:choose",
        metadata=str(picture.number),
        submit="Show what happens",
    )


def draw_preview(picture: BulkPicture) -> View:
    """What will happen to which, and what is left out and why; nothing is done before it is sent off."""
    ready = [row for row in picture.rows if not row.why_not]
    missing = len(picture.rows) - len(ready)
    rest = say(" · {} left out, at the end", missing) if missing and ready else Mrkdwn("")
    what = section(say("{}: {}{}", intention(picture), many(len(ready)), rest))
    blocks: list[Block] = [section(heading(picture)), what]
    blocks += listed(ready) + left_out(picture, "Left out")
    submit = f"Do it: {many(len(ready))}" if ready else None
    return modal("What will happen", blocks, callback="bulk:do", metadata=str(picture.number), submit=submit)


def draw_done(picture: BulkPicture) -> View:
    """What happened, and the way back as long as there is one. Action: bulk:undo."""
    done = [row for row in picture.rows if not row.why_not]
    if picture.stage == "undone":
        top = say("↩︎ Taken back: {} as they were before.", many(len(done)))
    else:
        top = say("✓ Done: {} {}.", many(len(done)), outcome(picture))
    undo = None
    if picture.stage == "done" and done:
        sure = confirmation("Take all of it back?", "Where something has happened since, nothing is touched.", "Undo")
        undo = button("Undo all of it", "bulk:undo", picture.number, confirm=sure)
    hint = context(say("Later: `/desk bulk undo` takes back the last of yours.")) if undo else None
    blocks = [section(heading(picture)), section(top), *actions(undo), *([hint] if hint else [])]
    title = "Left as it is" if picture.stage == "undone" else "Left out"
    return modal("All of these", [*blocks, *left_out(picture, title)], callback="bulk:done", close="Done")


def heading(picture: BulkPicture) -> Mrkdwn:
    """Which list, and how much of it."""
    count = len(picture.rows)
    some = say(" · the first {} of {}", count, picture.total) if picture.total > count else say(" · {}", many(count))
    return say("{}{}", bold(shortened(one_line(picture.title), 300)), some)


def intention(picture: BulkPicture) -> Mrkdwn:
    """What will be done."""
    words = {"tag": "Tag with {}", "close": "Close as {}", "move": "Move to {}", "assign": "Give to {}"}
    return say(words[picture.act], value(picture))


def outcome(picture: BulkPicture) -> Mrkdwn:
    """What was done."""
    words = {"tag": "tagged with {}", "close": "closed as {}", "move": "moved to {}", "assign": "given to {}"}
    return say(words[picture.act], value(picture))


def value(picture: BulkPicture) -> Mrkdwn:
    """With what."""
    return person(picture.value) if picture.is_person else bold(shortened(one_line(picture.value), 100))


def many(count: int) -> str:
    """How many conversations."""
    return "1 conversation" if count == 1 else f"{count} conversations"


def listed(rows: Sequence[BulkRow]) -> list[Block]:
    """Each in a line, several lines a paragraph."""
    return [
        section(joined([line(row) for row in rows[begin : begin + TOGETHER]], "\n"))
        for begin in range(0, len(rows), TOGETHER)
    ]


def left_out(picture: BulkPicture, title: str) -> list[Block]:
    """What is not touched, and why."""
    rows = [row for row in picture.rows if row.why_not]
    return [section(say("*{}*: {}", title, many(len(rows)))), *listed(rows)] if rows else []


def line(row: BulkRow) -> Mrkdwn:
    """One conversation: whose, and its first words or why it is left out."""
    customer = safe(shown_as(row.customer, by_name=row.by_name), 60)
    if row.why_not:
        return say("*#{}* {} · _{}_", row.number, customer, why(row.why_not))
    return say("*#{}* {}: {}", row.number, customer, safe(shortened(one_line(row.words), 90), 150))


def why(text: str) -> Mrkdwn:
    """A reason, in which nothing but a colleague's id is taken for markup."""
    return with_colleagues(safe(shortened(one_line(text), 160)))
