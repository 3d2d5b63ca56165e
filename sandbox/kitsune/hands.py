"""What the knowledge base's editors do: articles vanish, come back and are written."""

from sandbox.kitsune.locales import ENGLISH
from sandbox.kitsune.site import Article, Site


class Hands:
    """Everybody's hands and eyes."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def write(self, slug: str, title: str, summary: str = "", *, locale: str = ENGLISH) -> Article:
        """Publish an article."""
        article = self.site.publish(locale, slug, title, summary or title)
        self.site.changed("kitsune.changed", {"slug": slug})
        return article

    def vanish(self, slug: str, *, locale: str = ENGLISH) -> None:
        """Take an article off the site; one in English takes its translations along. Twice changes nothing."""
        self._show(slug, locale, visible=False)

    def bring_back(self, slug: str, *, locale: str = ENGLISH) -> None:
        """Put an article that vanished, and its translations, onto the site again."""
        self._show(slug, locale, visible=True)

    def find(self, slug: str, *, locale: str = ENGLISH) -> Article:
        """An article, also one that vanished; raises KeyError for one that never was."""
        for each in self.site.articles:
            if each.slug == slug and each.locale == locale:
                return each
        raise KeyError(f"article {slug} in {locale}")

    def _show(self, slug: str, locale: str, *, visible: bool) -> None:
        found = self.find(slug, locale=locale)
        for each in self.site.articles:
            if found.id in {each.id, each.parent}:
                each.visible = visible
        self.site.changed("kitsune.changed", {"slug": slug})
