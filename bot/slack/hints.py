"""What a card points out by itself, and what it offers: the forum, a retweet idea, a checklist, somebody's answer."""

from bot.pictures.hints import Climb, CommunityAnswer, HintsPicture
from bot.slack.kit import Block, button, context, section
from bot.slack.words import Mrkdwn, joined, link, one_line, safe, say, shortened, when

MOST_LINES = 8
SIGNS = {"likes": "♥", "reposts": "⟲", "quotes": "❝", "replies": "↩"}


def on_card(hints: HintsPicture, number: int) -> list[Block]:
    """On the card: what is known, then what is offered with a click. Actions: reply:forum, conversation:retweet."""
    blocks = before_typing(hints)
    if hints.climb is not None and hints.climb.figures:
        blocks.append(context(climbing(hints.climb)))
    if hints.exchanges:
        text = say("🧭 Answered {} times, and the customer is back: the forum has more room.", hints.exchanges)
        blocks.append(section(text, button("Suggest the forum", "reply:forum", number)))
    if hints.retweet:
        text = say("📣 Worth spreading? That is the managers' decision; it pages nobody.")
        blocks.append(section(text, button("Retweet idea", "conversation:retweet", number)))
    return blocks


def before_typing(hints: HintsPicture) -> list[Block]:
    """What somebody reads before they write: who has answered already, and the checklists of its tags."""
    blocks = [context(community(hints.community), block_id="community")] if hints.community is not None else []
    for number, (tag, lines) in enumerate(hints.checklists[:3]):
        blocks.append(context(checklist(tag, lines), block_id=f"checklist:{number}"))
    return blocks


def community(answer: CommunityAnswer) -> Mrkdwn:
    """Somebody of the community has answered in public."""
    name = safe(f"@{shortened(one_line(answer.author), 60).removeprefix('@')}", 80)
    where = say(" · {}", link(answer.url, "read it first")) if answer.url else Mrkdwn("")
    return say("🙌 *{}* (community) answered {}{}", name, when(answer.at), where)


def checklist(tag: str, lines: tuple[str, ...]) -> Mrkdwn:
    """What to make sure of before answering."""
    points = [say("☐ {}", shortened(one_line(line), 200)) for line in lines[:MOST_LINES]]
    return joined([say("*{}*: before you answer", shortened(one_line(tag), 80)), *points], "\n")


def climbing(climb: Climb) -> Mrkdwn:
    """How far the reactions have climbed, and in what time."""
    pieces = [say("{} {} {} → {}", SIGNS[name], name, f"{then:,}", f"{now:,}") for name, then, now in climb.figures]
    hours = (climb.until - climb.since).total_seconds() / 3600
    span = f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} h" if hours >= 1.5 else f"{hours * 60:.0f} min"
    return say("📈 *Gains attention*: {} in {}", joined(pieces), span)
