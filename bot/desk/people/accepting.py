"""Accepting volunteers: one moderator and one manager give their word for somebody, whoever comes first."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.notices import tell
from bot.desk.people.members import admit, become, locked_or_new, must_be_an_id
from bot.desk.permissions import A_MANAGER, needs
from bot.errors import Invalid, NotAllowed
from bot.programme import Programme
from storage import acceptances, members, notices
from storage.tables import Acceptance, Member, Role

BOTH = (Role.MODERATOR, Role.MANAGER)
"""Whose word it takes. Source: programme.md, "People"."""

ASKED = "word_missing"
"""The kind of notice that asks for the second word."""


@needs(Role.MODERATOR)
async def decide(
    session: AsyncSession,
    slack_id: str,
    role: Role,
    *,
    criteria: Collection[str] = (),
    seen: Role | None = None,
    sure: bool = False,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Member:
    """Give somebody a role, which managers do; a beginner becomes a volunteer by two people's acceptance.

    `seen` is the role that whoever decides knew of. Raises as `accept` and `admit` do, Invalid about `role` when they
    have another by now, and NotAllowed for a moderator who decides on anything else.
    """
    must_be_an_id(slack_id)
    member = await members.locked(session, slack_id)
    must_be_as_seen(member, seen)
    if role is Role.VOLUNTEER and (member is None or member.role is Role.BEGINNER):
        return await accept(session, slack_id, criteria=criteria, by=by, now=now, programme=programme)
    if not by.role.reaches(Role.MANAGER):
        raise NotAllowed(A_MANAGER)
    return await admit(session, slack_id, role, sure=sure, by=by, now=now)


def must_be_as_seen(member: Member | None, seen: Role | None) -> None:
    """Raise Invalid when a colleague has given somebody another role meanwhile, which would be undone unseen."""
    present = member.role if member else Role.BEGINNER
    if seen not in {None, present}:
        who = f"<@{member.admitted_by}>" if member and member.admitted_by else "Somebody"
        raise Invalid(f"{who} has changed this meanwhile: {present.value} now. Open the form again.", field="role")


async def accept(
    session: AsyncSession, slack_id: str, *, criteria: Collection[str], by: Member, now: datetime, programme: Programme
) -> Member:
    """Give one's word for a beginner, all criteria ticked. The second word, in the other role, makes them a volunteer.

    The same role's word twice is one word; it finds out that both count, when one had not counted for a while. Whose
    word is still missing is told. Raises Invalid about `criteria`, and NotAllowed for a moderator about somebody who
    was removed: managers let people in again.
    """
    missing = [each for each in programme.volunteer_criteria if each not in criteria]
    if missing:
        raise Invalid(f"A volunteer needs all of these. Missing: {', '.join(missing)}.", field="criteria")
    member = await locked_or_new(session, slack_id, now=now)
    if member.left_at is not None:
        let_in_again(member, by=by, now=now)
    given = {each.given_as: each for each in await acceptances.of(session, [slack_id])}
    if by.role not in given:
        await session.merge(Acceptance(member_id=slack_id, given_as=by.role, by=by.id, at=now))
    if given.keys() | {by.role} == set(BOTH):
        await become(session, member, Role.VOLUNTEER, by=by, now=now)
        member.accepted_at = now
        await no_longer_asked(session, member, by=by)
    elif by.role not in given:
        await ask_the_other(session, member, by=by, now=now)
    return member


def let_in_again(member: Member, *, by: Member, now: datetime) -> None:
    """Let somebody who was removed be a beginner again, which is a manager's to decide."""
    if not by.role.reaches(Role.MANAGER):
        raise NotAllowed(f"They were removed from the desk. {A_MANAGER}")
    member.left_at, member.joined_at = None, now


async def ask_the_other(session: AsyncSession, member: Member, *, by: Member, now: datetime) -> None:
    """Tell those whose word is still missing."""
    (other,) = (role for role in BOTH if role is not by.role)
    text = f"<@{by.id}> accepted <@{member.id}> as a volunteer. It waits for a {other.value}: `/desk people`"
    for each in await members.with_role(session, other):
        tell(session, each.id, ASKED, now=now, text=text, about=member.id)


async def no_longer_asked(session: AsyncSession, member: Member, *, by: Member) -> None:
    """Let those who were told that a word is missing see that it was given; whoever was not told yet never is."""
    settled = f"<@{member.id}> is a volunteer: <@{by.id}> gave the second word."
    for notice in await notices.of_kind(session, ASKED):
        if notice.facts["about"] == member.id:
            notice.facts, notice.redraw, notice.parked = {**notice.facts, "text": settled}, True, settled
