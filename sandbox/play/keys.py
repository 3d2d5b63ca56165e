"""The service account of the pretend store: its key, the assertions it signs, and the access tokens it gets for them.

Source: RFC 7515 and RFC 7523, and Google's "Using OAuth 2.0 for Server to Server Applications".
"""

import base64
import json
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from sandbox.clock import SandboxClock
from sandbox.play.problems import NoToken, insufficient_scopes, invalid_credentials, login_required

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GOOGLE = "https://oauth2.googleapis.com/token"
"""For whom Google's own libraries sign, whatever `token_uri` the key names; that address is right as well."""
SCOPE = "https://www.googleapis.com/auth/androidpublisher"
SCOPES = "https://www.googleapis.com/auth/"
PROJECT = "sandbox-play"
ACCOUNT = f"volley@{PROJECT}.iam.gserviceaccount.com"
KEY_ID = "5a4db0c0ffee5a4db0c0ffee5a4db0c0ffee0001"
HOUR = 3600
SKEW = 300
"""Seconds that an assertion's times may be off."""
FRAME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


@cache
def private_key() -> rsa.RSAPrivateKey:
    """The account's key, made when it is first needed and kept while the program runs."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def credentials(token_uri: str) -> str:
    """The key file of the service account as JSON in one line, as the Cloud Console hands it out."""
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return json.dumps(
        {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": KEY_ID,
            "private_key": private_key().private_bytes(*kind).decode(),
            "client_email": ACCOUNT,
            "client_id": "100000000000000000001",
            "token_uri": token_uri,
        }
    )


@dataclass(frozen=True)
class Token:
    """Access for an hour of the sandbox's time."""

    scopes: frozenset[str]
    ends: datetime


class Keys:
    """Gives access tokens for signed assertions and knows which of them are good."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._tokens: dict[str, Token] = {}

    def grant(self, grant_type: str, assertion: str, *, audience: str) -> dict[str, Any]:
        """What the token endpoint answers to an assertion; raises NoToken.

        The assertion's times must be right by the clock that its signer reads, the sandbox's or the wall clock. The
        token ends with the sandbox's clock, whose hour may be shorter: `expires_in` is in seconds of the wall clock.
        """
        if grant_type != GRANT:
            raise NoToken("unsupported_grant_type", f"Invalid grant_type: {grant_type}")
        claims = self._checked(assertion, audience)
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes or not all(scope.startswith(SCOPES) for scope in scopes):
            raise NoToken("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        key = f"ya29.c.sandbox-{secrets.token_urlsafe(40)}"
        self._tokens[key] = Token(scopes, self._clock.now() + timedelta(seconds=HOUR))
        return {"access_token": key, "expires_in": int((HOUR - 1) / self._clock.speed), "token_type": "Bearer"}

    def check(self, request: web.Request) -> None:
        """Let a call with a good token pass; raises Problem (401, or 403 for a token without the scope)."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise login_required()
        token = self._tokens.get(key.strip())
        if token is None or token.ends <= self._clock.now():
            raise invalid_credentials()
        if SCOPE not in token.scopes:
            raise insufficient_scopes()

    def revoke_all(self) -> None:
        """Make every token invalid, as happens when a key is taken away."""
        self._tokens.clear()

    def _checked(self, assertion: str, audience: str) -> dict[str, Any]:
        header, claims = _signed_by(private_key().public_key(), assertion)
        if header.get("kid", KEY_ID) != KEY_ID or claims.get("iss") != ACCOUNT:
            raise NoToken("invalid_grant", "Invalid grant: account not found")
        if claims.get("aud") not in (GOOGLE, audience):
            raise NoToken("invalid_grant", f"Invalid JWT: Failed audience check. The right audience is {GOOGLE}.")
        begins, ends = claims.get("iat"), claims.get("exp")
        if not isinstance(begins, int | float) or not isinstance(ends, int | float):
            raise NoToken("invalid_grant", FRAME)
        is_timely = any(begins <= now + SKEW and ends >= now - SKEW for now in (time.time(), self._clock.timestamp()))
        if not is_timely or not 0 < ends - begins <= HOUR:
            raise NoToken("invalid_grant", FRAME)
        return claims


def _signed_by(key: rsa.RSAPublicKey, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of an RS256 assertion; raises NoToken when it is none or somebody else signed it."""
    signed, _, signature = assertion.rpartition(".")
    header, _, claims = signed.partition(".")
    try:
        parts = [json.loads(_decoded(part)) for part in (header, claims)]
        seal = _decoded(signature)
    except ValueError as wrong:
        raise NoToken("invalid_grant", "Bad Request") from wrong
    if not all(isinstance(part, dict) for part in parts) or parts[0].get("alg") != "RS256":
        raise NoToken("invalid_grant", "Bad Request")
    try:
        key.verify(seal, signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as wrong:
        raise NoToken("invalid_grant", "Invalid JWT Signature.") from wrong
    return parts[0], parts[1]


def _decoded(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
