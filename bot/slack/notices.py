"""Private messages: news, pings and refusals, each with what its reader can do about it right there."""

from collections.abc import Callable, Mapping

from bot.pictures.conversations import CardPicture, EscalationPicture, LikePicture, ReplyPicture
from bot.slack import card as cards
from bot.slack import hand_notices, money, play
from bot.slack.card import note
from bot.slack.kit import (
    Drawn,
    actions,
    button,
    context,
    drawn,
    quote,
    rich,
    section,
)
from bot.slack.news import About, Facts, news, number, where
from bot.slack.reply_state import reply_blocks
from bot.slack.words import Mrkdwn, bold, joined, one_line, ours, person, say, shortened, when


def draw(
    kind: str,
    facts: Facts,
    *,
    card: CardPicture | None = None,
    reply: ReplyPicture | None = None,
    like: LikePicture | None = None,
    escalation: EscalationPicture | None = None,
    place: str | None = None,
    hidden: bool = False,
) -> Drawn:
    """A notice of this kind. What it is about may have moved on since: then its state is told and no button is left.

    `place` is the address of the conversation's card. `hidden` says that its reader may not see the conversation any
    more: only what colleagues said is told then. A kind nobody drew yet is told with its text, if it has one.
    """
    about = About(facts, card, reply, like, escalation, place)
    if hidden and kind not in COLLEAGUES_SAID:
        return out_of_sight()
    return DRAWN.get(kind, plain_text)(about)


MOST_ALARMS = 12
"""As many are told in one message, which Slack would cut."""

COLLEAGUES_SAID = frozenset({"text", "alarm", "ask", "escalation_answer", "reminder"})
"""Kinds that, without a card, hold no word of a customer."""


def out_of_sight() -> Drawn:
    """A conversation went to a queue that only moderators see."""
    text = say("🔒 What this was about is with the moderators now; there is nothing left for you to do.")
    return drawn(text, section(text))


def plain_text(about: About) -> Drawn:
    """A sentence of ours: its markup is our own, strangers' words in it are escaped where it is written."""
    text = ours(about.fact("text")) or Mrkdwn("Something happened on the desk.")
    return drawn(text, section(text), where(about))


def wrote_again(about: About) -> Drawn:
    """The customer wrote again, to whoever owns the conversation."""
    return news(about, "💬 The customer wrote again", quoting=True)


def lapsed(about: About) -> Drawn:
    """A claim ran out."""
    return news(about, "⌛ Your claim ran out; it is free again", again="Claim")


def sent_back(about: About) -> Drawn:
    """An untouched conversation went back."""
    return news(about, "↩︎ Left untouched, so it went back to the front of its queue", again="Claim")


def close_proposed(about: About) -> Drawn:
    """Closing is proposed."""
    close = button("Close", "conversation:close", number(about), style="primary")
    ends_at = about.card.hold_ends_at if about.card and about.card.close_proposed else None
    then = say(" {}", when(ends_at)) if ends_at else Mrkdwn("")
    text = say("💤 Nobody has written for a while: close it? It closes by itself{}", then)
    return news(about, text, quoting=True, buttons=[close, button("Reply", "conversation:reply", number(about))])


def hold_ended(about: About) -> Drawn:
    """A hold is over, and nobody owns it."""
    reply = button("Reply", "conversation:reply", number(about), style="primary")
    return news(
        about,
        "▶️ Its hold is over; it is in its queue again, free for anybody. Reply takes it on",
        quoting=True,
        buttons=[reply],
    )


def assigned(about: About) -> Drawn:
    """Somebody gave a conversation to the reader; once it is nobody's again, it can be claimed."""
    by = person(about.fact("by")) if about.fact("by") else say("The desk")
    if about.card is not None and about.card.owner is None:
        return news(about, say("🫱 {} gave it to you, and it was given back", by), quoting=True, again="Claim")
    reply = button("Reply", "conversation:reply", number(about), style="primary")
    release = button("Release", "conversation:release", number(about))
    return news(about, say("🫱 {} gave it to you", by), quoting=True, buttons=[reply, release])


def reminder(about: About) -> Drawn:
    """What somebody asked to be reminded of: their own words, and the card as it stands; without a card, only those."""
    own = [context(say("You wanted:")), rich(quote(about.fact("text"), 600))] if about.fact("text") else []
    if about.card is None:
        gone = context(say("What it was about is not yours to see any more, or is gone."))
        return news(about, "⏰ You asked to be reminded", more=[*own, gone])
    told = news(about, "⏰ You asked to be reminded", more=own)
    again = button("Remind me again", "conversation:remind", number(about))
    return drawn(told.text, told.blocks, cards.draw_once(about.card, again).blocks)


def brought(about: About) -> Drawn:
    """A post that the reader pointed at is on the desk, or was already."""
    return news(about, BROUGHT.get(about.fact("how"), "📥 It is on the desk"), quoting=True, again="Claim")


BROUGHT = {
    "new": "📥 You brought this to the desk",
    "known": "📥 That was on the desk already",
    "joined": "📥 It goes on with what that customer wrote before",
}


def play_idle(about: About) -> Drawn:
    """Nothing has happened in play mode for a while."""
    return play.still_there(about.fact("sitting"), int(about.fact("minutes") or 0))


def alone(about: About) -> Drawn:
    """An escalation that found nobody on duty."""
    return news(about, "🚨 An urgent escalation found nobody on duty", again="Claim")


def reply_news(about: About) -> Drawn:
    """A reply was refused, or nobody knows whether it got out."""
    if about.reply is None:
        return news(about, "Something happened to your reply")
    again = about.reply.state == "refused"
    buttons = [button("Reply", "conversation:reply", number(about), style="primary")] if again else []
    return news(about, "About your reply", more=reply_blocks(about.reply), buttons=buttons)


def old_ones(about: About) -> Drawn:
    """What has been open for weeks, to moderators, once a week."""
    count = about.fact("count") or "Some"
    text = say("🗄 *{} conversations* are open and heard nothing for {} days", count, about.fact("days") or "many")
    hint = context(say("You see which before anything happens, at most 100 at a time, and can take it back."))
    return drawn(text, section(text), hint, actions(button(f"Review {count} old ones", "bulk:old", 0, style="primary")))


def ping(about: About) -> Drawn:
    """A manager on duty is asked for help: the note, the card, On it, Answer the volunteer."""
    escalation = about.escalation
    if escalation is None:
        return news(about, "✓ This escalation is settled")
    ask = say("🚨 {} needs you · {}", person(escalation.by), bold(escalation.reason))
    taken, answered = escalation.taken_by, escalation.answered_by
    since = [
        *([context(say("🙋 {} is on it", person(taken)))] if taken else []),
        *([context(say("💬 {} answered the volunteer", person(answered)))] if answered else []),
    ]
    on_it = button("On it", "escalation:take", escalation.number, style="primary")
    return news(
        about,
        ask,
        quoting=True,
        more=[section(joined([say("*Note*"), note(escalation.note, 1500) or say("_none_")], "\n")), *since],
        buttons=[
            None if taken else on_it,
            button("Answer the volunteer", "escalation:answer", escalation.number),
        ],
    )


def escalation_answer(about: About) -> Drawn:
    """What a manager answered the volunteer."""
    escalation = about.escalation
    if escalation is None or escalation.answered_by is None:
        return news(about, "💬 Your escalation was answered")
    top = say("💬 {} answered your escalation", person(escalation.answered_by))
    stays = about.card is not None and about.card.in_escalation_queue and about.card.state != "closed"
    then = (
        [context(say("It is with the moderators until one of them moves it back; notes reach them."))] if stays else []
    )
    return news(about, top, more=[rich(quote(escalation.answer or "", 2900)), *then])


def ask(about: About) -> Drawn:
    """A colleague writes to the managers."""
    text = say("❓ {} asks the managers", person(about.fact("from")))
    return drawn(
        say("{}: {}", text, shortened(one_line(about.fact("text")), 200)),
        section(text),
        rich(quote(about.fact("text"), 2900)),
    )


def alarm(about: About) -> Drawn:
    """What a manager must know, until it is over; with what began at about the same time."""
    also, ended = about.facts.get("also"), about.facts.get("over")
    later = [(str(number), str(text)) for number, text in also.items()] if isinstance(also, Mapping) else []
    over = [str(each) for each in ended] if isinstance(ended, list) else []
    told = [(about.fact("alarm"), about.fact("text")), *later]
    lines = [
        say("{} {}", "✓ This is over:" if number in over else "🔔", ours(text) or "Something needs a look.")
        for number, text in told[:MOST_ALARMS]
    ]
    if len(told) > MOST_ALARMS:
        lines.append(say("… and {} more; `/desk home` shows all.", len(told) - MOST_ALARMS))
    text = joined(lines, "\n")
    return drawn(text, section(text), where(about))


def budget(about: About) -> Drawn:
    """An account or a search nears its daily budget, or is past it; with the way to raise it, until somebody has."""
    name = about.fact("account")
    spent, whole = about.fact("spent"), about.fact("budget")
    text = say("💸 {} has used {} % of today’s budget", money.purse(name), about.fact("percent") or "much")
    if about.fact("raised"):
        return drawn(text, section(text), context(say("✓ {}", ours(about.fact("raised")))))
    detail = say(
        "{} of {} spent. Once it is used up, new posts are read every {} minutes, until the budget is raised.",
        dollars(spent),
        dollars(whole),
        about.fact("minutes") or "some",
    )
    raise_it = button("Raise today's budget", "budget:raise", name, style="primary", confirm=money.sure())
    return drawn(text, section(text), context(detail), actions(raise_it))


DRAWN: Mapping[str, Callable[[About], Drawn]] = {
    "text": plain_text,
    "word_missing": plain_text,
    "wrote_again": wrote_again,
    "lapsed": lapsed,
    "sent_back": sent_back,
    "close_proposed": close_proposed,
    "hold_ended": hold_ended,
    "assigned": assigned,
    "reply_refused": reply_news,
    "reply_unknown": reply_news,
    "hand_reply": hand_notices.hand_reply,
    "hand_like": hand_notices.hand_like,
    "like_refused": hand_notices.like_refused,
    "old_ones": old_ones,
    "wrong_account": hand_notices.wrong_account,
    "ping": ping,
    "escalation_answer": escalation_answer,
    "ask": ask,
    "alarm": alarm,
    "budget": budget,
    "alone": alone,
    "reminder": reminder,
    "play_idle": play_idle,
    "brought": brought,
}


def dollars(microdollars: str) -> str:
    """Millionths of a dollar in words."""
    return f"${int(microdollars) / 1_000_000:.2f}" if microdollars.lstrip("-").isdigit() else microdollars or "?"
