"""Writing down what networks charged, as soon as the call that cost it is over."""

from bot.clock import Clock
from bot.desk.leaving.spending import Till, book
from bot.programme import Programme
from storage.db import Database


class Books:
    """Empties the till into the database; what could not be written down is kept for the next time."""

    def __init__(self, database: Database, programme: Programme, clock: Clock, till: Till) -> None:
        self._database = database
        self._programme = programme
        self._clock = clock
        self._till = till

    async def write(self) -> None:
        """One transaction, and none when nothing was charged."""
        charges = self._till.emptied()
        if not charges:
            return
        written = False
        try:
            async with self._database.writing() as session:
                await book(session, charges, now=self._clock.now(), programme=self._programme)
            written = True
        finally:
            if not written:
                self._till.put_back(charges)
