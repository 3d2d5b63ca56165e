"""The way to the pretend Play Store: assertions signed by Google's own library, tokens, and the three calls."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import google.auth.crypt
import google.auth.jwt

from sandbox.people import PLAY_APPS
from sandbox.play.keys import GRANT, SCOPE
from sandbox.server import Sandbox

FIREFOX, FOCUS, KLAR = (app.package for app in PLAY_APPS)

Said = tuple[int, Any]
"""Status and JSON of an answer."""


def assertion(sandbox: Sandbox, *, key: str | None = None, **claims: Any) -> str:
    """What the service account signs to get a token; `claims` replace single ones, `key` is a stranger's."""
    account = json.loads(sandbox.play_credentials)
    signer = google.auth.crypt.RSASigner.from_string(key or account["private_key"], account["private_key_id"])
    now = int(time.time())
    usual = {"iss": account["client_email"], "aud": account["token_uri"], "scope": SCOPE, "iat": now, "exp": now + 3600}
    signed: bytes = google.auth.jwt.encode(signer, usual | claims)
    return signed.decode()


class PlayClient:
    """Calls the pretend store as the service account does."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._url = sandbox.play_api_url
        self._session = session
        self.token = ""
        self.headers: dict[str, str] = {}
        """Of the newest answer."""

    async def ask_for_token(self, signed: str, *, grant: str = GRANT) -> Said:
        """Show an assertion to the token endpoint."""
        form = {"grant_type": grant, "assertion": signed}
        async with self._session.post(f"{self._url}/token", data=form) as answer:
            return answer.status, await answer.json()

    async def page(self, app: str = FIREFOX, **query: Any) -> Said:
        """One page of reviews."""
        return await self.call("GET", f"{app}/reviews", params=query)

    async def get(self, review: str, app: str = FIREFOX, **query: Any) -> Said:
        """One review."""
        return await self.call("GET", f"{app}/reviews/{review}", params=query)

    async def reply(self, review: str, text: Any, app: str = FIREFOX) -> Said:
        """Answer a review."""
        return await self.call("POST", f"{app}/reviews/{review}:reply", json={"replyText": text})

    async def everything(self, app: str = FIREFOX, size: int = 100) -> list[dict[str, Any]]:
        """All reviews of an app, page by page."""
        found: list[dict[str, Any]] = []
        query: dict[str, Any] = {"maxResults": size}
        while True:
            status, page = await self.page(app, **query)
            assert status == 200, page
            found += page.get("reviews", [])
            token = page.get("tokenPagination", {}).get("nextPageToken")
            if token is None:
                return found
            query["token"] = token

    async def call(self, verb: str, path: str, **how: Any) -> Said:
        """Any call below an app."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        address = f"{self._url}/androidpublisher/v3/applications/{path}"
        async with self._session.request(verb, address, headers=headers, **how) as answer:
            self.headers = dict(answer.headers)
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.text())


@asynccontextmanager
async def play_client(sandbox: Sandbox, *, seconds: float = 5) -> AsyncIterator[PlayClient]:
    """A client that has a good token."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        client = PlayClient(sandbox, session)
        status, granted = await client.ask_for_token(assertion(sandbox))
        assert status == 200, granted
        client.token = granted["access_token"]
        yield client
