"""The Block Kit shapes we use, as plain functions: a `str` is anybody's words as they are, `Mrkdwn` is our markup."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.slack.words import Mrkdwn, cleaned, cut, escaped, is_address, one_line, printable, say, shortened, size, utc

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]
Style = Literal["primary", "danger"]

MOST_BLOCKS = 50
MOST_AT_HOME = 100
MOST_TEXT = 12_000
"""Slack refuses a message whose blocks hold more than about 13,000 characters together."""
MOST_OPTIONS = 100
LONGEST_VALUE = 75


@dataclass(frozen=True)
class Drawn:
    """A message ready for Slack: `text` is what notifications and screen readers say, `blocks` what is seen."""

    text: Mrkdwn
    blocks: list[Block]


def drawn(text: Mrkdwn, *blocks: Block | Sequence[Block] | None, most: int = MOST_BLOCKS) -> Drawn:
    """A message of these blocks, None and empty lists left out, cut to what one message may hold."""
    flat: list[Block] = []
    for block in blocks:
        if isinstance(block, dict):
            flat.append(block)
        elif block:
            flat.extend(block)
    return Drawn(cut(text, 3000), within_limits(flat, most))


def within_limits(blocks: list[Block], most: int = MOST_BLOCKS) -> list[Block]:
    """The same blocks, or as many as fit with buttons kept: what is too much goes from the end, and a line says so."""
    kept = list(blocks)
    left_out = False
    while len(kept) > most - left_out or sum(map(text_in, kept)) > MOST_TEXT:
        spare = next(
            (index for index in range(len(kept) - 1, 0, -1) if kept[index]["type"] != "actions"), len(kept) - 1
        )
        del kept[spare]
        left_out = True
    if left_out:
        kept.append(context(say("_There is more than one message can show. History has it all._")))
    return kept


def text_in(part: Any) -> int:
    """How many characters of text a block holds."""
    if isinstance(part, dict):
        own = size(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(text_in(inner) for inner in part.values() if isinstance(inner, (dict, list)))
    if isinstance(part, list):
        return sum(map(text_in, part))
    return 0


def words(text: str, limit: int) -> Element:
    """A text object: markup when it is ours, plain text without shortcodes when it is anybody's."""
    if isinstance(text, Mrkdwn):
        return {"type": "mrkdwn", "text": cut(text, limit) or Mrkdwn(" "), "verbatim": True}
    return plain(text, limit)


def plain(text: str, limit: int) -> Element:
    """A plain text object, in which nobody's `<!channel>` or `:shortcode:` means anything."""
    fitting = cut(Mrkdwn(escaped(shortened(cleaned(text), limit))), limit)
    return {"type": "plain_text", "text": fitting if fitting.strip() else "–", "emoji": False}


def label(text: str, limit: int) -> Element:
    """Plain text on one line."""
    return plain(one_line(text), limit)


def header(text: str) -> Block:
    """A large line of plain text."""
    return {"type": "header", "text": label(text, 150)}


def section(text: str, accessory: Element | None = None, *, block_id: str | None = None) -> Block:
    """A paragraph, with one element at its right."""
    block: Block = {"type": "section", "text": words(text, 3000)}
    return block | some(accessory=accessory, block_id=block_id)


def context(*texts: str, block_id: str | None = None) -> Block:
    """Small grey pieces beside each other, ten at most."""
    block: Block = {
        "type": "context",
        "elements": [words(text, 2000) for text in texts if text][:10] or [words("–", 9)],
    }
    return block | some(block_id=block_id)


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def rich(*parts: Element) -> Block:
    """Rich text: what stands in it as text is never read as markup, so it is where long words of strangers go."""
    return {"type": "rich_text", "elements": list(parts)}


def heading(*pieces: Element) -> Element:
    """A line of rich text made of `piece`, `moment` and `anchor`."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def quote(text: str, limit: int = 3000) -> Element:
    """Somebody's words with a bar at their side, exactly as they wrote them."""
    return {"type": "rich_text_quote", "elements": [piece(shortened(cleaned(text).strip(), limit) or "–")]}


def piece(text: str, **style: bool) -> Element:
    """Words inside rich text; `style` may be bold, italic or strike."""
    element: Element = {"type": "text", "text": cleaned(text) or " "}
    return element | some(style=style or None)


def moment(at: datetime, form: str = "{date_short_pretty}, {time}") -> Element:
    """A time inside rich text, in each reader's own zone."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": form, "fallback": utc(at)}


def anchor(address: str, text: str) -> Element:
    """A link inside rich text; without a usable address, only its words."""
    if not is_address(address):
        return piece(text)
    return {"type": "link", "url": address, "text": cleaned(text) or " "}


def actions(*elements: Element | None, block_id: str | None = None) -> list[Block]:
    """A row of elements; none at all when every one is None, as Slack refuses an empty row."""
    present = [element for element in elements if element is not None][:25]
    if not present:
        return []
    row: Block = {"type": "actions", "elements": present}
    return [row | some(block_id=block_id)]


def button(
    text: str,
    action: str,
    value: int | str,
    *,
    style: Style | None = None,
    address: str | None = None,
    confirm: Element | None = None,
) -> Element:
    """A button; `address` opens a page in the browser and must hold at most 3,000 characters."""
    element: Element = {"type": "button", "text": label(text, 75), "action_id": action}
    return element | {"value": shortened(cleaned(str(value)), 2000)} | some(style=style, url=address, confirm=confirm)


def confirmation(title: str, text: str, yes: str, no: str = "Back") -> Element:
    """A question asked before a button or menu does something that cannot be taken back."""
    return {"title": label(title, 100), "text": plain(text, 300), "confirm": label(yes, 30), "deny": label(no, 30)}


def option(text: str, value: int | str, *, hint: str = "", address: str | None = None) -> Element:
    """One choice of a menu; `address` makes it a link and is for overflow menus only."""
    kept = shortened(cleaned(str(value)), LONGEST_VALUE)
    element: Element = {"text": label(text, 75), "value": kept or "–"}
    return element | some(description=label(hint, 75) if hint else None, url=address)


def overflow(action: str, options: Sequence[Element]) -> Element:
    """The three dots: at most five choices."""
    return {"type": "overflow", "action_id": action, "options": list(options[:5])}


def select(
    action: str, options: Sequence[Element], *, placeholder: str = "Choose", chosen: str | None = None
) -> Element:
    """A menu of at most a hundred choices; `chosen` is the value selected at first."""
    fitting = distinct(options)[:MOST_OPTIONS]
    element: Element = {"type": "static_select", "action_id": action, "placeholder": label(placeholder, 150)}
    return element | {"options": fitting} | some(initial_option=next(with_values(fitting, [chosen]), None))


def multi_select(
    action: str, options: Sequence[Element], *, placeholder: str = "Choose", chosen: Iterable[str] = ()
) -> Element:
    """A menu of at most a hundred choices, several of which may be taken."""
    fitting = distinct(options)[:MOST_OPTIONS]
    element: Element = {"type": "multi_static_select", "action_id": action, "placeholder": label(placeholder, 150)}
    return element | {"options": fitting} | some(initial_options=list(with_values(fitting, chosen)) or None)


def search(action: str, *, placeholder: str = "Type to find") -> Element:
    """A menu whose choices are asked for as soon as it is opened, and while typing; one is taken."""
    element: Element = {"type": "external_select", "action_id": action, "placeholder": label(placeholder, 150)}
    return element | {"min_query_length": 0}


def multi_search(action: str, chosen: Sequence[Element], *, placeholder: str = "Type to find") -> Element:
    """A menu whose choices are asked for while typing, for catalogues of more than a hundred."""
    element: Element = {"type": "multi_external_select", "action_id": action, "placeholder": label(placeholder, 150)}
    return element | {"min_query_length": 0} | some(initial_options=list(chosen[:MOST_OPTIONS]) or None)


def people(action: str, *, chosen: str | None = None) -> Element:
    """A menu of the workspace's people."""
    element: Element = {"type": "users_select", "action_id": action, "placeholder": label("Choose somebody", 150)}
    return element | some(initial_user=chosen)


def radio(action: str, options: Sequence[Element], *, chosen: str | None = None) -> Element:
    """Up to ten choices, all in sight; one is taken."""
    fitting = list(options[:10])
    element: Element = {"type": "radio_buttons", "action_id": action, "options": fitting}
    return element | some(initial_option=next(with_values(fitting, [chosen]), None))


def checkboxes(action: str, options: Sequence[Element], *, chosen: Iterable[str] = ()) -> Element:
    """Up to ten choices, all in sight; several may be taken."""
    fitting = distinct(options)[:10]
    element: Element = {"type": "checkboxes", "action_id": action, "options": fitting}
    return element | some(initial_options=list(with_values(fitting, chosen)) or None)


def typed(
    action: str, *, lines: bool = False, text: str = "", limit: int = 3000, placeholder: str = "", focus: bool = False
) -> Element:
    """A field to type in; `limit` is 3,000 at most, by Slack's own rule."""
    element: Element = {"type": "plain_text_input", "action_id": action, "multiline": lines, "max_length": limit}
    element |= some(initial_value=shortened(printable(text), limit) or None, focus_on_load=focus or None)
    return element | some(placeholder=label(placeholder, 150) if placeholder else None)


def day(action: str, *, chosen: str | None = None) -> Element:
    """A date picker; `chosen` is an ISO date."""
    return {"type": "datepicker", "action_id": action} | some(initial_date=chosen)


def day_and_time(action: str) -> Element:
    """A picker of a moment, in its reader's own zone; only for forms."""
    return {"type": "datetimepicker", "action_id": action}


def field(
    name: str, element: Element, block_id: str, *, hint: str = "", optional: bool = False, tells: bool = False
) -> Block:
    """An input with its label; `tells` sends an action as soon as it changes."""
    block: Block = {"type": "input", "block_id": block_id, "label": label(name, 2000), "element": element}
    more = some(hint=plain(hint, 2000) if hint else None, dispatch_action=tells or None)
    return block | {"optional": optional} | more


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str,
    metadata: str = "",
    submit: str | None = None,
    close: str = "Cancel",
    tell_on_close: bool = False,
) -> View:
    """A form in front of everything; `metadata` holds bare numbers only, as it comes back from the person's machine."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "title": label(title, 24),
        "close": label(close, 24),
        "blocks": list(blocks[:MOST_OPTIONS]),
    }
    return view | some(submit=label(submit, 24) if submit else None, notify_on_close=tell_on_close or None)


def distinct(options: Sequence[Element]) -> list[Element]:
    """The options without those whose value came before: Slack refuses two of one value."""
    return list({each["value"]: each for each in reversed(options)}.values())[::-1]


def with_values(options: Sequence[Element], values: Iterable[str | None]) -> Iterator[Element]:
    """Those of the options that have one of the values."""
    wanted = {option("", value)["value"] for value in values if value is not None}
    return (each for each in options if each["value"] in wanted)


def some(**keys: Any) -> dict[str, Any]:
    """Only the keys that have a value: Slack refuses nulls."""
    return {key: value for key, value in keys.items() if value is not None}
