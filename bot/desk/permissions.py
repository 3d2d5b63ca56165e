"""Which role a verb needs: stated on the verb itself, read each time it is executed."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.errors import NotAllowed
from bot.programme import Programme
from storage.tables import Member, Role

Verb = TypeVar("Verb", bound=Callable[..., Any])

NEEDED = "__role_needed__"
INSTEAD = "__said_without_the_role__"

A_MODERATOR = "This takes a moderator. Ask one in the team channel, or use Escalate."
A_MANAGER = "This takes a manager. Use `/desk ask` to write to them."


def needs(role: Role, *, instead: str | None = None) -> Callable[[Verb], Verb]:
    """Mark a verb with the least role that may use it; `instead` is what others are told, where there is more to say
    than whom to ask.
    """

    def mark(verb: Verb) -> Verb:
        setattr(verb, NEEDED, role)
        setattr(verb, INSTEAD, instead)
        return verb

    return mark


def must_be_allowed(verb: Callable[..., Any], member: Member, programme: Programme) -> None:
    """Raise NotAllowed, saying what comes next, unless the member's role reaches what the verb needs.

    A verb without a mark is a mistake, not an open door.
    """
    needed: Role | None = getattr(verb, NEEDED, None)
    if needed is None:
        raise TypeError(f"{verb.__name__} does not say which role it needs")
    if member.suspended_at is not None or member.left_at is not None:
        raise NotAllowed("Your place on the desk is suspended. Write to the managers if you think that is a mistake.")
    if not member.role.reaches(needed):
        raise NotAllowed(getattr(verb, INSTEAD, None) or next_step(member, needed, programme))


def must_belong(member: Member, *, is_guest: bool) -> None:
    """Raise NotAllowed for a guest of a shared channel, from another workspace, whom no manager has admitted."""
    if is_guest and member.role is Role.BEGINNER and member.admitted_at is None:
        raise NotAllowed("The desk is for people of this workspace. A manager of it can admit you.")


def next_step(member: Member, needed: Role, programme: Programme) -> str:
    """What somebody whose role does not reach can do instead."""
    if member.role is Role.BEGINNER:
        return f"This takes a {needed.value}. {programme.beginners_path}"
    return A_MANAGER if needed is Role.MANAGER else A_MODERATOR
