"""What the page shows and does of the pretend Play Store: what the public sees, and what people write by hand."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.page.answers import Answerer, Json, body_of, number_in, text_in
from sandbox.people import PLAY_APPS
from sandbox.play.reviews import DEVICES, Answer, Review, Version
from sandbox.play.rules import LIMIT

if TYPE_CHECKING:
    from sandbox.server import Sandbox

MOST_REVIEWS = 1_000
NAMES = {app.package: app.name for app in PLAY_APPS}


class PlaySide:
    """Answers `/page/api/play/…`."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._play = sandbox.play

    def asked(self) -> dict[str, Answerer]:
        """What can be read, by its name in the address."""
        return {"apps": self.apps, "reviews": self.reviews, "review": self.review}

    def done(self) -> dict[str, Answerer]:
        """What can be done, by its name in the address."""
        return {
            "write": self.write,
            "edit": self.edit,
            "delete": self.delete,
            "thumb": self.thumb,
            "answer": self.answer,
        }

    async def apps(self, request: web.Request) -> Json:
        """The brand's apps, how many people reviewed each and with how many stars; and how long an answer may be."""
        return {"apps": [self._app(app.package) for app in PLAY_APPS], "limit": LIMIT}

    async def reviews(self, request: web.Request) -> Json:
        """Reviews, the last changed first, by `app`, `only=answered` or `unanswered`, and `search`; `limit` of them."""
        limit = number_in(request, "limit", 30, MOST_REVIEWS)
        found = list(islice(self._chosen(request), limit + 1))
        return {"reviews": [_shown(review) for review in found[:limit]], "more": len(found) > limit}

    async def review(self, request: web.Request) -> Json:
        """The review `id`, also one that was deleted; null when there never was one."""
        try:
            return {"review": _shown(self._play.find(request.query.get("id", "")))}
        except KeyError:
            return {"review": None}

    async def write(self, request: web.Request) -> Json:
        """Review an app as a customer; who has reviewed it already changes that review. The answer is its id."""
        body = await body_of(request)
        device = DEVICES[len(self._play.reviews) % len(DEVICES)]
        said = _said_in(body)
        app, author = text_in(body, "app"), str(body.get("author") or "").strip()
        language = str(body.get("language") or "en")
        return {"id": self._play.review(app, **said, author=author, language=language, device=device)}

    async def edit(self, request: web.Request) -> Json:
        """Change a review as its author."""
        body = await body_of(request)
        self._play.edit(text_in(body, "id"), **_said_in(body))
        return {}

    async def delete(self, request: web.Request) -> Json:
        """Take back a review as its author."""
        self._play.delete(text_in(await body_of(request), "id"))
        return {}

    async def thumb(self, request: web.Request) -> Json:
        """Find a review helpful, as anybody."""
        self._play.thumb_up(text_in(await body_of(request), "id"))
        return {}

    async def answer(self, request: web.Request) -> Json:
        """Answer in the Play Console, as somebody who holds its keys."""
        body = await body_of(request)
        self._play.answer_by_hand(text_in(body, "id"), text_in(body, "text"))
        return {}

    def _app(self, package: str) -> Json:
        stars = [review.stars for review in self._play.store.by_app[package].values() if not review.deleted]
        average = round(sum(stars) / len(stars), 1) if stars else None
        return {"package": package, "name": NAMES[package], "reviews": len(stars), "average": average}

    def _chosen(self, request: web.Request) -> Iterator[Review]:
        query = request.query
        app, only, search = query.get("app", ""), query.get("only", ""), query.get("search", "").strip().lower()
        for review in self._play.reviews:
            if app not in ("", review.app):
                continue
            if only and (only == "answered") != (review.answer is not None):
                continue
            if search and search not in f"{review.title} {review.text} {review.author}".lower():
                continue
            yield review


def _said_in(body: Json) -> Json:
    stars = body.get("stars")
    if isinstance(stars, bool) or not isinstance(stars, int):
        raise ValueError("stars is missing.")
    return {name: str(body.get(name) or "").strip() for name in ("title", "text")} | {"stars": stars}


def _shown(review: Review) -> Json:
    device, app_version = review.device, review.app_version
    return {
        "id": review.id,
        "app": {"package": review.app, "name": NAMES[review.app]},
        "author": review.author,
        "language": review.language,
        "before": [_version(version) for version in review.versions[:-1]],
        "now": _version(review.newest),
        "device": device.name if device else None,
        "system": device.system if device else None,
        "version": app_version.name if app_version else None,
        "thumbs_up": review.thumbs_up,
        "deleted": review.deleted,
        "answer": _answer(review.answers) if review.answers else None,
    }


def _version(version: Version) -> Json:
    return {"stars": version.stars, "title": version.title, "text": version.text, "at": version.at.isoformat()}


def _answer(answers: list[Answer]) -> Json:
    last = answers[-1]
    return {"text": last.text, "at": last.at.isoformat(), "source": last.source, "edited": len(answers) > 1}
