"""The card: one conversation as everybody sees it in its queue's channel, and what a volunteer can do from it."""

from collections.abc import Mapping

from bot.pictures.conversations import CardPicture
from bot.slack import hints, said
from bot.slack.kit import (
    Block,
    Drawn,
    Element,
    actions,
    button,
    context,
    drawn,
    option,
    overflow,
    plain,
    section,
)
from bot.slack.languages import language_name
from bot.slack.reply_state import is_under_way, like_line, reply_blocks
from bot.slack.words import Mrkdwn, bold, clock_time, joined, link, one_line, person, safe, say, shortened, when

MARKS = {"new": "🔵", "claimed": "🟡", "held": "⏸️", "closed": "✅"}
VERIFIED = {"blue": "verified", "business": "verified business", "government": "verified government"}


def draw(card: CardPicture) -> Drawn:
    """The card as it stands: what is asked first, then what the desk knows, then what can be done, always there."""
    if card.state == "closed":
        return draw_closed(card)
    return drawn(
        headline(card),
        section(head(card), more(card), block_id="head"),
        author(card),
        said.conversation(card.messages, card.message_count),
        facts(card),
        hints.on_card(card.hints, card.number),
        state(card),
        escalation(card),
        reply_blocks(card.reply),
        actions(*what_to_do(card), block_id="row"),
    )


def draw_once(card: CardPicture, *others: Element) -> Drawn:
    """The card where nothing keeps it up to date: of when it is, and the way to how it stands now, before `others`."""
    drawing = draw(card)
    moment = context(say("🕐 As it stood {}; *Show* has it as it stands now.", when(card.taken_at)))
    show = button("Show", "conversation:show", card.number)
    return drawn(drawing.text, drawing.blocks, moment, actions(show, *others))


def draw_closed(card: CardPicture) -> Drawn:
    """A closed card: one line, with the way back."""
    by = say(" by {}", person(card.closed_by)) if card.closed_by else Mrkdwn("")
    at = say(" · {}", when(card.closed_at)) if card.closed_at else Mrkdwn("")
    proof = say(" · {}", link(card.closed_link, "link")) if card.closed_link else Mrkdwn("")
    customer = safe(called(card), 60)
    line = say("✅ {} {} · {}{}{}{}", number(card), customer, bold(card.closed_reason or "closed"), by, at, proof)
    return drawn(
        say("#{} closed as {}", card.number, card.closed_reason or "closed"),
        section(line, button("Reopen", "conversation:reopen", card.number)),
    )


def draw_link(number: int, customer: str, address: str | None, queue_name: str, *, by_name: bool = False) -> Drawn:
    """What an old card becomes when a fresh one stands elsewhere; without an address the new one is not up yet."""
    place = (
        link(address, f"its new card in {queue_name}") if address else say("{}, where it waits its turn", queue_name)
    )
    line = say("↪︎ *#{}* {} goes on in {}.", number, safe(said.shown_as(customer, by_name=by_name), 60), place)
    return drawn(line, context(line))


def headline(card: CardPicture) -> Mrkdwn:
    """The card in a line, for notifications and screen readers."""
    last = next((each for each in reversed(card.messages) if each.side == "customer" and not each.deleted), None)
    said_last = f": {shortened(one_line(last.text), 150)}" if last else ""
    return say("#{} {}{}", card.number, called(card), safe(said_last, 400))


def head(card: CardPicture) -> Mrkdwn:
    """Number, kind, language and queue, behind the mark of its state."""
    pieces = [number(card), bold(card.kind), safe(language_name(card.language), 40), safe(card.queue_name, 60)]
    return say("{} {}", mark(card), joined(pieces))


def mark(card: CardPicture) -> str:
    """One sign for the state, so that a channel can be skimmed."""
    if card.escalation is not None and card.escalation.urgent:
        return "🚨"
    if card.reply is not None and card.reply.state in {"unknown", "refused"}:
        return "⚠️"
    return "🔴" if card.sent_back and card.state == "new" else MARKS[card.state]


def number(card: CardPicture) -> Mrkdwn:
    """The number people say to each other."""
    return say("*#{}*", card.number)


def handle(card: CardPicture) -> str:
    """The customer's handle without its @."""
    return card.customer.removeprefix("@")


def called(card: CardPicture) -> str:
    """How the customer is called."""
    return said.shown_as(card.customer, by_name=card.by_name)


def author(card: CardPicture) -> Block:
    """Who writes: handle, name, followers, what is known of them, since when they wait, and the original."""
    pieces: list[str] = [shortened(called(card), 60)]
    if card.stars_before is not None and card.stars is not None:
        pieces.append(say("{} → {}", said.stars(card.stars_before), bold(said.stars(card.stars))))
    if card.customer_name and card.customer_name != handle(card):
        pieces.append(shortened(one_line(card.customer_name), 80))
    if card.followers is not None:
        pieces.append(f"{card.followers:,} followers" if card.followers != 1 else "1 follower")
    if card.verified in VERIFIED:
        pieces.append(VERIFIED[card.verified])
    if card.customer_tags:
        sign = "⚠️ " if card.needs_care else ""
        pieces.append(bold(sign + shortened(", ".join(card.customer_tags), 200)))
    if card.waits_since is not None:
        pieces.append(say("waits since {}", when(card.waits_since)))
    if card.url:
        pieces.append(link(card.url, f"Open on {card.network_label or card.network}"))
    return context(*pieces)


def facts(card: CardPicture) -> Block | None:
    """What rules and people have set, one short line each."""
    lines = [shortened(one_line(line), 200) for line in card.lines[:6]]
    known = [shortened("tags: " + ", ".join(map(one_line, card.tags)), 400)] if card.tags else []
    known += [f"sentiment: {card.sentiment}"] if card.sentiment else []
    known += [f"{name} {value}" for name, value in card.about[:8] if value not in {"0", ""}]
    if known:
        lines.append(shortened(one_line(" · ".join(known)), 600))
    if card.proposed_reason:
        lines.append(f"suggested: close as “{card.proposed_reason}”")
    if not lines:
        return None
    return {"type": "context", "elements": [plain("\n".join(lines), 2000)]}


def state(card: CardPicture) -> Block | None:
    """Who is on it, what it waits for, and what stands in the thread."""
    lines = [owner(card), hold(card), like_line(card.like)]
    if card.sent_back and card.owner is None:
        lines.append(say("↩︎ Back at the front of the queue: it was left untouched"))
    if card.close_proposed:
        lines.append(say("💤 Closing is proposed; when its hold ends, it closes by itself"))
    if card.note_count:
        lines.append(say("📝 {} in the thread", "1 note" if card.note_count == 1 else f"{card.note_count} notes"))
    present = [line for line in lines if line]
    return context(*present) if present else None


def owner(card: CardPicture) -> Mrkdwn:
    """Who has claimed it, since when."""
    if card.owner is None:
        return Mrkdwn("")
    since = say(" since {}", clock_time(card.owned_since)) if card.owned_since else Mrkdwn("")
    return say("🖐 {} is on it{}", person(card.owner), since)


def hold(card: CardPicture) -> Mrkdwn:
    """For whom it waits, and until when."""
    if card.hold_waiting_on is None:
        return Mrkdwn("")
    whom = "the customer" if card.hold_waiting_on == "customer" else card.hold_whom or "a colleague"
    by = say(", says {}", person(card.hold_by)) if card.hold_by else Mrkdwn("")
    until = say(" · until {}", when(card.hold_ends_at)) if card.hold_ends_at else Mrkdwn("")
    return say("⏸ On hold for {}{}{}", safe(one_line(whom), 220), by, until)


def escalation(card: CardPicture) -> list[Block]:
    """Why it was escalated, what was tried, who has taken it; with what managers need to answer."""
    picture = card.escalation
    if picture is None:
        return []
    urgency = "urgent" if picture.urgent else "can wait, pages nobody"
    lines = [say("*Escalated* by {} · {} · {}", person(picture.by), bold(picture.reason), urgency)]
    lines.append(note(picture.note))
    if picture.taken_by:
        lines.append(say("🙋 {} is on it", person(picture.taken_by)))
    elif picture.urgent and not picture.answered_by:
        lines.append(say("📟 Paged: {}", person(picture.paged) if picture.paged else "nobody yet"))
    if picture.answered_by:
        lines.append(say("💬 {} answered the volunteer", person(picture.answered_by)))
        lines.append(note(picture.answer or ""))
    on_it = None if picture.taken_by else button("On it", "escalation:take", picture.number, style="primary")
    answer = button("Answer the volunteer", "escalation:answer", picture.number)
    return [section(joined(lines, "\n")), *actions(on_it, answer)]


def note(text: str, limit: int = 700) -> Mrkdwn:
    """A colleague's words with a bar at each line's side."""
    lines = shortened(text.strip(), limit).splitlines()
    return joined([say(">{}", line) for line in lines], "\n")


def what_to_do(card: CardPicture) -> list[Element | None]:
    """The buttons, always in the same order; what cannot be done now is left out. What is most likely wanted is green
    and comes first: Reply, or Like where praise is liked.
    """
    mine = button("Release", "conversation:release", card.number)
    free = button("Claim", "conversation:claim", card.number)
    answered = card.reply is not None and is_under_way(card.reply)
    to_do = card.waits_since is not None and card.escalation is None and not card.hints.likes_as
    wording = "Edit reply" if card.edits_reply else "Reply"
    reply = button(wording, "conversation:reply", card.number, style="primary" if to_do else None)
    praised = bool(card.hints.likes_as) and may_be_liked(card)
    return [
        button("Like", "conversation:like", card.number, style="primary") if praised else None,
        button("Like + close", "conversation:like_close", card.number) if praised else None,
        None if answered else reply,
        mine if card.owner else free,
        button("Close", "conversation:close", card.number),
        button("Hold", "conversation:hold", card.number),
        None if card.escalation else button("Escalate", "conversation:escalate", card.number),
        like(card) if is_answered(card) else None,
        button(f"Move to {card.moves_to}", "conversation:move_on", card.number) if card.moves_to else None,
        button(f"History ({card.others})", "conversation:history", card.number) if card.others else None,
        article(card),
        behind("conversation:ask", {"Remind me …": "remind", "Why is it so?": "why"}, card),
    ]


def like(card: CardPicture) -> Element | None:
    """Like, where it is not what the card offers first."""
    if card.hints.likes_as or not may_be_liked(card):
        return None
    return button("Like", "conversation:like", card.number)


def may_be_liked(card: CardPicture) -> bool:
    """Whether a like can be asked for now."""
    return card.can_like and (card.like is None or card.like.state == "refused")


def is_answered(card: CardPicture) -> bool:
    """Whether an answer of ours stands, so that the next word may be a thank-you, which is liked."""
    return any(each.side == "brand" for each in card.messages)


def article(card: CardPicture) -> Element | None:
    """Article needed, and its way back; each does only what it says, however often it is pressed."""
    if card.article_needed is None:
        return None
    if card.article_needed:
        return button("✓ Article needed", "article:need_none", card.number)
    return button("Article needed", "article:needed", card.number)


def more(card: CardPicture) -> Element:
    """The rest, behind the three dots, of which Slack takes five; what is only for oneself is behind those at the end
    of the buttons, where a thumb is.
    """
    return behind(
        "conversation:more", {each: each.lower() for each in ("Tag", "Note", "Assign", "Move", "History")}, card
    )


def behind(action: str, choices: Mapping[str, str], card: CardPicture) -> Element:
    """Three dots with these choices; each value is `verb:number`."""
    return overflow(action, [option(text, f"{verb}:{card.number}") for text, verb in choices.items()])
