"""The state of the pretend Play Store: which apps there are, who reviewed them, what the developer answered."""

import base64
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.people import PLAY_APPS
from sandbox.play.reviews import Answer, AppVersion, Device, Review, Source, Version

Changed = Callable[[str, dict[str, Any]], None]
READABLE = timedelta(days=7)
"""How long after its last change a review can be read through the API."""


class Store:
    """Everything public in the pretend store. It enforces nothing; `hands` and `endpoints` say who may do what."""

    def __init__(self, clock: SandboxClock, changed: Changed) -> None:
        self.clock = clock
        self.changed = changed
        self.reviews: dict[str, Review] = {}
        self.by_app: dict[str, dict[str, Review]] = {app.package: {} for app in PLAY_APPS}
        self.unserved: defaultdict[str, set[str]] = defaultdict(set)
        """Per app, the reviews that no list has returned since they were last changed."""
        self.on_served: list[Callable[[], None]] = []
        """Called after every list."""
        self._serials = itertools.count(1)

    def publish(
        self,
        app: str,
        *,
        author: str,
        stars: int,
        title: str,
        text: str,
        language: str,
        device: Device | None,
        app_version: AppVersion | None,
        at: datetime | None = None,
        review_id: str | None = None,
    ) -> Review:
        """A new review; raises ValueError when the id is taken."""
        version = self._version(stars, title, text, at)
        number = review_id or _new_id(app, author, version.serial)
        if number in self.reviews:
            raise ValueError(f"there is a review {number} already")
        review = Review(number, app, author, language, [version], device, app_version)
        self.reviews[number] = self.by_app[app][number] = review
        self._written(review)
        return review

    def edit(self, review: Review, *, stars: int, title: str, text: str) -> None:
        """A new version under the same id; it moves to the front of the list."""
        review.versions.append(self._version(stars, title, text, None))
        self._written(review)

    def delete(self, review: Review) -> None:
        """Take a review out of the store; a second time changes nothing."""
        review.deleted = True
        self.unserved[review.app].discard(review.id)
        self.changed("play.deleted", {"id": review.id, "app": review.app})

    def answer(self, review: Review, text: str, source: Source) -> Answer:
        """Put an answer in the place of the one there was; only the first is told to the author."""
        answer = Answer(text, self._moment(None), source)
        review.notified += not review.answers
        review.answers.append(answer)
        self.changed("play.answered", {"id": review.id, "app": review.app})
        return answer

    def readable(self, app: str) -> list[Review]:
        """What the API lists of an app: reviews with words, changed within seven days, the last changed first."""
        since = self.clock.now() - READABLE
        found = (review for review in self.by_app[app].values() if is_shown(review) and review.modified >= since)
        return sorted(found, key=place_in_list, reverse=True)

    def is_readable(self, review: Review) -> bool:
        """Whether the API shows one review."""
        return is_shown(review) and review.modified >= self.clock.now() - READABLE

    def served(self, app: str, reviews: Iterable[Review]) -> None:
        """Remember that a list returned these reviews, and tell who waits for that."""
        self.unserved[app].difference_update(review.id for review in reviews)
        for listener in tuple(self.on_served):
            listener()

    def _written(self, review: Review) -> None:
        if review.text:
            self.unserved[review.app].add(review.id)
        self.changed("play.reviewed", {"id": review.id, "app": review.app, "edited": len(review.versions) > 1})

    def _version(self, stars: int, title: str, text: str, at: datetime | None) -> Version:
        return Version(stars, title, text, self._moment(at), next(self._serials))

    def _moment(self, at: datetime | None) -> datetime:
        """Now, or `at`, in the milliseconds that the store keeps."""
        moment = at or self.clock.now()
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def is_shown(review: Review) -> bool:
    """Whether the API knows a review at all: it is there and says something; stars alone are not shown."""
    return not review.deleted and bool(review.text)


def place_in_list(review: Review) -> tuple[datetime, int]:
    """What lists are ordered by, the greatest first."""
    return review.newest.at, review.newest.serial


def _new_id(app: str, author: str, serial: int) -> str:
    digest = hashlib.sha512(f"{app}/{author}/{serial}".encode()).digest()
    return f"gp:AOqpTO{base64.urlsafe_b64encode(digest).decode()[:80]}"
