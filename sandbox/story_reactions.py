"""What customers of the invented story say when they are answered, and what they ask when the script has run out."""

THANKS: dict[str, tuple[str, ...]] = {
    "en": ("That did it, thank you!", "Works again 🙌 thanks for being so quick", "oh wow. thanks!!"),
    "de": ("Super, das war's. Vielen Dank!", "Klappt wieder, danke euch 🙏"),
    "fr": ("Merci beaucoup, c'est réglé !", "Ça marche, merci 🙏"),
    "es": ("¡Funcionó, mil gracias!", "Listo, gracias por la ayuda 🙌"),
    "pt": ("Deu certo, muito obrigado!", "Resolveu aqui, valeu demais 💜"),
    "tr": ("Oldu, çok teşekkürler!", "Düzeldi, sağ olun 🙏"),
    "ja": ("解決しました。ありがとうございます!",),
    "ar": ("شكراً جزيلاً، لقد نجح الأمر!",),
}
ASKING_BACK: dict[str, tuple[str, ...]] = {
    "en": (
        "I tried that, no change. Anything else?",
        "Where exactly do I find that? My menu looks different",
        "It says version 145.0.1. Does that help?",
    ),
    "de": (
        "Habe ich versucht, leider ohne Erfolg. Was noch?",
        "Wo genau finde ich das? Bei mir sieht das Menü anders aus",
    ),
    "fr": ("J'ai essayé, rien ne change. Autre chose ?", "Où est-ce que je trouve ce réglage ?"),
    "es": ("Ya lo intenté y sigue igual. ¿Algo más?", "¿Dónde encuentro esa opción exactamente?"),
    "pt": ("Tentei isso e continua igual. Tem outra ideia?", "Onde fica essa opção? Não achei no meu menu"),
    "tr": ("Denedim ama değişmedi. Başka bir öneriniz var mı?", "Bu ayar tam olarak nerede?"),
    "ja": ("試しましたが変わりません。ほかに方法はありますか?",),
    "ar": ("جربت ذلك ولم يتغير شيء. هل هناك حل آخر؟",),
}
STRANGERS = (
    "Alex",
    "Sam",
    "Kim",
    "Robin",
    "Noa",
    "Luca",
    "Mika",
    "Jo",
    "Eli",
    "Toni",
    "Sascha",
    "Andrea",
    "Nico",
    "Rae",
)
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("en", "@FirefoxSupport my downloads stop at 99 % and start over. Firefox 145 on a Mac"),
    ("en", "@firefox can I move the address bar to the bottom on a tablet?"),
    ("en", "@FirefoxSupport blank pages again after the update, is the fix out yet?"),
    ("en", "@firefox the new tab groups are lovely, finally order in my mess 😍"),
    ("en", "why is my fan so loud when I watch videos #fxhelp"),
    ("de", "@mozilla_germany Wie bekomme ich die Lesezeichen vom alten Rechner auf den neuen?"),
    ("de", "@mozilla_germany leere Seiten seit dem Update, Windows 11. Bekannt?"),
    ("fr", "@mozilla_france comment empêcher les vidéos de démarrer toutes seules ?"),
    ("fr", "@mozilla_france le correcteur orthographique a disparu après la mise à jour"),
    ("es", "@firefox_es el correo se queda cargando y nunca abre, en otro navegador sí"),
    ("es", "@firefox_es ¿puedo usar dos cuentas a la vez en la misma web?"),
    ("pt-BR", "@FirefoxBrasil como faço para o Firefox lembrar minhas abas quando fecho?"),
    ("pt-BR", "@FirefoxBrasil vocês são os melhores, só passei para dizer isso 🧡"),
    ("tr", "@FirefoxTurkiye parola yöneticisi yeni parolaları kaydetmiyor"),
    ("ja", "@FirefoxSupport 印刷すると文字が小さくなります。設定はどこですか?"),
)


def phrases(said: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """What is said in a language, in English when nothing is known in it."""
    return said.get(language.partition("-")[0], said["en"])
