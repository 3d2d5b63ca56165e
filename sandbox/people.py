"""The cast: who works at the desk in the pretend Slack, and what the brand has on the pretend X and Play Store."""

from dataclasses import dataclass
from typing import Literal

SLACK_BOT_TOKEN = "xoxb-sandbox"
SLACK_APP_TOKEN = "xapp-sandbox"
SLACK_SIGNING_SECRET = "sandbox-signing"
BOT_USER_ID = "U0VOLLEY"
BOT_ID = "B0VOLLEY"
APP_ID = "A0VOLLEY"
TEAM_ID = "T0SANDBOX"
TEAM_NAME = "Sandbox"

X_CONSUMER_KEY = "sandbox-consumer"
X_CONSUMER_SECRET = "sandbox-consumer-secret"

Role = Literal["beginner", "volunteer", "moderator", "manager"]
Plan = Literal["self_serve", "enterprise"]


@dataclass(frozen=True)
class SlackPerson:
    """Somebody in the pretend workspace."""

    id: str
    handle: str
    """The name after the @, lower case."""
    name: str
    role: Role
    """What the page says about them; the bot has its own list and does not see this."""
    languages: tuple[str, ...]
    time_zone: str
    locale: str
    """As `users.info` shows it with `include_locale`."""
    x_handle: str
    """Their own account on the pretend X."""
    colour: str
    """For their picture on the page."""


@dataclass(frozen=True)
class XAccount:
    """One of the brand's accounts on the pretend X, with the keys the bot signs with."""

    id: str
    handle: str
    name: str
    description: str
    language: str
    followers: int
    verified_type: Literal["blue", "business", "government", "none"] = "business"
    plan: Plan = "self_serve"

    @property
    def token(self) -> str:
        """The access token; X's tokens begin with the account's id, which tweepy reads out of them."""
        return f"{self.id}-sandbox-{self.handle}"

    @property
    def short_token(self) -> str:
        """A second name for the same token, easy to type into a settings file; without the id tweepy cannot like."""
        return f"sandbox-{self.handle}"

    @property
    def token_secret(self) -> str:
        """The access token's secret."""
        return f"sandbox-{self.handle}-secret"

    @property
    def consumer_key(self) -> str:
        """The key of an app that this very account owns: its own mentions are cheap to read with it."""
        return f"{X_CONSUMER_KEY}-{self.handle}"

    @property
    def consumer_secret(self) -> str:
        """The secret of the account's own app."""
        return f"{self.consumer_key}-secret"


@dataclass(frozen=True)
class PlayApp:
    """One of the brand's apps in the pretend Play Store."""

    package: str
    name: str


SLACK_PEOPLE: tuple[SlackPerson, ...] = (
    SlackPerson("U0BEA", "bea", "Bea", "beginner", ("en",), "Europe/London", "en-GB", "bea_helps", "#b5651d"),
    SlackPerson("U0ANA", "ana", "Ana", "volunteer", ("de", "en"), "Europe/Berlin", "de-DE", "ana_im_netz", "#7b3fa0"),
    SlackPerson(
        "U0VITO", "vito", "Vito", "volunteer", ("pt-BR", "en"), "America/Sao_Paulo", "pt-BR", "vito_ajuda", "#1f7a4d"
    ),
    SlackPerson("U0YUI", "yui", "Yui", "volunteer", ("en", "ja"), "Asia/Tokyo", "en-US", "yui_browses", "#c2416c"),
    SlackPerson("U0MO", "mo", "Mo", "moderator", ("es", "en"), "Europe/Madrid", "es-ES", "mo_ayuda", "#b07a00"),
    SlackPerson(
        "U0KIRA", "kira", "Kira", "manager", ("en",), "America/Los_Angeles", "en-US", "kira_community", "#2b6cb0"
    ),
    SlackPerson("U0MAX", "max", "Max", "manager", ("de", "en"), "Europe/Berlin", "de-DE", "max_community", "#4a5568"),
)

X_ACCOUNTS: tuple[XAccount, ...] = (
    XAccount("2101", "Firefox", "Firefox 🔥", "Browse freely.", "en", 2_600_000),
    XAccount("2102", "FirefoxSupport", "Firefox Support", "Help with Firefox, from volunteers.", "en", 48_000),
    XAccount("2103", "mozilla_germany", "Mozilla Deutschland", "Hilfe und Neues auf Deutsch.", "de", 22_000),
    XAccount("2104", "mozilla_france", "Mozilla France", "Aide et actualités en français.", "fr", 19_000),
    XAccount("2105", "firefox_es", "Firefox en español", "Ayuda y novedades en español.", "es", 31_000),
    XAccount("2106", "FirefoxBrasil", "Firefox Brasil", "Ajuda e novidades em português.", "pt-BR", 27_000),
    XAccount("2107", "FirefoxTurkiye", "Firefox Türkiye", "Türkçe yardım ve haberler.", "tr", 12_000),
)

PLAY_APPS: tuple[PlayApp, ...] = (
    PlayApp("org.mozilla.firefox", "Firefox for Android"),
    PlayApp("org.mozilla.focus", "Firefox Focus"),
    PlayApp("org.mozilla.klar", "Firefox Klar"),
)
PLAY_APP_OF_OTHERS = "org.mozilla.fenix"
"""An app that is in the store, but not within reach of the sandbox's service account."""

SHARED_APP_OWNER = "FirefoxSupport"
"""Who owns the app behind X_CONSUMER_KEY: this account's mentions are cheap to read with it, others' are not."""


def x_account(handle: str) -> XAccount:
    """The brand's account of this name, whatever its capitals; raises KeyError for another's."""
    return {account.handle.lower(): account for account in X_ACCOUNTS}[handle.lower().lstrip("@")]
