"""X's keys: which app and token each account acts with, as .env gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.programme import Account

ADDRESS = "X_API_URL"


@dataclass(frozen=True)
class Keys:
    """What an account signs with. `own_app` says that the app belongs to the account, which makes its reads cheap."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    token: str = field(repr=False)
    token_secret: str = field(repr=False)
    own_app: bool = False


def keys_of(accounts: tuple[Account, ...], env: Mapping[str, str]) -> tuple[dict[str, Keys], tuple[str, ...]]:
    """The keys of each account that has all four, and a sentence for each setting that is missing.

    `env` holds X_CONSUMER_KEY and X_CONSUMER_SECRET, or those of an app of the account's own as
    X_CONSUMER_KEY_<HANDLE> and X_CONSUMER_SECRET_<HANDLE>, and X_TOKEN_<HANDLE> and X_TOKEN_SECRET_<HANDLE>.
    """
    keys: dict[str, Keys] = {}
    problems: list[str] = []
    for account in accounts:
        found, missing = keys_named(account.handle.upper(), env)
        if found is not None:
            keys[account.handle] = found
        problems += [f"{name} is missing: {remedy(name, account)}" for name in missing]
    return keys, tuple(dict.fromkeys(problems))


def remedy(name: str, account: Account) -> str:
    """Where a missing setting comes from: the app's keys from X, an account's tokens from its sign-in."""
    if name.startswith("X_CONSUMER_"):
        return "copy it from the app's Keys and tokens at https://developer.x.com"
    return f"`python -m bot connect @{account.handle}` finds and stores it"


def keys_named(handle: str, env: Mapping[str, str]) -> tuple[Keys | None, list[str]]:
    """The keys of one account, or None and the names of the settings it lacks."""
    own_app = f"X_CONSUMER_KEY_{handle}" in env
    app = f"_{handle}" if own_app else ""
    names = [f"X_CONSUMER_KEY{app}", f"X_CONSUMER_SECRET{app}", f"X_TOKEN_{handle}", f"X_TOKEN_SECRET_{handle}"]
    missing = [name for name in names if not env.get(name)]
    if missing:
        return None, missing
    key, secret, token, token_secret = (env[name] for name in names)
    return Keys(key, secret, token, token_secret, own_app), []
