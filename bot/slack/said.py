"""Messages of a conversation as they are quoted: who, when, and their words exactly as they wrote them."""

from collections.abc import Sequence

from bot.pictures.conversations import MessagePicture
from bot.slack.kit import Block, Element, anchor, heading, moment, piece, quote, rich
from bot.slack.words import shortened

IN_FULL = 1500
"""As much of the newest message as a card shows; posts on X are mostly 280, a long one continues in the thread."""
IN_PART = 260
SHOWN = 3


def conversation(messages: Sequence[MessagePicture], count: int) -> list[Block]:
    """The last messages, oldest first, the newest of the customer in full; a line says how many came before."""
    shown = pick(messages)
    if not shown:
        return []
    parts: list[Element] = []
    before = count - len(shown)
    if before > 0:
        more = "1 earlier message is" if before == 1 else f"{before} earlier messages are"
        parts.append(heading(piece(f"{more} in the thread", italic=True)))
    for message in shown:
        parts += quoted(message, IN_FULL if message is shown[-1] else IN_PART)
    return [rich(*parts)]


def pick(messages: Sequence[MessagePicture]) -> list[MessagePicture]:
    """Which messages a card shows: the last three."""
    return list(messages[-SHOWN:])


def is_shown_in_full(message: MessagePicture) -> bool:
    """Whether a card that shows this message as its newest shows every word of it."""
    return shortened(message.text, IN_FULL) == message.text


def quoted(message: MessagePicture, limit: int) -> list[Element]:
    """One message: its head and its words, as parts of rich text; a title stands before them."""
    return [head(message), *title(message), words_of(message, limit)]


def title(message: MessagePicture) -> list[Element]:
    """The title of a message, in bold, when it has one."""
    return [heading(piece(message.title, bold=True))] if has_title(message) else []


def has_title(message: MessagePicture) -> bool:
    """Whether the text begins with a title and goes on."""
    return bool(message.title) and not message.deleted and message.text.startswith(f"{message.title}\n")


def shown_as(name: str, *, by_name: bool) -> str:
    """How a customer, or an account of ours, is called: @somebody, or by their name."""
    return name if by_name else f"@{name.removeprefix('@')}"


def head(message: MessagePicture) -> Element:
    """Who wrote it and when; the handle leads to the original."""
    author = shown_as(message.author, by_name=message.by_name)
    name = anchor(message.url, author) if message.url else piece(author, bold=True)
    remarks = [*SIDES.get(message.side, ())]
    if message.stars is not None:
        remarks.append(stars(message.stars))
    if message.edited:
        remarks.append("edited")
    if message.answered_by:
        remarks.append("answered")
    return heading(name, piece("  "), moment(message.at), *(piece(f" · {remark}", italic=True) for remark in remarks))


def words_of(message: MessagePicture, limit: int) -> Element:
    """Its words, or that they are gone."""
    if message.deleted or message.emptied:
        return heading(piece("deleted by its author" if message.deleted else "no longer kept", italic=True))
    return quote(message.text.removeprefix(f"{message.title}\n") if has_title(message) else message.text, limit)


def stars(count: int) -> str:
    """So many stars of five."""
    count = min(max(count, 0), 5)
    return "★" * count + "☆" * (5 - count)


SIDES = {"brand": ("us",), "community": ("somebody else in the thread",)}


def preformatted(text: str) -> Element:
    """Text that is easy to select and copy, exactly as it must go out."""
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shortened(text, 2900) or "–"}]}
