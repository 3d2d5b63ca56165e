"""The settings that a member changes in one form: signature, languages, working hours; each as its own verb has it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.escalating.duty import zone_of
from bot.desk.people import profile
from bot.desk.permissions import must_be_allowed, needs
from bot.pictures.home import SettingsPicture
from bot.programme import Programme
from storage.tables import Member, Role


@needs(Role.BEGINNER)
async def preferences(session: AsyncSession, *, by: Member) -> SettingsPicture:
    """One's own settings, those that one's role has."""
    return preferences_of(by)


@needs(Role.BEGINNER)
async def settle(
    session: AsyncSession,
    *,
    languages: str,
    signature: str | None = None,
    hours: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Member:
    """Set all of them at once; what is None stays. When one is refused, none is changed.

    Raises Invalid about `languages`, `signature` or `hours`, and NotAllowed for one that the role does not have.
    Source: programme.md, "People".
    """
    await profile.read_in(session, languages, by=by, now=now)
    if signature is not None:
        must_be_allowed(profile.sign_as, by, programme)
        await profile.sign_as(session, signature, by=by)
    if hours is not None:
        must_be_allowed(profile.work, by, programme)
        await profile.work(session, hours, by=by)
    return by


def preferences_of(member: Member) -> SettingsPicture:
    """A member's settings as they are written in the form."""
    return SettingsPicture(
        languages=tuple(member.languages),
        signature=member.signature if member.role.reaches(Role.VOLUNTEER) else None,
        hours=hours_of(member) if member.role.reaches(Role.MODERATOR) else None,
        zone=zone_of(member).key,
    )


def hours_of(member: Member) -> str:
    """Working hours as `work` reads them: `09:00-17:30 mon, tue, fri`."""
    return f"{member.works_from}-{member.works_until} {', '.join(profile.days_of(member)).lower()}".strip()
