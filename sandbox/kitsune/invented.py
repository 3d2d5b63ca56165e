"""The articles that the pretend knowledge base begins with: invented, in several languages, some missing in some."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Invented:
    """An article: its English slug, its English title and summary, and (slug, title, summary) by language."""

    slug: str
    english: tuple[str, str]
    translations: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    products: tuple[str, ...] = ("firefox",)


INVENTED = (
    Invented(
        "restore-lost-bookmarks",
        ("Restore lost bookmarks", "Firefox keeps daily backups of your bookmarks. Learn how to restore one of them."),
        {
            "de": (
                "lesezeichen-wiederherstellen",
                "Verlorene Lesezeichen wiederherstellen",
                "Firefox sichert Lesezeichen täglich. So stellen Sie eine Sicherung wieder her.",
            ),
            "fr": (
                "restaurer-marque-pages-perdus",
                "Restaurer des marque-pages perdus",
                "Firefox sauvegarde vos marque-pages chaque jour. Voici comment restaurer une sauvegarde.",
            ),
            "pt-BR": (
                "restaurar-favoritos-perdidos",
                "Restaurar favoritos perdidos",
                "O Firefox faz backup diário dos seus favoritos. Veja como restaurar um deles.",
            ),
        },
        ("firefox", "mobile"),
    ),
    Invented(
        "firefox-crashes-often",
        ("Firefox crashes often", "Find out why Firefox closes unexpectedly and send a crash report (bp-…)."),
        {
            "de": (
                "firefox-stuerzt-oft-ab",
                "Firefox stürzt oft ab",
                "Finden Sie heraus, warum Firefox abstürzt, und senden Sie einen Absturzbericht.",
            ),
            "es": (
                "firefox-se-cierra-a-menudo",
                "Firefox se cierra a menudo",
                "Descubre por qué Firefox se cierra de forma inesperada.",
            ),
        },
    ),
    Invented(
        "clear-cookies-and-site-data",
        ("Clear cookies and site data", "Delete cookies & stored data of one site, or of all. Shortcut: Ctrl + Delete"),
        {
            "de": (
                "clear-cookies-and-site-data",
                "Cookies und Website-Daten löschen",
                "Löschen Sie Cookies und gespeicherte Daten einer oder aller Websites.",
            ),
            "tr": (
                "cerezleri-ve-site-verilerini-temizleme",
                "Çerezleri ve site verilerini temizleme",
                "Bir sitenin veya tüm sitelerin çerezlerini silin.",
            ),
        },
    ),
    Invented(
        "sync-does-not-sync",
        ("Sync does not sync", "What to compare on both devices when bookmarks, tabs or passwords do not arrive."),
        {
            "fr": (
                "sync-ne-synchronise-pas",
                "La synchronisation ne fonctionne pas",
                "Que comparer sur les deux appareils lorsque rien n'arrive.",
            )
        },
        ("firefox", "mobile", "ios"),
    ),
    Invented(
        "firefox-users-windows-7-8-and-81-moving-extended-support",
        (
            "Firefox users on old Windows moving to the Extended Support Release",
            "Which systems the newest Firefox no longer runs on, and until when they still get security fixes.",
        ),
        {
            "de": (
                "firefox-users-windows-7-8-and-81-moving-extended-support",
                "Firefox auf alten Windows-Versionen: Umstieg auf das Extended Support Release",
                "Auf welchen Systemen der neueste Firefox nicht mehr läuft.",
            )
        },
    ),
    Invented(
        "im-having-problems-confirming-my-firefox-account",
        ("The code for the account does not arrive", "Where the message with the code may be, and how to get another."),
    ),
    Invented(
        "get-community-support",
        ("Ask the community", "How to ask in the forum, and what volunteers need to know."),
    ),
    Invented(
        "block-video-that-plays-by-itself",
        ("Block video that plays by itself", "Stop sound and video from starting before you press <Play>."),
    ),
    Invented(
        "focus-erase-button-missing",
        ("The erase button of Firefox Focus is missing", "Where the button went, and how to erase your history."),
        products=("focus-firefox",),
    ),
)
"""Of the German ones some have a slug of their own and one keeps the English; not everything is translated."""
