"""Clippings as an answer that only the asker sees: what was found with its words, or all of them by name."""

from collections.abc import Sequence
from itertools import groupby

from bot.clippings import FALL_BACK, ClippingPicture, Suggestion
from bot.slack.kit import (
    Block,
    Drawn,
    Element,
    View,
    actions,
    button,
    context,
    drawn,
    modal,
    option,
    quote,
    rich,
    search,
    section,
)
from bot.slack.languages import language_name
from bot.slack.pages import turning
from bot.slack.words import Mrkdwn, bold, joined, one_line, safe, say

IN_FULL = 5
"""How many are shown with their words; more are listed by name."""

A_PAGE = 40
"""How many names one page holds: each may begin a category, and an answer holds 50 blocks."""

IN_A_BLOCK = 20
"""How many names one paragraph holds, however long they are."""

SHOWN = 6
"""How many are shown for one conversation."""

GONE = say(
    "⚠️ *Its article is gone from the knowledge base*: offered last and without the link, until another is named."
)


def draw(clippings: Sequence[ClippingPicture], *, typed: str, total: int, keeps: bool = False, page: int = 0) -> Drawn:
    """What was found for the words typed; `total` is how many there are. Of many a page, from 0; beyond the last one,
    the last: actions `clipping:page`, `clipping:page:next`, whose value is the page and the words. Who keeps them can
    add and edit them here: actions `clipping:add`, `clipping:edit`, `clipping:export`, `clipping:import`, and
    `clipping:find`, a menu that asks for its choices.
    """
    more = keeping() if keeps else []
    if not clippings:
        empty = say("No clipping has “{}”. There are {}: `/desk clippings` lists them.", typed, total)
        return drawn(empty, section(empty), more)
    title = say("*Clippings* · {}", len(clippings))
    hint = context(say("Reply offers them, the most fitting first. `/desk clippings words` shows what they say."))
    if len(clippings) <= IN_FULL:
        return drawn(title, *(part for each in clippings for part in in_full(each, keeps)), more)
    pages = -(-len(clippings) // A_PAGE)
    page = min(max(page, 0), pages - 1)
    end = (page + 1) * A_PAGE
    way_on = turning("clipping:page", page, pages, typed, left=len(clippings) - end)
    return drawn(title, section(title), by_category(clippings[page * A_PAGE : end]), way_on, hint, more)


def draw_for(number: int, suggestions: Sequence[Suggestion], *, typed: str, replies: bool) -> Drawn:
    """Those that fit a conversation best, as they would be said to its customer; for who `replies`, each with a button
    that begins a reply with it: action `clipping:reply` (conversation:clipping).
    """
    if not suggestions:
        empty = say("No clipping for #{} has “{}”. `/desk clippings {}` shows those that fit.", number, typed, number)
        return drawn(empty, section(empty))
    title = say("*Clippings* for #{} · {}", number, min(len(suggestions), SHOWN))
    shown = (part for each in suggestions[:SHOWN] for part in as_said(each, number if replies else None))
    return drawn(title, section(title), *shown)


def in_a_window(answer: Drawn) -> View:
    """The same in a window."""
    return modal("Clippings", answer.blocks, callback="clipping:list", close="Done")


def as_said(suggestion: Suggestion, number: int | None) -> list[Block]:
    """One as it would be said, and in which language where that is not the customer's own."""
    reply = button("Reply with it", "clipping:reply", f"{number}:{suggestion.number}") if number else None
    spoken = Mrkdwn("") if suggestion.is_theirs else safe(language_name(suggestion.language), 40)
    gone = [context(GONE)] if suggestion.article_gone else []
    return [section(joined([bold(safe(suggestion.name, 80)), spoken]), reply), rich(quote(suggestion.text)), *gone]


def keeping() -> list[Block]:
    """What managers can do about them."""
    return actions(
        search("clipping:find", placeholder="Edit one"),
        button("Add one", "clipping:add", 0),
        button("Export", "clipping:export", 0),
        button("Import", "clipping:import", 0),
    )


def in_full(clipping: ClippingPicture, keeps: bool) -> list[Block]:
    """One with the words that were looked for, its languages and what it did."""
    edit = button("Edit", "clipping:edit", clipping.number) if keeps else None
    wording = clipping.wording
    text = wording.texts[wording.language_for(clipping.found_in)]
    gone = [context(GONE)] if clipping.article_gone else []
    return [section(line(clipping), edit), rich(quote(text)), *gone, context(facts(clipping))]


def line(clipping: ClippingPicture) -> Mrkdwn:
    """Its name and category, and the language it is shown in where that is not English."""
    spoken = Mrkdwn("") if clipping.found_in == FALL_BACK else safe(language_name(clipping.found_in), 40)
    return joined([bold(safe(clipping.wording.name, 80)), safe(clipping.wording.category, 60), spoken])


def facts(clipping: ClippingPicture) -> Mrkdwn:
    """Its languages and tags, and what became of the replies begun from it."""
    wording = clipping.wording
    used = say(
        "used {}, solved {}, reopened {}, edited {}",
        clipping.used,
        clipping.solved,
        clipping.reopened,
        clipping.edited,
    )
    languages, tags = safe(" ".join(sorted(wording.texts)), 200), safe(", ".join(wording.tags), 200)
    article = safe(f"article: {wording.article}", 220) if wording.article else Mrkdwn("")
    return joined([languages, tags, article, used if clipping.used else say("not used yet")])


def by_category(clippings: Sequence[ClippingPicture]) -> list[Block]:
    """Their names, a paragraph for each category."""
    groups = ((name, list(some)) for name, some in groupby(clippings, key=lambda each: each.wording.category))
    return [
        section(joined([bold(safe(name, 60)), *map(named, some[start : start + IN_A_BLOCK])], "\n"))
        for name, some in groups
        for start in range(0, len(some), IN_A_BLOCK)
    ]


def named(clipping: ClippingPicture) -> Mrkdwn:
    """Its name, with a sign when its article is gone."""
    return say("{}{}", "⚠️ " if clipping.article_gone else "", safe(clipping.wording.name, 80))


def choice(number: int, name: str, language: str, text: str) -> Element:
    """One choice of the reply's form: its name, and how it begins; `language` when it is not the customer's own."""
    begins = one_line(text)
    return option(name, number, hint=f"{language}: {begins}" if language else begins)
