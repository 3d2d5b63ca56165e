"""Google Play's reviews as ours: each version of a review is a post, the developer's comment an answer of ours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.errors import Garbled
from bot.networks.base import ANSWERED_BEFORE, NAMELESS, Author, Mention, Posted
from bot.networks.odd import ODD, Unreadable
from bot.programme import Account
from bot.text import clean, clean_line

NAME = "google_play"
NOBODY = frozenset({"", "A Google user"})
"""What the store calls people who show no name."""

ANDROID = {
    21: "5.0", 22: "5.1", 23: "6", 24: "7.0", 25: "7.1", 26: "8.0", 27: "8.1", 28: "9", 29: "10",
    30: "11", 31: "12", 32: "12L", 33: "13", 34: "14", 35: "15", 36: "16",
}  # fmt: skip
"""Android's names of its SDK versions, by which people know them."""


@dataclass(frozen=True)
class Review:
    """A review as the store shows it now; moments in milliseconds since 1970, which is how finely versions are told."""

    account: Account
    id: str
    author: str
    comment: dict[str, Any]
    answer: dict[str, Any]

    @property
    def written(self) -> int:
        """When its present version was written."""
        return moment_in(self.comment)

    @property
    def version(self) -> str:
        """The id of its present version: the store keeps one id for all of them."""
        return version_id(self.id, self.written)

    @property
    def is_answered(self) -> bool:
        """Whether our answer is to this version, not to an earlier one."""
        return bool(self.answer) and moment_in(self.answer) >= self.written

    def mentions(self) -> Iterator[Mention]:
        """What the customer wrote, then what we answered to it."""
        yield self.mention()
        if self.is_answered:
            yield self.our_mention()

    def mention(self) -> Mention:
        """What the customer wrote."""
        name = clean_line(self.author, 100)
        return Mention(
            network=NAME,
            id=self.version,
            thread=self.id,
            author=Author(id=self.id, handle=NAMELESS if name in NOBODY else name),
            text="\n".join(each for each in (self.title, self.words) if each),
            posted_at=at(self.written),
            language=str(self.comment.get("reviewerLanguage") or "").replace("_", "-"),
            url=address(self.account.app, self.id),
            versions=(self.version,),
            product=self.account.label or self.account.handle,
            about=self.about(),
        )

    def our_mention(self) -> Mention:
        """What we answered, in the Play Console or by the desk."""
        posted = self.posted(self.version)
        return Mention(
            network=NAME,
            id=posted.id,
            thread=self.id,
            author=Author(id=self.account.handle, handle=self.account.handle),
            text=posted.text,
            posted_at=posted.at,
            url=posted.url,
            replying_to=self.version,
            product=self.account.label or self.account.handle,
            ours=True,
        )

    def posted(self, replying_to: str | None) -> Posted:
        """Our answer as a post of ours."""
        return posted_of(self.account, self.id, str(self.answer.get("text") or ""), moment_in(self.answer), replying_to)

    @property
    def title(self) -> str:
        """The store joins title and text with a tab; most reviews have no title."""
        title, tab, _ = self.raw.partition("\t")
        return clean_line(title, 150) if tab else ""

    @property
    def words(self) -> str:
        """The text without its title."""
        title, tab, text = self.raw.partition("\t")
        return clean(text if tab else title)

    @property
    def raw(self) -> str:
        """What was written, in its own language when the store has translated it."""
        return str(self.comment.get("originalText") or self.comment.get("text") or "")

    def about(self) -> dict[str, Any]:
        """Stars and where it was written, as far as the store says; an answer to an earlier version too."""
        device = self.comment.get("deviceMetadata") or {}
        system = self.comment.get("androidOsVersion")
        model = " ".join(str(device[part]) for part in ("manufacturer", "productName") if device.get(part))
        told = {
            "title": self.title,
            "stars": self.comment.get("starRating"),
            "device": clean_line(model or str(self.comment.get("device") or ""), 60),
            "Android": ANDROID.get(system, f"SDK {system}") if isinstance(system, int) else "",
            "app version": clean_line(str(self.comment.get("appVersionName") or ""), 40),
            "found helpful by": self.comment.get("thumbsUpCount"),
            ANSWERED_BEFORE: "" if self.is_answered else clean_line(str(self.answer.get("text") or ""), 350),
        }
        return {name: value for name, value in told.items() if value}


def review_of(raw: dict[str, Any], account: Account) -> Review:
    """One review, read leniently: the newest comment of each side counts."""
    comments: dict[str, dict[str, Any]] = {}
    for each in raw.get("comments") or ():
        for side, comment in each.items():
            if side not in comments or moment_in(comment) > moment_in(comments[side]):
                comments[side] = comment
    return Review(
        account=account,
        id=str(raw["reviewId"]),
        author=str(raw.get("authorName") or ""),
        comment=comments.get("userComment", {}),
        answer=comments.get("developerComment", {}),
    )


def read(raw: Iterable[dict[str, Any]], account: Account) -> tuple[list[Review], tuple[Unreadable, ...]]:
    """The reviews of a page, and beside them those that came in a form nobody thought of."""
    reviews, odd = [], []
    for each in raw:
        try:
            reviews.append(readable(each, account))
        except Garbled as garbled:
            odd.append(Unreadable(str(each.get("reviewId")), garbled.url, garbled.why))
    return reviews, tuple(odd)


def readable(raw: dict[str, Any], account: Account) -> Review:
    """One review that can be told as posts. Raises Garbled for any other."""
    try:
        review = review_of(raw, account)
        list(review.mentions())
    except ODD as error:
        url = address(account.app, str(raw.get("reviewId")))
        raise Garbled(type(error).__name__, url=url) from error
    return review


def posted_of(account: Account, review_id: str, text: str, moment: int, replying_to: str | None) -> Posted:
    """An answer of ours. The store gives it no id: its words are its id, for a review has one answer at a time."""
    words = sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    url = address(account.app, review_id)
    return Posted(f"{review_id}#{words}", account.handle, clean(text), at(moment), replying_to, url)


def version_id(review_id: str, moment: int) -> str:
    """The id of a review as it stood at a moment."""
    return f"{review_id}@{moment}"


def is_version(post_id: str) -> bool:
    """Whether an id is that of a version of a review, not of an answer of ours."""
    return post_id.rpartition("@")[2].isdigit()


def parts_of(post_id: str) -> tuple[str, int]:
    """The review a version belongs to, and when that version was written."""
    review_id, _, moment = post_id.rpartition("@")
    return review_id, int(moment)


def moment_in(comment: dict[str, Any]) -> int:
    """When a comment was last changed, in milliseconds."""
    stamp = comment.get("lastModified") or comment.get("lastEdited") or {}
    return int(stamp.get("seconds") or 0) * 1000 + int(stamp.get("nanos") or 0) // 1_000_000


def at(moment: int) -> datetime:
    """A moment as a time."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=moment)


def address(app: str, review_id: str) -> str:
    """Where the store shows a review to anybody."""
    return f"https://play.google.com/store/apps/details?id={app}&reviewId={review_id}"
