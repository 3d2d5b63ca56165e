"""Bringing a reply's attachment to the network before the reply leaves: as often as it takes, for it is no post yet."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.desk.leaving.sending import keep_media
from bot.desk.writing.attaching import must_fit
from bot.desk.writing.written import as_attachment
from bot.errors import Gone, Invalid, Rejected, RetryAt, Unavailable
from bot.media import kind_of, without_metadata
from bot.networks.base import Media, Network, Uploaded
from storage.db import Database
from storage.tables import Reply

SOON = timedelta(minutes=1)
"""A file the network forgets within this time is brought anew."""


class Files(Protocol):
    """Where files come from."""

    async def fetch(self, file: str, *, of: str, most: int) -> bytes:
        """A person's file, at most so many bytes; see bot/slack/files.py."""
        ...


class Attachments:
    """One file after the other, so that no more than one is held in memory."""

    def __init__(self, database: Database, networks: Mapping[str, Network], clock: Clock, files: Files) -> None:
        self._database = database
        self._networks = networks
        self._clock = clock
        self._files = files
        self._one = asyncio.Lock()

    async def bring(self, reply: Reply) -> None:
        """Make sure that what goes with a reply can be posted now; without an attachment nothing is to be done.

        Nothing is kept here: the file stays in Slack until then, so an interruption costs another try. Raises RetryAt
        while the network looks through it, Rejected with the reason when it can never go, and what fetching and
        uploading raise.
        """
        if as_attachment(reply.attached) is None:
            return
        now, network = self._clock.now(), self._network_of(reply)
        if reply.media_id is not None and reply.media_until is not None and reply.media_until > now + SOON:
            if reply.media_from is None or reply.media_from > now:
                raise still_busy(network, reply.media_from or now)
            uploaded = await network.uploaded(reply.account, reply.media_id)
        else:
            async with self._one:
                media = await self.media(reply)
                uploaded = await network.upload(reply.account, media)
        await self._keep(reply, uploaded)
        if uploaded.ready_at > self._clock.now():
            raise still_busy(network, uploaded.ready_at)

    async def media(self, reply: Reply) -> Media:
        """The file as it may go: by its content of a kind and size that the network takes, without what it tells.

        Raises Rejected with the reason when it can never go, and what fetching raises.
        """
        attachment, can = as_attachment(reply.attached), self._network_of(reply).capabilities
        if attachment is None or not can.attachments:
            raise Rejected(f"{can.label} takes no attachments.")
        try:
            content = await self._files.fetch(attachment.file, of=reply.by, most=max(can.attachments.values()))
            kind = kind_of(content)
            must_fit(kind, len(content), attachment.description, can)
            cleaned = await asyncio.to_thread(without_metadata, content)
        except Gone as gone:
            raise Rejected("The attachment is not in Slack any more, or I do not see it there.") from gone
        except (Invalid, ValueError) as wrong:
            raise Rejected(str(wrong)) from wrong
        return Media(kind, cleaned, attachment.description.strip())

    def _network_of(self, reply: Reply) -> Network:
        network = self._networks.get(reply.network)
        if network is None:
            raise Unavailable(f"There is no network {reply.network!r} any more.")
        return network

    async def _keep(self, reply: Reply, uploaded: Uploaded) -> None:
        async with self._database.writing() as session:
            await keep_media(session, reply.id, uploaded)


def still_busy(network: Network, until: datetime) -> RetryAt:
    """The network looks through the file before it can be posted."""
    return RetryAt(until, f"{network.capabilities.label} is looking through the attachment")
