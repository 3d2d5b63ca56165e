"""The style guide: the tone, the do and the don't of a language, for whoever is about to write in it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import FALL_BACK
from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.errors import Refused
from bot.pictures.own import StylePicture
from bot.programme import Programme
from bot.programme_hints import nearest
from storage.tables import Member, Role


@needs(Role.BEGINNER)
async def style_for(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> StylePicture:
    """How to write in a conversation: in its customer's language, else in the account's, else in English.

    Raises NotFound, and Refused when desk.toml holds no style. Source: programme.md, "Accounts and which of them
    answers".
    """
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    if not programme.style:
        raise Refused("`desk.toml` has no style guide: a language's stands in `[style.en]`.")
    account = next((each for each in programme.accounts if each.handle == conversation.account), None)
    theirs = nearest(programme.style, conversation.language)
    language = theirs or nearest(programme.style, account.language if account else "") or FALL_BACK
    style = programme.style[language]
    return StylePicture(language, style.tone, style.do, style.dont, account.style_guide if account else "")
