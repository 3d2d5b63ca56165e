"""Who is on the desk: admitting, changing, suspending and removing members, which managers do; how people see it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.notices import tell
from bot.desk.people.departing import free_everything_of
from bot.desk.permissions import A_MANAGER, needs
from bot.errors import Invalid, NotAllowed, NotFound, Refused
from bot.pictures.people import MemberFormPicture, MemberPicture
from bot.programme import Programme
from storage import acceptances, forgetting, members
from storage.tables import Acceptance, Member, Role

OTHER = {Role.MODERATOR: "manager", Role.MANAGER: "moderator"}
"""Whose word is missing once somebody of this role has given theirs."""

NOW_YOU = {
    Role.BEGINNER: "You are a beginner on the desk now: you read, tag and note.",
    Role.VOLUNTEER: "You are a volunteer now: you claim, answer, hold, close and escalate. `/desk help`",
    Role.MODERATOR: "You are a moderator now: you see every queue, move conversations, and stand in for managers.",
    Role.MANAGER: "You are a manager now: escalations come to you, and you decide on people. `/desk people`",
}

NEVER_ACCEPTED = (
    "A volunteer is accepted by a moderator and a manager. Who never was becomes a beginner first: `/desk people`."
)

OWN_ROLE = "This is your own role, and only another manager can give it back. Tick this if you want to give it up."


async def member_of(session: AsyncSession, slack_id: str, *, now: datetime) -> Member:
    """The member behind a Slack id; whoever is unknown is a beginner, and gets a row so that history can name them."""
    member = await session.get(Member, slack_id)
    if member is None:
        member = Member(id=slack_id, role=Role.BEGINNER, joined_at=now)
        session.add(member)
        await session.flush()
    return member


async def reader_of(session: AsyncSession, slack_id: str, *, now: datetime) -> Member:
    """Who is asking, without writing anything: an unknown person is a beginner for the length of the question."""
    member = await session.get(Member, slack_id)
    unknown = Member(
        id=slack_id, role=Role.BEGINNER, name="", timezone="UTC", languages=[], signature="", joined_at=now
    )
    return member or unknown


@needs(Role.MODERATOR)
async def people(session: AsyncSession, *, by: Member) -> tuple[MemberPicture, ...]:
    """Everybody on the desk, managers first, then by how long they have been here; suspended ones are among them.

    Moderators, who accept volunteers and decide nothing else, see the beginners.
    """
    order = list(reversed(Role))
    found = sorted(await members.everybody(session), key=lambda member: order.index(member.role))
    shown = [each for each in found if by.role.reaches(Role.MANAGER) or each.role is Role.BEGINNER]
    given = {each.member_id: each for each in await acceptances.of(session, [member.id for member in shown])}
    return tuple(member_picture(member, given.get(member.id)) for member in shown)


@needs(Role.MODERATOR)
async def person(
    session: AsyncSession, slack_id: str, *, by: Member, now: datetime, programme: Programme
) -> MemberFormPicture:
    """The form about one member, or about somebody the desk does not know yet, as the beginner they would be.

    Raises Invalid for no id, and NotAllowed for a moderator about anybody but a beginner.
    """
    must_be_an_id(slack_id)
    member = await reader_of(session, slack_id, now=now)
    decides = by.role.reaches(Role.MANAGER)
    if not decides and member.role is not Role.BEGINNER:
        raise NotAllowed(A_MANAGER)
    given = await acceptances.of(session, [slack_id])
    criteria = programme.volunteer_criteria if member.role is Role.BEGINNER else ()
    return MemberFormPicture(member_picture(member, next(iter(given), None)), criteria, decides, slack_id == by.id)


@needs(Role.MANAGER)
async def admit(
    session: AsyncSession, slack_id: str, role: Role, *, sure: bool = False, by: Member, now: datetime
) -> Member:
    """Give somebody a role, known to the desk or not; they are told. The same role again changes nothing.

    Only who was accepted once and has not been a beginner since becomes a volunteer here, as a moderator who steps
    back; whoever else does by `accept` alone. Somebody who was removed can be admitted anew. What they own and may no
    longer answer goes back to its queue.
    Raises Invalid for something that is no Slack id, and about `sure` for one's own role given up without being sure;
    Refused for a volunteer whom nobody accepted, and when the desk would be left without a manager.
    """
    must_be_an_id(slack_id)
    managers = await members.managers_locked(session)
    member = await locked_or_new(session, slack_id, now=now)
    if member.role is role and member.admitted_at is not None and member.left_at is None:
        return member
    if role is Role.VOLUNTEER and member.accepted_at is None:
        raise Refused(NEVER_ACCEPTED)
    if role is not Role.MANAGER:
        must_leave_a_manager(managers, without=slack_id)
        if slack_id == by.id and not sure:
            raise Invalid(OWN_ROLE, field="sure")
    await become(session, member, role, by=by, now=now)
    return member


async def locked_or_new(session: AsyncSession, slack_id: str, *, now: datetime) -> Member:
    """Somebody's row, locked; whoever has none gets one, as a beginner on whom nobody has decided."""
    member = await members.locked(session, slack_id)
    if member is None:
        member = Member(id=slack_id, role=Role.BEGINNER, joined_at=now)
        session.add(member)
        await session.flush()
    return member


async def become(session: AsyncSession, member: Member, role: Role, *, by: Member, now: datetime) -> None:
    """Let somebody have a role from here on, and tell them; whoever calls has checked that they may.

    Words that were given for them have done their work: who becomes a beginner again needs new ones.
    """
    if member.left_at is not None:
        member.left_at, member.joined_at = None, now
    lowered = not role.reaches(member.role)
    member.role = role
    member.admitted_by, member.admitted_at = by.id, now
    if lowered:
        await free_everything_of(session, member, now=now)
        await acceptances.drop(session, member.id)
    if role is Role.BEGINNER:
        member.accepted_at = None
    welcome = "Welcome! " if role is Role.VOLUNTEER and not lowered else ""
    tell(session, member.id, "text", now=now, text=f"<@{by.id}>: {welcome}{NOW_YOU[role]}")


@needs(Role.MANAGER)
async def suspend(session: AsyncSession, slack_id: str, *, by: Member, now: datetime) -> Member:
    """Let somebody do nothing on the desk until they are reinstated; what they own goes back to its queue.

    Suspending twice changes nothing. Raises NotFound, and Refused about oneself, as nobody suspended lets themselves in
    again, and when the desk would be left without a manager.
    """
    managers = await members.managers_locked(session)
    member = await existing_member(session, slack_id)
    if member.suspended_at is not None:
        return member
    must_leave_a_manager(managers, without=slack_id)
    if slack_id == by.id:
        raise Refused("Somebody else has to suspend you.")
    member.suspended_by, member.suspended_at = by.id, now
    await free_everything_of(session, member, now=now)
    return member


@needs(Role.MANAGER)
async def reinstate(session: AsyncSession, slack_id: str, *, by: Member, now: datetime) -> Member:
    """End somebody's suspension, with the role they had; they are told. Raises NotFound."""
    member = await existing_member(session, slack_id)
    if member.suspended_at is not None:
        member.suspended_by = member.suspended_at = None
        tell(session, slack_id, "text", now=now, text=f"<@{by.id}>: your place on the desk is yours again.")
    return member


@needs(Role.MANAGER)
async def remove(session: AsyncSession, slack_id: str, *, by: Member, now: datetime) -> None:
    """Remove somebody and erase what the desk knows of them; their answers stay counted, without a name.

    Only their Slack id is kept, so that they are not taken for a newcomer. Raises NotFound, and Refused when the desk
    would be left without a manager. Source: programme.md, "People".
    """
    managers = await members.managers_locked(session)
    member = await existing_member(session, slack_id)
    must_leave_a_manager(managers, without=slack_id)
    concerned = await forgetting.lock_everything_of(session, slack_id)
    await free_everything_of(session, member, now=now)
    erase(member, now)
    await session.flush()
    await forgetting.forget(session, slack_id, concerned)


async def ensure_managers(session: AsyncSession, ids: Iterable[str], now: datetime) -> int:
    """Make the first managers, those of the setting DESK_MANAGERS; returns how many became one.

    Only who was never decided upon: a manager whom another one demoted stays demoted, unless no manager is left at all.
    """
    nobody = not await members.managers_locked(session)
    made = 0
    for slack_id in ids:
        member = await member_of(session, slack_id, now=now)
        undecided = member.admitted_at is None and member.suspended_at is None and member.left_at is None
        if member.role is Role.MANAGER and not nobody:
            continue
        if undecided or nobody:
            member.role, member.admitted_at = Role.MANAGER, now
            member.suspended_at = member.suspended_by = member.left_at = None
            made += 1
    return made


async def existing_member(session: AsyncSession, slack_id: str) -> Member:
    """Somebody's row, locked. Raises NotFound when they never were on the desk, or have left."""
    member = await members.locked(session, slack_id)
    if member is None or member.left_at is not None:
        raise NotFound(f"<@{slack_id}> is not on the desk.", field="member")
    return member


def must_be_an_id(slack_id: str) -> None:
    """Raise Invalid unless it looks like a person's Slack id."""
    if not slack_id.isalnum() or not slack_id.isascii() or slack_id[:1] not in {"U", "W"} or len(slack_id) > 40:
        raise Invalid("Choose somebody of this workspace.", field="member")


def must_leave_a_manager(managers: Iterable[Member], *, without: str) -> None:
    """Raise Refused when nobody but this person is an active manager, so that the desk is never locked up."""
    ids = {member.id for member in managers}
    if without in ids and len(ids) == 1:
        raise Refused("The desk needs a manager. Make somebody else one first.")


def erase(member: Member, now: datetime) -> None:
    """Forget everything personal but the id, and the day on which they left."""
    member.role = Role.BEGINNER
    member.name = member.signature = ""
    member.timezone, member.languages, member.languages_at = "UTC", [], None
    member.works_from, member.works_until, member.works_days = "09:00", "18:00", "12345"
    member.admitted_by = member.admitted_at = member.suspended_by = member.suspended_at = None
    member.accepted_at = None
    member.joined_at = member.left_at = now


def member_picture(member: Member, given: Acceptance | None = None) -> MemberPicture:
    """A member as the list shows them; `given` is the word that a beginner has already."""
    is_waiting = given is not None and member.role is Role.BEGINNER
    return MemberPicture(
        id=member.id,
        role=member.role.value,
        name=member.name,
        joined_at=member.joined_at,
        suspended=member.suspended_at is not None,
        timezone=member.timezone,
        accepted_by=given.by if given is not None and is_waiting else None,
        waits_for=OTHER[given.given_as] if given is not None and is_waiting else "",
    )
