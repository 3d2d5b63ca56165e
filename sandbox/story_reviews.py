"""The part of the invented story that happens in the Play Store: who reviews what, and who thinks again."""

from dataclasses import dataclass
from typing import Literal

from sandbox.people import PLAY_APPS
from sandbox.play.reviews import DEVICES, AppVersion, Device

FIREFOX, FOCUS, KLAR = (app.package for app in PLAY_APPS)
NEW, OLD = AppVersion("145.0.1", 2_016_123_455), AppVersion("144.0.2", 2_016_119_847)


@dataclass(frozen=True)
class ReviewLine:
    """One thing that happens in the store. `about` is the `key` of an earlier review: edited, or answered by hand."""

    who: str = ""
    """Empty for somebody whose name the store does not show."""
    stars: int = 0
    text: str = ""
    key: str = ""
    about: str = ""
    deed: Literal["review", "edit", "answer"] = "review"
    title: str = ""
    app: str = FIREFOX
    language: str = "en"
    device: Device | None = DEVICES[0]
    version: AppVersion | None = NEW
    minutes_ago: float = 0
    """For what was there before the curtain rose."""


OPENING: tuple[ReviewLine, ...] = (
    ReviewLine(
        "Olga Petersen",
        1,
        "Since the update it closes itself when I open a PDF. Reinstalled twice, no change.",
        "olga1",
        title="Crashes every day",
        minutes_ago=57,
    ),
    ReviewLine(
        about="olga1",
        deed="answer",
        text="Hi Olga, sorry about that! Version 145.0.1 mends it. Does updating help? Thanks for telling us.",
    ),
    ReviewLine(
        "Marek D.",
        1,
        "Password manager stopped filling in. I have to type everything by hand on a phone. Uninstalled.",
        "marek1",
        device=DEVICES[3],
        minutes_ago=50,
    ),
    ReviewLine(
        "Wiebke", 2, "Nach dem Update sind alle Tabs weg, über 200 Stück!", "wiebke1", language="de", minutes_ago=44
    ),
    ReviewLine(
        "",
        5,
        "simple and fast. deletes everything when I close it, just what I want",
        app=FOCUS,
        device=DEVICES[4],
        minutes_ago=36,
    ),
    ReviewLine("Agus", 1, "tidak bisa download video", language="id", device=None, version=None, minutes_ago=30),
    ReviewLine(
        "Solène",
        3,
        "Bien, mais le mode lecture a disparu de la barre d'adresse. Où est-il passé ?",
        language="fr",
        device=DEVICES[2],
        minutes_ago=21,
    ),
    ReviewLine(
        "<!channel>",
        1,
        "<b>does not work</b> & nobody <@U0KIRA> reads this *anyway*",
        title="<script>alert(1)</script>",
        minutes_ago=14,
    ),
    ReviewLine("Theo", 4, minutes_ago=10),
    ReviewLine(
        "Jonas",
        2,
        "Klar vergisst die Suchmaschine nach jedem Neustart.",
        app=KLAR,
        language="de",
        device=DEVICES[1],
        version=OLD,
        minutes_ago=6,
    ),
)

LATER: tuple[ReviewLine, ...] = (
    ReviewLine("Rosa Gil", 1, "Se cierra solo al abrir vídeos. Galaxy A52.", "rosa1", language="es"),
    ReviewLine(
        "Olga Petersen",
        4,
        "The update did it: PDFs open again. One star off for the lost afternoon. Thanks for answering!",
        about="olga1",
        deed="edit",
        title="Better now",
    ),
    ReviewLine(
        "Wiebke",
        1,
        "Nach dem Update sind alle Tabs weg, über 200 Stück! Und auf Fragen antwortet niemand.",
        about="wiebke1",
        deed="edit",
    ),
    ReviewLine("Kaito", 5, "広告ブロックが使えるのがうれしい。", language="ja", title="最高", device=DEVICES[2]),
    ReviewLine("Duda", 2, "Trava no tablet quando giro a tela", language="pt-BR", device=DEVICES[5], version=OLD),
    ReviewLine("", 1, "closes when opening a pdf, please fix", device=DEVICES[1]),
    ReviewLine("Kerem", 3, "Güzel ama sekmeler arası geçiş yavaş", app=FOCUS, language="tr"),
    ReviewLine("Ida", 5, "Add-ons on a phone. Nothing else comes close.", title="The one", device=DEVICES[4]),
)

SECOND_THOUGHTS: dict[str, tuple[int, str]] = {
    "marek1": (4, "They answered within the hour, and turning autofill off and on again helped. Installed again."),
    "wiebke1": (4, "Mit der Hilfe vom Support sind die Tabs wieder da. Danke!"),
    "rosa1": (5, "Ya funciona, gracias por la ayuda."),
}
"""What authors change their reviews to when the desk has answered them: stars and words, by the review's key."""

THANKS = {"en": "Edit: they helped, thank you!", "de": "Nachtrag: Der Support hat geholfen, danke!"}
STRANGERS: tuple[tuple[str, int, str], ...] = (
    ("en", 1, "Downloads stop at 99 % and start over"),
    ("en", 2, "Too many menus since the redesign. Where did the home button go?"),
    ("en", 5, "Switched last week, not going back"),
    ("de", 2, "Sehr langsam auf meinem alten Telefon"),
    ("es", 4, "Muy bueno, solo le falta traducir páginas enteras"),
    ("fr", 1, "Impossible de lire les vidéos en plein écran"),
)
