"""The Home tab: what waits for one, what is one's own, the desk in figures; the most urgent first, in short lines."""

from collections.abc import Sequence
from dataclasses import replace

from bot.pictures.conversations import CardPicture
from bot.pictures.home import AwaitingPicture, HomePicture, SettingsPicture
from bot.pictures.own import DraftPicture, ReminderPicture
from bot.slack import menu, oversight
from bot.slack.card import called, mark
from bot.slack.kit import MOST_AT_HOME, MOST_BLOCKS, Block, Drawn, Element, actions, button, context, drawn, section
from bot.slack.languages import language_name
from bot.slack.modals.drafts import addressed
from bot.slack.modals.remind import moment_of
from bot.slack.words import Mrkdwn, bold, joined, one_line, safe, say, shortened, when

WHY = {
    "hand_reply": "✋ send this reply by hand",
    "hand_like": "🤍 like this by hand",
    "unknown_reply": "⚠️ is your reply out?",
    "wrote_again": "💬 the customer wrote again",
    "escalation": "🚨 you took this escalation",
    "hold_ended": "▶️ its hold is over",
    "close_proposed": "💤 close it? It will close by itself",
}
"""What waits, by the words of storage/awaiting.py."""


IN_A_MESSAGE = 3
"""Rows of each part in a message, which holds half as many blocks."""


def draw_message(home: HomePicture) -> Drawn:
    """The same in a message, with fewer rows of each part, so that no button loses the words beside it."""
    over = home.oversight
    if over is not None:
        over = replace(over, parked=over.parked[:IN_A_MESSAGE])
    rows = {name: getattr(home, name)[:IN_A_MESSAGE] for name in ("awaiting", "mine", "drafts")}
    return draw(replace(home, oversight=over, **rows), most=MOST_BLOCKS)


def draw(home: HomePicture, *, most: int = MOST_AT_HOME) -> Drawn:
    """Somebody's Home. Actions beside the menu's: play:all, menu:reminders, menu:settings, menu:sources,
    conversation:show and conversation:reply (a number), escalation:take (an escalation's number), parked:try and
    parked:rest (a number)."""
    desk, over = home.desk, home.oversight
    answers = desk.role != "beginner"
    waiting = sum(queue.waiting for queue in desk.queues)
    return drawn(
        say("The desk: {} waiting", waiting),
        section(headline(waiting, home, answers=answers)),
        menu.stops(desk),
        actions(*ways_in(home, waiting, answers=answers), block_id="start"),
        awaiting(home.awaiting, home.awaiting_in_all),
        oversight.escalated(over) if over else None,
        mine(home.mine, desk.mine, home.awaiting),
        drafts(home.drafts, desk.drafts),
        reminders(home.reminders, home.reminders_in_all),
        heading("Queues"),
        menu.standing(desk.queues) or context(say("Nothing is open.")),
        actions(button("List", "menu:list", 0), menu.next_in(desk.queues) if answers else None, block_id="queues"),
        oversight.draw(over, desk) if over else None,
        settings(home.settings),
        actions(
            button("Settings", "menu:settings", 0),
            menu.asking(desk.role),
            button("Help", "menu:help", 0),
            block_id="more",
        ),
        most=most,
    )


def draw_refusal(words: str) -> Drawn:
    """The Home of somebody who may see nothing of the desk: why, in place of what they saw when they still might."""
    return drawn(say("{}", words), section(words))


def headline(waiting: int, home: HomePicture, *, answers: bool) -> Mrkdwn:
    """Everything in one line."""
    pieces = [say("*{}* waiting", waiting) if waiting else say("*Nothing is waiting.* Enjoy it.")]
    if answers and home.desk.mine:
        pieces.append(say("*{}* yours", home.desk.mine))
    if home.plays:
        pieces.append(say("▶ play mode goes on in *Messages*"))
    return joined(pieces)


def ways_in(home: HomePicture, waiting: int, *, answers: bool) -> list[Element | None]:
    """The buttons with which work begins; whoever plays is not offered to begin anew, which would end that."""
    if not answers:
        return []
    return [
        button("Next", "queue:next", 0, style="primary") if waiting else None,
        button("▶ Play", "play:all", 0) if waiting and not home.plays else None,
        button(f"All of mine ({home.desk.mine})", "menu:mine", 0) if home.desk.mine else None,
    ]


def heading(text: str) -> Block:
    """The name of a part."""
    return section(bold(text))


def awaiting(found: Sequence[AwaitingPicture], in_all: int) -> list[Block]:
    """What waits for nobody else."""
    if not found:
        return []
    rows = [
        row(each.card, say("{}", WHY.get(each.why, each.why)), since=say("since {}", when(each.since)))
        for each in found
    ]
    return [heading(f"Waits for you ({in_all})"), *rows, *more(in_all - len(found))]


def mine(cards: Sequence[CardPicture], total: int, waiting: Sequence[AwaitingPicture]) -> list[Block]:
    """The most urgent of one's own that do not stand above."""
    if not cards:
        return []
    rows = [row(each, Mrkdwn(""), since=stands(each)) for each in cards]
    above = sum(1 for each in waiting if each.card.owner is not None)
    return [heading("Also yours" if waiting else "Yours"), *rows, *more(max(0, total - above - len(cards)))]


def row(card: CardPicture, why: Mrkdwn, *, since: Mrkdwn) -> Block:
    """One conversation in two short lines, without its words, and the button that shows its card."""
    top = joined([say("{} *#{}* {}", mark(card), card.number, safe(called(card), 60)), why])
    about = [safe(card.kind, 40), safe(language_name(card.language), 40), safe(card.queue_name, 60), since]
    return section(joined([top, joined(about)], "\n"), button("Show", "conversation:show", card.number))


def stands(card: CardPicture) -> Mrkdwn:
    """Since when its customer waits, or until when it is set aside."""
    if card.hold_waiting_on is not None:
        return say("on hold until {}", when(card.hold_ends_at)) if card.hold_ends_at else say("on hold")
    return say("waits since {}", when(card.waits_since)) if card.waits_since else say("answered")


def more(count: int) -> list[Block]:
    """How many there are besides."""
    return [context(say("and {} more: *All of mine* shows those you own", count))] if count > 0 else []


def reminders(found: Sequence[ReminderPicture], in_all: int) -> list[Block]:
    """The next reminders, with the way to all of them."""
    if not found:
        return []
    lines = [
        joined(
            [say("⏰ *#{}* · {}", each.conversation, moment_of(each)), safe(shortened(one_line(each.text), 80), 160)]
        )
        for each in found
    ]
    title = say("*Reminders* ({})", in_all)
    return [section(joined([title, *lines], "\n"), button("All", "menu:reminders", 0))]


def drafts(found: Sequence[DraftPicture], in_all: int) -> list[Block]:
    """What was begun last, without its words, which may be a customer's; each with the way on, and the way to all."""
    if not found:
        return []
    return [section(say("*Drafts* ({})", in_all), button("All", "menu:drafts", 0)), *map(begun, found)]


def begun(draft: DraftPicture) -> Block:
    """One draft in a line: where, to whom and since when."""
    go_on = button("Go on", "conversation:reply", draft.conversation) if draft.can_go_on else None
    return section(say("{} · {}", addressed(draft), when(draft.at)), go_on)


def settings(own: SettingsPicture) -> Block:
    """One's settings in a line."""
    languages = ", ".join(own.languages) if own.languages else "all languages"
    pieces = [say("You read {}", languages)]
    if own.signature is not None:
        pieces.append(say("sign “{}”", own.signature) if own.signature else say("sign with nothing"))
    if own.hours is not None:
        pieces.append(say("on duty {} ({})", own.hours, own.zone))
    return context(joined(pieces))
