"""The stand-up: how the desk stands, twice a day, in the team's channel."""

from bot.pictures.conversations import EscalationPicture, QueuePicture, StandupPicture
from bot.slack import money
from bot.slack.kit import Block, Drawn, actions, button, context, divider, drawn, header, section
from bot.slack.menu import queue_line
from bot.slack.words import Mrkdwn, bold, joined, link, one_line, person, safe, say, shortened, when

MOST = 10
"""Lines of one kind; the rest is counted."""


def draw_standup(picture: StandupPicture) -> Drawn:
    """Arrived, answered, waiting, held, escalated, who was on, what to hand over; one's own line, and the baton."""
    return drawn(
        say("{}: {} arrived, {} answered", picture.name, picture.arrived, picture.answered),
        header(picture.name),
        context(since(picture)),
        section(figures(picture)),
        part("Queues", [queue_line(queue) for queue in busy(picture.queues)]),
        part("On hold", [say("{}: {}", safe(one_line(what), 200), count) for what, count in picture.holds]),
        part("Escalations open", [escalation(each) for each in picture.escalations]),
        part("Can wait, for today", [escalation(each) for each in picture.can_wait]),
        part("To hand over", [safe(one_line(each), 300) for each in picture.hand_over]),
        part("Needs a look", [say("🔔 {}", safe(shortened(one_line(each), 280))) for each in picture.alarms]),
        money.today(picture.spending),
        people(picture),
        part(
            "From the team", [say("{}: {}", person(by), shortened(one_line(text), 500)) for by, text in picture.lines]
        ),
        divider(),
        actions(
            button("Add a line", "standup:line", picture.number),
            None if picture.baton else button("Take the baton", "standup:baton", picture.number, style="primary"),
        ),
    )


def since(picture: StandupPicture) -> Mrkdwn:
    """The period it covers, and that it is late when it is."""
    late = f"⚠️ {picture.late_by_hours:.0f} h late: the desk was down" if picture.late_by_hours >= 1 else ""
    pieces = [say("since {}", when(picture.since)), say("{}", late)]
    if picture.meeting:
        pieces.append(link(picture.meeting, "meeting"))
    return joined(pieces)


def figures(picture: StandupPicture) -> Mrkdwn:
    """What came and what was done."""
    return say("*{}* arrived · *{}* answered · *{}* closed", picture.arrived, picture.answered, picture.closed)


def busy(queues: tuple[QueuePicture, ...]) -> list[QueuePicture]:
    """The queues in which anything is open."""
    return [queue for queue in queues if queue.waiting or queue.claimed or queue.held]


def part(title: str, lines: list[Mrkdwn]) -> Block | None:
    """A titled paragraph; none without lines."""
    if not lines:
        return None
    shown = lines[:MOST]
    if len(lines) > MOST:
        shown.append(say("… and {} more", len(lines) - MOST))
    return section(joined([bold(title), *shown], "\n"))


def escalation(picture: EscalationPicture) -> Mrkdwn:
    """An escalation on one line."""
    taken = say("🙋 {}", person(picture.taken_by)) if picture.taken_by else say("nobody yet")
    words = shortened(one_line(picture.note), 160)
    return say("{} · {} · by {} {} · {}", bold(picture.reason), words, person(picture.by), when(picture.at), taken)


def people(picture: StandupPicture) -> Block | None:
    """Who was on, and who has the baton."""
    pieces = []
    if picture.on_duty:
        pieces.append(say("on: {}", joined([person(each) for each in picture.on_duty[:30]], ", ")))
    if picture.baton:
        pieces.append(say("🏃 {} has the baton", person(picture.baton)))
    return context(joined(pieces)) if pieces else None
