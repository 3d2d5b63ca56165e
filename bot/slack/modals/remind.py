"""Reminders: asking when a conversation shall come back, and those to come."""

from collections.abc import Sequence

from bot.pictures.own import ReminderPicture
from bot.slack.kit import Block, View, button, context, day_and_time, field, modal, section, typed
from bot.slack.words import Mrkdwn, joined, one_line, safe, say


def draw(number: int, *, limit: int) -> View:
    """The form. Inputs: `when` (words), `at` (a moment that was picked), `words` of at most `limit` characters."""
    return modal(
        f"Remind me of #{number}",
        [
            field(
                "When",
                typed("when", limit=100, placeholder="in 2 hours · tomorrow 9:00 · Monday", focus=True),
                "when",
                hint="By the clock of your own time zone.",
                optional=True,
            ),
            field("Or at", day_and_time("at"), "at", optional=True),
            field("What for", typed("words", lines=True, limit=limit), "words", optional=True),
            context(say("It comes to you alone, as a direct message with the card.")),
        ],
        callback="conversation:remind",
        metadata=str(number),
        submit="Remind me",
    )


def draw_list(reminders: Sequence[ReminderPicture]) -> View:
    """Those to come, each with the way to take it away. Action: `reminder:remove` (a reminder's number)."""
    rows = [row(each) for each in reminders]
    empty = section(say("Nothing to come. `/desk remind 12 tomorrow 9:00` sets one."))
    return modal("Your reminders", rows or [empty], callback="reminder:list", close="Done")


def row(reminder: ReminderPicture) -> Block:
    """One reminder, with the way to take it away."""
    words = safe(one_line(reminder.text), 600) if reminder.text else Mrkdwn("")
    top = say("⏰ *#{}* · {}", reminder.conversation, moment_of(reminder))
    return section(joined([top, words], "\n"), button("Remove", "reminder:remove", reminder.number))


def moment_of(reminder: ReminderPicture) -> str:
    """When it comes, by its member's clock: `Tue 3 Mar, 09:00 (Europe/Berlin)`."""
    return f"{reminder.at:%a} {reminder.at.day} {reminder.at:%b, %H:%M} ({reminder.zone})"
