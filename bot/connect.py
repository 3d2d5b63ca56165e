"""Walks a person through a network's sign-in, so that an account of the brand lets the desk act for it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from dotenv import set_key


class SignIn(Protocol):
    """A sign-in with a PIN: an address to open in the browser, then tokens in exchange for the PIN shown there."""

    async def address(self) -> str:
        """Where the account's owner says yes. Raises Misconfigured when the network does not know the app."""
        ...

    async def tokens(self, pin: str) -> Mapping[str, str]:
        """What to keep, by its name in .env. Raises Misconfigured for a wrong PIN, or for another account's."""
        ...


async def connect(sign_in: SignIn, dotenv: Path, *, say: Callable[[str], None], ask: Callable[[str], str]) -> None:
    """Ask for the PIN and keep the tokens in the .env file, which only its owner may read from then on."""
    address = await sign_in.address()
    say(f"Open this address in a browser that is signed in as the account, and allow the app:\n\n  {address}\n")
    tokens = await sign_in.tokens(ask("The PIN shown there").strip())
    keep(tokens, dotenv)
    say(f"Stored {' and '.join(tokens)} in {dotenv}. `python -m bot check` tries them.")


def keep(tokens: Mapping[str, str], dotenv: Path) -> None:
    """Write them into the .env file, replacing what was there under the same names."""
    dotenv.touch(mode=0o600)
    dotenv.chmod(0o600)
    for name, value in tokens.items():
        set_key(dotenv, name, value, quote_mode="never")
