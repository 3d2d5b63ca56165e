"""What is typed in a card's thread is always a note: written, edited and deleted with the message, never public."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.desk.desk import Desk, Who
from bot.desk.escalating import asking
from bot.desk.handling import noting
from bot.slack.typed import words_of
from handlers.gate import Body, text, timestamp, within

TYPED = frozenset({"", "thread_broadcast", "file_share", "me_message"})
"""Kinds of messages that a person has typed; the others tell of something else."""

WHOSE: tuple[tuple[str, ...], ...] = ((), ("message",), ("previous_message",))
"""Where an event may say that an app wrote the message."""

SLACKBOT = "USLACKBOT"
"""Slack's own, which answers in channels as a workspace has taught it, and carries no mark of an app."""


async def message(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """A message was written, edited or deleted where the desk can read."""
    kind = text(within(body, "event", "subtype"))
    if who.id == SLACKBOT or any(within(body, "event", *path, "bot_id") for path in WHOSE):
        await ack()
        return
    if kind in TYPED:
        await written(body, desk, who)
    elif kind == "message_changed":
        await edited(body, desk, who)
    elif kind == "message_deleted":
        await deleted(body, desk, who)
    await ack()


async def written(body: Body, desk: Desk, who: Who) -> None:
    """Keep what was typed in a thread; what stands in a channel by itself is nobody's note.

    Whoever writes to the desk in private is told where to write instead.
    """
    if within(body, "event", "channel_type") == "im":
        await desk.do(asking.point_the_way, by=who)
        return
    thread_ts, ts = timestamp(within(body, "event", "thread_ts")), timestamp(within(body, "event", "ts"))
    if not thread_ts or not ts or thread_ts == ts:
        return
    await desk.do(
        noting.write_in_thread,
        channel=text(within(body, "event", "channel")),
        thread_ts=thread_ts,
        ts=ts,
        text=text(words_of(within(body, "event"))),
        by=who,
    )


async def edited(body: Body, desk: Desk, who: Who) -> None:
    """Follow an edit. Slack also tells of links it unfolded: then the words are as they were, and nothing changes."""
    message = within(body, "event", "message")
    if text(within(message, "subtype")) == "tombstone":
        await deleted(body, desk, who)
        return
    thread_ts, ts = timestamp(within(message, "thread_ts")), timestamp(within(message, "ts"))
    if not thread_ts or not ts or thread_ts == ts:
        return
    await desk.do(
        noting.edit,
        channel=text(within(body, "event", "channel")),
        thread_ts=thread_ts,
        ts=ts,
        text=text(words_of(message)),
        by=who,
    )


async def deleted(body: Body, desk: Desk, who: Who) -> None:
    """Follow a deletion."""
    ts = text(within(body, "event", "deleted_ts")) or text(within(body, "event", "previous_message", "ts"))
    await desk.do(noting.delete, channel=text(within(body, "event", "channel")), ts=ts, by=who)
