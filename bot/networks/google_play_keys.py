"""Google Play's key: the service account that reads and answers reviews, and the assertions it signs for a token."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from google.auth import jwt
from google.auth.crypt import RSASigner

CREDENTIALS = "GOOGLE_PLAY_CREDENTIALS"
ADDRESS = "GOOGLE_PLAY_API_URL"
SCOPE = "https://www.googleapis.com/auth/androidpublisher"
LIFETIME = 3600
"""Seconds; Google gives no token that lives longer."""

encode: Callable[..., bytes] = jwt.encode
signer_from: Callable[[str, str], Any] = RSASigner.from_string
"""google-auth is typed by halves."""

PARTS = ("client_email", "private_key", "private_key_id", "token_uri")
REMEDY = "make a JSON key of a service account that may reply to reviews (see .env.example)"


@dataclass(frozen=True)
class Key:
    """A service account's key; `token_uri` is where it is exchanged for tokens."""

    email: str
    token_uri: str
    signer: Any = field(repr=False)

    def assertion(self, now: datetime) -> str:
        """A signed statement of who asks, good for one token (RFC 7523)."""
        moment = int(now.timestamp())
        payload = {"iss": self.email, "aud": self.token_uri, "scope": SCOPE, "iat": moment, "exp": moment + LIFETIME}
        return encode(self.signer, payload).decode("ascii")


def key_of(env: Mapping[str, str]) -> tuple[Key | None, tuple[str, ...]]:
    """The key that GOOGLE_PLAY_CREDENTIALS holds, or leads to as a path; or None and a sentence on what is wrong."""
    given = env.get(CREDENTIALS, "")
    if not given:
        return None, (f"{CREDENTIALS} is missing: {REMEDY}",)
    try:
        raw = json.loads(given if given.lstrip().startswith("{") else Path(given).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return None, (f"{CREDENTIALS} cannot be read ({type(error).__name__}): {REMEDY}",)
    missing = [part for part in PARTS if not isinstance(raw, dict) or not raw.get(part)]
    if missing:
        return None, (f"{CREDENTIALS} holds no {', '.join(missing)}: {REMEDY}",)
    try:
        signer = signer_of(str(raw["private_key"]), str(raw["private_key_id"]))
    except ValueError:
        return None, (f"{CREDENTIALS} holds a private key that is none: {REMEDY}",)
    return Key(str(raw["client_email"]), str(raw["token_uri"]), signer), ()


@lru_cache(maxsize=4)
def signer_of(private_key: str, number: str) -> Any:
    """What signs with this key; made once, as proving a key takes a tenth of a second. Raises ValueError for none."""
    return signer_from(private_key, number)
