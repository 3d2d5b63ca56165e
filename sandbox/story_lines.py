"""Who appears in the demo's invented story and what they say; `story` plays it."""

from dataclasses import dataclass
from typing import Literal

from sandbox.x.posts import VerifiedType

Deed = Literal["post", "edit", "delete", "like", "repost", "member"]


@dataclass(frozen=True)
class Character:
    """An invented customer."""

    name: str
    handle: str
    language: str = "en"
    followers: int = 120
    verified_type: VerifiedType = "none"
    description: str = ""


@dataclass(frozen=True)
class Line:
    """One thing that somebody does. `about` is the `key` of an earlier post: answered, edited, deleted, liked."""

    who: str
    text: str = ""
    key: str = ""
    about: str = ""
    deed: Deed = "post"
    minutes_ago: float = 0
    """For what was there before the curtain rose."""
    quote: str = ""


CAST: dict[str, Character] = {
    "marta": Character("Marta Lind", "martalind_", followers=310),
    "joe": Character("Grumpy Joe", "grumpyjoe77", followers=88, description="Still angry about 2009."),
    "priya": Character("Priya N.", "priya_codes", followers=2_150),
    "selma": Character(
        "Selma Okafor ✓",
        "selmaokafor",
        followers=1_840_000,
        verified_type="blue",
        description="Singer. Tour in spring.",
    ),
    "troll": Character("xX_browser_wars_Xx", "bw_4ever", followers=12, description="chromium or nothing"),
    "channel": Character("<!channel>", "at_everyone_", followers=4),
    "lukas": Character("Lukas Brandt", "lukas_brandt", "de", 95),
    "anke": Character("Anke 🌻", "anke_gaertnert", "de", 430),
    "camille": Character("Camille Roussel", "camille_rsl", "fr", 640),
    "hugo": Character("Hugo", "hugo_au_clavier", "fr", 51),
    "lucia": Character("Lucía Paredes", "luciaparedes_", "es", 220),
    "diego": Character("Diego F.", "diego_en_linea", "es", 75),
    "bruna": Character("Bruna Tavares", "brunatavares", "pt-BR", 1_020),
    "caio": Character("Caio", "caio_dev_br", "pt-BR", 340),
    "emre": Character("Emre Yıldız", "emreyildiz34", "tr", 180),
    "deniz": Character("Deniz", "deniz_okur", "tr", 66),
    "haruka": Character("はるか", "haruka_tabs", "ja", 890),
    "noor": Character("نور", "noor_reads", "ar", 410),
    "carol": Character("Carol Whitcombe", "carolwhitcombe", followers=37),
    "press": Character("Byte & Branch Weekly", "bytebranch", followers=92_000, verified_type="business"),
    "tomasz": Character("Tomasz", "tomasz_w", followers=150),
    "ines": Character("Inês 🐢", "ines_turtle", followers=290),
    "ravi": Character("Ravi K", "ravik_photos", followers=205),
    "zoe": Character("Zoe", "zoe_on_linux", followers=77),
}

OPENING: tuple[Line, ...] = (
    Line(
        "camille",
        "@mozilla_france Les favoris de mon téléphone n'arrivent plus sur mon PC depuis hier. "
        "Même compte des deux côtés. Une idée ?",
        "camille1",
        minutes_ago=55,
    ),
    Line(
        "marta",
        "@FirefoxSupport after today's update every page opens blank until I resize the window. "
        "Windows 11, Firefox 145. Help?",
        "marta1",
        minutes_ago=48,
    ),
    Line("carol", "@firefox how do I get my bookmarks bar back?? it was there this morning", "carol1", minutes_ago=44),
    Line(
        "zoe",
        "@carolwhitcombe @firefox Right-click the empty space beside the tabs → Bookmarks Toolbar → Always Show. "
        "Happens to all of us :)",
        "zoe1",
        "carol1",
        minutes_ago=41,
    ),
    Line("carol", "@zoe_on_linux that worked, you are a star!", "carol2", "zoe1", minutes_ago=39),
    Line(
        "lukas",
        "@mozilla_germany Seit dem Update stürzt Firefox beim Drucken ab. Immer. Was kann ich tun?",
        "lukas1",
        minutes_ago=33,
    ),
    Line(
        "lucia",
        "@firefox_es ¿cómo importo las contraseñas de otro navegador? No encuentro el botón en los ajustes",
        "lucia1",
        minutes_ago=27,
    ),
    Line(
        "priya",
        "Ten years with @firefox today. Containers alone are worth it. Thank you 🦊💜",
        "priya1",
        minutes_ago=24,
    ),
    Line(
        "joe",
        "@firefox third crash since breakfast. I had a form half filled in. Do you test ANYTHING?",
        "joe1",
        minutes_ago=18,
    ),
    Line(
        "bruna",
        "@FirefoxBrasil o Firefox do Android não abre links do app do banco, fica numa tela cinza 😕",
        "bruna1",
        minutes_ago=15,
    ),
    Line(
        "troll",
        "@firefox @FirefoxSupport lol people still use this?? dinosaur browser for dinosaurs 🦖",
        "troll1",
        minutes_ago=12,
    ),
    Line(
        "emre", "@FirefoxTurkiye videolar tam ekranda donuyor, ses devam ediyor. Ne yapmalıyım?", "emre1", minutes_ago=9
    ),
    Line(
        "tomasz",
        "my browser forgets every login when I close it, is there a setting for that? #fxhelp",
        "tomasz1",
        minutes_ago=7,
    ),
    Line("joe", "@firefox and number four. Brilliant.", "joe2", minutes_ago=4),
    Line(
        "haruka",
        "@FirefoxSupport タブが多すぎて目的のタブが見つかりません。縦に並べる方法はありますか?",
        "haruka1",
        minutes_ago=2,
    ),
    Line(
        "channel",
        "@FirefoxSupport <!channel> <@U0KIRA> why does *everything* in my profile say <b>error</b> & nothing "
        "else? https://example.com/?a=1&b=2",
        "channel1",
        minutes_ago=1,
    ),
)

LATER: tuple[Line, ...] = (
    Line(
        "ines", "@FirefoxSupport pages open blank here too since this morning, on Windows 11. Resizing helps?!", "ines1"
    ),
    Line(
        "selma",
        "hey @firefox my tour site looks broken in your browser and fine everywhere else. fans are asking me. "
        "who do I talk to?",
        "selma1",
    ),
    Line("ravi", "@firefox blank white pages after the update, version 145 on Windows. What is going on?", "ravi1"),
    Line(
        "hugo",
        "@hugo_au_clavier note pour plus tard : demander à @mozilla_france pourquoi les onglets épinglés disparaissent",
        "hugo1",
    ),
    Line("selma", deed="like", about="marta1"),
    Line(
        "zoe",
        "@FirefoxSupport blank page until resize here as well, Firefox 145. Turning hardware acceleration off "
        "helped me",
        "zoe2",
    ),
    Line(
        "anke",
        "@mozilla_germany Danke für die Übersetzungs-Funktion, endlich verstehe ich die Rezepte meiner "
        "Schwiegermutter 🥟❤️",
        "anke1",
    ),
    Line("carol", "@firefox now every page is blank until I drag the window bigger? Windows 11, version 145", "carol3"),
    Line(
        "diego",
        "@firefox_es página en blanco desde la actualización, Windows 11, Firefox 145. ¿Les pasa a más?",
        "diego1",
    ),
    Line("joe", "@firefox FIVE. And nobody even answers. I want to speak to someone NOW.", "joe3"),
    Line(
        "press",
        "Our yearly round-up of browsers that respect you is out: @firefox leads again. "
        "https://example.com/browsers-that-respect-you",
        "press1",
    ),
    Line(
        "caio",
        "@FirefoxBrasil sugestão: deixar renomear as janelas, tipo 'trabalho' e 'casa'. Ia ajudar demais",
        "caio1",
    ),
    Line("noor", "@FirefoxSupport كيف يمكنني تغيير لغة القوائم إلى العربية؟ جربت الإعدادات ولم أجدها", "noor1"),
    Line(
        "marta",
        "@FirefoxSupport after today's update every page opens blank until I resize the window. "
        "Windows 11, Firefox 145.0.1, Intel graphics. Help?",
        about="marta1",
        deed="edit",
    ),
    Line("deniz", "@FirefoxTurkiye yer imlerim senkronize olmuyor, şifremi değiştirdim sonra böyle oldu", "deniz1"),
    Line("priya", about="selma1", deed="repost"),
    Line(
        "bea",
        "@tomasz_w Settings → Privacy & Security → look whether 'Delete cookies when Firefox is closed' is ticked. "
        "Tell me if that was it! #fxhelp",
        "bea1",
        "tomasz1",
        "member",
    ),
    Line("tomasz", "@bea_helps it was! thank you so much", "tomasz2", "bea1"),
    Line(
        "camille",
        "@mozilla_france @FirefoxSupport @firefox toujours rien : ni favoris, ni onglets, ni mots de passe. "
        "Je commence à m'inquiéter.",
        "camille2",
    ),
    Line("hugo", about="hugo1", deed="delete"),
    Line("troll", "@FirefoxSupport ratio", "troll2"),
    Line("ines", "So it is not only me: see what happens with @FirefoxSupport pages today", "ines2", quote="marta1"),
    Line(
        "channel",
        "@FirefoxSupport 👩🏽‍💻👩🏽‍💻👩🏽‍💻 still *broken* ~really~ `rm -rf` :wave: @here @channel",
        "channel2",
    ),
    Line("lukas", "@mozilla_germany Nachtrag: Es passiert nur mit dem Drucker im Büro, zu Hause geht es.", "lukas2"),
    Line("selma", "@firefox update: it's the ticket page, the seats don't load. show is on sale at 6", "selma2"),
    Line("anke", "ein Fuchs im Garten! hat nichts mit Browsern zu tun, aber schaut mal @firefox 🦊", "anke2"),
    Line("haruka", "@FirefoxSupport 追記: アドオンを入れたらできました。お騒がせしました🙏", "haruka2"),
    Line("joe", "@FirefoxSupport since @firefox is asleep: six crashes today, reports sent every single time.", "joe4"),
    Line("lucia", "ya no hace falta, lo encontré", "lucia2", "lucia1"),
    Line("bruna", "@FirefoxBrasil reinstalei e continua igual: tela cinza ao voltar do app do banco", "bruna2"),
    Line("zoe", "can someone tell me where the reading list went? #fxhelp", "zoe3"),
    Line("emre", "@FirefoxTurkiye donanım hızlandırmayı kapattım, düzeldi. Yine de bilginiz olsun 👍", "emre2"),
    Line("ravi", "@firefox is there going to be a fix for the blank pages? I have a deadline tonight", "ravi2"),
    Line("caio", about="priya1", deed="like"),
)
