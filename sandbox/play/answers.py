"""Reviews in the shape of androidpublisher v3."""

from datetime import datetime
from typing import Any

from sandbox.play.reviews import AppVersion, Device, Review


def shown_review(review: Review, language: str | None = None) -> dict[str, Any]:
    """A review with the author's comment and, when there is one, the developer's.

    `language` is the one it was asked for in. The pretend store does not know languages: it marks the text as
    translated and puts the author's own words into `originalText`, as the store does.
    """
    comments: list[dict[str, Any]] = [{"userComment": _author_said(review, language)}]
    if review.answer is not None:
        answer = {"text": review.answer.text, "lastModified": wire_time(review.answer.at)}
        comments.append({"developerComment": answer})
    author = {"authorName": review.author} if review.author else {}
    return {"reviewId": review.id, **author, "comments": comments}


def wire_time(moment: datetime) -> dict[str, Any]:
    """A moment as a Timestamp; its seconds are a text."""
    return {"seconds": str(int(moment.timestamp())), "nanos": moment.microsecond * 1000}


def _author_said(review: Review, language: str | None) -> dict[str, Any]:
    text = f"{review.title}\t{review.text}"
    said: dict[str, Any] = {
        "text": text,
        "lastModified": wire_time(review.modified),
        "starRating": review.stars,
        "reviewerLanguage": review.language,
    }
    if language and _base(language) != _base(review.language):
        said |= {"text": f"{review.title}\t[{language}] {review.text}", "originalText": text}
    return said | _device(review.device) | _app_version(review.app_version) | _thumbs(review)


def _device(device: Device | None) -> dict[str, Any]:
    if device is None:
        return {}
    if not device.android:
        return {"device": device.codename}
    metadata = {
        "productName": f"{device.codename} ({device.product})",
        "manufacturer": device.maker,
        "deviceClass": device.kind,
        "screenWidthPx": device.width,
        "screenHeightPx": device.height,
        "nativePlatform": "ABI_ARM64_V8,ABI_ARM_V7,ABI_ARM",
        "screenDensityDpi": device.dpi,
        "glEsVersion": 196_610,
        "cpuModel": device.cpu_model,
        "cpuMake": device.cpu_make,
        "ramMb": device.ram_mb,
    }
    return {"device": device.codename, "androidOsVersion": device.android, "deviceMetadata": metadata}


def _app_version(version: AppVersion | None) -> dict[str, Any]:
    return {"appVersionCode": version.code, "appVersionName": version.name} if version else {}


def _thumbs(review: Review) -> dict[str, int]:
    return {"thumbsUpCount": review.thumbs_up, "thumbsDownCount": 0} if review.thumbs_up else {}


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
