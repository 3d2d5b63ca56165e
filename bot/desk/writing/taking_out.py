"""All clippings as a file: owed to a manager here, sent by the pings loop as they stand then."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings_file import written
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.writing.clippings import wording_of
from storage import clippings
from storage.tables import Member, Role

KIND = "clippings_file"
WORDS = (
    "📎 All clippings that are offered. Change and add what you like, in any editor of plain text, and bring it back "
    "with `/desk clippings import`."
)
HEAD = """\
# Clippings, the saved replies. What is changed or added here comes back with /desk clippings import;
# what is taken out here stays on the desk.

"""


@needs(Role.MANAGER)
async def export(session: AsyncSession, *, by: Member, now: datetime) -> None:
    """Owe a manager all clippings as a file."""
    tell(session, by.id, KIND, now=now, text=WORDS)


async def take_out(session: AsyncSession) -> str:
    """All clippings that are offered, as the text of a file."""
    return HEAD + written(wording_of(each) for each in await clippings.everything(session))
