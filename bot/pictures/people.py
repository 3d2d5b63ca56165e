"""Frozen pictures of members, as whoever looks after people sees them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MemberPicture:
    """Somebody on the desk, in the list managers see."""

    id: str
    role: str
    name: str
    joined_at: datetime
    suspended: bool
    timezone: str = "UTC"
    accepted_by: str | None = None
    waits_for: str = ""
    """Who has accepted a beginner as a volunteer, and the role whose word is still missing."""


@dataclass(frozen=True)
class MemberFormPicture:
    """The form about a member: what makes a beginner a volunteer, and whether more than that can be decided.

    `own` is the form of whoever has it before them.
    """

    member: MemberPicture
    criteria: tuple[str, ...] = ()
    decides: bool = True
    own: bool = False
