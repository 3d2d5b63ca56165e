"""Stopping all public sending, or one account's, and starting it again: what is queued waits visibly."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.finding.nearest import did_you_mean
from bot.desk.leaving.outcomes import outdate
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.errors import Invalid
from bot.programme import Programme
from storage import conversations, likes, members, replies
from storage.tables import Member, Role, Stop

ALL = frozenset({"all", "everything"})
"""What somebody in a hurry writes for all accounts; an account that is called so comes first."""


@needs(Role.MODERATOR)
async def stop(
    session: AsyncSession,
    account: str | None = None,
    *,
    answer_in: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Sequence[Stop]:
    """Let nothing leave from an account (from all of them without one) until it is started again; what is stopped then.

    What is leaving at this very moment cannot be called back. Stopping twice keeps who did it first. Moderators and
    managers are told, and so, in the channel `answer_in` or directly when it is "", is whoever pressed a button, which
    shows them nothing. Raises Invalid for an account that is not ours.
    """
    which = account_meant(account, programme)
    before = await session.get(Stop, which)
    if before is None:
        session.add(Stop(account=which, by=by.id, at=now))
        await session.flush()
        await repaint_waiting(session, account, programme, by=by, now=now)
        await tell_moderators(session, f"<@{by.id}> stopped {in_words(which)}.", by=by, now=now)
    if answer_in is not None:
        done = "You stopped" if before is None else f"<@{before.by}> had already stopped"
        sentence = f"{done} {in_words(which)}. What is queued waits, visibly, until somebody starts it again."
        tell(session, by.id, "text", now=now, channel=answer_in or None, text=sentence)
    return await replies.stops(session)


@needs(Role.MODERATOR)
async def start(
    session: AsyncSession,
    account: str | None = None,
    *,
    answer_in: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Sequence[Stop]:
    """Let an account send again, or, without one, everything; what is still stopped then. People are told as above.

    While everything is stopped, starting one account only lifts its own stop. Raises Invalid for an account that is
    not ours.
    """
    which = account_meant(account, programme)
    lifted = await replies.lift_stops(session, which)
    if lifted:
        await repaint_waiting(session, account, programme, by=by, now=now)
        await tell_moderators(session, f"<@{by.id}> started {in_words(which)} again.", by=by, now=now)
    if answer_in is not None:
        sentence = f"You started {in_words(which)} again." if lifted else "That was not stopped any more."
        tell(session, by.id, "text", now=now, channel=answer_in or None, text=sentence)
    return await replies.stops(session)


@needs(Role.BEGINNER)
async def stopped(session: AsyncSession, *, by: Member) -> Sequence[Stop]:
    """What is stopped now; everybody may know."""
    return await replies.stops(session)


def account_meant(account: str | None, programme: Programme) -> str:
    """The account's handle as desk.toml writes it, or the mark of all of them. Raises Invalid with the nearest."""
    if account is None or not account.strip():
        return replies.EVERYTHING
    try:
        return programme.account(account.strip()).handle
    except KeyError:
        if account.strip().casefold() in ALL:
            return replies.EVERYTHING
        handles = [each.handle for each in programme.accounts]
        meant = did_you_mean(account.strip().removeprefix("@"), handles)
        raise Invalid(f"“{account}” is no account of ours.{meant}") from None


def in_words(which: str) -> str:
    """What is stopped or started, in a sentence."""
    return "all public sending" if which == replies.EVERYTHING else f"public sending from @{which}"


async def repaint_waiting(
    session: AsyncSession, account: str | None, programme: Programme, *, by: Member, now: datetime
) -> None:
    """Note on every conversation with something that waits to leave that it does, or goes on, so that its card says so.

    A keyholder who was asked for a reply sees it too.
    """
    which = account_meant(account, programme)
    narrowed = None if which == replies.EVERYTHING else which
    held_up = await replies.waiting_from(session, narrowed)
    waiting = {each.conversation_id for each in held_up}
    waiting |= {each.conversation_id for each in await likes.queued_from(session, narrowed)}
    for conversation_id in sorted(waiting):
        conversation = await conversations.locked(session, conversation_id)
        if conversation is not None:
            note(session, conversation, Event.REPLY_WAITS, by=by, at=now)
    for each in held_up:
        await outdate(session, each)


async def tell_moderators(session: AsyncSession, sentence: str, *, by: Member, now: datetime) -> None:
    """One sentence to every other moderator and manager."""
    for each in await members.with_role(session, Role.MODERATOR, Role.MANAGER):
        if each.id != by.id:
            tell(session, each.id, "text", now=now, text=sentence)
