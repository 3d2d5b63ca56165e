"""Plays the demo's invented story: an opening, then something new every 10 to 40 seconds, and customers who react."""

import random
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.story_lines import CAST, LATER, OPENING, Line
from sandbox.story_reactions import ASKING_BACK, QUESTIONS, STRANGERS, THANKS, phrases
from sandbox.story_store import StoreStory
from sandbox.x.hands import Hand, Refused
from sandbox.x.posts import Post

if TYPE_CHECKING:
    from sandbox.server import Sandbox

SHORTEST, LONGEST = 10.0, 40.0
"""Seconds between two events, at speed 1."""
AFTERWARDS = 3.0
"""How many times slower strangers come when the script has run out."""
REACTS = 0.7
THANKS_RATHER = 0.6
MOST_REACTIONS = 2
"""In one conversation, so that talks come to an end."""
REVIEW_EVERY = 4
"""Among so many events one happens in the Play Store."""


class Story:
    """The story on the pretend X and in the Play Store. `speed` shortens the pauses; chance is seeded."""

    def __init__(self, sandbox: "Sandbox", *, speed: float = 1.0, seed: int = 1) -> None:
        self._sandbox = sandbox
        self._x = sandbox.x
        self._speed = speed
        self._random = random.Random(seed)
        self._posts: dict[str, str] = {}
        self._reactions: Counter[int] = Counter()
        self._strangers = 0
        self._store = StoreStory(sandbox, self._pause, seed=seed)

    async def run(self) -> None:
        """Open at once, then go on for ever."""
        stop = self._sandbox.listen(self._notice)
        try:
            self.open()
            for number, line in enumerate(LATER, 1):
                await self._pause(self._random.uniform(SHORTEST, LONGEST))
                self.perform(line)
                if number % REVIEW_EVERY == 0:
                    await self._pause(SHORTEST)
                    self._store.go_on()
            while True:
                await self._pause(self._random.uniform(SHORTEST, LONGEST) * AFTERWARDS)
                if self._random.randrange(REVIEW_EVERY) == 0:
                    self._store.go_on()
                else:
                    self._stranger()
        finally:
            stop()

    def open(self) -> None:
        """Everything that happened in the hour before anybody looked."""
        for line in OPENING:
            self.perform(line)
        self._store.open()

    def perform(self, line: Line) -> None:
        """Do what a line says; what has become impossible, such as liking a deleted post, is left out."""
        try:
            self._do(line)
        except Refused:
            return

    def _do(self, line: Line) -> None:
        hand = self._hand(line.who) if line.deed != "member" else self._x.member(line.who)
        about = self._posts.get(line.about)
        match line.deed, about:
            case (("post" | "member"), _):
                self._say(line, hand, about)
            case "edit", str():
                self._posts[line.about] = hand.edit(about, line.text)
            case "delete", str():
                hand.delete(about)
            case "like", str():
                hand.like(about)
            case "repost", str():
                hand.repost(about)

    def _say(self, line: Line, hand: Hand, about: str | None) -> None:
        at = self._sandbox.clock.now() - timedelta(minutes=line.minutes_ago) if line.minutes_ago else None
        quote = self._posts.get(line.quote)
        self._posts[line.key] = hand.post(line.text, in_reply_to=about, quote=quote, at=at)

    def _hand(self, who: str) -> Hand:
        one = CAST[who]
        return self._x.customer(
            one.name,
            handle=one.handle,
            followers=one.followers,
            verified_type=one.verified_type,
            language=one.language,
            description=one.description,
        )

    def _stranger(self) -> None:
        language, text = self._random.choice(QUESTIONS)
        self._strangers += 1
        name = f"{self._random.choice(STRANGERS)} {self._strangers}"
        self._x.customer(name, followers=self._random.randint(3, 900), language=language).post(text)

    def _notice(self, kind: str, payload: dict[str, Any]) -> None:
        """When the brand answers a customer, they may react after a while."""
        self._store.notice(kind, payload)
        if kind != "x.posted":
            return
        answer = self._x.find(payload["id"])
        if answer.author.kind != "account" or answer.in_reply_to is None:
            return
        asked = self._x.find(answer.in_reply_to)
        wants = self._random.random() < REACTS and self._reactions[asked.conversation_id] < MOST_REACTIONS
        if asked.author.kind == "customer" and wants:
            self._reactions[asked.conversation_id] += 1
            self._sandbox.run(self._react(asked, answer))

    async def _react(self, asked: Post, answer: Post) -> None:
        await self._pause(self._random.uniform(8, 30))
        customer = self._x.somebody(asked.author.handle)
        grateful = self._random.random() < THANKS_RATHER
        text = self._random.choice(phrases(THANKS if grateful else ASKING_BACK, asked.author.language))
        try:
            customer.post(text, in_reply_to=answer.id)
            if grateful:
                customer.like(answer.id)
        except Refused:
            return

    async def _pause(self, seconds: float) -> None:
        await self._sandbox.clock.sleep(seconds / self._speed)
