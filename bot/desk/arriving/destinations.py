"""Where a conversation in a queue such as *Unmoderated* belongs, as desk.toml says. Pure: cards offer it."""

from bot.desk.arriving.rules import Facts, holds
from bot.networks.base import Author, Mention
from bot.programme import Programme, Queue
from storage.tables import Conversation, Message


def destination_of(conversation: Conversation, newest: Message | None, programme: Programme) -> Queue | None:
    """The queue into which one click moves it, judged by its newest message; None when its queue offers none."""
    queue = next((each for each in programme.queues if each.key == conversation.queue), None)
    if queue is None or not queue.moves_to or newest is None:
        return None
    facts = facts_of(conversation, newest)
    found = next((each for each in queue.moves_to if holds(each.when, facts)), None)
    return programme.queue(found.queue) if found is not None else None


def facts_of(conversation: Conversation, newest: Message) -> Facts:
    """What rules ask about, from what is kept of a conversation; what it mentioned is not kept."""
    mention = Mention(
        network=conversation.network,
        id=newest.external_id,
        thread=conversation.thread,
        author=Author(id="", handle=newest.author),
        text=newest.text,
        posted_at=newest.posted_at,
        product=conversation.product,
        about=newest.about,
    )
    return Facts(
        mention=mention,
        account=conversation.account,
        language=conversation.language,
        tags=tuple(conversation.tags),
        kind=conversation.kind,
    )
