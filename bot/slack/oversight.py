"""The part of the Home tab for whoever looks after the desk: escalations, sources, spending, people, parked work."""

from collections.abc import Sequence

from bot.pictures.conversations import DeskPicture, EscalationPicture
from bot.pictures.home import OversightPicture, ParkedPicture, SourcePicture
from bot.slack import menu, money
from bot.slack.kit import Block, View, actions, button, context, modal, section
from bot.slack.words import Mrkdwn, bold, joined, ours, person, safe, say, when

MOST_ESCALATIONS = 5
MOST_TROUBLED = 5


def draw(over: OversightPicture, desk: DeskPicture) -> list[Block]:
    """How the desk is doing, and what can be done about it."""
    people = f"People ({over.newcomers} to admit)" if over.newcomers else "People"
    spending = money.today(desk.spending)
    return [
        section(bold("The desk")),
        *(section(say("🔔 {}", ours(each, 400))) for each in over.alarms),
        *sources(over.sources),
        *([spending] if spending else []),
        *actions(
            button(people, "menu:people", 0),
            button("Sources", "menu:sources", 0) if over.sources else None,
            button("Tags", "menu:tags", 0) if desk.role == "manager" else None,
            button("Clippings", "menu:clippings", 0) if desk.role == "manager" else None,
            menu.halt(desk.stopped),
            block_id="desk",
        ),
        *actions(money.raising(desk.spending) if desk.role == "manager" else None, block_id="budget"),
        *parked(over.parked, over.parked_in_all),
    ]


def escalated(over: OversightPicture) -> list[Block]:
    """Open escalations and who has them, with *On it* where nobody has."""
    if not over.escalations:
        return []
    rows = [escalation(each) for each in over.escalations[:MOST_ESCALATIONS]]
    left = len(over.escalations) - len(rows)
    rest = [context(say("and {} more in the escalation queue", left))] if left else []
    return [section(bold(f"Escalations ({len(over.escalations)})")), *rows, *rest]


def escalation(each: EscalationPicture) -> Block:
    """One escalation in two short lines; what was noted stands on its card."""
    sign = "🚨" if each.urgent else "🕗"
    top = say("{} *#{}* {}", sign, each.conversation, safe(each.reason, 80))
    has = say("🙋 {}", person(each.taken_by)) if each.taken_by else say("*nobody is on it*")
    answered = say("💬 {} answered the volunteer", person(each.answered_by)) if each.answered_by else Mrkdwn("")
    line = joined([has, answered, say("by {}", person(each.by)), when(each.at)])
    on_it = button("On it", "escalation:take", each.number, style="primary")
    show = button("Show", "conversation:show", each.conversation)
    return section(joined([top, line], "\n"), show if each.taken_by else on_it)


def sources(found: Sequence[SourcePicture]) -> list[Block]:
    """One line when all is well; a line for each source that is not."""
    if not found:
        return [context(say("No source is read yet."))]
    troubled = [each for each in found if is_troubled(each)]
    read = [each.read_at for each in found if each.read_at is not None]
    following = [each.next_at for each in found if each.next_at is not None]
    pieces = [say("✅ {} sources are read", len(found)) if not troubled else Mrkdwn("")]
    pieces.append(say("🔴 {} of {} sources need a look", len(troubled), len(found)) if troubled else Mrkdwn(""))
    pieces.append(say("last {}", when(max(read), "{time}")) if read else say("none was read yet"))
    pieces.append(say("next {}", when(min(following), "{time}")) if following else Mrkdwn(""))
    lines = [joined(pieces), *(source(each) for each in troubled[:MOST_TROUBLED])]
    return [section(joined(lines, "\n"))]


def source(each: SourcePicture) -> Mrkdwn:
    """One source: when it was read, when it is next, and what is wrong."""
    pieces = [say("{} {}", "🔴" if is_troubled(each) else "✅", each.name)]
    pieces.append(say("last {}", when(each.read_at)) if each.read_at else say("never read"))
    pieces.append(say("next {}", when(each.next_at, "{time}")) if each.next_at else Mrkdwn(""))
    pieces.append(say("{} in a row without an answer", each.misses) if each.misses else Mrkdwn(""))
    pieces.append(say("*posts were missed, or are about to be*") if each.gap else Mrkdwn(""))
    pieces.append(safe(each.error, 200) if each.error else Mrkdwn(""))
    return joined(pieces)


def is_troubled(each: SourcePicture) -> bool:
    """Whether somebody should look."""
    return each.gap or each.misses > 0


def draw_sources(found: Sequence[SourcePicture]) -> View:
    """Every source, those in trouble first."""
    rows: list[Block] = [section(source(each)) for each in found[:90]]
    nothing: list[Block] = [section(say("No source is read yet."))]
    return modal("Sources", rows or nothing, callback="source:list", close="Done")


def parked(found: Sequence[ParkedPicture], in_all: int) -> list[Block]:
    """What failed and was set aside, with its reason and the two things one can decide."""
    if not found:
        return []
    blocks: list[Block] = [section(bold(f"Parked ({in_all})"))]
    for each in found:
        words = ours(each.text, 400)
        blocks.append(section(joined([words, say("_since {}_", when(each.at))], " ")))
        blocks += actions(
            button("Try again", "parked:try", each.number) if each.retryable else None,
            button("Let it rest", "parked:rest", each.number),
            block_id=f"parked:{each.number}",
        )
    left = in_all - len(found)
    return [*blocks, *([context(say("and {} more", left))] if left > 0 else [])]
