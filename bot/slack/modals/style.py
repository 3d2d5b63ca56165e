"""The style guide in a window of its own, in front of the reply."""

from bot.pictures.own import StylePicture
from bot.slack.kit import Block, View, context, modal, section
from bot.slack.languages import language_name
from bot.slack.words import joined, link, one_line, say, shortened


def draw(picture: StylePicture) -> View:
    """The tone, what to do, what not to, and where the whole of it stands."""
    tone = say("*How we write · {}*\n{}", language_name(picture.language), shortened(one_line(picture.tone), 500))
    whole = [context(say("{}", link(picture.address, "The whole style guide")))] if picture.address else []
    return modal(
        "Style guide",
        [section(tone), *advice("✅", "Do", picture.do), *advice("🚫", "Don't", picture.dont), *whole],
        callback="reply:style",
        close="Back",
    )


def advice(sign: str, name: str, lines: tuple[str, ...]) -> list[Block]:
    """One list of the two, as far as there is one."""
    points = [say("{} *{}*", sign, name), *(say("• {}", shortened(one_line(each), 200)) for each in lines)]
    return [section(joined(points, "\n"))] if lines else []
