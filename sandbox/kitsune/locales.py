"""The languages of the pretend knowledge base, and how Kitsune finds the one that a request means."""

LOCALES = {
    "en-US": "English",
    "bg": "Български",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "es": "Español",
    "fi": "suomi",
    "fr": "Français",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt-BR": "Português (do Brasil)",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sr": "Српски",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh-CN": "中文 (简体)",
    "zh-TW": "正體中文 (繁體)",
}
ENGLISH = "en-US"
"""The language in which every article is first written, and that stands in where no other is asked for."""


def normalised(language: str) -> str | None:
    """The site's own spelling of a language (`EN-gb` is en-US, `de-at` is de, `pt` is pt-BR); None when it has none."""
    wanted = language.strip().lower()
    by_name = {each.lower(): each for each in LOCALES}
    if wanted in by_name:
        return by_name[wanted]
    base = wanted.split("-")[0]
    return next((each for name, each in by_name.items() if name.split("-")[0] == base), None) if base else None


def preferred(accept_language: str) -> str:
    """The language of a request without one in its path: what Accept-Language likes best of what there is."""
    asked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")):
        name, _, quality = part.partition(";q=")
        asked.append((-_weight(quality), place, name))
    found = (normalised(name) for _, _, name in sorted(asked))
    return next((each for each in found if each), ENGLISH)


def _weight(quality: str) -> float:
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0
