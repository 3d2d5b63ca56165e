"""Signing in with a PIN: how an account lets an app act for it (OAuth 1.0a, `oauth_callback=oob`)."""

import html
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from sandbox.x.endpoints import Gate
from sandbox.x.posts import User
from sandbox.x.problems import Problem
from sandbox.x.signatures import App

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Authorize an app · pretend X</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}}
button{{font:inherit;display:block;width:100%;padding:.7rem;margin:.4rem 0;border-radius:2rem;border:1px solid #0f1419;
background:#fff;cursor:pointer}}code{{font-size:2.5rem;letter-spacing:.2em}}</style></head>
<body><h1>{title}</h1>{content}</body></html>"""


@dataclass
class Wish:
    """An app's wish to act for somebody, until it is granted and fetched."""

    app: App
    secret: str
    pin: str | None = None
    user: User | None = None


class SignIn:
    """The three steps: request token, authorisation by a person, access token."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._network = gate.network
        self._wishes: dict[str, Wish] = {}

    def routes(self) -> list[web.RouteDef]:
        """The endpoints; `authenticate` is `authorize` under another name."""
        return [
            web.post("/x/oauth/request_token", self.request_token),
            web.get("/x/oauth/authorize", self.ask),
            web.get("/x/oauth/authenticate", self.ask),
            web.post("/x/oauth/authorize", self.granted),
            web.post("/x/oauth/authenticate", self.granted),
            web.post("/x/oauth/access_token", self.access_token),
        ]

    def authorize(self, request_token: str, handle: str) -> str:
        """What a person does in the browser: grant the wish as the account `handle`; returns the PIN.

        Raises KeyError for a request token or an account that does not exist.
        """
        wish = self._wishes[request_token]
        user = self._network.user_named(handle)
        if user is None:
            raise KeyError(handle)
        wish.user, wish.pin = user, f"{secrets.randbelow(10_000_000):07d}"
        return wish.pin

    async def request_token(self, request: web.Request) -> web.Response:
        """Step one: the app says that it would like to ask."""
        try:
            signed = await self._gate.keys.check(request)
        except Problem:
            return refused(32, "Could not authenticate you.")
        form = await request.post()
        callback = (
            signed.parameters.get("oauth_callback") or form.get("oauth_callback") or request.query.get("oauth_callback")
        )
        if callback != "oob":
            return refused(415, "Callback URL not approved for this client application.", status=403)
        token, secret = secrets.token_urlsafe(20), secrets.token_urlsafe(24)
        self._wishes[token] = Wish(signed.app, secret)
        self._gate.keys.add_token(token, secret, None)
        return form_answer(oauth_token=token, oauth_token_secret=secret, oauth_callback_confirmed="true")

    async def ask(self, request: web.Request) -> web.Response:
        """Step two, the page: which account shall the app act for?"""
        token = request.query.get("oauth_token", "")
        if token not in self._wishes:
            return page("Whoa there!", "<p>The request token for this page is invalid or was used.</p>", 403)
        buttons = "".join(
            f'<button name="account" value="{user.handle}">Authorize as @{user.handle}</button>'
            for user in self._network.users.values()
            if user.kind == "account"
        )
        hidden = f'<input type="hidden" name="oauth_token" value="{html.escape(token)}">'
        return page("Let an app act for an account", f'<form method="post">{hidden}{buttons}</form>')

    async def granted(self, request: web.Request) -> web.Response:
        """Step two, the answer: the PIN to type into the app."""
        form = await request.post()
        try:
            pin = self.authorize(str(form.get("oauth_token", "")), str(form.get("account", "")))
        except KeyError:
            return page("Whoa there!", "<p>The request token for this page is invalid or was used.</p>", 403)
        return page("Almost done", f"<p>Type this PIN into the app:</p><p><code>{pin}</code></p>")

    async def access_token(self, request: web.Request) -> web.Response:
        """Step three: the app trades the PIN for a token that lasts."""
        try:
            signed = await self._gate.keys.check(request)
        except Problem:
            return refused(32, "Could not authenticate you.")
        key = signed.token.key if signed.token else ""
        wish = self._wishes.get(key)
        form = await request.post()
        pin = (
            signed.parameters.get("oauth_verifier") or form.get("oauth_verifier") or request.query.get("oauth_verifier")
        )
        if wish is None or wish.user is None or wish.app != signed.app or pin != wish.pin:
            return refused(89, "Error processing your OAuth request: Invalid oauth_verifier parameter")
        del self._wishes[key]
        self._gate.keys.revoke(key)
        token = self._gate.keys.add_token(
            f"{wish.user.id}-{secrets.token_urlsafe(20).replace('-', 'x')}", secrets.token_urlsafe(24), wish.user.id
        )
        return form_answer(
            oauth_token=token.key,
            oauth_token_secret=token.secret,
            user_id=str(wish.user.id),
            screen_name=wish.user.handle,
        )


def form_answer(**values: str) -> web.Response:
    """An answer as OAuth gives it: a form in the body."""
    return web.Response(text=urlencode(values), content_type="application/x-www-form-urlencoded")


def refused(code: int, message: str, status: int = 401) -> web.Response:
    """X's older way to refuse, which its OAuth endpoints still use."""
    return web.json_response({"errors": [{"code": code, "message": message}]}, status=status)


def page(title: str, content: str, status: int = 200) -> web.Response:
    """A small page for a person."""
    return web.Response(text=PAGE.format(title=title, content=content), content_type="text/html", status=status)
