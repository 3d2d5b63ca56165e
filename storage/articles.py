"""Questions asked of what is remembered of the knowledge base, and keeping it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Article, ArticleList, ArticleSearch, Clipping

MOST = 1000
"""How many articles are ranked at most."""


async def with_words(
    session: AsyncSession, locales: Collection[str], words: Iterable[str], *, every: bool = True
) -> Sequence[Article]:
    """Articles in these languages in which every one of these words stands, or, without `every`, any."""
    hold = [Article.words.contains(each.casefold(), autoescape=True) for each in words]
    if not hold:
        return ()
    fits = and_(*hold) if every else or_(*hold)
    found = await session.scalars(
        select(Article).where(Article.locale.in_(locales), fits).order_by(Article.id).limit(MOST)
    )
    return found.all()


async def searched(session: AsyncSession, locales: Collection[str], words: str) -> dict[str, ArticleSearch]:
    """What the site once found for exactly these words, by language."""
    asked = select(ArticleSearch).where(ArticleSearch.locale.in_(locales), ArticleSearch.words == words)
    return {each.locale: each for each in await session.scalars(asked)}


async def named(session: AsyncSession, locale: str, slugs: Collection[str]) -> dict[str, Article]:
    """Articles in one language by their slugs, as far as they are remembered."""
    asked = select(Article).where(Article.locale == locale, Article.slug.in_(slugs))
    return {each.slug: each for each in await session.scalars(asked)}


async def list_of(session: AsyncSession, locale: str) -> ArticleList | None:
    """How far the list of a language was read; None before it was begun."""
    return await session.get(ArticleList, locale)


async def lists(session: AsyncSession) -> dict[str, ArticleList]:
    """How far the list of each language was read, as far as it was begun."""
    return {each.locale: each for each in await session.scalars(select(ArticleList))}


async def forget_unseen(session: AsyncSession, locale: str, *, since: datetime) -> None:
    """Forget the articles of a language that the site has not shown since then."""
    await session.execute(delete(Article).where(Article.locale == locale, Article.seen_at < since))


async def forget_searches(session: AsyncSession, *, before: datetime) -> None:
    """Forget what was searched for before then."""
    await session.execute(delete(ArticleSearch).where(ArticleSearch.at < before))


async def clippings_to_look_at(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[Clipping]:
    """Clippings on offer that name an article and were not looked at since then, the longest waiting first."""
    due = or_(Clipping.article_seen_at.is_(None), Clipping.article_seen_at < before)
    asked = select(Clipping).where(Clipping.article != "", Clipping.retired_at.is_(None), due)
    return (
        await session.scalars(asked.order_by(Clipping.article_seen_at.nulls_first(), Clipping.id).limit(limit))
    ).all()
