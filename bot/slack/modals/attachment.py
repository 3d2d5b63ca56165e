"""The part of a reply's form that is about its attachment: asking for one, or showing the one there is."""

from bot.pictures.own import CompositionPicture
from bot.slack.kit import Block, Element, button, context, field, section, some, typed
from bot.slack.words import bold, safe, say

EXTENSIONS = {"jpg": ("jpg", "jpeg")}
LONGEST_DESCRIPTION = 1000


def way_in(picture: CompositionPicture) -> Element | None:
    """The button that asks for a file, while there is none."""
    if not picture.attachable or picture.attaching or picture.attachment:
        return None
    return button("Attach a file", "reply:attach", picture.number)


def draw(picture: CompositionPicture) -> list[Block]:
    """Nothing, the fields in which a file is given, or the file with the way to take it away.

    Inputs: `attachment` and `file_link`, while there is none; `description`.
    """
    if not picture.attachable:
        return []
    if picture.attachment:
        size = f" · {in_units(picture.attachment_size)}" if picture.attachment_size else ""
        remove = button("Remove", "reply:detach", picture.number)
        name = bold(safe(picture.attachment, 120))
        line = say("📎 {}{} goes with it.", name, size)
        if picture.attachment_refused:
            line = say("⚠️ {} cannot go with it. {}", name, picture.attachment_refused)
        return [section(line, remove, block_id="attached"), description(picture)]
    if not picture.attaching:
        return []
    return [
        field("Attachment", file_input("attachment", picture.attachable), "attachment", optional=True),
        link_field("For more than 10 MB: upload it"),
        description(picture),
        context(say("One file: {}. Pictures go without place, time and device.", picture.attachable_words)),
    ]


def description(picture: CompositionPicture) -> Block:
    """What a picture shows, for those who cannot see it. While it may still be a film, the label says who needs it."""
    return field(
        "What the picture shows" if picture.is_picture else "What it shows: needed for a picture",
        typed("description", text=picture.description, limit=LONGEST_DESCRIPTION),
        "description",
        optional=not picture.is_picture,
        hint="For those who cannot see it.",
    )


def link_field(beginning: str) -> Block:
    """The field for a file's link; `beginning` begins its hint."""
    return field(
        "Or the link of a file that you put into Slack",
        typed("file_link", limit=500, placeholder="https://….slack.com/files/…"),
        "file_link",
        optional=True,
        hint=f"{beginning} in any channel I am in, then Copy link to file.",
    )


def in_units(size: int) -> str:
    """How large a file is: `340 KB`, `2.1 MB`."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{-(-size // 1024)} KB"


def file_input(action: str, kinds: tuple[str, ...] = ()) -> Element:
    """One file of these kinds, of any without; Slack looks at its name only, and takes 10 MB."""
    extensions = [each for kind in kinds for each in EXTENSIONS.get(kind, (kind,))]
    return {"type": "file_input", "action_id": action, "max_files": 1} | some(filetypes=extensions or None)
