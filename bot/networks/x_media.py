"""Files for X: announced, brought in parts, described, and asked after until X has looked through them."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from bot.clock import Clock
from bot.errors import Rejected, Unavailable
from bot.networks.base import PICTURES, Media, Uploaded
from bot.networks.leaving import Trip
from bot.networks.x_calls import Calls

PART = 720 * 1024
"""Bytes in one request; in base 64 just below a megabyte, above which aiohttp warns that writing one body holds up all
else. X takes 5 MB a part and 1,000 parts; 64 MB are 92."""

KINDS = {
    "png": ("image/png", "tweet_image"),
    "jpg": ("image/jpeg", "tweet_image"),
    "gif": ("image/gif", "tweet_gif"),
    "mp4": ("video/mp4", "tweet_video"),
}
"""How X calls each kind of file, and the use it is made of. Source: X's API description, "media upload"."""

KEPT = timedelta(hours=1)
"""For how long an upload counts as usable when X does not say; it says a day."""

EARLY = timedelta(minutes=5)
"""So much before X forgets a file it is brought anew."""


class Uploads:
    """Uploading in the name of accounts. tweepy has no media of version 2, so its signed requests are used."""

    def __init__(self, calls: Calls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock

    async def upload(self, handle: str, media: Media) -> Uploaded:
        """Bring a file in parts. Raises Rejected with X's words when X does not take it."""
        kind, use = KINDS[media.kind]
        announced = {"media_type": kind, "media_category": use, "total_bytes": len(media.content)}
        number = number_in(await self._post(handle, "/2/media/upload/initialize", announced))
        for index, begin in enumerate(range(0, len(media.content), PART)):
            part = base64.b64encode(media.content[begin : begin + PART]).decode()
            body = {"media": part, "segment_index": index}
            await self._post(handle, f"/2/media/upload/{number}/append", body, "POST /2/media/upload/:id/append")
        ended = f"/2/media/upload/{number}/finalize"
        answer = await self._post(handle, ended, {}, "POST /2/media/upload/:id/finalize")
        if media.kind in PICTURES and media.description:
            text = {"id": number, "metadata": {"alt_text": {"text": media.description}}}
            await self._post(handle, "/2/media/metadata", text)
        return self._as_it_stands(answer)

    async def status(self, handle: str, number: str) -> Uploaded:
        """How far X is with a file."""
        params = {"command": "STATUS", "media_id": number}
        return self._as_it_stands(await self._call(handle, "GET", "/2/media/upload", params=params))

    async def _post(self, handle: str, path: str, body: Mapping[str, Any], endpoint: str = "") -> dict[str, Any]:
        return await self._call(handle, "POST", path, endpoint=endpoint, params={}, json=dict(body))

    async def _call(self, handle: str, method: str, path: str, *, endpoint: str = "", **more: Any) -> dict[str, Any]:
        trip = Trip(handle, endpoint or f"{method} {path}")
        request = partial(self._calls.client(handle).request, method, path, user_auth=True, **more)
        return await self._calls.wire.carry(trip, request)

    def _as_it_stands(self, answer: dict[str, Any]) -> Uploaded:
        now, shown = self._clock.now(), answer.get("data") or {}
        progress = shown.get("processing_info") or {}
        if progress.get("state") == "failed":
            raise Rejected("X could not make anything of the file.")
        busy = progress.get("state") in {"pending", "in_progress"}
        wait = timedelta(seconds=max(1, int(progress.get("check_after_secs") or 1))) if busy else timedelta()
        lasts = shown.get("expires_after_secs")
        kept = timedelta(seconds=int(lasts)) - EARLY if lasts else KEPT
        return Uploaded(number_in(answer), ready_at=now + wait, until=now + kept)


def number_in(answer: dict[str, Any]) -> str:
    """The number of a file in X's answer. Raises Unavailable when it names none."""
    number = str((answer.get("data") or {}).get("id") or "")
    if not number.isdigit():
        raise Unavailable("X did not say under which number it keeps the file.")
    return number
