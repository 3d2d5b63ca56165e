"""Writing a reply: what is answered, from where, with which limit; then, once sent, the way back."""

from bot.pictures.conversations import MessagePicture, ReplyPicture
from bot.pictures.own import CompositionPicture
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
from bot.slack.modals import attachment
from bot.slack.reply_state import DESCRIBED, attached, undo
from bot.slack.words import Mrkdwn, bold, joined, link, one_line, safe, say, shortened, when
from bot.text import says_nothing

LONGEST_VALUE = 200
"""Characters of what stands in one place of a clipping."""

CHOICES = (("nothing", "Reply"), ("hold", "Reply + hold"), ("close", "Reply + close"))


def draw(picture: CompositionPicture, *, block: str = "text") -> View:
    """The form. Drawn again after Check it keeps its block ids, so that Slack keeps every word typed; only where the
    text itself is another one, it stands in another `block`. A clipping is chosen by `reply:clipping`, an article by
    `reply:article`; both ask for their choices.

    Inputs: `text`, `value:version` for a {version} in it, `afterwards`, `reason`, `link`; the menus tell at once, so
    that the draft is kept. `private_metadata` is conversation:message:edition, the mark of the customer's words, and
    that of the text when it warned that nearly the same was said before.
    """
    return modal(
        f"{'Edit reply to' if picture.replaces else 'Reply to'} #{picture.number}"[:24],
        [
            *conversation(picture.messages),
            *replacing(picture),
            said_before_typing(picture),
            *hints.before_typing(picture.hints),
            *notes_of_rules(picture),
            *begun(picture),
            field(f"Your reply ({room(picture)})", typed("text", lines=True, text=picture.text, focus=True), block),
            *asked_for(picture),
            *checked(picture),
            *overtaken(picture),
            *warning(picture),
            *actions(
                search("reply:clipping", placeholder="Put in a clipping"),
                search("reply:article", placeholder="Link to an article") if picture.finds_articles else None,
                button("Check", "reply:check", picture.number),
                attachment.way_in(picture),
                button("Style guide", "reply:style", picture.number) if picture.has_style else None,
                block_id="check",
            ),
            *needed(picture),
            *attachment.draw(picture),
            divider(),
            field("And then", radio("afterwards", choices(), chosen=picture.afterwards), "afterwards", tells=True),
            *closing(picture),
        ],
        callback="conversation:reply",
        metadata=":".join(map(str, numbers(picture))),
        submit="Save the edit" if picture.replaces else "Send",
        tell_on_close=True,
    )


def draw_sent(reply: ReplyPicture, number: int, checked: CompositionPicture | None = None) -> View:
    """What stands where one pressed Send: the text, when it leaves, and Undo while there is time; with `checked`, also
    what its link costs.
    """
    line = DESCRIBED[reply.state](reply) if reply.state in DESCRIBED else say("The reply was taken back.")
    hint = say("Undo gives you your text back, ready to change.") if undo(reply) else None
    return modal(
        f"Reply to #{number}",
        [
            section(line),
            rich(quote(reply.text, 2900)),
            *attached(reply),
            *([context(joined(price(checked)))] if checked is not None and checked.price_without_link else []),
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
    """What would be gone with the next answer, where only one can stand; it is quoted once."""
    if not picture.replaces:
        return []
    quoted_above = any(each.side == "brand" and each.text == picture.replaces for each in picture.messages[-4:])
    line = say(
        "⚠️ *This takes the place of our answer*, and {} tells nobody: only a first answer notifies the customer.",
        picture.label,
    )
    quoted = [] if quoted_above else [rich(quote(picture.replaces, said.IN_PART))]
    return [section(line, block_id="replaces"), *quoted]


def said_before_typing(picture: CompositionPicture) -> Block:
    """The account, the way it goes out, the limit and the signature."""
    pieces = [say("from {}", bold(account_of(picture))), way_of(picture), say("{} characters", picture.limit)]
    pieces += [say("⏳ *waits*: {}", one_line(picture.waits_for))] if picture.waits_for else []
    pieces.append(say("signed {}", safe(picture.signature, 60)) if picture.signature else say("no signature"))
    if picture.style_guide:
        pieces.append(link(picture.style_guide, "style guide"))
    return context(joined(pieces))


def room(picture: CompositionPicture) -> str:
    """How long a reply may be; Slack's own counter beside the field counts down from what Slack takes."""
    return f"{picture.limit} characters{' with your signature' if picture.signature else ''}"


def notes_of_rules(picture: CompositionPicture) -> list[Block]:
    """What the rules have to say about this one."""
    if not picture.lines:
        return []
    lines = "\n".join(shortened(one_line(line), 200) for line in picture.lines[:6])
    return [{"type": "context", "block_id": "lines", "elements": [plain(lines, 1500)]}]


def begun(picture: CompositionPicture) -> list[Block]:
    """That what stands in the field was begun earlier."""
    if picture.saved_at is None:
        return []
    return [context(say("📝 Your draft of {}, as you left it.", when(picture.saved_at)), block_id="draft")]


def asked_for(picture: CompositionPicture) -> list[Block]:
    """A field for each place of the text that only its author can fill."""
    return [
        field(
            f"What stands for {{{place}}}?",
            typed(f"value:{place}", text=value, limit=LONGEST_VALUE),
            f"value:{place}",
            hint=f"Check shows it in its place. Not needed? Take {{{place}}} out of the text, and press Check.",
        )
        for place, value in picture.values
    ]


def checked(picture: CompositionPicture) -> list[Block]:
    """The text exactly as it will appear, how long the network finds it, what it costs, from whom and on which way.

    It says that it is of the last check: beside a refusal of what was typed since, Slack leaves it as it is.
    """
    if picture.used is None:
        measured = "length and price" if picture.is_priced else "length"
        hint = say("*Check* shows it as it will appear, with its {}. Nothing is sent by it.", measured)
        return [context(hint, block_id="counted")]
    if says_nothing(picture.text):
        return [context(say("Nothing written yet."), block_id="counted")]
    over = picture.used - picture.limit
    length = say("{} of {} characters", picture.used, picture.limit)
    fits = length if picture.unfilled else say("✓ {}", length)
    facts = [say("⚠️ {}: *{} too many*", length, over) if over > 0 else fits, *price(picture)]
    shown = [rich(quote(picture.appears, 2900))] if picture.appears else []
    return [
        *([context(say("*As it will appear*, from {}:", account_of(picture)))] if shown else []),
        *shown,
        context(say("When last checked: {}", joined([*facts, way_of(picture)])), block_id="counted"),
        *unfilled(picture),
        *no_emoji(picture),
    ]


def unfilled(picture: CompositionPicture) -> list[Block]:
    """What keeps the text from being sent: its places without words."""
    if not picture.unfilled:
        return []
    places = shortened(", ".join(picture.unfilled), 300)
    return [context(say("⚠️ Still to be filled in, before it can be sent: *{}*", places), block_id="unfilled")]


def no_emoji(picture: CompositionPicture) -> list[Block]:
    """What looks like an emoji and will stand there as it was typed."""
    if not picture.no_emoji:
        return []
    names = shortened(", ".join(picture.no_emoji), 200)
    return [context(say("⚠️ {} is no emoji outside Slack, and stays as it is typed.", names), block_id="no_emoji")]


def needed(picture: CompositionPicture) -> list[Block]:
    """That an article was asked for: what the choice "Nothing fits" did."""
    return [context(say("📖 *Article needed* is noted on #{}.", picture.number))] if picture.article_needed else []


def numbers(picture: CompositionPicture) -> tuple[int, ...]:
    """What the form remembers, last the mark of the text of which it warns, if it does: sent once more, it is meant."""
    warned_of = (picture.mark,) if picture.said_before else ()
    return (picture.number, picture.answers, picture.edition, picture.seen, *warned_of)


def overtaken(picture: CompositionPicture) -> list[Block]:
    """That the customer's words above are others than when its author began, and what to do."""
    if not picture.overtaken:
        return []
    text = say(
        "⚠️ *The customer has written again, or changed what they wrote, while you were writing.* It stands above. "
        "Pressing Send once more answers it."
    )
    return [section(text, block_id="overtaken")]


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


def price(picture: CompositionPicture) -> list[Mrkdwn]:
    """What the network charges for it, and what it would without its link."""
    if not picture.price:
        return []
    if picture.price_without_link is None:
        return [dollars(picture.price)]
    dearer, plain_price = dollars(picture.price), dollars(picture.price_without_link)
    return [say("🔗 *Its link makes this post cost {}* instead of {}", dearer, plain_price)]


def dollars(microdollars: int) -> Mrkdwn:
    """A price, with as many digits as it takes: $0.20, $0.015."""
    return say("${}", f"{microdollars / 1_000_000:.3f}".removesuffix("0"))


def account_of(picture: CompositionPicture) -> Mrkdwn:
    """The account that answers, as people call it."""
    return safe(picture.account_called or f"@{picture.account.removeprefix('@')}", 60)


def way_of(picture: CompositionPicture) -> Mrkdwn:
    """How it goes out."""
    return say("*by hand*: a keyholder sends it") if picture.by_hand else say("sent by the desk")


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
            tells=True,
        ),
        field(
            "Link to the bug or forum thread",
            typed("link", text=picture.close_link, limit=500, placeholder="https://"),
            "link",
            optional=True,
        ),
    ]
