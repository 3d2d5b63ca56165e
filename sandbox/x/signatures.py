"""OAuth 1.0a as X checks it: whose app, whose account, signed by whoever holds both secrets, once and just now.

Source: RFC 5849, sections 3.1 to 3.4. Requests stay signed over X's own address, whatever address they were sent to.
"""

import base64
import hashlib
import hmac
import re
import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from aiohttp import web

from sandbox.people import SHARED_APP_OWNER, X_ACCOUNTS, X_CONSUMER_KEY, X_CONSUMER_SECRET, x_account
from sandbox.x.problems import unauthorized

HOSTS = ("api.twitter.com", "api.x.com")
TOLERANCE = 300
"""Seconds of the wall clock that a request's time may be off."""
PAIR = re.compile(r'\s*([^=,\s]+)="([^"]*)"\s*')


@dataclass(frozen=True)
class App:
    """A developer's app: who owns it decides whose reads are cheap."""

    key: str
    secret: str
    owner: int


@dataclass(frozen=True)
class Token:
    """An account's permission to an app, or the beginning of one when `user` is None."""

    key: str
    secret: str
    user: int | None


@dataclass(frozen=True)
class Signed:
    """Who signed a request: an app, for an account."""

    app: App
    token: Token | None
    parameters: dict[str, str]
    """The `oauth_…` parameters."""


class Keys:
    """All apps and tokens there are, and the memory of what was signed."""

    def __init__(self) -> None:
        self.apps: dict[str, App] = {}
        self.tokens: dict[str, Token] = {}
        self._used: set[tuple[str, str, str]] = set()
        self._order: deque[tuple[float, tuple[str, str, str]]] = deque()
        self.add_app(X_CONSUMER_KEY, X_CONSUMER_SECRET, int(x_account(SHARED_APP_OWNER).id))
        for account in X_ACCOUNTS:
            self.add_app(account.consumer_key, account.consumer_secret, int(account.id))
            self.add_token(account.token, account.token_secret, int(account.id))
            self.add_token(account.short_token, account.token_secret, int(account.id))

    def add_app(self, key: str, secret: str, owner: int) -> App:
        """Register an app."""
        self.apps[key] = App(key, secret, owner)
        return self.apps[key]

    def add_token(self, key: str, secret: str, user: int | None) -> Token:
        """Issue a token; it works with every app."""
        self.tokens[key] = Token(key, secret, user)
        return self.tokens[key]

    def revoke(self, key: str) -> None:
        """Make a token invalid, as an account does that withdraws its permission."""
        self.tokens.pop(key, None)

    async def check(self, request: web.Request) -> Signed:
        """Who signed this request; raises Problem (401), which does not say what was wrong."""
        scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
        parameters = {unquote(name): unquote(value) for name, value in PAIR.findall(rest)}
        app = self.apps.get(parameters.get("oauth_consumer_key", ""))
        token = self.tokens.get(parameters.get("oauth_token", ""))
        if scheme != "OAuth" or app is None or (token is None and "oauth_token" in parameters):
            raise unauthorized()
        self._check_freshness(parameters)
        form = await request.text() if request.content_type == "application/x-www-form-urlencoded" else ""
        if not any(
            hmac.compare_digest(parameters["oauth_signature"], right)
            for right in self._right_signatures(request, form, parameters, app, token)
        ):
            raise unauthorized()
        self._remember(parameters)
        return Signed(app, token, parameters)

    def _check_freshness(self, parameters: dict[str, str]) -> None:
        if parameters.get("oauth_signature_method") != "HMAC-SHA1" or not parameters.get("oauth_nonce"):
            raise unauthorized()
        if not parameters.get("oauth_signature") or parameters.get("oauth_version", "1.0") != "1.0":
            raise unauthorized()
        stamp = parameters.get("oauth_timestamp", "")
        if not stamp.isdigit() or abs(time.time() - int(stamp)) > TOLERANCE:
            raise unauthorized()
        if _use(parameters) in self._used:
            raise unauthorized()

    def _remember(self, parameters: dict[str, str]) -> None:
        now = time.time()
        self._used.add(_use(parameters))
        self._order.append((now, _use(parameters)))
        while self._order and self._order[0][0] < now - 2 * TOLERANCE:
            self._used.discard(self._order.popleft()[1])

    def _right_signatures(
        self, request: web.Request, form: str, parameters: dict[str, str], app: App, token: Token | None
    ) -> list[str]:
        pairs = parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True)
        pairs += parse_qsl(form, keep_blank_values=True)
        pairs += [(name, value) for name, value in parameters.items() if name not in ("oauth_signature", "realm")]
        path = request.rel_url.raw_path.removeprefix("/x")
        key = f"{encoded(app.secret)}&{encoded(token.secret) if token else ''}"
        return [signature(key, base_string(request.method, f"https://{host}{path}", pairs)) for host in HOSTS]


def base_string(method: str, address: str, pairs: list[tuple[str, str]]) -> str:
    """What is signed: the verb, the address without its query, all parameters in order."""
    ordered = sorted((encoded(name), encoded(value)) for name, value in pairs)
    return "&".join((method.upper(), encoded(address), encoded("&".join(f"{name}={value}" for name, value in ordered))))


def signature(key: str, text: str) -> str:
    """HMAC-SHA1, in base 64."""
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()).decode()


def encoded(text: str) -> str:
    """Percent-encoded as OAuth wants it: all but letters, digits and `-._~`."""
    return quote(text, safe="-._~")


def _use(parameters: dict[str, str]) -> tuple[str, str, str]:
    return parameters["oauth_nonce"], parameters["oauth_timestamp"], parameters.get("oauth_token", "")
