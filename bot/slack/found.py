"""What a search has found, as an answer that only the asker sees."""

from bot.pictures.found import HitPicture, SearchPicture
from bot.slack.card import called, mark
from bot.slack.kit import Block, Drawn, View, actions, button, drawn, modal, section
from bot.slack.lists import standing
from bot.slack.pages import turning
from bot.slack.said import shown_as
from bot.slack.words import Mrkdwn, bold, joined, one_line, person, safe, say, shortened, when, with_colleagues


def draw(picture: SearchPicture) -> Drawn:
    """A page: two lines and a button for each conversation, then the way to the others.

    Actions: `conversation:show` (a number), `menu:search`; `search:page`, `search:page:next`, whose value is the page
    and the words that were looked for, separated by a space.
    """
    words = bold(shortened(one_line(picture.words), 200))
    if not picture.rows:
        empty = say("🔎 {}: nothing, in all that was said and noted.", words)
        return drawn(empty, section(empty), actions(button("Search again", "menu:search", 0)))
    count = "1 conversation" if picture.total == 1 else f"{picture.total} conversations"
    more = "" if picture.all else ", the newest: another word narrows it down"
    title = say("🔎 {} · {}{}", words, count, more)
    return drawn(
        title,
        section(title),
        [row(each) for each in picture.rows[:20]],
        turning("search:page", picture.page, picture.pages, picture.words),
    )


def draw_window(picture: SearchPicture) -> View:
    """The same in a window."""
    return modal("Search", draw(picture).blocks, callback="search:found", close="Done")


def row(hit: HitPicture) -> Block:
    """One conversation, and the place where the words stand."""
    card = hit.card
    top = [say("{} *#{}* {}", mark(card), card.number, safe(called(card), 60))]
    top += [safe(card.kind, 40), safe(card.queue_name, 60), standing(card)]
    hit_word = bold(shortened(hit.hit, 100)) if hit.hit.strip() else Mrkdwn("")
    before, after = safe(hit.before, 200), safe(hit.after, 400)
    if hit.note:
        before, after = with_colleagues(before), with_colleagues(after)
    said = say("{}: {}{}{}", where(hit), before, hit_word, after)
    return section(joined([joined(top), said], "\n"), button("Show", "conversation:show", card.number))


def where(hit: HitPicture) -> Mrkdwn:
    """When it was said, and by whom if not by the customer."""
    at = when(hit.at, "{date_short}")
    if hit.note:
        return say("📝 {}, {}", person(hit.by), at)
    return at if hit.by == hit.card.customer else say("{}, {}", safe(shown_as(hit.by, by_name=hit.by_name), 60), at)
