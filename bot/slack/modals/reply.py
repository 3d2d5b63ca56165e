"""Writing a reply: what is answered, from where, with which limit; then, once sent, the way back."""

from bot.pictures import CompositionPicture, MessagePicture, ReplyPicture
from bot.slack import hints, said
from bot.slack.kit import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    field,
    modal,
    option,
    plain,
    quote,
    radio,
    rich,
    search,
    section,
    select,
    typed,
)
from bot.slack.reply_state import DESCRIBED, undo
from bot.slack.words import Mrkdwn, bold, joined, link, one_line, safe, say, shortened, when

CHOICES = (("nothing", "Reply"), ("hold", "Reply + hold"), ("close", "Reply + close"))


def draw(picture: CompositionPicture, *, block: str = "text") -> View:
    """The form. Drawn again after Check it keeps its block ids, so that Slack keeps every word typed; only where the
    text itself is another one, it stands in another `block`. A clipping is chosen by `reply:clipping`, which asks for
    its choices.

    Inputs: `text`, `afterwards`, `reason`, `link`. `private_metadata` is conversation:message:edition, and the mark of
    the text when it warned that nearly the same was said before.
    """
    return modal(
        f"{'Edit reply to' if picture.edition else 'Reply to'} #{picture.number}"[:24],
        [
            *conversation(picture.messages),
            *replacing(picture),
            said_before_typing(picture),
            *hints.before_typing(picture.hints),
            *notes_of_rules(picture),
            field("Your reply", typed("text", lines=True, text=picture.text, focus=True), block),
            counted(picture),
            *warning(picture),
            *actions(
                search("reply:clipping", placeholder="Put in a clipping"),
                button("Check", "reply:check", picture.number),
                block_id="check",
            ),
            divider(),
            field("And then", radio("afterwards", choices(), chosen=picture.afterwards), "afterwards"),
            *closing(picture),
        ],
        callback="conversation:reply",
        metadata=":".join(map(str, (picture.number, picture.answers, picture.edition, *warned_of(picture)))),
        submit="Send the edit" if picture.edition else "Send",
        tell_on_close=True,
    )


def draw_sent(reply: ReplyPicture, number: int) -> View:
    """What stands where one pressed Send: the text, when it leaves, and Undo while there is time."""
    line = DESCRIBED[reply.state](reply) if reply.state in DESCRIBED else say("The reply was taken back.")
    hint = say("Undo gives you your text back, ready to change.") if undo(reply) else None
    return modal(
        f"Reply to #{number}",
        [
            section(line),
            rich(quote(reply.text, 2900)),
            *actions(undo(reply), block_id="undo"),
            *([context(hint)] if hint else []),
        ],
        callback="reply:sent",
        metadata=str(reply.number),
        close="Done",
    )


def conversation(messages: tuple[MessagePicture, ...]) -> list[Block]:
    """The last messages, the one to be answered in full."""
    if not messages:
        return []
    parts: list[Element] = []
    for message in messages[-4:]:
        parts += said.quoted(message, 2800 if message is messages[-1] else said.IN_PART)
    return [rich(*parts)]


def replacing(picture: CompositionPicture) -> list[Block]:
    """What would be gone with the next answer, where only one can stand."""
    if not picture.replaces:
        return []
    line = say(
        "⚠️ *This takes the place of our answer*, and {} tells nobody: only a first answer notifies the customer.",
        picture.label,
    )
    return [section(line, block_id="replaces"), rich(quote(picture.replaces, said.IN_PART))]


def said_before_typing(picture: CompositionPicture) -> Block:
    """The account, the way it goes out, the limit and the signature."""
    account = safe(f"@{picture.account.removeprefix('@')}", 60)
    way = say("*by hand*: a keyholder sends it") if picture.by_hand else say("sent by the desk")
    pieces = [say("from {}", bold(account)), way, say("{} characters", picture.limit)]
    pieces.append(say("signed {}", safe(picture.signature, 60)) if picture.signature else say("no signature"))
    if picture.style_guide:
        pieces.append(link(picture.style_guide, "style guide"))
    return context(joined(pieces))


def notes_of_rules(picture: CompositionPicture) -> list[Block]:
    """What the rules have to say about this one."""
    if not picture.lines:
        return []
    lines = "\n".join(shortened(one_line(line), 200) for line in picture.lines[:6])
    return [{"type": "context", "block_id": "lines", "elements": [plain(lines, 1500)]}]


def counted(picture: CompositionPicture) -> Block:
    """How long it is, as the network counts, and what it costs; before the first Check, what Check does."""
    if picture.used is None:
        text = say("*Check* counts as the network does, signature included. Nothing is sent by it.")
    elif picture.used > picture.limit:
        text = say("⚠️ {} of {} characters: {} too many.", picture.used, picture.limit, picture.used - picture.limit)
    else:
        text = say("✓ {} of {} characters.", picture.used, picture.limit)
    return context(joined([text, price(picture)], " "), block_id="counted")


def warned_of(picture: CompositionPicture) -> tuple[int, ...]:
    """The mark of the text of which the form warns, if it does: sent once more as it is, it is meant."""
    return (picture.mark,) if picture.said_before else ()


def warning(picture: CompositionPicture) -> list[Block]:
    """That nearly the same was said lately, and what to do."""
    if picture.said_before is None:
        return []
    text = say(
        "⚠️ Nearly the same was said to somebody {}. *Make it personal*: their name, what they wrote. "
        "Pressing Send once more sends it as it is.",
        when(picture.said_before),
    )
    return [section(text, block_id="said_before")]


def price(picture: CompositionPicture) -> Mrkdwn:
    """What a post with a link costs, when it holds one."""
    if not picture.link_price:
        return Mrkdwn("")
    return say("With its link the network charges ${}.", f"{picture.link_price / 1_000_000:.2f}")


def choices() -> list[Element]:
    """What becomes of the conversation afterwards."""
    hints = {"nothing": "", "hold": "waits for the customer's answer", "close": "with the reason below"}
    return [option(name, value, hint=hints[value]) for value, name in CHOICES]


def closing(picture: CompositionPicture) -> list[Block]:
    """Why it is closed, if it is."""
    if not picture.closing_reasons:
        return []
    reasons = [option(name, name) for name in picture.closing_reasons]
    return [
        field(
            "Reason for closing",
            select("reason", reasons, chosen=picture.proposed_reason, placeholder="Only for Reply + close"),
            "reason",
            optional=True,
        ),
        field(
            "Link to the bug or forum thread",
            typed("link", text=picture.close_link, limit=500, placeholder="https://"),
            "link",
            optional=True,
        ),
    ]
