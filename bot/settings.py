"""The .env file as types: secrets and addresses. Every problem is told at once, in plain words, with its remedy."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Misconfigured
from bot.networks.known import PREFIXES

DOTENV = Path(".env")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

REMEDIES = {
    "slack_bot_token": "create the app from manifest.json, install it, and copy the Bot User OAuth Token (xoxb-…)",
    "slack_app_token": "under Basic Information, App-Level Tokens, make one with connections:write (xapp-…)",
    "slack_signing_secret": "copy it from Basic Information, App Credentials",
    "slack_api_url": "leave it out, or give an address such as https://slack.com/api/",
    "knowledge_base_api_url": "leave it out, or give an address such as https://support.mozilla.org",
    "database_url": "leave it out, or give an address such as postgresql://user:password@host/volley",
    "desk_file": "give the path of your desk.toml",
    "desk_managers": "give Slack user ids separated by commas, such as U012AB3CD,U045EF6GH",
    "port": "give a number from 1 to 65535, or leave it out",
    "log_level": f"choose one of {', '.join(LEVELS)}",
}


def an_address(value: str) -> str:
    """An http or https address, without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"{value!r} is no web address")
    return value.rstrip("/")


def a_database(value: str) -> str:
    """An address SQLAlchemy can read, of a kind the desk speaks."""
    try:
        backend = make_url(value).get_backend_name()
    except ArgumentError as error:
        raise ValueError("it is no database address") from error
    if backend not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError(f"it names {backend!r}; Volley speaks sqlite and postgresql")
    return value


def a_token(prefix: str) -> AfterValidator:
    """A Slack token that begins as Slack's tokens of its kind do."""

    def check(value: SecretStr) -> SecretStr:
        token = value.get_secret_value()
        if not token.startswith(prefix) or token == prefix:
            raise ValueError(f"it should begin with {prefix} and go on")
        return value

    return AfterValidator(check)


def slack_ids(value: object) -> tuple[str, ...]:
    """Slack user ids, written with commas between them: they begin with U or W."""
    written = value.split(",") if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
    ids = tuple(each.strip() for each in written if each.strip())
    for each in ids:
        if not each.isalnum() or each[0] not in "UW":
            raise ValueError(f"{each!r} is no Slack user id")
    return ids


def a_level(value: str) -> str:
    """One of the four levels, in capitals."""
    if value.upper() not in LEVELS:
        raise ValueError(f"{value!r} is no level")
    return value.upper()


class Settings(BaseSettings):
    """Secrets and addresses. `networks` keeps what belongs to the networks, by its name in .env, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: Annotated[SecretStr, a_token("xoxb-")]
    slack_app_token: Annotated[SecretStr, a_token("xapp-")] | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(an_address)] = "https://slack.com/api"
    knowledge_base_api_url: Annotated[str, AfterValidator(an_address)] | None = None
    database_url: Annotated[str, AfterValidator(a_database)] = "sqlite:///volley.db"
    desk_file: Path = Path("desk.toml")
    desk_managers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(slack_ids)] = ()
    port: int | None = Field(default=None, ge=1, le=65535)
    log_level: Annotated[str, AfterValidator(a_level)] = "INFO"
    networks: Mapping[str, str] = Field(default_factory=dict, repr=False)


def read(dotenv: Path = DOTENV) -> Settings:
    """The settings from a .env file and the environment, which wins. Empty values count as missing.

    Raises Misconfigured with every problem, a line each.
    """
    found = everything(dotenv)
    problems = []
    try:
        settings = Settings(_env_file=dotenv, networks=for_networks(dotenv))  # type: ignore[call-arg] # pydantic-settings' own
    except ValidationError as error:
        problems = [problem(each) for each in error.errors()]
    if not found.get("SLACK_APP_TOKEN") and not (found.get("SLACK_SIGNING_SECRET") and found.get("PORT")):
        problems.append(
            f"SLACK_APP_TOKEN is missing: {REMEDIES['slack_app_token']}; "
            "or set SLACK_SIGNING_SECRET and PORT to be called over the web"
        )
    if problems:
        raise Misconfigured("\n".join(problems))
    return settings


def for_networks(dotenv: Path = DOTENV) -> dict[str, str]:
    """What .env and the environment hold for the networks, by its name in capitals."""
    return {name: value for name, value in everything(dotenv).items() if name.startswith(PREFIXES)}


def desk_file(dotenv: Path = DOTENV) -> Path:
    """Where desk.toml is, for commands that need nothing else."""
    return Path(everything(dotenv).get("DESK_FILE", "desk.toml"))


def everything(dotenv: Path) -> dict[str, str]:
    """All that is set to something, the environment before the file."""
    found = {name.upper(): value or "" for name, value in dotenv_values(dotenv).items()}
    found |= {name.upper(): value for name, value in os.environ.items() if value.strip()}
    return {name: value.strip() for name, value in found.items() if value.strip()}


def problem(error: Any) -> str:
    """One problem as a sentence: which setting, what is wrong, what to do."""
    name = str(error["loc"][0])
    what = "is missing" if error["type"] == "missing" else f"is wrong ({error['msg'].removeprefix('Value error, ')})"
    return f"{name.upper()} {what}: {REMEDIES.get(name, 'see .env.example')}"
