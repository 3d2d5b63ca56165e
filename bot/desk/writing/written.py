"""What stands in the form of a reply, and how it becomes a draft of its author and comes back from one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import merged, own_places
from storage import drafts
from storage.members import FORMER
from storage.tables import Afterwards, ClippingUse, Reply, SavedDraft


@dataclass(frozen=True)
class Attachment:
    """A file in Slack that goes with a reply, by Slack's id; what Slack says of it, and its author's description.

    `name`, `size` in bytes and `claimed`, its type, are believed only to refuse early; empty for a file that was named
    by its link.
    """

    file: str
    name: str = ""
    size: int = 0
    claimed: str = ""
    link: str = ""
    description: str = ""

    @property
    def called(self) -> str:
        """What people call it."""
        return self.name or "a file in Slack"


@dataclass(frozen=True)
class Written:
    """What stands in the form of a reply; `clipping` is the number of the one it was begun from, `values` what its
    author gave for the own placeholders of the text.
    """

    text: str = ""
    afterwards: Afterwards = Afterwards.NOTHING
    close_reason: str | None = None
    close_link: str | None = None
    clipping: int | None = None
    attachment: Attachment | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The text with the values in their places."""
        return merged(self.text, self.values)


def as_facts(attachment: Attachment | None) -> dict[str, Any]:
    """An attachment as it is stored; nothing for none."""
    return asdict(attachment) if attachment is not None else {}


def as_attachment(facts: dict[str, Any]) -> Attachment | None:
    """What `as_facts` stored."""
    return Attachment(**facts) if facts else None


def decided_in(reply: Reply) -> Written:
    """What the author of a reply had in the form."""
    return Written(
        reply.typed, reply.afterwards, reply.close_reason, reply.close_link, attachment=as_attachment(reply.attached)
    )


def kept_in(draft: SavedDraft) -> Written:
    """What a draft keeps."""
    attachment = as_attachment(draft.attached)
    return Written(
        draft.text,
        draft.afterwards,
        draft.close_reason,
        draft.close_link,
        draft.clipping_id,
        attachment,
        draft.values,
    )


async def give_back(session: AsyncSession, reply: Reply, *, now: datetime) -> None:
    """Let a reply that did not leave be a draft of its author again, begun from what it was begun from, unless they
    have begun another meanwhile.
    """
    if reply.by != FORMER and await drafts.draft_in(session, reply.conversation_id, reply.by) is None:
        use = await session.get(ClippingUse, reply.id)
        written = replace(decided_in(reply), clipping=use.clipping_id if use is not None else None)
        await keep(session, reply.conversation_id, written, of=reply.by, now=now)


async def keep(session: AsyncSession, conversation_id: int, written: Written, *, of: str, now: datetime) -> None:
    """Store somebody's draft in place of the one there is; the same again changes nothing, not even its time."""
    asked = own_places(written.text)
    written = replace(written, values={place: value for place, value in written.values.items() if place in asked})
    draft = await drafts.draft_in(session, conversation_id, of)
    if draft is None:
        draft = SavedDraft(conversation_id=conversation_id, by=of, text="", at=now)
        session.add(draft)
    elif kept_in(draft) == written:
        return
    draft.text, draft.afterwards, draft.at = written.text, written.afterwards, now
    draft.close_reason, draft.close_link = written.close_reason, written.close_link
    draft.clipping_id = written.clipping
    draft.attached, draft.values = as_facts(written.attachment), dict(written.values)
    await session.flush()
