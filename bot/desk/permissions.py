"""Which role a verb needs: stated on the verb itself, read each time it is executed."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.errors import NotAllowed
from storage.tables import Member, Role

Verb = TypeVar("Verb", bound=Callable[..., Any])

NEEDED = "__role_needed__"

NEXT_STEP = {
    Role.BEGINNER: (
        "As a beginner you can read, tag and note here, and answer from your own account with #fxhelp. "
        "After two weeks a moderator and a manager can make you a volunteer; ask with `/desk ask`."
    ),
    Role.VOLUNTEER: "This takes a moderator. Ask one in the team channel, or use Escalate.",
    Role.MODERATOR: "This takes a manager. Use `/desk ask` to write to them.",
}


def needs(role: Role) -> Callable[[Verb], Verb]:
    """Mark a verb with the least role that may use it."""

    def mark(verb: Verb) -> Verb:
        setattr(verb, NEEDED, role)
        return verb

    return mark


def must_be_allowed(verb: Callable[..., Any], member: Member) -> None:
    """Raise NotAllowed, saying what comes next, unless the member's role reaches what the verb needs.

    A verb without a mark is a mistake, not an open door.
    """
    needed: Role | None = getattr(verb, NEEDED, None)
    if needed is None:
        raise TypeError(f"{verb.__name__} does not say which role it needs")
    if member.suspended_at is not None or member.left_at is not None:
        raise NotAllowed("Your place on the desk is suspended. Write to the managers if you think that is a mistake.")
    if not member.role.reaches(needed):
        raise NotAllowed(next_step(member, needed))


def next_step(member: Member, needed: Role) -> str:
    """What somebody whose role does not reach can do instead."""
    if needed is Role.MANAGER and member.role is not Role.BEGINNER:
        return NEXT_STEP[Role.MODERATOR]
    return NEXT_STEP[member.role]
