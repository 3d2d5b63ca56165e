"""The settings: every problem at once, in plain words, with what to do about it."""

import json
from pathlib import Path

import jsonschema
import pytest

from bot import settings
from bot.errors import Misconfigured
from bot.networks.known import PREFIXES
from bot.settings import Settings
from tests.conftest import ROOT

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
SCHEMA = ROOT.parent / "shared" / "data" / "slack-manifest.schema.json"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings is seen."""
    for name in [*Settings.model_fields, "x_token_firefox"]:
        monkeypatch.delenv(name.upper(), raising=False)


def dotenv(folder: Path, **values: str) -> Path:
    """A .env file with these lines."""
    path = folder / ".env"
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """The lines with which it is refused."""
    with pytest.raises(Misconfigured) as refused:
        settings.read(path)
    return str(refused.value).splitlines()


def test_a_full_file_is_read(tmp_path: Path) -> None:
    found = settings.read(dotenv(tmp_path, **GOOD, DESK_MANAGERS="U1, U2", PORT="8080", LOG_LEVEL="debug"))
    assert found.slack_bot_token.get_secret_value() == "xoxb-1"
    assert found.desk_managers == ("U1", "U2")
    assert (found.port, found.log_level) == (8080, "DEBUG")
    assert found.database_url.startswith("sqlite:///")


def test_all_problems_are_told_at_once_with_their_remedies(tmp_path: Path) -> None:
    wrong = problems(
        dotenv(
            tmp_path,
            SLACK_APP_TOKEN="xoxp-1",
            SLACK_API_URL="slack",
            DATABASE_URL="mysql://x",
            DESK_MANAGERS="bob",
            PORT="99999",
            LOG_LEVEL="loud",
        )
    )
    assert [each.split(" ")[0] for each in wrong] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "DATABASE_URL",
        "DESK_MANAGERS",
        "PORT",
        "LOG_LEVEL",
    ]
    assert all(": " in each for each in wrong)


def test_an_empty_file_names_both_tokens(tmp_path: Path) -> None:
    assert [each.split(" is ")[0] for each in problems(dotenv(tmp_path))] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_the_example_as_it_ships_is_refused_for_what_must_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert [each.split(" is ")[0] for each in problems(path)] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_the_web_is_a_way_in_too(tmp_path: Path) -> None:
    found = settings.read(dotenv(tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s", PORT="8080"))
    assert found.slack_app_token is None


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-2")
    monkeypatch.setenv("X_TOKEN_FIREFOX", "from the environment")
    found = settings.read(dotenv(tmp_path, **GOOD, X_TOKEN_FIREFOX="from the file"))
    assert found.slack_bot_token.get_secret_value() == "xoxb-2"
    assert found.networks["X_TOKEN_FIREFOX"] == "from the environment"


def test_no_secret_is_shown(tmp_path: Path) -> None:
    found = settings.read(dotenv(tmp_path, **GOOD, X_TOKEN_FIREFOX="very-secret"))
    assert "very-secret" not in repr(found)
    assert "xoxb-1" not in repr(found)


def test_every_setting_is_explained_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = {each.lstrip("#").split("=")[0] for each in example.splitlines() if "=" in each and " " not in each[:3]}
    missing = {name.upper() for name in Settings.model_fields if name != "networks"} - named
    assert not missing
    for prefix in PREFIXES:
        assert any(each.startswith(prefix) for each in named)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema of manifests is not at hand")
def test_the_manifest_is_one() -> None:
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_manifest_asks_for_what_the_desk_listens_to() -> None:
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["socket_mode_enabled"]
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == {
        "message.channels",
        "message.groups",
        "message.im",
        "app_home_opened",
        "member_joined_channel",
    }
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/desk"
    assert command["should_escape"]
