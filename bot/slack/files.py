"""Files in Slack: people's, fetched with our token from Slack itself for whoever put them there; and our own."""

from urllib.parse import urlsplit

import aiohttp

from bot.errors import Gone, Rejected, Unauthorised, Unavailable
from bot.slack.budgets import Lane
from bot.slack.caller import Caller

SECONDS = 60.0
"""For 64 MB; the client's own limit is for calls."""

SHARE_SECONDS = 10.0
"""For a list of ours: pages to managers wait behind it."""

A_LOOK = 256 * 1024
SLACKS = "files.slack.com"


class Files:
    """Fetches files by Slack's ids, and shares our own. Raises the Trouble kinds of bot/errors.py and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def fetch(self, file: str, *, of: str, most: int) -> bytes:
        """The content of a file that a person put into Slack, at most so many bytes.

        Raises Gone when it is not there or we do not see it; Rejected when it is somebody else's, too large, or kept
        elsewhere, for our token is shown to nobody but Slack.
        """
        found = (await self._caller.call("files.info", Lane.CARD, file=file)).get("file") or {}
        if found.get("user") != of:
            raise Rejected("The file was put into Slack by somebody else. Upload it yourself, and attach that.")
        if int(found.get("size") or 0) > most:
            raise Rejected(f"The file is larger than {most // 1024 // 1024} MB.")
        address = str(found.get("url_private_download") or found.get("url_private") or "")
        if found.get("is_external") or not self._is_slacks(address):
            raise Rejected("The file is not kept in Slack itself. Upload it there, and attach that.")
        return await self._download(address, most)

    async def share(self, channel: str, name: str, content: bytes, *, words: str, lane: Lane) -> None:
        """Put a file of ours, which must hold something, into a channel or a direct message that we are in.

        `words`, our own markup, stand above it. What may have been lost can be shared again: then it is there twice.
        """
        ticket = await self._caller.call("files.getUploadURLExternal", lane, filename=name, length=len(content))
        await self._upload(str(ticket["upload_url"]), content)
        shared = [{"id": str(ticket["file_id"]), "title": name}]
        await self._caller.call(
            "files.completeUploadExternal", lane, files=shared, channel_id=channel, initial_comment=words
        )

    async def _upload(self, address: str, content: bytes) -> None:
        """Hand the bytes over at the address that Slack gave; it knows us by that address."""
        session = self._caller.client.session
        if session is None or not self._is_slacks(address):
            raise Unavailable("There is no way to Slack for a file.")
        limit = aiohttp.ClientTimeout(total=SHARE_SECONDS)
        try:
            async with session.post(address, data=content, timeout=limit, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise Unavailable(f"Slack does not take the file ({answer.status}).")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(f"Slack did not take the file ({type(error).__name__}).") from error

    async def _download(self, address: str, most: int) -> bytes:
        client = self._caller.client
        headers = {"Authorization": f"Bearer {client.token}"}
        limit = aiohttp.ClientTimeout(total=SECONDS)
        if client.session is None:
            raise Unavailable("There is no connection to Slack.")
        try:
            async with client.session.get(address, headers=headers, timeout=limit, allow_redirects=False) as answer:
                if answer.status == 404:
                    raise Gone("The file is not in Slack any more.")
                if answer.status >= 500 or answer.status == 429:
                    raise Unavailable(f"Slack does not hand the file out ({answer.status}).")
                if answer.status != 200 or answer.content_type == "text/html":
                    raise Unauthorised(
                        "Slack does not hand out files: the app lacks the scope files:read. Add it under OAuth & "
                        "Permissions (manifest.json has them all) and reinstall the app"
                    )
                content = bytearray()
                async for part in answer.content.iter_chunked(A_LOOK):
                    content += part
                    if len(content) > most:
                        raise Rejected(f"The file is larger than {most // 1024 // 1024} MB.")
                return bytes(content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(f"Slack did not hand out the file ({type(error).__name__}).") from error

    def _is_slacks(self, address: str) -> bool:
        """Whether an address is Slack's own, or that of what stands in for it."""
        parts, home = urlsplit(address), urlsplit(self._caller.client.base_url)
        if parts.scheme == "https" and parts.hostname == SLACKS:
            return True
        return home.hostname != "slack.com" and (parts.scheme, parts.netloc) == (home.scheme, home.netloc)
