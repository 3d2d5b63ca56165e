"""What people do in the pretend store with their own hands: customers review, a keyholder answers in the console."""

from datetime import datetime

from sandbox.play.reviews import DEVICES, AppVersion, Device, Review
from sandbox.play.rules import NotTaken, taken_text
from sandbox.play.store import Store, place_in_list

USUAL_VERSION = AppVersion("145.0.1", 2_016_123_455)


class Refused(ValueError):
    """What the store would not let a person do; the text says why."""


class Hands:
    """Everybody's hands and eyes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def review(
        self,
        app: str,
        stars: int,
        text: str = "",
        *,
        author: str = "",
        title: str = "",
        language: str = "en",
        device: Device | None = DEVICES[0],
        app_version: AppVersion | None = USUAL_VERSION,
        at: datetime | None = None,
        review_id: str | None = None,
    ) -> str:
        """Review an app, or change the review one has written already; returns its id.

        Stars alone, without text, are not shown by the API. Without `author` the store shows no name, and every such
        review is another person's. `at` is for the past. Raises KeyError for an app that there is not.
        """
        if app not in self.store.by_app:
            raise KeyError(f"app {app}")
        check_stars(stars)
        own = self.written_by(author, app) if author else None
        if own is not None:
            self.store.edit(own, stars=stars, title=title, text=text)
            return own.id
        review = self.store.publish(
            app,
            author=author,
            stars=stars,
            title=title,
            text=text,
            language=language,
            device=device,
            app_version=app_version,
            at=at,
            review_id=review_id,
        )
        return review.id

    def edit(self, review: str, *, stars: int | None = None, text: str | None = None, title: str | None = None) -> None:
        """Change a review as its author; what is left out stays."""
        found = self._there(review)
        check_stars(found.stars if stars is None else stars)
        self.store.edit(
            found,
            stars=found.stars if stars is None else stars,
            title=found.title if title is None else title,
            text=found.text if text is None else text,
        )

    def delete(self, review: str) -> None:
        """Take back a review as its author."""
        self.store.delete(self._there(review))

    def answer_by_hand(self, review: str, text: str) -> None:
        """Answer in the Play Console, or overwrite the answer there is."""
        found = self._there(review)
        try:
            self.store.answer(found, taken_text(text), "hand")
        except NotTaken as refusal:
            raise Refused(str(refusal)) from refusal

    def thumb_up(self, review: str) -> None:
        """Find a review helpful."""
        self._there(review).thumbs_up += 1
        self.store.changed("play.thumbed", {"id": review})

    @property
    def reviews(self) -> list[Review]:
        """All reviews that can be seen, those without words too, the last changed first."""
        found = (review for review in self.store.reviews.values() if not review.deleted)
        return sorted(found, key=place_in_list, reverse=True)

    def find(self, review: str) -> Review:
        """One review, also a deleted one; raises KeyError for an id that never was."""
        return self.store.reviews[review]

    def written_by(self, author: str, app: str) -> Review | None:
        """The review of an app that somebody wrote; there is one at most."""
        of_app = self.store.by_app[app].values()
        return next((each for each in of_app if each.author == author and not each.deleted), None)

    def unread(self, app: str) -> int:
        """How many reviews of an app no list has returned since they were last changed."""
        return len(self.store.unserved[app])

    def _there(self, review: str) -> Review:
        found = self.store.reviews.get(review)
        if found is None or found.deleted:
            raise Refused("This review is not available.")
        return found


def check_stars(stars: int) -> None:
    """One to five; raises Refused."""
    if stars not in range(1, 6):
        raise Refused("A review has one to five stars.")
