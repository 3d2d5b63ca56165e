"""Lost data, read out of a post's words: something of the customer's own must be gone, in each of our languages."""

import pytest

from bot.desk.arriving.rules import Facts, judged, says
from bot.programme import Programme
from tests.desk.mentions import mention


@pytest.mark.parametrize(
    ("text", "is_at_stake"),
    [
        ("all my bookmarks are gone", True),
        ("I lost my passwords after the update", True),
        ("my open tabs disappeared", True),
        ("Meine Lesezeichen sind weg", True),
        ("mes favoris ont disparu", True),
        ("all my reading list has disappeared", True),
        ("Seit gestern sind alle Tabs verschwunden", True),
        ("meine ganzen Lesezeichen sind verschwunden", True),
        ("tous mes marque-pages ont disparu, au secours", True),
        ("mes mots de passe ont disparu", True),
        ("perdí mis marcadores", True),
        ("han desaparecido todas mis pestañas", True),
        ("meu histórico sumiu", True),
        ("meus favoritos sumiram", True),
        ("yer imlerim kayboldu", True),
        ("where has the menu gone?", False),
        ("the reload button disappeared", False),
        ("Die Leseansicht ist aus der Leiste verschwunden", False),
        ("le mode lecture a disparu de la barre d'adresse", False),
        ("el modo lectura ha desaparecido", False),
        ("o botão de voltar sumiu", False),
        ("okuma modu kayboldu", False),
        ("I am lost, which setting is it?", False),
        ("Auf dem Weg zur Arbeit stürzt er ab", False),
        ("where have all my tabs gone?", True),
        ("my history is just gone", True),
        ("I lost everything", True),
        ("after the update everything is gone", True),
        ("the button is gone", False),
        ("Both arrows are gone, all gone", False),
        ("the bookmarks toolbar is gone", False),
        ("everything has gone downhill", False),
        ("ich habe alle Passwörter verloren", True),
        ("Mein Verlauf ist plötzlich weg", True),
        ("nach dem Update war alles weg", True),
        ("Der Knopf ist weg", False),
        ("Die Lesezeichenleiste ist weg", False),
        ("ihr habt an Qualität verloren", False),
        ("j'ai perdu tous mes favoris", True),
        ("mon historique a été effacé", True),
        ("j'ai tout perdu", True),
        ("je suis perdu, où est le bouton ?", False),
        ("j'ai perdu deux heures et mon temps", False),
        ("se me han borrado los marcadores", True),
        ("he perdido todas mis contraseñas", True),
        ("mi historial ha desaparecido", True),
        ("estoy perdido, dónde está el menú", False),
        ("ha desaparecido el botón", False),
        ("perdi todas as minhas senhas", True),
        ("perdi tudo", True),
        ("perdi a paciência", False),
        ("sumiram os botões", False),
        ("bütün sekmelerim silindi", True),
        ("yer imlerim birden gitti", True),
        ("her şey silindi", True),
        ("geri düğmesi silindi", False),
    ],
)
def test_data_is_at_stake_when_something_of_theirs_is_gone(programme: Programme, text: str, is_at_stake: bool) -> None:
    verdict = judged(Facts(mention=mention(f"@FirefoxSupport {text}"), account="FirefoxSupport"), programme)
    assert ("Lost data" in verdict.tags) is is_at_stake


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("My tabs  are gone!", True),
        ("history is gone", True),
        ("history gone", False),
        ("my mytabs are gone", False),
        ("tabs are goner", False),
        ("tabs|history is|are gone", False),
    ],
)
def test_a_bar_in_a_phrase_stands_between_words_of_which_one_is_there(text: str, is_said: bool) -> None:
    assert says(text, ("tabs|history is|are gone",)) is is_said
