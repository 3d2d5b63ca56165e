"""What was found in the knowledge base, as an answer that only the asker sees, and as choices of a form."""

from bot.articles import ArticlePicture, Found
from bot.slack.kit import Block, Drawn, Element, actions, button, context, drawn, option, section
from bot.slack.languages import language_name
from bot.slack.words import Mrkdwn, joined, link, one_line, safe, say, shortened

SHOWN = 6
NONE = 0
"""The value of the choice that says: nothing fits."""


def draw(found: Found, *, typed: str, number: int = NONE, replies: bool = True, needs: bool = False) -> Drawn:
    """What was found; with the number of a conversation, for who `replies`, each with a button that begins its reply.

    Actions: `article:reply` (conversation:article), and `article:needed` (a number) where the desk asks for articles.
    """
    whom = say(" for #{}", number) if number else Mrkdwn("")
    asks = actions(button("Article needed", "article:needed", number)) if number and needs else []
    if not found.articles:
        what = say("Nothing about “{}”", shortened(typed, 100)) if typed else say("Nothing that fits")
        hint = say("Try other words: `/desk kb {}words`", f"{number} " if number else "")
        return drawn(say("{}{}.", what, whom), section(say("{}{}. {}", what, whom, hint)), silent(found), asks)
    title = say("*Knowledge base*{} · {}", whom, min(len(found.articles), SHOWN))
    shown = [in_full(each, number if replies else NONE) for each in found.articles[:SHOWN]]
    return drawn(title, section(title), *shown, silent(found), asks)


def in_full(article: ArticlePicture, number: int) -> Block:
    """One article: its title, its language and what it is about."""
    reply = button("Reply with it", "article:reply", f"{number}:{article.number}") if number else None
    about = safe(one_line(article.summary), 250)
    title = joined([say("*{}*", link(article.link, article.title)), safe(language_of(article), 40)])
    return section(joined([title, about], "\n"), reply)


def silent(found: Found) -> Block | None:
    """That the site did not answer."""
    return (
        context(say("The site does not answer just now: this is what the desk remembers."))
        if found.remembered
        else None
    )


def choice(article: ArticlePicture, language: str) -> Element:
    """One choice of the reply's form; its language stands in front where it is not the customer's own."""
    spoken, about = article.locale.split("-")[0], one_line(article.summary)
    is_theirs = spoken == language.split("-", maxsplit=1)[0]
    return option(article.title, article.number, hint=about if is_theirs else f"{spoken}: {about}".removesuffix(": "))


def nothing_fits() -> Element:
    """The last choice, which marks the conversation and leaves the text as it is."""
    return option("Nothing fits: article needed", NONE, hint="Tags the conversation; your text stays as it is")


def language_of(article: ArticlePicture) -> str:
    """The language an article is in, by its name."""
    return language_name(article.locale)
