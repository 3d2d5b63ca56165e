"""What must hold before a conversation may be changed: it is there, it is open, nobody else owns it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound, NotYours
from storage import conversations
from storage.tables import Conversation, Member, Role


async def existing(session: AsyncSession, conversation_id: int) -> Conversation:
    """The conversation, locked. Raises NotFound."""
    conversation = await conversations.locked(session, conversation_id)
    if conversation is None:
        raise NotFound(f"There is no conversation #{conversation_id}. `/desk list` shows those that are open.")
    return conversation


def must_be_open(conversation: Conversation) -> None:
    """Raise Closed when it is closed, with who closed it and why."""
    if conversation.closing is not None:
        by = f" by <@{conversation.closing.by}>" if conversation.closing.by else ""
        raise Closed(f"#{conversation.id} was closed{by} as “{conversation.closing.reason}”. Reopen it first.")


def must_not_be_anothers(conversation: Conversation, member: Member) -> None:
    """Raise NotYours, naming the owner, when somebody else has claimed it. Moderators are stopped too: they assign."""
    if conversation.claim is not None and conversation.claim.by != member.id:
        raise NotYours(f"<@{conversation.claim.by}> is already on #{conversation.id}. Nothing you typed is lost.")


def must_see(conversation: Conversation, member: Member, *, moderators_only: bool) -> None:
    """Raise NotFound for a conversation in a queue that the member's role does not show."""
    if moderators_only and not member.role.reaches(Role.MODERATOR):
        raise NotFound(f"There is no conversation #{conversation.id}. `/desk list` shows those that are open.")
