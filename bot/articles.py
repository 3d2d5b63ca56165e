"""What an article of the knowledge base is, in which language the desk links to it, and where in a text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ARTICLE = "{article}"
"""The place in a text that an article's link fills."""

LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,8})?")
SLUG = re.compile(r"[^\s/$?#]{1,200}")


def an_address(value: str) -> str:
    """An address such as https://support.mozilla.org, without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("expected an address such as https://support.mozilla.org")
    return value.rstrip("/")


def a_locale(value: str) -> str:
    """A language as a site spells it in its addresses."""
    if not LOCALE.fullmatch(value):
        raise ValueError(f"expected a language such as de or pt-BR, found {value!r}")
    return value


Locale = Annotated[str, AfterValidator(a_locale)]


class KnowledgeBase(BaseModel):
    """The [knowledge_base] of desk.toml: a Kitsune site, its own names of our languages, and the tag for what it lacks.

    `fall_back` is the site's name of the language in which it has every article; `read_minutes` how often its titles
    are read, and the articles that clippings link to looked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: Annotated[str, AfterValidator(an_address)]
    fall_back: Locale = "en-US"
    languages: Mapping[str, Locale] = {}
    needed: str = ""
    read_minutes: int = Field(default=1440, ge=1)

    def locale_for(self, language: str) -> str:
        """The site's name of a customer's language, or of another variety of it; the fall-back when it has none."""
        wanted = language.casefold()
        known = {name.casefold(): locale for name, locale in self.languages.items()}
        base = wanted.split("-")[0]
        varieties = (locale for name, locale in known.items() if name.split("-")[0] == base)
        return known.get(wanted) or known.get(base) or next(varieties, self.fall_back)

    def locales_for(self, language: str) -> tuple[str, ...]:
        """The languages in which articles are looked for: the customer's own, then the one that has them all."""
        return tuple(dict.fromkeys((self.locale_for(language), self.fall_back)))

    @property
    def locales(self) -> tuple[str, ...]:
        """Every language of the site that the desk reads, the fall-back first."""
        return tuple(dict.fromkeys((self.fall_back, *self.languages.values())))

    def link(self, locale: str, slug: str) -> str:
        """Where an article stands.

        Where one has no translation under this address, Kitsune itself shows it in English, and where the translation
        has another slug, it leads there.
        """
        return f"{self.site}/{locale}/kb/{quote(slug)}"

    def slug_in(self, written: str) -> str | None:
        """The slug of an article whose address, or slug, somebody wrote; None when it is neither."""
        written = written.strip()
        if "://" in written:
            if not written.startswith(f"{self.site}/"):
                return None
            written = unquote(urlsplit(written).path.partition("/kb/")[2]).strip("/")
        return written if SLUG.fullmatch(written) else None

    @property
    def address(self) -> re.Pattern[str]:
        """How the address of an article is written in a text."""
        return re.compile(re.escape(self.site) + r"/[\w-]+/kb/[\w%~-]+(?:\.[\w%~-]+)*(?:#[\w%-]+)?")

    def links_in(self, text: str) -> bool:
        """Whether a text links to an article."""
        return self.address.search(text) is not None

    def linked(self, text: str, link: str) -> str:
        """A text with a link: in its {article}, in the place of the one article it links to, or at its end."""
        if ARTICLE in text:
            return text.replace(ARTICLE, link)
        there = self.address
        if len(there.findall(text)) == 1:
            return there.sub(lambda _: link, text)
        return f"{text.rstrip()} {link}".lstrip()


@dataclass(frozen=True)
class ArticlePicture:
    """An article somebody may link to, in one language; `number` is ours, 0 before it is kept."""

    locale: str
    slug: str
    title: str
    summary: str = ""
    link: str = ""
    number: int = 0


@dataclass(frozen=True)
class Found:
    """What a search found, those in the customer's language first; `remembered` when the site did not answer."""

    articles: tuple[ArticlePicture, ...]
    remembered: bool = False
