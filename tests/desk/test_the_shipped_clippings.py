"""The clippings that a new desk begins with: they fit their networks, and the one offered first is the right one.

The questions are invented; each is one that people ask. What is offered without reading them is the bare baseline.
"""

import pytest

from bench.offers import measured
from bot.clippings import ClippingPicture, filled
from bot.clippings_file import read
from bot.desk.arriving.rules import Facts, judged
from bot.desk.writing.fitting import ranked
from bot.desk.writing.suggesting import areas_told
from bot.programme import Programme
from bot.text import placeholders, utf16_length, weighted_length
from tests.conftest import ROOT
from tests.desk.mentions import mention

SHIPPED = [ClippingPicture(number, each.wording) for number, each in enumerate(read(ROOT / "clippings.toml"), start=1)]
ANDROID = [each for each in SHIPPED if each.wording.category == "Firefox for Android"]
LANGUAGES = ("en", "de", "fr", "es", "pt-BR", "tr")

REVIEWS = [
    ("en", "Used to be quick, now it is so slow I could make tea between two taps", "it is slow"),
    ("en", "Scrolling stutters on every single article since Tuesday", "it is slow"),
    ("en", "Half the pages never finish loading, only a white nothing", "pages do not load"),
    ("en", "Crashes each morning as soon as I unlock my phone", "it crashes"),
    ("en", "It shuts itself before I can read the headline. Keeps crashing", "it crashes"),
    ("en", "Cannot download my bank statement, the pdf sits at zero percent", "downloads"),
    ("en", "Lectures on video have sound but no picture in fullscreen", "videos"),
    ("en", "Who asked for this redesign? Give me the old layout again", "an update changed things"),
    ("en", "My favourite extension is greyed out and cannot be enabled", "add-ons"),
    ("en", "Nothing I do on the computer gets synced to my account here", "sync"),
    ("en", "How do I import what I starred in Chrome", "bring bookmarks over"),
    ("en", "Forty tabs gone overnight, all my reading list has disappeared", "tabs or bookmarks are gone"),
    ("en", "Drowning in popups and adverts", "advertisements and pop-ups"),
    ("en", "Drains the battery like a torch, the phone gets hot", "battery, data and memory"),
    ("en", "I want the search widget with another engine", "search and home screen"),
    ("de", "Unfassbar langsam, es ruckelt beim Wischen", "it is slow"),
    ("de", "Stürzt beim Öffnen sofort wieder ab", "it crashes"),
    ("de", "Keine einzige Seite wird geladen", "pages do not load"),
    ("de", "Lässt mich keine Datei mehr herunterladen", "downloads"),
    ("de", "Seit gestern sind alle Tabs verschwunden", "tabs or bookmarks are gone"),
    ("fr", "Beaucoup trop lent, ça rame sans arrêt", "it is slow"),
    ("fr", "L'appli plante dès que je tourne l'écran", "it crashes"),
    ("fr", "Depuis la mise à jour c'est pire, rendez l'ancienne version", "an update changed things"),
    ("fr", "Impossible de télécharger un fichier", "downloads"),
    ("fr", "Mes onglets ont disparu cette nuit", "tabs or bookmarks are gone"),
    ("es", "Va lentísimo, muy lenta en todo", "it is slow"),
    ("es", "Se cierra solo cada dos minutos", "it crashes"),
    ("es", "No me deja descargar archivos", "downloads"),
    ("es", "Quiero importar mis marcadores y no encuentro cómo", "bring bookmarks over"),
    ("es", "Demasiada publicidad y anuncios por todas partes", "advertisements and pop-ups"),
    ("pt-BR", "Uma lentidão sem fim, demora uma vida", "it is slow"),
    ("pt-BR", "Fica fechando sozinho o tempo todo", "it crashes"),
    ("pt-BR", "Não consigo baixar nenhum arquivo", "downloads"),
    ("pt-BR", "As minhas abas sumiram", "tabs or bookmarks are gone"),
    ("pt-BR", "Não sincroniza com a conta do computador", "sync"),
    ("tr", "Çok yavaş, telefon donuyor", "it is slow"),
    ("tr", "Durmadan çöktü, açar açmaz kapanıyor", "it crashes"),
    ("tr", "Hiçbir dosya indirmiyor", "downloads"),
    ("tr", "Güncellemeden sonra çok kötü, eski hali iyiydi", "an update changed things"),
    ("tr", "Bütün sekmelerim silindi", "tabs or bookmarks are gone"),
    ("it", "Lentissimo, anche con una scheda sola", "it is slow"),
    ("it", "Le mie schede sono sparite stanotte", "tabs or bookmarks are gone"),
    ("id", "Lemot banget di ponsel baru", "it is slow"),
    ("id", "Iklannya muncul terus", "advertisements and pop-ups"),
    ("en", "Rubbish. Pathetic.", "it disappointed"),
    ("en", "Nice one, awesome", "thank you"),
]

POSTS = [
    ("en", "every window I had open is gone after the restart, can I get my session back?", "Restore the last session"),
    ("en", "fan is roaring, firefox eats all my memory and cpu", "Firefox is slow"),
    ("en", "why is it this slow since monday", "Firefox is slow"),
    ("en", "it crashes whenever I print", "Firefox crashes"),
    ("en", "no sound in any youtube video", "Videos do not play"),
    ("en", "an extension I trust was switched off", "Try without add-ons"),
    ("en", "where did my download go?", "Downloads do not work"),
    ("en", "pages open blank here too since this morning, on Windows 11", "A site does not load"),
    ("en", "sync between my computers stopped after the update", "Sync does not work"),
    ("en", "my bookmarks toolbar is empty, lost them all", "Bookmarks are missing"),
    ("de", "meine ganzen Lesezeichen sind verschwunden", "Bookmarks are missing"),
    ("fr", "tous mes marque-pages ont disparu, au secours", "Bookmarks are missing"),
    ("fr", "je ne retrouve plus mes mots de passe", "Passwords are missing"),
    ("es", "¿dónde están mis contraseñas?", "Passwords are missing"),
    (
        "es",
        "no puedo iniciar sesión en mi cuenta, el código de verificación no llega",
        "Sign-in to the Mozilla account",
    ),
    ("pt-BR", "o firefox fica travando e fecha", "Firefox crashes"),
    ("pt-BR", "a sincronização entre meus aparelhos parou", "Sync does not work"),
    ("tr", "hesabıma giriş yapamıyorum, doğrulama gelmiyor", "Sign-in to the Mozilla account"),
    ("tr", "yer imlerim kayboldu", "Bookmarks are missing"),
    ("de", "in keinem Video ist Ton", "Videos do not play"),
    ("es", "no puedo descargar ningún archivo", "Downloads do not work"),
    ("pt-BR", "como faço para atualizar para a última versão", "Update Firefox"),
    ("en", "my toolbar is too dark and the font is tiny", "Change how Firefox looks"),
    ("es", "quiero cambiar el idioma a español", "Firefox in another language"),
    ("fr", "la confidentialité de mes données m’inquiète", "Privacy settings"),
    ("pt-BR", "não consigo instalar no computador", "Install Firefox"),
    ("it", "i segnalibri sono spariti", "Bookmarks are missing"),
]


PRODUCT = {"product": "Firefox for Android"}


def first(asked: str, language: str, programme: Programme, *, read: str | None = None, **about: str) -> str:
    """The name of what is offered first to who asked this, tagged as desk.toml has it; by what was `read` instead."""
    facts = Facts(mention(asked, language=language, **about), "any", "", language, ())
    tags = judged(facts, programme).tags
    said, areas = asked if read is None else read, areas_told(programme)
    return ranked(SHIPPED, said=said, tags=tags, areas=areas, language=language)[0].wording.name


@pytest.mark.parametrize(("language", "said", "fits"), REVIEWS)
def test_a_review_of_the_android_app_is_offered_what_fits_it(
    programme: Programme, language: str, said: str, fits: str
) -> None:
    assert first(said, language, programme, **PRODUCT) == f"Android: {fits}"


@pytest.mark.parametrize(("language", "said", "fits"), POSTS)
def test_a_post_is_offered_what_fits_it(programme: Programme, language: str, said: str, fits: str) -> None:
    assert first(said, language, programme) == fits


def test_it_is_the_customers_words_that_do_it(programme: Programme) -> None:
    def right(read: list[str]) -> int:
        offered = (first(said, language, programme, read=read[at], **PRODUCT) for at, (language, said, _) in asked)
        return sum(each == f"Android: {fits}" for each, (_, _, fits) in zip(offered, REVIEWS, strict=True))

    asked = list(enumerate(REVIEWS))
    texts = [said for _, said, _ in REVIEWS]
    assert right(texts) == len(REVIEWS)
    assert right([""] * len(REVIEWS)) < len(REVIEWS) / 3, "nothing read: the tags alone"
    assert right(texts[7:] + texts[:7]) < len(REVIEWS) / 3, "somebody else's words"
    assert {fits for _, _, fits in REVIEWS} == {each.wording.name.removeprefix("Android: ") for each in ANDROID}


@pytest.mark.parametrize("clipping", SHIPPED, ids=lambda each: each.wording.name)
def test_each_is_said_in_every_queues_language(clipping: ClippingPicture) -> None:
    assert set(LANGUAGES) <= set(clipping.wording.texts)
    assert clipping not in ANDROID or {"it", "id"} <= set(clipping.wording.texts)


@pytest.mark.parametrize("clipping", SHIPPED, ids=lambda each: each.wording.name)
def test_each_fits_its_network_with_name_and_signature(clipping: ClippingPicture) -> None:
    limit, name, signature = (350, "n" * 40, "^" + "s" * 20) if clipping in ANDROID else (280, "n" * 12, "^ss")
    for language, text in clipping.wording.texts.items():
        said = f"{filled(text, customer=name, article='https://support.mozilla.org/a')} {signature}"
        length = utf16_length(said) if clipping in ANDROID else weighted_length(said)
        assert length <= limit, f"{language}: {length}"
        own = placeholders(clipping.wording.texts["en"])
        assert sorted(placeholders(text)) == sorted(own), language


@pytest.mark.parametrize(("name", "least"), [("play_reviews", 0.82), ("sumo_questions", 0.79)])
def test_real_people_are_offered_something_that_fits(name: str, least: float) -> None:
    path = ROOT.parent / "shared" / "data" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"the real texts of {name} are not at hand")
    counts = measured(path, SHIPPED).values()
    total, without = sum(each.total() for each in counts), sum(each[None] for each in counts)
    assert (total - without) / total >= least


def test_who_is_sent_to_an_article_gets_its_link() -> None:
    linking = [each.wording for each in SHIPPED if "{article}" in "".join(each.wording.texts.values())]
    assert len(linking) >= 3
    assert [each.name for each in linking if not each.article] == []
