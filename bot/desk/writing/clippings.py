"""Clippings, the saved replies: anybody finds them, managers add, edit and retire them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import FALL_BACK, ChangePicture, ClippingPicture, Wording
from bot.desk.events import Event
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.marking import catalogued
from bot.desk.people.profile import LANGUAGE, as_written
from bot.desk.permissions import needs
from bot.desk.writing import fitting
from bot.desk.writing.clipping_articles import settle
from bot.errors import Invalid, NotFound
from bot.programme import Programme
from bot.text import clean
from storage import clippings
from storage.clippings import Outcome
from storage.tables import Clipping, ClippingChange, Member, Role

LONGEST_NAME = 60
LONGEST_CATEGORY = 40
LONGEST_ARTICLE = 200
LONGEST_TEXT = 2000
"""Characters. No network takes as much, and a form holds 3,000 with what was typed before."""

LONGEST_WORDS = 3000
"""Characters, with commas between: the form's field holds no more, and would cut off the rest."""

MOST_LANGUAGES = 20
UNUSED = Outcome()


@needs(Role.BEGINNER)
async def search(session: AsyncSession, typed: str = "", *, by: Member, programme: Programme) -> list[ClippingPicture]:
    """The clippings in which every word stands, in whatever language, by category and name; all without a word."""
    return fitting.found_in_any_language(await pictures(session, programme), typed)


@needs(Role.BEGINNER)
async def keeps(session: AsyncSession, *, by: Member) -> bool:
    """Whether somebody may change clippings."""
    return by.role.reaches(Role.MANAGER)


@needs(Role.MANAGER)
async def begin(session: AsyncSession, *, by: Member) -> None:
    """Let who may keep clippings write a new one; anybody else is refused before they type."""


@needs(Role.MANAGER)
async def search_all(session: AsyncSession, typed: str, *, by: Member) -> list[ClippingPicture]:
    """What can be changed: the clippings in which every word stands, and then the retired ones."""
    every = [*await clippings.everything(session), *await clippings.everything(session, retired=True)]
    return fitting.found_in_any_language(map(picture, every), typed)


@needs(Role.MANAGER)
@knows_tags
async def add(session: AsyncSession, wording: Wording, *, by: Member, now: datetime, programme: Programme) -> Clipping:
    """Add a clipping. Raises Invalid about `name`, `category`, `text`, `tags` or `article`, also for a taken name."""
    checked = sound(wording, programme)
    await must_be_free(session, checked.name)
    (added,) = await keep(session, checked, by=by, now=now)
    return added


@needs(Role.MANAGER)
@knows_tags
async def edit(
    session: AsyncSession,
    clipping_id: int,
    wording: Wording,
    *,
    seen: int | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Clipping:
    """Change a clipping; what it said before stays in its history. The same wording changes nothing.

    `seen` is the newest change its author knew of. Raises Invalid as `add` does and when there is a newer one, and
    NotFound.
    """
    clipping = await existing(session, clipping_id)
    newest = (await clippings.changes_of(session, clipping_id))[0]
    if seen is not None and newest.id != seen:
        who = f"<@{newest.by}>" if newest.by else "A file"
        raise Invalid(f"{who} has changed it meanwhile. Copy what you wrote, and open it again.", field="name")
    checked = sound(wording, programme, present=clipping.tags)
    if checked.name.casefold() != clipping.name.casefold():
        await must_be_free(session, checked.name)
    change(session, clipping, checked, by=by, now=now)
    await settle(session, clipping, now=now)
    return clipping


@needs(Role.MANAGER)
async def retire(session: AsyncSession, clipping_id: int, *, by: Member, now: datetime) -> Clipping:
    """Offer a clipping no more; it stays in the history and in the counts. Twice changes nothing. Raises NotFound."""
    clipping = await existing(session, clipping_id)
    if clipping.retired_at is None:
        clipping.retired_at, clipping.retired_by = now, by.id
        write_down(session, clipping, "retired", by=by, now=now)
        await settle(session, clipping, now=now)
    return clipping


@needs(Role.MANAGER)
async def bring_back(session: AsyncSession, clipping_id: int, *, by: Member, now: datetime) -> Clipping:
    """Offer a retired clipping again. Twice changes nothing. Raises NotFound."""
    clipping = await existing(session, clipping_id)
    offer(session, clipping, by=by, now=now)
    return clipping


@needs(Role.MANAGER)
async def history(
    session: AsyncSession, clipping_id: int, *, by: Member, programme: Programme
) -> tuple[ClippingPicture, list[ChangePicture]]:
    """A clipping and all that happened to it, the newest first. Raises NotFound."""
    clipping = must_be_there(await session.get(Clipping, clipping_id))
    changes = await clippings.changes_of(session, clipping_id)
    counted = picture(clipping, (await outcomes_in(session, programme)).get(clipping_id, UNUSED))
    return counted, [ChangePicture(each.id, each.kind, each.by, each.at, each.before) for each in changes]


def sound(wording: Wording, programme: Programme, *, present: Iterable[str] = ()) -> Wording:
    """The same, tidied. Raises Invalid about `name`, `category`, `text`, `tags` or `article` that cannot be kept."""
    name, category = in_one_line(wording.name), in_one_line(wording.category)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(f"A name has 1 to {LONGEST_NAME} characters.", field="name")
    if not 0 < len(category) <= LONGEST_CATEGORY:
        raise Invalid(f"A category has 1 to {LONGEST_CATEGORY} characters.", field="category")
    said = {code: cleaned for code, text in wording.texts.items() if (cleaned := clean(text))}
    texts = {language_code(code): text for code, text in said.items()}
    if len(texts) < len(said):
        raise Invalid("A language is there twice, written differently, such as en and EN.", field="language")
    if FALL_BACK not in texts:
        raise Invalid("It needs a text in English, which stands in for all other languages.", field=f"text:{FALL_BACK}")
    if len(texts) > MOST_LANGUAGES or max(map(len, texts.values())) > LONGEST_TEXT:
        raise Invalid(
            f"At most {MOST_LANGUAGES} languages and {LONGEST_TEXT} characters each.", field=f"text:{FALL_BACK}"
        )
    tags = tuple(catalogued(wording.tags, present, programme))
    words = tuple(dict.fromkeys(filter(None, map(in_one_line, wording.words))))
    if len(", ".join(words)) > LONGEST_WORDS:
        raise Invalid(f"The words it is also found by have at most {LONGEST_WORDS} characters.", field="words")
    return Wording(name, category, texts, tags, words, article_named(wording.article, programme))


def in_one_line(name: str) -> str:
    """A name as it is kept."""
    return " ".join(clean(name).split())


def article_named(written: str, programme: Programme) -> str:
    """The slug of the article whose address or slug was written; "" for none. Raises Invalid about `article`."""
    written = in_one_line(written)
    if not written or programme.knowledge_base is None:
        if len(written) > LONGEST_ARTICLE:
            raise Invalid(f"An article has at most {LONGEST_ARTICLE} characters.", field="article")
        return written
    slug = programme.knowledge_base.slug_in(written)
    if slug is None:
        site = programme.knowledge_base.site
        raise Invalid(f"That is no article of {site}. Copy its address from the browser.", field="article")
    return slug


def language_code(code: str) -> str:
    """A language's code in its usual letters. Raises Invalid about `language`."""
    if not LANGUAGE.fullmatch(code.strip()):
        raise Invalid(f"“{code}” is no code of a language. Write it like de or pt-BR.", field="language")
    return as_written(code.strip())


async def existing(session: AsyncSession, clipping_id: int) -> Clipping:
    """The clipping, locked, retired or not. Raises NotFound."""
    return must_be_there(await clippings.locked(session, clipping_id))


def must_be_there(clipping: Clipping | None) -> Clipping:
    """Raise NotFound when there is none."""
    if clipping is None:
        raise NotFound("There is no such clipping. `/desk clippings` shows them all.")
    return clipping


async def must_be_free(session: AsyncSession, name: str) -> None:
    """Raise Invalid about `name` when another clipping has it."""
    taken = (await clippings.named(session)).get(name.casefold())
    if taken is not None:
        hint = " It was retired; bring it back instead." if taken.retired_at is not None else ""
        raise Invalid(f"There is a clipping “{taken.name}” already.{hint}", field="name")


async def keep(session: AsyncSession, *wordings: Wording, by: Member | None, now: datetime) -> list[Clipping]:
    """Store new clippings."""
    added = [
        Clipping(
            name=wording.name,
            category=wording.category,
            texts=dict(wording.texts),
            tags=list(wording.tags),
            words=list(wording.words),
            article=wording.article,
        )
        for wording in wordings
    ]
    session.add_all(added)
    await session.flush()
    for clipping in added:
        write_down(session, clipping, "added", by=by, now=now)
    return added


def change(session: AsyncSession, clipping: Clipping, wording: Wording, *, by: Member | None, now: datetime) -> bool:
    """Give a clipping another wording, and say whether it is another."""
    said = wording_of(clipping)
    if said == wording:
        return False
    before = what_differs(said, wording)
    clipping.name, clipping.category = wording.name, wording.category
    clipping.texts, clipping.tags, clipping.words = dict(wording.texts), list(wording.tags), list(wording.words)
    if clipping.article != wording.article:
        clipping.article, clipping.article_seen_at, clipping.article_gone_at = wording.article, None, None
    write_down(session, clipping, "edited", by=by, now=now, **before)
    return True


def what_differs(said: Wording, wording: Wording) -> dict[str, object]:
    """What the fields that another wording changes said before; of the texts, those in the languages it changes."""
    now = asdict(wording)
    before = {name: value for name, value in asdict(said).items() if value != now[name]}
    if "texts" in before:
        codes = sorted({*said.texts, *wording.texts})
        before["texts"] = {
            code: said.texts.get(code, "") for code in codes if said.texts.get(code) != wording.texts.get(code)
        }
    return before


def offer(session: AsyncSession, clipping: Clipping, *, by: Member | None, now: datetime) -> bool:
    """Offer a clipping again, and say whether it was retired."""
    if clipping.retired_at is None:
        return False
    clipping.retired_at = clipping.retired_by = clipping.article_seen_at = clipping.article_gone_at = None
    write_down(session, clipping, "brought back", by=by, now=now)
    return True


def write_down(
    session: AsyncSession, clipping: Clipping, kind: str, *, by: Member | None, now: datetime, **before: object
) -> None:
    """Add a line to a clipping's history."""
    session.add(ClippingChange(clipping_id=clipping.id, kind=kind, by=by.id if by else None, at=now, before=before))


async def pictures(session: AsyncSession, programme: Programme) -> list[ClippingPicture]:
    """All that are offered, by category and name, with what became of the replies begun from them."""
    outcomes = await outcomes_in(session, programme)
    return [picture(each, outcomes.get(each.id, UNUSED)) for each in await clippings.everything(session)]


async def outcomes_in(session: AsyncSession, programme: Programme) -> dict[int, Outcome]:
    """What became of the replies begun from each clipping."""
    solving = [each.name for each in programme.reasons if each.solves]
    return await clippings.outcomes(session, solving=solving, reopened=Event.REOPENED)


def picture(clipping: Clipping, outcome: Outcome = UNUSED) -> ClippingPicture:
    """A clipping as it is drawn."""
    return ClippingPicture(
        clipping.id,
        wording_of(clipping),
        retired=clipping.retired_at is not None,
        used=outcome.used,
        solved=outcome.solved,
        reopened=outcome.reopened,
        edited=outcome.edited,
        article_gone=clipping.article_gone_at is not None,
    )


def wording_of(clipping: Clipping) -> Wording:
    """A clipping as it is written down."""
    return Wording(
        clipping.name, clipping.category, clipping.texts, tuple(clipping.tags), tuple(clipping.words), clipping.article
    )
