"""One tag of the catalogue to be changed, and the history of all."""

from collections.abc import Sequence

from bot.pictures.found import ChangedTag
from bot.programme import Tag
from bot.slack.kit import View, context, field, modal, option, section, select, typed
from bot.slack.words import Mrkdwn, joined, person, safe, say, when

IN_A_BLOCK = 8


def draw_tag(tag: Tag, *, reasons: Sequence[str]) -> View:
    """The form of one tag. Inputs: `name`, which was drawn with what it is called now, `hint`, `closes_as`, and
    `checklist`, a line each."""
    proposed = select("closes_as", [option(each, each) for each in reasons], chosen=tag.closes_as)
    listed = typed("checklist", lines=True, text="\n".join(tag.checklist), limit=2000)
    return modal(
        "Change a tag",
        [
            field("Name", typed("name", text=tag.name, limit=75), "name"),
            context(say("A new name soon stands wherever the tag is: on conversations, clippings and filters.")),
            field("When it is right", typed("hint", text=tag.hint, limit=75), "hint", optional=True),
            field("Proposes to close as", proposed, "closes_as", optional=True),
            field("To be read before answering, a line each", listed, "checklist", optional=True),
        ],
        callback="catalogue:edit",
        submit="Save",
    )


def draw_history(changes: Sequence[ChangedTag]) -> View:
    """Who changed what, the newest first."""
    lines = [joined([say("*{}* {}", each.kind, safe(each.tag, 160)), *told(each)]) for each in changes]
    parts = [lines[at : at + IN_A_BLOCK] for at in range(0, len(lines), IN_A_BLOCK)]
    blocks = [section(joined(part, "\n")) for part in parts] or [section(say("Nobody has changed anything yet."))]
    return modal("History of the tags", blocks, callback="catalogue:past", close="Back")


def told(change: ChangedTag) -> list[Mrkdwn]:
    """What became of it, by whom and when."""
    became = [say("now {}", safe(change.became, 160))] if change.became else []
    by = [person(change.by)] if change.by else []
    return [*became, *by, when(change.at)]
