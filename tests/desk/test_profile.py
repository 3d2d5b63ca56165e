"""Members set their own signature and hours."""

import pytest

from bot.desk.people.profile import days_in, read_in, sign_as, work
from bot.errors import Invalid
from storage.db import Database
from storage.tables import Member
from tests.conftest import MONDAY, Cast


async def test_a_signature_is_kept_without_its_mark(database: Database, cast: Cast) -> None:
    async with database.writing() as session:
        await sign_as(session, " ^Fuchs ", by=await session.get_one(Member, "U0ANA"))
    async with database.reading() as session:
        assert (await session.get_one(Member, "U0ANA")).signature == "Fuchs"


@pytest.mark.parametrize(
    "signature", ["@firefox", "two words", "x" * 21, "http://a.b", "firefox.com", "ana.dev", "<!channel>"]
)
async def test_a_signature_that_is_no_word_is_refused(database: Database, cast: Cast, signature: str) -> None:
    async with database.writing() as session:
        with pytest.raises(Invalid) as refused:
            await sign_as(session, signature, by=await session.get_one(Member, "U0ANA"))
    assert refused.value.field == "signature"


async def test_hours_are_kept_and_days_stay_when_left_out(database: Database, cast: Cast) -> None:
    async with database.writing() as session:
        kira = await session.get_one(Member, "U0KIRA")
        await work(session, "22-6:30 Fri-Mon", by=kira)
        assert (kira.works_from, kira.works_until, kira.works_days) == ("22:00", "06:30", "1567")
        await work(session, "9:00-17:00", by=kira)
        assert (kira.works_from, kira.works_days) == ("09:00", "1567")


@pytest.mark.parametrize("hours", ["", "nine to five", "25-26", "9:61-10", "9-17 someday"])
async def test_hours_that_make_no_sense_are_refused_with_an_example(database: Database, cast: Cast, hours: str) -> None:
    async with database.writing() as session:
        with pytest.raises(Invalid, match="desk hours"):
            await work(session, hours, by=await session.get_one(Member, "U0KIRA"))


def test_days_are_read_as_people_write_them() -> None:
    assert days_in("mon-fri") == "12345"
    assert days_in("sat, sunday") == "67"
    assert days_in("wed") == "3"


async def test_languages_are_kept_as_they_are_written_and_nothing_takes_them_away(
    database: Database, cast: Cast
) -> None:
    async with database.writing() as session:
        bea = await session.get_one(Member, "U0BEA")
        await read_in(session, "DE, en pt-br de", by=bea, now=MONDAY)
        assert bea.languages == ["de", "en", "pt-BR"]
        await read_in(session, " ", by=bea, now=MONDAY)
        assert bea.languages == []


@pytest.mark.parametrize("languages", ["german", "de+en", "<!channel>", "de-", " ".join(["de"] * 21)])
async def test_what_is_no_language_is_refused_with_an_example(database: Database, cast: Cast, languages: str) -> None:
    async with database.writing() as session:
        ana = await session.get_one(Member, "U0ANA")
        with pytest.raises(Invalid, match="`/desk languages de en") as refused:
            await read_in(session, languages, by=ana, now=MONDAY)
    assert refused.value.field == "languages"
    assert ana.languages == ["de", "en"]
