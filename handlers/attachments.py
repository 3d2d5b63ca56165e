"""A reply's attachment as its form gives it: a file that was uploaded there, or the link of one in Slack."""

import re

from bot.desk.writing.written import Attachment
from bot.errors import Invalid
from handlers.forms import drawn, element, entry
from handlers.gate import Body, Unreadable, text, within

FILE = re.compile(r"F[A-Z0-9]{2,30}")
FILE_LINK = re.compile(r"https?://[^\s/]+/(?:slack/)?files/[UW][A-Z0-9]+/(F[A-Z0-9]{2,30})(?:[/?#]\S*)?")


def asks_for_a_file(body: Body) -> bool:
    """Whether the form has a field for a file."""
    return bool(drawn(body, "attachment"))


def attachment_in(body: Body) -> Attachment | None:
    """What is attached in the form, or None. Of Slack's word on a file its id is used, the rest to refuse early."""
    files = element(body, "attachment").get("files")
    description = entry(body, "description")
    if isinstance(files, list) and files:
        number, size = text(within(files[0], "id")), within(files[0], "size")
        if not FILE.fullmatch(number):
            raise Unreadable
        return Attachment(
            file=number,
            name=text(within(files[0], "name"))[:255],
            size=size if isinstance(size, int) and size > 0 else 0,
            claimed=text(within(files[0], "mimetype"))[:100],
            link=text(within(files[0], "permalink"))[:500],
            description=description,
        )
    linked = FILE_LINK.fullmatch(entry(body, "file_link").strip())
    return Attachment(file=linked[1], link=linked[0], description=description) if linked else None


def must_be_readable(body: Body) -> None:
    """Raise Invalid about `file_link` for a link that leads to no file in Slack."""
    link = entry(body, "file_link").strip()
    if link and not FILE_LINK.fullmatch(link):
        raise Invalid("This is no link of a file in Slack. Use *Copy link to file* there.", field="file_link")
