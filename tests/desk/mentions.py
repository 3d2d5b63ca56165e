"""Mentions as a network hands them over, for tests that need no network."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.desk.arriving.intake import Taken, take_in
from bot.networks.base import Author, Mention, Posted
from storage.tables import Conversation, Message
from tests.desk.world import World

numbers = count(1_900_000_000_000_000_000)
AT = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)


def mention(text: str = "@FirefoxSupport help", *, by: str = "eve", **more: Any) -> Mention:
    """A post by somebody, naming those it names; `more` are fields of Mention, or of its author."""
    number = more.pop("id", None) or str(next(numbers))
    about_author = {name: more.pop(name) for name in ("followers", "verified", "name") if name in more}
    named = tuple(word[1:].strip(".,:!?").lower() for word in text.split() if word.startswith("@"))
    given: dict[str, Any] = {
        "network": "x",
        "thread": number,
        "text": text,
        "posted_at": AT,
        "language": "en",
        "url": f"https://x.com/{by}/status/{number}",
        "mentions": named,
        "versions": (number,),
    }
    return Mention(id=number, author=Author(id=f"id-{by}", handle=by, **about_author), **(given | more))


def own_post(posted: Posted) -> Mention:
    """A post on one of our timelines, as its source brings it."""
    return mention(posted.text, by=posted.account, id=posted.id, posted_at=posted.at, replying_to=posted.replying_to)


async def arrives(world: World, post: Mention, source: str = "x:mentions:FirefoxSupport") -> Taken:
    """A source brings a post, at the world's present moment."""
    async with world.database.writing() as session:
        return await take_in(
            session, post, source, now=world.clock.now(), programme=world.programme, networks=world.networks
        )


async def conversations(world: World) -> list[Conversation]:
    """All conversations there are, oldest first."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(Conversation).order_by(Conversation.id)))


async def messages(world: World) -> list[Message]:
    """All messages there are, oldest first."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(Message).order_by(Message.id)))


REVIEWS = "google_play:reviews:FirefoxAndroid"


def review(
    text: str = "It loses my tabs",
    stars: int = 1,
    *,
    by: str = "Marta Silva",
    thread: str = "gp:one",
    later: int = 0,
    product: str = "Firefox for Android",
    language: str = "en",
    **about: Any,
) -> Mention:
    """A version of a review, as the store hands it over; one that was edited comes `later`, in seconds."""
    version = f"{thread}@{later}"
    return Mention(
        network="google_play",
        id=version,
        thread=thread,
        author=Author(id=thread, handle=by),
        text=text,
        posted_at=AT + timedelta(seconds=later),
        language=language,
        url=f"https://play.google.com/store/apps/details?reviewId={thread}",
        versions=(version,),
        product=product,
        about={"stars": stars, "device": "Pixel 9", "Android": "16", "app version": "145.0.1"} | about,
    )


def answer_of_ours(text: str, to: Mention, *, later: int = 60) -> Mention:
    """What somebody answered to a review in the Play Console."""
    return Mention(
        network="google_play",
        id=f"{to.thread}#{text}",
        thread=to.thread,
        author=Author(id="FirefoxAndroid", handle="FirefoxAndroid"),
        text=text,
        posted_at=to.posted_at + timedelta(seconds=later),
        replying_to=to.id,
        ours=True,
    )
