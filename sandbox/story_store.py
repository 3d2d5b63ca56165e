"""Plays the part of the invented story that happens in the Play Store; `story` says when."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.play.hands import Refused
from sandbox.play.reviews import DEVICES, Review
from sandbox.story_reviews import FIREFOX, LATER, OPENING, SECOND_THOUGHTS, STRANGERS, THANKS, ReviewLine

if TYPE_CHECKING:
    from sandbox.server import Sandbox

THINKS_AGAIN = 0.5
"""How many authors change their review when they were answered; those of the script always do."""


class StoreStory:
    """Reviews and second thoughts. Chance is seeded."""

    def __init__(self, sandbox: "Sandbox", pause: Callable[[float], Awaitable[None]], *, seed: int = 1) -> None:
        self._sandbox = sandbox
        self._play = sandbox.play
        self._pause = pause
        self._random = random.Random(seed)
        self._reviews: dict[str, str] = {}
        self._thought: set[str] = set()
        self._later = iter(LATER)

    def open(self) -> None:
        """Everything that was in the store before anybody looked."""
        for line in OPENING:
            self.perform(line)

    def go_on(self) -> None:
        """The next line of the script, or a stranger's review when it has run out."""
        line = next(self._later, None)
        self.perform(line or self._stranger())

    def perform(self, line: ReviewLine) -> None:
        """Do what a line says; what has become impossible, such as editing a deleted review, is left out."""
        try:
            self._do(line)
        except Refused:
            return

    def notice(self, kind: str, payload: dict[str, Any]) -> None:
        """When the desk answers a review, its author may think again after a while."""
        if kind != "play.answered":
            return
        review = self._play.find(payload["id"])
        if review.answer is None or review.answer.source != "api" or review.id in self._thought:
            return
        key = next((key for key, number in self._reviews.items() if number == review.id), "")
        if key in SECOND_THOUGHTS or self._random.random() < THINKS_AGAIN:
            self._thought.add(review.id)
            self._sandbox.run(self._think_again(review, key))

    async def _think_again(self, review: Review, key: str) -> None:
        await self._pause(self._random.uniform(15, 45))
        thanks = THANKS.get(review.language, THANKS["en"])
        stars, text = SECOND_THOUGHTS.get(key, (max(4, review.stars), f"{review.text}\n{thanks}"))
        try:
            self._play.edit(review.id, stars=stars, text=text)
        except Refused:
            return

    def _do(self, line: ReviewLine) -> None:
        if line.deed == "answer":
            self._play.answer_by_hand(self._reviews[line.about], line.text)
        elif line.deed == "edit":
            self._play.edit(self._reviews[line.about], stars=line.stars, title=line.title, text=line.text)
        else:
            number = self._write(line)
            if line.key:
                self._reviews[line.key] = number

    def _write(self, line: ReviewLine) -> str:
        return self._play.review(
            line.app,
            line.stars,
            line.text,
            author=line.who,
            title=line.title,
            language=line.language,
            device=line.device,
            app_version=line.version,
            at=self._sandbox.clock.now() - timedelta(minutes=line.minutes_ago),
        )

    def _stranger(self) -> ReviewLine:
        language, stars, text = self._random.choice(STRANGERS)
        return ReviewLine("", stars, text, app=FIREFOX, language=language, device=self._random.choice(DEVICES))
