"""Articles of the knowledge base: for whom one is looked for, and putting its link into a reply."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.articles import KnowledgeBase
from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.errors import Invalid, NotFound, Refused
from bot.programme import Programme
from storage import messages
from storage.tables import Article, Member, Role, Side

LAST_MESSAGES = 3
"""Of how many messages the words are compared with articles."""

LONGEST = 3000
"""Characters that a field of a form holds, by Slack's own rule."""


@dataclass(frozen=True)
class Asking:
    """Who needs an article: their language, what they wrote lately, and whether the one who asks may reply to them."""

    language: str
    said: str = ""
    may_reply: bool = False


@needs(Role.BEGINNER)
async def begin(session: AsyncSession, *, by: Member, programme: Programme) -> Asking:
    """Let somebody look for an article in their own language. Raises Refused on a desk without a knowledge base."""
    must_have(programme)
    return Asking(by.languages[0] if by.languages else "")


@needs(Role.BEGINNER)
async def begin_for(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> Asking:
    """Let somebody look for an article for a customer. Raises Refused as `begin` does, and NotFound."""
    must_have(programme)
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    latest = await messages.latest_of(session, [conversation.id], most=LAST_MESSAGES)
    said = " ".join(each.text for each in latest[conversation.id].messages if each.side is Side.CUSTOMER)
    return Asking(conversation.language, said, may_reply=by.role.reaches(Role.VOLUNTEER))


@needs(Role.VOLUNTEER)
async def insert(
    session: AsyncSession, conversation_id: int, article_id: int, *, text: str, by: Member, programme: Programme
) -> str:
    """What was typed so far with an article's link: in its {article}, in the place of the link to another one, or at
    its end. The same twice changes nothing.

    Raises NotFound, and Invalid about `text` when the form cannot hold both.
    """
    knowledge_base = must_have(programme)
    await visible(session, conversation_id, by=by, programme=programme)
    article = await session.get(Article, article_id)
    if article is None:
        raise NotFound("That article is gone. Search again.")
    together = knowledge_base.linked(text, knowledge_base.link(article.locale, article.slug))
    if len(together) > LONGEST:
        raise Invalid("That link does not fit below what you typed. Make room, and choose it again.", field="text")
    return together


def must_have(programme: Programme) -> KnowledgeBase:
    """The knowledge base. Raises Refused when desk.toml names none."""
    if programme.knowledge_base is None:
        raise Refused("This desk has no knowledge base: `desk.toml` names one under `[knowledge_base]`.")
    return programme.knowledge_base
