"""The parts of desk.toml that say what a card points out, offers and explains."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from bot.programme_part import Part


def nearest(languages: Iterable[str], wanted: str) -> str | None:
    """Of these languages the wanted one, else another variety of it; None when there is neither."""
    spoken = {each.casefold(): each for each in languages}
    same = (each for name, each in spoken.items() if name.split("-")[0] == wanted.casefold().split("-")[0])
    return spoken.get(wanted.casefold()) or next(same, None)


class Celebrity(Part):
    """Who counts as an Internet celebrity: verified as one of these, or this many followers."""

    tag: str = "Internet celebrity"
    verified: tuple[str, ...] = ("business", "government")
    followers: int = 100_000
    priority: int = 20


class Attention(Part):
    """When a post has gained attention: this many likes, reposts, quotes and replies together; or a customer, with
    this many posts without an answer."""

    reactions: int = Field(default=50, ge=1)
    unanswered: int = Field(default=3, ge=2)
    priority: int = 10


class Likes(Part):
    """What a like can end: kinds on whose cards *Like + close* stands, and the reason with which it closes."""

    closes_as: str = ""
    kinds: tuple[str, ...] = ()


class Forum(Part):
    """When the forum is offered: after as many answers to which the customer came back; its text by language."""

    exchanges: int = Field(default=2, ge=1)
    texts: dict[str, str] = Field(default_factory=dict)

    def text_in(self, language: str) -> str:
        """The text in a language, or in another variety of it; else in English; empty when there is none."""
        return self.texts.get(nearest(self.texts, language) or "en", "")


Advice = Annotated[str, Field(min_length=1, max_length=200)]


class Style(Part):
    """The style guide of a language: the tone in a sentence or two, what to do, and what not to."""

    tone: str = Field(min_length=1, max_length=500)
    do: Annotated[tuple[Advice, ...], Field(max_length=10)] = ()
    dont: Annotated[tuple[Advice, ...], Field(max_length=10)] = ()


class Retweets(Part):
    """For which posts a retweet idea is suggested: one of these kinds or tags, and many followers or verified so."""

    reason: str = ""
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    followers: int = 10_000
    verified: tuple[str, ...] = ()


class Absent(Part):
    """Why the desk does not do what people look for, in the community's words."""

    retweets: str = ""
    messages: str = ""


class Old(Part):
    """When open conversations count as old, how often moderators are asked about them, and as what they close."""

    days: int = Field(default=28, ge=1)
    every_days: int = Field(default=7, ge=1)
    closes_as: str = ""
