"""What is remembered of the knowledge base, so that the desk finds articles when the site does not answer."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Article(Base):
    """An article in one language. `words`, in small letters, are what finds it; `seen_at` is when the site had it."""

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("locale", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    locale: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime]


class ArticleSearch(Base):
    """What the site's search found for some words in one language: the slugs, best first."""

    __tablename__ = "article_searches"
    __table_args__ = (Index("ix_article_searches_at", "at"),)

    locale: Mapped[str] = mapped_column(String(20), primary_key=True)
    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    slugs: Mapped[list[str]] = mapped_column(default=list)
    at: Mapped[datetime]


class ArticleList(Base):
    """How far the list of all articles in a language has been read: the next page, and when it was read to its end."""

    __tablename__ = "article_lists"

    locale: Mapped[str] = mapped_column(String(20), primary_key=True)
    page: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
