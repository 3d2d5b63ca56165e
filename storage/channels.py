"""Questions asked of the channels of queues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Channel, NamedChannel

TEAM = "team"
"""The key of the desk's own channel; a queue's is `queue:` and its key."""


def of_queue(key: str) -> str:
    """The key under which a queue's channel is kept."""
    return f"queue:{key}"


async def known(session: AsyncSession) -> Sequence[Channel]:
    """Every channel the desk knows."""
    return (await session.scalars(select(Channel).order_by(Channel.key))).all()


async def ids(session: AsyncSession) -> dict[str, str]:
    """Slack's ids of the channels, by key."""
    return {each.key: each.channel for each in await known(session)}


async def keep(session: AsyncSession, key: str, *, channel: str, name: str, private: bool) -> None:
    """Keep where a key's channel is, replacing what was known."""
    present = await session.get(Channel, key)
    if present is None:
        session.add(Channel(key=key, channel=channel, name=name, private=private))
        return
    if present.channel != channel:
        present.counter_ts, present.counter_shown, present.heard_until = None, {}, None
    present.channel, present.name, present.private = channel, name, private


async def forget(session: AsyncSession, channel: str) -> None:
    """A channel is no longer there."""
    await session.execute(delete(Channel).where(Channel.channel == channel))


async def set_counter(session: AsyncSession, key: str, *, ts: str | None, shown: dict[str, Any]) -> None:
    """Keep where a channel's counter stands and what it shows."""
    await session.execute(update(Channel).where(Channel.key == key).values(counter_ts=ts, counter_shown=shown))


async def set_heard(session: AsyncSession, key: str, *, until: datetime) -> None:
    """Keep how far the threads of a channel have been read."""
    await session.execute(update(Channel).where(Channel.key == key).values(heard_until=until))


async def hear_again(session: AsyncSession, channel: str, *, since: datetime) -> None:
    """Have the threads of a channel read anew from then on, whatever was read of them later."""
    read_later = or_(Channel.heard_until.is_(None), Channel.heard_until > since)
    await session.execute(update(Channel).where(Channel.channel == channel, read_later).values(heard_until=since))


async def named(session: AsyncSession) -> dict[str, str]:
    """Slack's ids of the channels that desk.toml only names, by name; those that were found."""
    return {each.name: each.channel for each in await session.scalars(select(NamedChannel))}


async def keep_named(session: AsyncSession, found: Mapping[str, str]) -> None:
    """Keep where these are, in place of all that was known."""
    await session.execute(delete(NamedChannel))
    session.add_all(NamedChannel(name=name, channel=channel) for name, channel in found.items())
