"""Where a reply or a like stands, as the card and private messages show it, with the buttons it needs."""

from bot.pictures.conversations import LikePicture, ReplyPicture
from bot.slack.kit import (
    Block,
    Element,
    actions,
    button,
    confirmation,
    context,
    quote,
    rich,
    section,
)
from bot.slack.words import Mrkdwn, bold, is_address, link, one_line, person, safe, say, shortened, when

UNDER_WAY = frozenset({"queued", "sending", "by_hand", "unknown"})


def is_under_way(reply: ReplyPicture) -> bool:
    """Whether a reply is on its way, so that another would be one too many."""
    return reply.state in UNDER_WAY


def reply_blocks(reply: ReplyPicture | None) -> list[Block]:
    """Where the reply stands: its text while it is not out, and Undo right there while there is time."""
    if reply is None or reply.state == "undone":
        return []
    line = section(DESCRIBED[reply.state](reply), undo(reply))
    if reply.state == "sent":
        return [line]
    return [line, rich(quote(reply.text, 1500)), *attached(reply), *actions(*buttons(reply))]


def attached(reply: ReplyPicture) -> list[Block]:
    """The file that goes with it, for whoever sends it by hand as well."""
    if not reply.attachment:
        return []
    name = shortened(one_line(reply.attachment), 120)
    file = link(reply.attachment_link, name) if is_address(reply.attachment_link) else safe(name, 200)
    shows = say(" · shows: {}", shortened(one_line(reply.description), 300)) if reply.description else Mrkdwn("")
    return [context(say("📎 {}{}", file, shows))]


def undo(reply: ReplyPicture) -> Element | None:
    """The button that takes a reply back, while it can be; from a keyholder, who may be sending it, it asks first."""
    if reply.state == "by_hand" and reply.handed_to and not reply.said_sent_by:
        sure = confirmation(
            "Take it back?",
            "A keyholder has the text and may be sending it. Ask them first: if it is out, the customer has it.",
            "Take it back",
        )
        return button("Undo", "reply:undo", reply.number, confirm=sure)
    if reply.state != "queued" or reply.undo_until is None:
        return None
    return button("Undo", "reply:undo", reply.number)


def buttons(reply: ReplyPicture) -> list[Element | None]:
    """What a person can do about a reply that a machine cannot finish."""
    if reply.state == "by_hand" and reply.said_sent_by:
        return []
    if reply.state == "by_hand" and reply.waits_for:
        return [button("I sent it", "reply:sent_by_hand", reply.number)]
    if reply.state == "by_hand":
        return [composer(reply), button("I sent it", "reply:sent_by_hand", reply.number), not_me(reply)]
    if reply.state == "unknown" and reply.can_send_again:
        sure = confirmation(
            "Send it again?",
            "Look at the account's timeline first. If the first one did get out, the customer is answered twice.",
            "Send again",
        )
        again = button("Send again", "reply:send_again", reply.number, style="danger", confirm=sure)
        return [it_is_there(reply), again]
    if reply.state == "unknown" and reply.cannot_be_looked_for:
        return [it_is_there(reply), not_there(reply)]
    return []


def it_is_there(reply: ReplyPicture) -> Element | None:
    """The button for whoever has seen it in public."""
    return button("It is there", "reply:is_there", reply.number, style="primary")


def not_there(reply: ReplyPicture) -> Element | None:
    """The way out for a moderator who has not seen it there."""
    sure = confirmation(
        "Give it back?",
        "Look in public first, under the customer's post. If it is there after all, they may be answered twice.",
        "Give it back",
    )
    return button("Not there: give it back", "reply:give_back", reply.number, style="danger", confirm=sure)


def composer(reply: ReplyPicture) -> Element | None:
    """The button that opens the network's own composer with the text filled in, if a button holds the address."""
    if not is_address(reply.composer):
        return None
    return button("Open the composer", "reply:composer", reply.number, style="primary", address=reply.composer)


def not_me(reply: ReplyPicture) -> Element | None:
    """The way out for a keyholder who cannot send it."""
    return button("Not me", "reply:not_me", reply.number) if reply.handed_to else None


def queued(reply: ReplyPicture) -> Mrkdwn:
    """Waiting for its time, or for what holds it up."""
    if reply.waits_for:
        return say("⏳ {} Waits: {}.", by_whom(reply), shortened(one_line(reply.waits_for), 300))
    way = "Goes to a keyholder, to be sent *by hand*," if reply.goes_by_hand else "Goes out"
    at_second = when(reply.send_after, "{time_secs}")
    return say("⏳ {} {} at {}{}.", by_whom(reply), Mrkdwn(way), at_second, afterwards(reply))


def sending(reply: ReplyPicture) -> Mrkdwn:
    """On its way."""
    return say("📤 {} Being sent{}.", by_whom(reply), afterwards(reply))


def sent(reply: ReplyPicture) -> Mrkdwn:
    """Out, with where it stands; and a warning when it came from somewhere else."""
    account = source(reply) if came_from_there(reply) else at(reply.sent_from or "")
    where = say(" · {}", link(reply.sent_url, "see it")) if reply.sent_url else Mrkdwn("")
    line = say("✓ {} answered from {}{}", person(reply.by), account, where)
    return line if came_from_there(reply) else say("{}\n⚠️ It was meant to come from {}.", line, source(reply))


def refused(reply: ReplyPicture) -> Mrkdwn:
    """Refused for good, with why; the text is kept."""
    why = shortened(one_line(reply.why or "the network refused it"), 500)
    return say("⚠️ *Not sent.* {} Nothing is lost: _Reply_ opens your text again.", why)


def by_hand(reply: ReplyPicture) -> Mrkdwn:
    """For a keyholder to send, or being looked for after they said they did."""
    if reply.said_sent_by:
        return say("👀 {} sent it by hand; looking for it on {}.", person(reply.said_sent_by), source(reply))
    if reply.waits_for:
        return say("✋ {} To be sent by hand, but *not now*: {}.", by_whom(reply), one_line(reply.waits_for))
    whom = person(reply.handed_to) if reply.handed_to else say("a keyholder")
    return say("✋ *Reply* by {}, to be sent *by hand* from {} by {}.", person(reply.by), source(reply), whom)


def unknown(reply: ReplyPicture) -> Mrkdwn:
    """It may or may not be out."""
    line = say("⚠️ *Nobody knows whether this reply got out* from {}: no answer came back.", source(reply))
    if reply.can_send_again:
        return say("{} Look at {}, then say.", line, link(reply.timeline, "the timeline"))
    if reply.cannot_be_looked_for:
        sentence = "{} The desk cannot read {}: please look in public. If it is not there, a moderator gives it back."
        return say(sentence, line, link(reply.timeline, "the timeline"))
    return say("{} {} is being read; nothing is sent again by itself.", line, link(reply.timeline, "The timeline"))


DESCRIBED = {
    "queued": queued,
    "sending": sending,
    "sent": sent,
    "refused": refused,
    "by_hand": by_hand,
    "unknown": unknown,
}


def by_whom(reply: ReplyPicture) -> Mrkdwn:
    """Whose reply it is and from which account."""
    return say("*Reply* by {} from {}.", person(reply.by), source(reply))


def came_from_there(reply: ReplyPicture) -> bool:
    """Whether it stands, or is to stand, under the account it was meant to come from."""
    return reply.sent_from is None or reply.sent_from.lower() == reply.account.lower()


def source(reply: ReplyPicture) -> Mrkdwn:
    """The account it is to come from, as people call it."""
    return safe(reply.account_called, 60) if reply.account_called else at(reply.account)


def at(account: str) -> Mrkdwn:
    """An account of ours."""
    return safe(f"@{account.removeprefix('@')}", 60)


def afterwards(reply: ReplyPicture) -> Mrkdwn:
    """What happens to the conversation then."""
    if reply.afterwards == "hold":
        return say(", then on hold")
    if reply.afterwards == "close":
        return say(", then closes as {}", bold(reply.close_reason or "Resolved"))
    return Mrkdwn("")


def like_line(like: LikePicture | None) -> Mrkdwn:
    """Where a like stands."""
    if like is None:
        return Mrkdwn("")
    if like.state == "done":
        on_word = (
            say(" · done by hand, on the word of {}", person(like.said_done_by)) if like.said_done_by else Mrkdwn("")
        )
        return say("❤️ Liked from {} by {}{}", at(like.account), person(like.by), on_word)
    if like.state == "by_hand" and like.said_done_by:
        return say("👀 {} liked it by hand; looking for it on {}", person(like.said_done_by), at(like.account))
    if like.state == "by_hand":
        whom = person(like.handed_to) if like.handed_to else say("a keyholder")
        return say("🤍 {} by {} from {}", link(like.address, "To be liked by hand"), whom, at(like.account))
    if like.state == "refused":
        return say("⚠️ Not liked: {}", shortened(one_line(like.why or "the network refused it"), 200))
    if like.goes_by_hand:
        return say("🤍 Goes to a keyholder of {}, to be liked *by hand*", at(like.account))
    return say("🤍 Being liked from {}", at(like.account))
