"""One attachment to a reply: what may go with it, before and after its content is known."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.desk.writing.written import Attachment, as_attachment
from bot.errors import Invalid
from bot.networks.base import PICTURES, Capabilities
from bot.programme import Programme
from storage import drafts
from storage.tables import Member, Role

CLAIMS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "video/mp4": "mp4"}
LONGEST_DESCRIPTION = 1000
"""Characters of a picture's description. Source: X, "alt text"."""

MEGABYTE = 1024 * 1024


@needs(Role.VOLUNTEER)
async def attached(
    session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme
) -> Attachment | None:
    """What is attached to one's own draft in a conversation, or None. Raises NotFound."""
    await visible(session, conversation_id, by=by, programme=programme)
    draft = await drafts.draft_in(session, conversation_id, by.id)
    return as_attachment(draft.attached) if draft is not None else None


@needs(Role.VOLUNTEER)
async def detach(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> None:
    """Take the attachment away from one's own draft; without one nothing happens. Raises NotFound."""
    await visible(session, conversation_id, by=by, programme=programme)
    draft = await drafts.draft_in(session, conversation_id, by.id)
    if draft is not None:
        draft.attached = {}


def must_be_attachable(attachment: Attachment | None, can: Capabilities) -> None:
    """Raise Invalid about `attachment` or `description` for what the network would refuse, as far as Slack's word goes.

    What the file truly is shows when it is fetched, before the reply leaves.
    """
    if attachment is None:
        return
    if not can.attachments:
        raise Invalid(f"{can.label} takes no attachments.", field="attachment")
    kind = CLAIMS.get(attachment.claimed, "")
    if attachment.claimed and kind not in can.attachments:
        raise Invalid(f"{can.label} takes {kinds_in_words(can)}.", field="attachment")
    most = can.attachments[kind] if kind else max(can.attachments.values())
    if attachment.size > most:
        raise Invalid(too_large(kind, attachment.size, most), field="attachment")
    must_be_described(kind, attachment.description)


def why_not(attachment: Attachment | None, can: Capabilities) -> str:
    """Why a file cannot go with a reply, as far as Slack's word goes; empty when it can. What describes it is asked for
    in the form itself.
    """
    try:
        must_be_attachable(attachment, can)
    except Invalid as error:
        return str(error) if error.field == "attachment" else ""
    return ""


def is_picture(attachment: Attachment) -> bool:
    """Whether Slack says that a file is a picture; of one that was named by its link nothing is known."""
    return CLAIMS.get(attachment.claimed) in PICTURES


def must_be_described(kind: str, description: str) -> None:
    """Raise Invalid about `description` for a picture without one, or one that is too long."""
    if kind in PICTURES and not description.strip():
        raise Invalid("Describe the picture for those who cannot see it.", field="description")
    if len(description) > LONGEST_DESCRIPTION:
        raise Invalid(f"At most {LONGEST_DESCRIPTION} characters describe it.", field="description")


def must_fit(kind: str, size: int, description: str, can: Capabilities) -> None:
    """The same for a file whose content is known: `kind` is what it is, whatever it is called. Raises Invalid."""
    if kind not in can.attachments:
        what = f"a {kind} file" if kind else "none of these"
        raise Invalid(f"By its content the file is {what}; {can.label} takes {kinds_in_words(can)}.")
    if size > can.attachments[kind]:
        raise Invalid(too_large(kind, size, can.attachments[kind]))
    must_be_described(kind, description)


def kinds_in_words(can: Capabilities) -> str:
    """What a network takes: `png and jpg up to 5 MB, gif up to 15 MB, mp4 up to 64 MB`."""
    by_size: dict[int, list[str]] = {}
    for kind, most in can.attachments.items():
        by_size.setdefault(most, []).append(kind)
    return ", ".join(f"{' and '.join(kinds)} up to {most // MEGABYTE} MB" for most, kinds in by_size.items())


def too_large(kind: str, size: int, most: int) -> str:
    """That a file is too large, by how much."""
    return f"{size / MEGABYTE:.1f} MB is too much: {kind or 'a file'} may have {most // MEGABYTE} MB."


def described(attachment: Attachment | None, description: str) -> Attachment | None:
    """The same with another description."""
    return replace(attachment, description=description) if attachment is not None else None
