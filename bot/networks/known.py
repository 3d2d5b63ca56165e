"""The networks there are, built from desk.toml and .env: the one place that knows all of them by name."""

from collections.abc import Callable, Mapping

from bot.clock import Clock
from bot.errors import Misconfigured
from bot.networks import google_play, x
from bot.networks.base import Capabilities, Charge, Network, Way
from bot.networks.google_play import GooglePlay
from bot.networks.google_play_keys import ADDRESS as GOOGLE_PLAY_ADDRESS
from bot.networks.google_play_keys import key_of
from bot.networks.x import X
from bot.networks.x_keys import ADDRESS, keys_of
from bot.networks.x_posts import NAME as X_NAME
from bot.networks.x_signin import XSignIn
from bot.programme import Account, Programme

KNOWN: Mapping[str, Capabilities] = {X_NAME: x.CAPABILITIES, GooglePlay.name: google_play.CAPABILITIES}
"""What each network can do, known without any key."""

PREFIXES = tuple(f"{name.upper()}_" for name in KNOWN)
"""How the names of each network's own settings begin; its module says which of them it needs."""


def build(
    env: Mapping[str, str], programme: Programme, *, clock: Clock, charged: Callable[[Charge], None]
) -> dict[str, Network]:
    """Each network that an account of desk.toml is on, by its name. `env` holds what .env says of the networks.

    Raises Misconfigured with every problem, a line each.
    """
    problems = problems_of(env, programme)
    if problems:
        raise Misconfigured("\n".join(problems))
    networks: dict[str, Network] = {}
    accounts = on(X_NAME, programme)
    if accounts:
        keys, _ = keys_of(accounts, env)
        networks[X_NAME] = X(programme, keys, clock=clock, charged=charged, address=env.get(ADDRESS))
    key, _ = key_of(env)
    if key is not None and on(GooglePlay.name, programme):
        where = env.get(GOOGLE_PLAY_ADDRESS)
        networks[GooglePlay.name] = GooglePlay(programme, key, clock=clock, charged=charged, address=where)
    return networks


def problems_of(env: Mapping[str, str], programme: Programme) -> list[str]:
    """A sentence for each setting that an account needs and that is missing, and each network that nobody knows."""
    unknown = [
        f"desk.toml: @{each.handle} is on {each.network!r}; Volley knows {', '.join(KNOWN)}"
        for each in programme.accounts
        if each.network not in KNOWN
    ]
    _, missing = keys_of(on(X_NAME, programme), env)
    apps = on(GooglePlay.name, programme)
    nameless = [f"desk.toml: @{each.handle} needs `app`, such as org.mozilla.firefox" for each in apps if not each.app]
    keyless = key_of(env)[1] if apps else ()
    return [*unknown, *missing, *nameless, *keyless]


def on(network: str, programme: Programme) -> tuple[Account, ...]:
    """The accounts on a network."""
    return tuple(each for each in programme.accounts if each.network == network)


def is_sent_by_hand(account: Account) -> bool:
    """Whether something of this account goes by hand, so that it needs keyholders."""
    can = KNOWN.get(account.network)
    return account.plan == "self_serve" and can is not None and Way.HAND in {can.reply, can.like}


def sign_in(account: Account, env: Mapping[str, str]) -> XSignIn:
    """The sign-in of an account's network. Raises Misconfigured when it has none, or lacks the app's keys."""
    if account.network != X_NAME:
        raise Misconfigured(f"{account.network} has no sign-in with a PIN; see .env.example for what it needs.")
    name = account.handle.upper()
    own = f"_{name}" if env.get(f"X_CONSUMER_KEY_{name}") else ""
    key, secret = env.get(f"X_CONSUMER_KEY{own}"), env.get(f"X_CONSUMER_SECRET{own}")
    if not key or not secret:
        raise Misconfigured(
            f"X_CONSUMER_KEY{own} and X_CONSUMER_SECRET{own} are needed first: copy them from the app's "
            "Keys and tokens at https://developer.x.com into .env"
        )
    return XSignIn(account.handle, key=key, secret=secret, **({"api": env[ADDRESS]} if env.get(ADDRESS) else {}))
