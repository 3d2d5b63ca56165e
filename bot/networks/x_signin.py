"""X's sign-in with a PIN (OAuth 1.0a, "oob"): how an account lets the desk's app act for it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import aiohttp
from oauthlib.oauth1 import Client  # type: ignore[import-untyped]

from bot.errors import Misconfigured

X = "https://api.x.com"
"""What requests are signed for, wherever they are sent."""
SECONDS = 20


class XSignIn:
    """One sign-in of one account. `api` is where X's API is reached; the app's key and secret sign every step."""

    def __init__(self, handle: str, *, key: str, secret: str, api: str = X) -> None:
        self._handle = handle
        self._key = key
        self._secret = secret
        self._api = api.rstrip("/")
        self._request: dict[str, str] = {}

    async def address(self) -> str:
        """Where the account's owner says yes."""
        client = Client(self._key, client_secret=self._secret, callback_uri="oob")
        self._request = await self._call(client, "/oauth/request_token")
        return f"{self._api}/oauth/authorize?{urlencode({'oauth_token': self._request['oauth_token']})}"

    async def tokens(self, pin: str) -> Mapping[str, str]:
        """The account's two tokens, by their names in .env. Raises Misconfigured when another account said yes."""
        client = Client(
            self._key,
            client_secret=self._secret,
            resource_owner_key=self._request["oauth_token"],
            resource_owner_secret=self._request["oauth_token_secret"],
            verifier=pin,
        )
        given = await self._call(client, "/oauth/access_token")
        if given.get("screen_name", "").lower() != self._handle.lower():
            raise Misconfigured(
                f"@{given.get('screen_name')} has allowed the app, not @{self._handle}; "
                "sign in to X as that account and start again. Nothing was stored."
            )
        name = self._handle.upper()
        return {f"X_TOKEN_{name}": given["oauth_token"], f"X_TOKEN_SECRET_{name}": given["oauth_token_secret"]}

    async def _call(self, client: Client, path: str) -> dict[str, str]:
        _, headers, _ = client.sign(X + path, http_method="POST")
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._api + path, headers=headers) as answer,
            ):
                body = await answer.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Misconfigured(f"X cannot be reached ({type(error).__name__}). Please try again later.") from error
        if answer.status != 200:
            raise Misconfigured(
                f"X refuses the sign-in ({answer.status}): look at the PIN, and at X_CONSUMER_KEY and "
                "X_CONSUMER_SECRET; the app needs read and write permission."
            )
        return dict(parse_qsl(body))
