"""Where pictures are taken: a fresh desk on Monday at ten, somebody of the cast who looks, and what to crop to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from playwright.async_api import Browser, FloatRect, Locator, Page, expect
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import ROOT, for_the_demo, seat
from bot.programme import Programme, load
from sandbox.__main__ import addresses
from sandbox.slack.hands import Person
from sandbox.slack.outcome import Outcome
from storage import members, schema, sources
from storage.db import Database
from tests.stories.stage import PATIENCE, Card, Stage, raised

SUNDAY = datetime(2026, 3, 1, 10, tzinfo=UTC)
"""The desk is raised on the Monday that follows, always the same one, so that the pictures stay the same."""

DESKTOP = {"width": 1040, "height": 1150}
PHONE = {"width": 390, "height": 844}
SHARPNESS = 1.5
MARGIN = 10
ANDROID = "org.mozilla.firefox"

Shot = Locator | tuple[Locator, ...]
Change = Callable[[Programme], Programme]


class Ready(Protocol):
    """Gets everything ready for a picture."""

    __name__: str

    def __call__(self, studio: "Studio") -> Awaitable[Shot]:
        """What to crop to."""
        ...


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the function that gets everything ready and says what to crop to, its desk."""

    name: str
    ready: Ready
    change: Change


def as_it_ships(programme: Programme) -> Programme:
    """The demo's desk."""
    return programme


def picture(change: Change = as_it_ships) -> Callable[[Ready], Picture]:
    """Make a function a picture that is called like it; `change` is what is different about the desk's programme."""

    def made(ready: Ready) -> Picture:
        return Picture(ready.__name__.replace("_", "-"), ready, change)

    return made


class Studio:
    """A desk with nothing on it yet, and ways to put something there and to look at it."""

    def __init__(self, stage: Stage, browser: Browser) -> None:
        self.stage = stage
        self._browser = browser

    def person(self, name: str) -> Person:
        """Somebody of the cast."""
        return self.stage.person(name)

    async def asked(self, customer: str, text: str, *, lang: str = "en", by: str = "ana", **more: Any) -> Card:
        """A post on X, and its card as soon as it is there, as `by` sees it; `more` is about the customer."""
        self.stage.customer(customer, **more).post(text, lang=lang)
        return await self.stage.card(self.person(by), text[-40:])

    async def reviewed(
        self, author: str, stars: int, text: str, *, by: str = "ana", lang: str = "en"
    ) -> tuple[str, Card]:
        """A review of Firefox for Android, or its author's change of it, and its card once the store was read again."""
        await self.until_stored(has_read_the_store)
        review = self.stage.sandbox.play.review(ANDROID, stars, text, author=author, language=lang)
        self.stage.forward(minutes=5)
        return review, await self.stage.card(self.person(by), text)

    async def until_stored(self, look: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        """Wait until the desk's own books answer a question with something."""
        async with asyncio.timeout(PATIENCE):
            found = None
            while not found:
                async with self.stage.app.database.reading() as session:
                    found = await look(session)

    async def opens(self, name: str, card: Card, action: str, **how: Any) -> Person:
        """Somebody presses what opens a form, and has it before them."""
        person = self.person(name)
        await person.click(card.channel, card.ts, action, **how)
        await self.stage.until(person.modal, what=f"the form of {action}")
        return person

    async def commands(self, name: str, text: str, channel: str = "social-support") -> Outcome:
        """Somebody types a command."""
        return await self.person(name).command(channel, text)

    async def replies(self, name: str, card: Card, text: str, **more: Any) -> None:
        """Somebody answers from a card, and the time to undo goes by only when it is moved."""
        person = await self.opens(name, card, "conversation:reply")
        for field, value in {"text": text, **more}.items():
            person.fill(field, value)
        outcome = await person.submit()
        assert not outcome.errors, outcome.errors

    def stands_still(self) -> None:
        """Let it be half a minute past ten and hardly any later, for pictures that show seconds."""
        clock = self.stage.sandbox.clock
        clock.run_at(0.001)
        clock.jump(30 - clock.now().timestamp() % 60)

    async def page(self, name: str, place: str = "", *, phone: bool = False) -> Page:
        """What somebody sees: a channel by its name or id, or their direct messages with the desk (`direct`)."""
        person = self.person(name)
        channel = person.dm() if place == "direct" else person.channel(place or "social-support").id
        context = await self._browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            device_scale_factor=SHARPNESS,
            reduced_motion="reduce",
            color_scheme="light",
            has_touch=phone,
        )
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.clock.set_fixed_time(self.stage.sandbox.clock.now())
        await page.goto(f"{self.stage.sandbox.url}/?as={person.id}#/channel/{channel}")
        await expect(page.locator("#who strong")).to_be_attached()
        await expect(page.locator(".message-items, .composer").first).to_be_attached()
        return page


def message(page: Page, words: str) -> Locator:
    """The newest message that holds these words, from its author's face to its last button."""
    return page.locator(".message", has_text=words).last.locator(".message-main")


def private(page: Page, words: str) -> tuple[Locator, ...]:
    """The newest message with these words that nobody else sees, and that it says so."""
    found = page.locator(".message.ephemeral", has_text=words).last
    return found.locator(".only-you"), found.locator(".message-main")


def modal(page: Page) -> Locator:
    """The open form."""
    return page.locator("dialog.modal")


async def chooses_from(page: Page, block: str) -> tuple[Locator, Locator]:
    """A menu of the open form is opened; the form with the menu."""
    await page.locator(f"dialog.modal [data-block={block}] input").first.click()
    await expect(page.locator(".options .option").first).to_be_visible()
    return modal(page), page.locator(".options")


@asynccontextmanager
async def studio(browser: Browser, change: Change) -> AsyncIterator[Studio]:
    """A fresh desk, with the cast in their places."""
    programme = change(for_the_demo(load(ROOT / "desk.toml")))
    times = programme.times.model_copy(update={"poll_seconds": 1})
    with TemporaryDirectory(prefix="volley-pictures-") as folder:
        address = f"sqlite:///{Path(folder) / 'desk.db'}"
        database = Database(address)
        await schema.upgrade(database)
        await database.close()
        programme = programme.model_copy(update={"times": times})
        async with raised(address, programme, clock_start=SUNDAY) as stage:
            await seat(stage.app, addresses(stage.sandbox)["people"])
            ready = Studio(stage, browser)
            await ready.until_stored(knows_everybody)
            yield ready


async def knows_everybody(session: AsyncSession) -> bool:
    """Whether Slack has told everybody's name and time zone."""
    return not await members.strangers(session, before=SUNDAY, limit=1)


async def has_read_the_store(session: AsyncSession) -> bool:
    """Whether the store was read once: what is written then is found when the next look is due."""
    return (await sources.all_of(session))["google_play:reviews:FirefoxAndroid"].polled_at is not None


async def photograph(each: Picture, browser: Browser) -> bytes:
    """Take one picture, cropped to what its function names."""
    async with studio(browser, each.change) as ready:
        shot = await each.ready(ready)
        parts = shot if isinstance(shot, tuple) else (shot,)
        page = parts[0].page
        await page.mouse.move(0, 0)
        await page.evaluate("document.querySelector('.options') || document.activeElement?.blur()")
        await page.evaluate("document.querySelector('dialog') && document.querySelector('#shell').remove()")
        before, taken = b"", await exposure(page, parts)
        while taken != before:
            before, taken = taken, await exposure(page, parts)
        for context in browser.contexts:
            await context.close()
        return taken


async def exposure(page: Page, parts: tuple[Locator, ...]) -> bytes:
    """The page as it looks this moment; it is still once two are the same."""
    return await page.screenshot(clip=await area(parts), caret="hide", animations="disabled")


async def area(parts: tuple[Locator, ...]) -> FloatRect:
    """What must be on the picture, with a little around it, as far as the window reaches."""
    boxes = [await frame(part) for part in parts]
    size = parts[0].page.viewport_size
    assert size is not None
    left = max(0.0, min(box["x"] for box in boxes) - MARGIN)
    top = max(0.0, min(box["y"] for box in boxes) - MARGIN)
    right = min(float(size["width"]), max(box["x"] + box["width"] for box in boxes) + MARGIN)
    bottom = min(float(size["height"]), max(box["y"] + box["height"] for box in boxes) + MARGIN)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


async def frame(part: Locator) -> FloatRect:
    """Where a part of the page stands; one that is being drawn anew is waited for."""
    while True:
        await expect(part).to_be_visible()
        box = await part.bounding_box()
        if box is not None:
            return box
