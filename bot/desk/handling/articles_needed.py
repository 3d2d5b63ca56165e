"""Article needed: the knowledge base has nothing for this, said with one click and taken back with another."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing
from bot.desk.handling import noting
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.claiming import touch
from bot.desk.handling.marking import set_tags
from bot.desk.handling.renaming import catch_up
from bot.desk.permissions import needs
from bot.desk.writing.articles import must_have
from bot.errors import Refused
from bot.programme import Programme
from storage import catalogue
from storage.tables import Conversation, Member, Role


@needs(Role.BEGINNER)
@knows_tags
async def ask_for_one(
    session: AsyncSession, conversation_id: int, missing: str = "", *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Say that the knowledge base lacks an article for this: its tag is set, and what is `missing` becomes a note.

    Anybody may, also when somebody else owns it or it is closed; the tag twice changes nothing. Raises NotFound, and
    Refused on a desk that does not ask for articles. Source: programme.md, "Article needed".
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    await catch_up(session, conversation, await catalogue.renamings(session), now=now)
    set_tags(session, conversation, [*conversation.tags, needed_tag(programme)], by=by, now=now)
    if missing.strip():
        await noting.keep(session, conversation, missing, by=by, now=now, programme=programme)
    touch(conversation, by, now=now, programme=programme)
    return conversation


@needs(Role.BEGINNER)
@knows_tags
async def need_none(
    session: AsyncSession, conversation_id: int, *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Take back that an article is needed; twice changes nothing. Raises as `ask_for_one` does."""
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    await catch_up(session, conversation, await catalogue.renamings(session), now=now)
    kept = [each for each in conversation.tags if each != needed_tag(programme)]
    set_tags(session, conversation, kept, by=by, now=now)
    touch(conversation, by, now=now, programme=programme)
    return conversation


def needed_tag(programme: Programme) -> str:
    """The tag that says an article is needed. Raises Refused when desk.toml names none."""
    knowledge_base = must_have(programme)
    if not knowledge_base.needed:
        raise Refused("This desk asks for no articles: `desk.toml` names no tag for it, as `needed`.")
    return knowledge_base.needed


def is_needed(conversation: Conversation, programme: Programme) -> bool | None:
    """Whether an article is needed for it; None on a desk that does not ask for articles."""
    if programme.knowledge_base is None or not programme.knowledge_base.needed:
        return None
    return programme.knowledge_base.needed in conversation.tags
