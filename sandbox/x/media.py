"""Uploading pictures and films: in one request, or initialised, appended and finalised."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.x.endpoints import Answer, Caller, Gate
from sandbox.x.parameters import an_id
from sandbox.x.posts import Media
from sandbox.x.problems import invalid
from sandbox.x.writing import read_json

MEGABYTE = 1024 * 1024
MOST_BYTES = {"tweet_image": 5 * MEGABYTE, "tweet_gif": 15 * MEGABYTE, "tweet_video": 512 * MEGABYTE}
SHOWN_AS: dict[str, Literal["photo", "animated_gif", "video"]] = {
    "tweet_image": "photo",
    "tweet_gif": "animated_gif",
    "tweet_video": "video",
}
BEGINNINGS = {
    "image/png": (0, b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": (0, b"\xff\xd8\xff"),
    "image/gif": (0, b"GIF8"),
    "video/mp4": (4, b"ftyp"),
}
"""Where and with which bytes each kind of file begins."""

LARGEST_PART = 5 * MEGABYTE
LONGEST_ALT_TEXT = 1000
LOOKED_THROUGH = timedelta(seconds=3)
"""How long X takes with a film or an animation before it can be posted."""


@dataclass
class Upload:
    """A file that is arriving in parts."""

    owner: int
    category: str
    total: int
    parts: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    """The media endpoints."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._network = gate.network
        self._open: dict[int, Upload] = {}
        self._last = 1_700_000_000_000_000_000

    def routes(self) -> list[web.RouteDef]:
        """The endpoints, the more particular paths first."""
        route = self._gate.route
        return [
            route("POST /2/media/upload/initialize", self.initialize),
            route("POST /2/media/upload/:id/append", self.append),
            route("POST /2/media/upload/:id/finalize", self.finalize),
            route("POST /2/media/upload", self.upload),
            route("GET /2/media/upload", self.status),
            route("POST /2/media/metadata", self.describe),
        ]

    async def upload(self, caller: Caller, request: web.Request) -> Answer:
        """A whole file at once, as a form or base 64 in JSON."""
        if request.content_type == "multipart/form-data":
            form = dict(await request.post())
            content, category = file_in(form.get("media")), str(form.get("media_category", ""))
        else:
            body = await read_json(request)
            content, category = decoded(str(body.get("media", ""))), str(body.get("media_category", ""))
        return self._keep(caller, self._number(), category, content)

    async def initialize(self, caller: Caller, request: web.Request) -> Answer:
        """Announce a file that will come in parts."""
        body = await read_json(request)
        number = self._number()
        category = known_category(str(body.get("media_category", "")))
        total = body.get("total_bytes")
        if not isinstance(total, int):
            raise invalid("$.total_bytes: is missing but it is required")
        self._open[number] = Upload(caller.user.id, category, total)
        return Answer({"data": {"id": str(number), "media_key": f"3_{number}", "expires_after_secs": 86_400}})

    async def append(self, caller: Caller, request: web.Request) -> Answer:
        """One part of an announced file, as a form or base 64 in JSON."""
        upload = self._announced(caller, request)
        if request.content_type == "multipart/form-data":
            form = dict(await request.post())
            index, part = str(form.get("segment_index", "")), file_in(form.get("media"))
        else:
            body = await read_json(request)
            index, part = str(body.get("segment_index", "")), decoded(str(body.get("media", "")))
        if not index.isdigit() or int(index) > 999:
            raise invalid("segment_index: a number from 0 to 999 was expected", segment_index=index)
        if not 0 < len(part) <= LARGEST_PART:
            raise invalid(f"$.media: 1 to {LARGEST_PART} bytes were expected, {len(part)} came")
        upload.parts[int(index)] = part
        return Answer({"data": {"expires_at": int(self._network.clock.timestamp()) + 86_400}})

    async def finalize(self, caller: Caller, request: web.Request) -> Answer:
        """All parts are there: the file becomes usable."""
        upload = self._announced(caller, request)
        content = b"".join(part for _, part in sorted(upload.parts.items()))
        if len(content) != upload.total:
            raise invalid(f"Segments do not add up to provided total file size: {len(content)} of {upload.total}")
        return self._keep(caller, int(request.match_info["id"]), upload.category, content)

    async def status(self, caller: Caller, request: web.Request) -> Answer:
        """How far X is with a file."""
        media = self._mine(caller, request.query.get("media_id", ""))
        return Answer({"data": self._shown(media)})

    async def describe(self, caller: Caller, request: web.Request) -> Answer:
        """Give a picture or an animation its description."""
        body = await read_json(request)
        media = self._mine(caller, str(body.get("id", "")))
        text = ((body.get("metadata") or {}).get("alt_text") or {}).get("text")
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST_ALT_TEXT:
            raise invalid(f"$.metadata.alt_text.text: 1 to {LONGEST_ALT_TEXT} characters were expected")
        if media.type == "video":
            raise invalid("Alt text is for pictures and animations.")
        media.alt_text = text
        return Answer({"data": {"id": str(media.id), "associated_metadata": {"alt_text": {"text": text}}}})

    def _mine(self, caller: Caller, number: str) -> Media:
        media = self._network.media.get(an_id("media_id", number))
        if media is None or media.owner != caller.user.id:
            raise invalid("Media ID not found", id=number)
        return media

    def _shown(self, media: Media) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": str(media.id), "media_key": media.key, "size": media.size}
        shown["expires_after_secs"] = 86_400
        if media.usable_at is not None:
            left = (media.usable_at - self._network.clock.now()).total_seconds()
            state = {"state": "succeeded", "progress_percent": 100}
            if left > 0:
                state = {"state": "in_progress", "check_after_secs": max(1, round(left)), "progress_percent": 50}
            shown["processing_info"] = state
        return shown

    def _announced(self, caller: Caller, request: web.Request) -> Upload:
        number = an_id("id", request.match_info["id"])
        upload = self._open.get(number)
        if upload is None or upload.owner != caller.user.id:
            raise invalid("Media ID not found", id=str(number))
        return upload

    def _keep(self, caller: Caller, number: int, category: str, content: bytes) -> Answer:
        content_type = type_of(content)
        allowed = {"tweet_image": "image/", "tweet_gif": "image/gif", "tweet_video": "video/"}[known_category(category)]
        if not content_type.startswith(allowed):
            raise invalid(f"media type unrecognized for category {category}", media_category=category)
        if len(content) > MOST_BYTES[category]:
            raise invalid(f"File size exceeds {MOST_BYTES[category]} bytes.", media_category=category)
        usable_at = None if category == "tweet_image" else self._network.clock.now() + LOOKED_THROUGH
        media = Media(number, caller.user.id, SHOWN_AS[category], content_type, content, usable_at)
        self._network.media[number] = media
        return Answer({"data": self._shown(media), "meta": {}})

    def _number(self) -> int:
        self._last += 1
        return self._last


def known_category(category: str) -> str:
    """A category for posts; raises Problem (400) for others."""
    if category not in MOST_BYTES:
        raise invalid(f"$.media_category: does not have a value in {list(MOST_BYTES)}", media_category=category)
    return category


def type_of(content: bytes) -> str:
    """What a file is, by how it begins; empty when it is none of those X takes."""
    for name, (start, beginning) in BEGINNINGS.items():
        if content[start:].startswith(beginning):
            return name
    return ""


def file_in(value: object) -> bytes:
    """The bytes of a form's file; raises Problem (400) when there is none."""
    if isinstance(value, FileField):
        return value.file.read()
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    raise invalid("$.media: is missing but it is required")


def decoded(text: str) -> bytes:
    """Bytes from base 64; raises Problem (400)."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as wrong:
        raise invalid("$.media: is not base 64") from wrong
