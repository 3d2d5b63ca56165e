"""What goes with a reply by hand comes to its keyholder as it may be seen in public.

Slack shows a form's file to nobody but whoever gave it.
"""

import asyncio

import structlog

from bot.desk.noticing import subject_of
from bot.errors import RetryAt, Trouble
from bot.loops.attachments import Attachments
from bot.loops.easel import Easel
from bot.slack import hand_notices
from bot.slack.gateway import Lane
from storage.tables import Notice, Reply

SECONDS = 20.0
"""How long a file may take: pages to managers wait behind it."""

log = structlog.get_logger()


class HandFiles:
    """Puts files into the direct messages in which replies are asked for."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._attachments = Attachments(easel.database, easel.networks, easel.clock, easel.gateway.files)
        self._shared: set[int] = set()

    async def bring(self, notice: Notice, channel: str) -> None:
        """Share the file of the reply that a keyholder is about to be asked to send, or say that it could not be, and
        whom to ask. Before they are asked, so that what goes wrong here never asks them twice; what is asked again is
        shared once. Raises RetryAt, and what posting raises.
        """
        if notice.id in self._shared:
            return
        async with self._easel.database.reading() as session:
            easel = self._easel
            about = await subject_of(
                session, notice, programme=easel.programme, networks=easel.networks, now=easel.now()
            )
            decided = await session.get(Reply, notice.facts.get("reply", 0))
        reply = about.reply
        if decided is None or reply is None or not reply.attachment or not hand_notices.is_asked_for(reply):
            return
        try:
            async with asyncio.timeout(SECONDS):
                media = await self._attachments.media(decided)
                name = decided.attached.get("name") or f"attachment.{media.kind}"
                words = hand_notices.file(reply, decided.conversation_id)
                await easel.gateway.files.share(channel, name, media.content, words=words, lane=Lane.PING)
            self._shared.add(notice.id)
        except RetryAt:
            raise
        except (Trouble, TimeoutError) as trouble:
            log.warning("file not handed on", reply=decided.id, error=type(trouble).__name__)
            told = hand_notices.no_file(reply, decided.conversation_id, str(trouble) or "it took too long.")
            await easel.gateway.post(channel, text=told.text, blocks=told.blocks, lane=Lane.PING)
