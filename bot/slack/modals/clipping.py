"""Keeping clippings: the form in which managers write one, and its history."""

from collections.abc import Iterator, Mapping, Sequence

from bot.clippings import FALL_BACK, ChangePicture, ClippingPicture, Wording
from bot.slack.clippings import GONE, facts
from bot.slack.kit import Block, Element, View, actions, button, context, divider, field, modal, quote, rich, section
from bot.slack.kit import typed as typing
from bot.slack.languages import language_name
from bot.slack.modals.tag import NO_HINTS, tag_menu
from bot.slack.words import joined, person, safe, say, when

LONGEST_TEXT = 2000
MOST_CHANGES = 20
FIELDS = {"name": "Name", "category": "Category", "article": "Article", "tags": "Tags", "words": "Also found by"}
NEW = Wording("", "", {FALL_BACK: ""})
HINT = (
    "{name} becomes the customer's name, {article} the link to the article below. Other places are filled in by "
    "whoever replies."
)


def draw(tags: Sequence[str], clipping: ClippingPicture | None = None, *, seen: int = 0) -> View:
    """The form, for a new one without `clipping`. Inputs: `name`, `category`, `text:en` and one for each language,
    `language` and `more` for another, `article`, `tags`, `words`. Actions: `clipping:history`, `clipping:retire`,
    `clipping:bring_back`. `private_metadata` is its number, 0 for a new one, and that of the newest change seen.
    """
    wording = clipping.wording if clipping else NEW
    return modal(
        "Change a clipping" if clipping else "A new clipping",
        [
            *(standing(clipping) if clipping else []),
            field("Name", typing("name", text=wording.name, limit=60), "name"),
            field("Category", typing("category", text=wording.category, limit=40), "category"),
            *texts(wording.texts),
            field(
                "Another language", typing("language", limit=8, placeholder="de, pt-BR …"), "language", optional=True
            ),
            field("Text in that language", typing("more", lines=True, limit=LONGEST_TEXT), "more", optional=True),
            field(
                "Article",
                typing("article", text=wording.article, limit=500, placeholder="https://… of the knowledge base"),
                "article",
                optional=True,
                hint="{article} becomes its link, in the customer's language.",
            ),
            field("Tags", tag_menu(tags, wording.tags, NO_HINTS), "tags", optional=True, hint="Comes first for these."),
            field(
                "Also found by",
                typing("words", text=", ".join(wording.words), placeholder="words, with commas"),
                "words",
                optional=True,
                hint="Words in which customers say it, in any language.",
            ),
        ],
        callback="clipping:save",
        metadata=f"{clipping.number if clipping else 0}:{seen}",
        submit="Save",
    )


def standing(clipping: ClippingPicture) -> list[Block]:
    """What became of it so far, and what else can be done."""
    retired = say("⛔ *Retired*: it is offered no more.") if clipping.retired else None
    return [
        *([section(retired)] if retired else []),
        *([section(GONE)] if clipping.article_gone else []),
        context(facts(clipping)),
        *actions(button("History", "clipping:history", clipping.number), turn(clipping), block_id="standing"),
    ]


def turn(clipping: ClippingPicture) -> Element:
    """The button that retires it, or brings it back."""
    if clipping.retired:
        return button("Bring back", "clipping:bring_back", clipping.number)
    return button("Retire", "clipping:retire", clipping.number, style="danger")


def texts(by_language: Mapping[str, str]) -> Iterator[Block]:
    """A field for each language, English first; an emptied one takes that language away."""
    for code in sorted(by_language, key=lambda each: (each != FALL_BACK, each)):
        element = typing(f"text:{code}", lines=True, text=by_language[code], limit=LONGEST_TEXT)
        is_english = code == FALL_BACK
        name = f"{language_name(code)} ({code})"
        yield field(name, element, f"text:{code}", optional=not is_english, hint=HINT if is_english else "")


def draw_history(clipping: ClippingPicture, changes: Sequence[ChangePicture]) -> View:
    """All that happened to it, the newest first, with what it said before."""
    blocks: list[Block] = []
    for change in changes[:MOST_CHANGES]:
        who = person(change.by) if change.by else say("a file")
        blocks += [section(joined([say("*{}*", change.kind), who, when(change.at)])), *before(change), divider()]
    if len(changes) > MOST_CHANGES:
        blocks.append(context(say("_The newest {} of {}._", MOST_CHANGES, len(changes))))
    return modal(
        "History", [section(safe(clipping.wording.name, 80)), *blocks], callback="clipping:history", close="Back"
    )


def before(change: ChangePicture) -> list[Block]:
    """What the fields that were changed said until then."""
    said = [
        say("{}: {}", label, safe(in_words(change.before[name]), 600))
        for name, label in FIELDS.items()
        if name in change.before
    ]
    texts = change.before.get("texts")
    quoted = "\n\n".join(f"{code}: {text or 'none'}" for code, text in texts.items()) if isinstance(texts, dict) else ""
    told = [context(joined([say("Before:"), joined(said)], " "))] if said or quoted else []
    return [*told, *([rich(quote(quoted, 2900))] if quoted else [])]


def in_words(value: object) -> str:
    """A field's words, or its list of them; `none` for neither."""
    return (", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)) or "none"
