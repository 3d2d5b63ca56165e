"""Replaying reviews in the pretend Play Store: how they are read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.people import PLAY_APPS
from sandbox.play import PretendPlay
from sandbox.play.reviews import AppVersion, Device


@dataclass(frozen=True)
class ReviewLine:
    """One review that is to be replayed."""

    name: str
    app: str
    stars: int
    title: str
    text: str
    at: datetime
    author: str
    language: str
    device: Device | None
    app_version: AppVersion | None


def read_review(entry: dict[str, Any]) -> ReviewLine:
    """One review; raises KeyError, TypeError or ValueError when it is none."""
    said = next(each["userComment"] for each in entry["comments"] if "userComment" in each)
    title, tab, text = str(said["text"]).partition("\t")
    app = str(entry.get("packageName", PLAY_APPS[0].package))
    if app not in {each.package for each in PLAY_APPS}:
        raise ValueError(f"{app} is not an app of the brand")
    if not said["text"].strip():
        raise ValueError("a review without words is not in the API")
    if said["starRating"] not in range(1, 6):
        raise ValueError("a review has one to five stars")
    return ReviewLine(
        str(entry["reviewId"]),
        app,
        said["starRating"],
        title if tab else "",
        text if tab else title,
        _moment(said["lastModified"]),
        str(entry.get("authorName", "")),
        str(said.get("reviewerLanguage", "en")),
        _device(said),
        AppVersion(said.get("appVersionName", ""), int(said["appVersionCode"])) if "appVersionCode" in said else None,
    )


class Reviews:
    """Writes reviews in the pretend store."""

    most_unread = 1_000

    def __init__(self, play: PretendPlay, on_served: Callable[[], None]) -> None:
        self._play = play
        play.store.on_served.append(on_served)

    def unread(self) -> dict[str, int]:
        """How many reviews of each app no list has returned."""
        return {app.package: self._play.unread(app.package) for app in PLAY_APPS}

    def __contains__(self, name: str) -> bool:
        return name in self._play.store.reviews

    def is_unserved(self, name: str) -> bool:
        """Whether no list has returned a review as it is now."""
        return name in self._play.store.unserved[self._play.find(name).app]

    def prepared(self, line: ReviewLine) -> tuple[list[str], Callable[[], str]]:
        """The app a review is of, and what writes it and returns its id."""
        return [line.app], lambda: self._write(line)

    def _write(self, line: ReviewLine) -> str:
        if line.name in self._play.store.reviews:
            self._play.edit(line.name, stars=line.stars, title=line.title, text=line.text)
            return line.name
        return self._play.review(
            line.app,
            line.stars,
            line.text,
            author=line.author,
            title=line.title,
            language=line.language,
            device=line.device,
            app_version=line.app_version,
            review_id=line.name,
        )


def _moment(stamp: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(stamp["seconds"]), UTC) + timedelta(
        microseconds=int(stamp.get("nanos", 0)) // 1000
    )


def _device(said: dict[str, Any]) -> Device | None:
    if "device" not in said:
        return None
    about = said.get("deviceMetadata", {})
    maker, product = about.get("manufacturer", ""), about.get("productName", "").partition("(")[2].rstrip(")")
    return Device(said["device"], product, maker, int(said.get("androidOsVersion", 0)))
