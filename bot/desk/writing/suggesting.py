"""While a reply is written: which clippings fit this conversation, putting one into the text, and counting its use."""

import re

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import ClippingPicture, Suggestion, addressed, filled
from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.desk.writing.clippings import must_be_there, picture, pictures
from bot.desk.writing.composing import signature_of
from bot.desk.writing.fitting import found, ranked
from bot.errors import Invalid
from bot.networks.base import NAMELESS
from bot.programme import Programme
from bot.text import PLACEHOLDER
from storage import clippings, messages
from storage.tables import Clipping, ClippingUse, Conversation, Member, Reply, Role, Side

LAST_MESSAGES = 5
"""Of how many messages the words are compared."""

LONGEST = 3000
"""Characters that a field of a form holds, by Slack's own rule."""


STILL_THERE = 60
"""Of 100, how much of a clipping must be left in a reply for it to count as used."""


@needs(Role.VOLUNTEER)
async def suggest(
    session: AsyncSession, conversation_id: int, typed: str, *, by: Member, programme: Programme
) -> list[Suggestion]:
    """The clippings in which every typed word stands, those that fit the conversation first, and those whose article is
    gone last. Raises NotFound.
    """
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    return await offered(session, conversation, typed, by=by, programme=programme)


async def offered(
    session: AsyncSession, conversation: Conversation, typed: str, *, by: Member, programme: Programme
) -> list[Suggestion]:
    """The same for a conversation that is at hand."""
    language = conversation.language
    latest = await messages.latest_of(session, [conversation.id], most=LAST_MESSAGES)
    said = " ".join(each.text for each in latest[conversation.id].messages if each.side is Side.CUSTOMER)
    kept, areas = await pictures(session, programme), areas_told(programme)
    fitting = ranked(kept, said=said, tags=conversation.tags, areas=areas, language=language)
    fitting.sort(key=lambda each: each.article_gone)
    signature = signature_of(by, programme)
    return [suggestion(each, conversation, programme, signature) for each in found(fitting, typed, language=language)]


def areas_told(programme: Programme) -> set[str]:
    """The product areas that rules find: where one of them is spoken of, the conversation is tagged with it."""
    found = {tag for rule in programme.rules for tag in rule.tags}
    return found & {each.name for each in programme.product_areas}


@needs(Role.VOLUNTEER)
async def insert(
    session: AsyncSession, conversation_id: int, clipping_id: int, *, text: str, by: Member, programme: Programme
) -> str:
    """What was typed so far with a clipping below it, in the customer's language, with their name, the article and the
    signature filled in.

    A clipping that stands there untouched makes way for the new one. Raises NotFound, and Invalid when both together
    are more than a form holds.
    """
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    clipping = picture(must_be_there(await session.get(Clipping, clipping_id)))
    known = [picture(each) for each in await clippings.everything(session)]
    signature = signature_of(by, programme)
    others = [suggestion(each, conversation, programme, signature).text for each in known]
    written = text.rstrip()
    before = next((written.removesuffix(other) for other in others if written.endswith(other)), written).rstrip()
    together = f"{before}\n\n{suggestion(clipping, conversation, programme, signature).text}".strip()
    if len(together) > LONGEST:
        raise Invalid("That clipping does not fit below what you typed. Make room, and choose it again.", field="text")
    return together


async def count_use(
    session: AsyncSession,
    clipping_id: int,
    reply: Reply,
    conversation: Conversation,
    *,
    by: Member,
    programme: Programme,
) -> None:
    """Keep that a reply was begun from a clipping, and whether its author changed the words; filling in is no change.

    Whoever chose one and then wrote something else has not used it.
    """
    clipping = await session.get(Clipping, clipping_id)
    if clipping is None:
        return
    said = in_one_line(suggestion(picture(clipping), conversation, programme, signature_of(by, programme)).text)
    typed = in_one_line(reply.typed)
    if fuzz.partial_ratio(said, typed) < STILL_THERE:
        return
    as_it_is = ".+".join(map(re.escape, PLACEHOLDER.split(said)))
    session.add(ClippingUse(reply_id=reply.id, clipping_id=clipping.id, edited=re.fullmatch(as_it_is, typed) is None))


def in_one_line(text: str) -> str:
    """The same with single spaces."""
    return " ".join(text.split())


def suggestion(
    clipping: ClippingPicture, conversation: Conversation, programme: Programme, signature: str
) -> Suggestion:
    """A clipping as it would be said to this conversation's customer by whoever has this signature."""
    spoken = clipping.wording.language_for(conversation.language)
    customer, knowledge_base, article = conversation.customer, programme.knowledge_base, ""
    if knowledge_base is not None and clipping.wording.article and not clipping.article_gone:
        article = knowledge_base.link(knowledge_base.locale_for(conversation.language), clipping.wording.article)
    return Suggestion(
        number=clipping.number,
        name=clipping.wording.name,
        language=spoken,
        is_theirs=spoken.split("-")[0].casefold() == conversation.language.split("-")[0].casefold(),
        text=filled(
            clipping.wording.texts[spoken],
            customer="" if customer.handle == NAMELESS else addressed(customer.name, customer.handle),
            article=article,
            signature=signature,
        ),
        article_gone=clipping.article_gone,
    )
