"""Bringing clippings in from a file: the form that asks for it and tells its mistakes, and what was done."""

from collections.abc import Sequence

from bot.clippings import BroughtIn
from bot.slack.kit import Block, View, context, field, modal, quote, rich, section
from bot.slack.modals.attachment import file_input, link_field
from bot.slack.words import safe, say, shortened

MOST_MISTAKES = 15
LONGEST_MISTAKE = 190
"""Characters; together they fit into one quotation."""


def draw(mistakes: Sequence[str] = (), *, block: str = "attachment") -> View:
    """The form, after a first try with the mistakes of its file. Inputs: `attachment`, in this block, and `file_link`.

    Slack forgets the wrong file where the block is a new one.
    """
    return modal(
        "Import clippings",
        [
            *told(mistakes),
            field("The file", file_input("attachment"), block, optional=True, hint="As Export sends it, up to 1 MB."),
            link_field("Upload it"),
            context(
                say(
                    "A clipping with a new name is added, one of the same name is changed and offered again if it was "
                    "retired; all others stay. With a mistake in it the file changes nothing."
                )
            ),
        ],
        callback="clipping:import",
        submit="Import",
    )


def told(mistakes: Sequence[str]) -> list[Block]:
    """What is wrong with the file, by line."""
    if not mistakes:
        return []
    shown = "\n".join(shortened(each, LONGEST_MISTAKE) for each in mistakes[:MOST_MISTAKES])
    left = len(mistakes) - MOST_MISTAKES
    more = [context(say("And {} more, once these are mended.", left))] if left > 0 else []
    top = section(say("⚠️ *Nothing was changed.* Mend this in the file, and attach it again:"))
    return [top, rich(quote(shown)), *more]


def draw_done(done: BroughtIn) -> View:
    """What the file did."""
    sentence = say("✓ {} added, {} changed, {} as they were.", done.added, done.changed, done.unchanged)
    tags = safe(", ".join(done.unknown_tags), 1500)
    unknown = say("Left out, as the catalogue does not know these tags: {}. `/desk tags add` adds one.", tags)
    blocks = [section(sentence), *([context(unknown)] if done.unknown_tags else [])]
    return modal("Import clippings", blocks, callback="clipping:imported", close="Done")
