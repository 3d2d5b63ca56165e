"""The commands of `python -m bot`: what is set up wrongly is told in plain words, and everything can be tried first."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import check as checking
from bot.app import build
from bot.connect import connect
from bot.demo import settings_for
from bot.errors import Misconfigured
from bot.networks import known
from bot.programme import Programme
from bot.settings import Settings, for_networks
from sandbox.__main__ import addresses
from sandbox.faults import Fault
from sandbox.server import Sandbox
from storage import schema
from storage.db import Database
from tests.conftest import ROOT, dotenv


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A pretend Slack and a pretend X."""
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as started:
        yield started


@pytest.fixture
def given(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings that lead to the sandbox; nothing of the machine's own environment is seen."""
    settings: dict[str, str] = addresses(sandbox)["settings"]
    for name in [*settings, "DATABASE_URL", "DESK_MANAGERS", "PORT", "DESK_FILE"]:
        monkeypatch.delenv(name, raising=False)
    return settings


async def lines(path: Path) -> list[checking.Line]:
    """What `check` says."""
    return [line async for line in checking.check(path)]


async def test_check_tries_everything_and_finds_it_well(given: dict[str, str], tmp_path: Path) -> None:
    found = await lines(dotenv(tmp_path, given | {"DESK_MANAGERS": "U0KIRA"}))
    assert [str(line) for line in found if line.is_wrong] == []
    said = "\n".join(map(str, found))
    for what in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "desk.toml", "U0KIRA", "#desk-moderated", "@FirefoxSupport"):
        assert what in said
    assert "#desk-unmoderated: will be created at the start or, if it exists and is private, invite Volley" in said
    assert "✓ knowledge base https://support.mozilla.org" in said


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "SLACK_APP_TOKEN"),
        ({"DESK_MANAGERS": "U0NOBODY"}, "manager U0NOBODY"),
        ({"X_TOKEN_FIREFOXSUPPORT": "1-wrong"}, "FirefoxSupport"),
        ({"X_TOKEN_FIREFOXSUPPORT": ""}, "X_TOKEN_FIREFOXSUPPORT"),
        ({"DESK_FILE": "/nowhere/desk.toml"}, "desk.toml"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "database"),
    ],
)
async def test_check_names_what_is_wrong_and_the_remedy(
    given: dict[str, str], tmp_path: Path, wrong: dict[str, str], told: str
) -> None:
    found = [line for line in await lines(dotenv(tmp_path, given | wrong)) if line.is_wrong]
    assert len(found) == 1, [str(line) for line in found]
    assert told in str(found[0])
    assert found[0].remedy


@pytest.mark.parametrize(
    ("method", "told"), [("users.info", "manager U0KIRA"), ("conversations.list", "channels"), ("auth.test", "TOKEN")]
)
async def test_check_goes_on_when_slack_does_not_answer_one_question(
    given: dict[str, str], tmp_path: Path, sandbox: Sandbox, method: str, told: str
) -> None:
    sandbox.faults.add(Fault.CUT, f"slack/{method}")
    found = await lines(dotenv(tmp_path, given | {"DESK_MANAGERS": "U0KIRA"}))
    wrong = [str(line) for line in found if line.is_wrong]
    assert [told in each and "cannot be reached" in each for each in wrong][:1] == [True]
    assert "@FirefoxSupport" in "\n".join(map(str, found))


async def test_check_warns_of_a_knowledge_base_that_does_not_answer_or_lacks_a_language(
    sandbox: Sandbox, given: dict[str, str], tmp_path: Path
) -> None:
    odd = (ROOT / "desk.toml").read_text(encoding="utf-8").replace('tr = "tr", it', 'tr = "xx", it')
    (tmp_path / "desk.toml").write_text(odd, encoding="utf-8")
    path = dotenv(tmp_path, given | {"DESK_FILE": str(tmp_path / "desk.toml")})
    for expected in ("it has no language xx", "a page instead of data"):
        (line,) = [each for each in await lines(path) if each.what.startswith("knowledge base")]
        assert line.is_warning
        assert expected in str(line)
        sandbox.faults.add("server_error", "kitsune/*", status=200)


async def test_check_tells_all_that_is_missing_at_once(tmp_path: Path) -> None:
    said = [str(line) for line in await lines(dotenv(tmp_path, {}))]
    for what in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "X_CONSUMER_KEY", "X_TOKEN_FIREFOX", "GOOGLE_PLAY_CREDENTIALS"):
        assert any(line.startswith(f"✗ {what} is missing: ") for line in said), what
    said = [str(line) for line in await lines(dotenv(tmp_path, {"DESK_FILE": "/nowhere/desk.toml"}))]
    assert any(line.startswith("✗ desk.toml: ") for line in said)


async def test_check_looks_for_keyholders_and_names_accounts_without(given: dict[str, str], tmp_path: Path) -> None:
    shipped = (ROOT / "desk.toml").read_text(encoding="utf-8")
    chosen = tmp_path / "desk.toml"
    chosen.write_text(shipped.replace("keyholders = []", 'keyholders = ["U0MO", "U0NOBODY"]', 1), encoding="utf-8")
    found = await lines(dotenv(tmp_path, given | {"DESK_FILE": str(chosen)}))
    assert [line.what for line in found if line.is_wrong] == ["keyholder U0NOBODY"]
    (warning,) = [line for line in found if line.what == "keyholders"]
    assert "@FirefoxSupport" in str(warning)
    assert "@Firefox," not in str(warning)


async def test_check_names_each_scope_that_is_missing(tmp_path: Path, given: dict[str, str]) -> None:
    async with Sandbox.start(manifest={"oauth_config": {"scopes": {"bot": ["chat:write", "users:read"]}}}) as poor:
        path = dotenv(tmp_path, given | {"SLACK_API_URL": poor.slack_api_url})
        said = [str(line) for line in await lines(path) if line.is_wrong]
    assert any("scope channels:history" in line for line in said)
    assert not any("scope chat:write:" in line for line in said)


async def test_check_warns_of_a_host_that_forgets_its_disk(
    given: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNO", "worker.1")
    found = await lines(dotenv(tmp_path, given | {"DESK_MANAGERS": "U0KIRA"}))
    (warning,) = [line for line in found if line.is_warning and line.what == "disk"]
    assert "PostgreSQL" in str(warning)
    assert not warning.is_wrong


async def sign_in(sandbox: Sandbox, path: Path, programme: Programme, *, asks: str, says_yes: str) -> list[str]:
    """Let @`asks` be connected while whoever is at the browser says yes as @`says_yes`; what was said."""
    said: list[str] = []

    def pin(_: str) -> str:
        token = said[0].rsplit("oauth_token=", 1)[1].strip()
        return str(sandbox.x.sign_in.authorize(token, says_yes))

    account = programme.account(asks)
    await connect(known.sign_in(account, for_networks(path)), path, say=said.append, ask=pin)
    return said


async def test_connect_stores_the_tokens_that_a_pin_is_exchanged_for(
    sandbox: Sandbox, given: dict[str, str], tmp_path: Path, programme: Programme
) -> None:
    without = {name: value for name, value in given.items() if "TOKEN_FIREFOXSUPPORT" not in name}
    path = dotenv(tmp_path, without)
    said = await sign_in(sandbox, path, programme, asks="@FirefoxSupport", says_yes="FirefoxSupport")
    stored = for_networks(path)
    assert stored["X_TOKEN_FIREFOXSUPPORT"] != given["X_TOKEN_FIREFOXSUPPORT"]
    assert stored["X_TOKEN_SECRET_FIREFOXSUPPORT"]
    assert "X_TOKEN_FIREFOXSUPPORT" in said[-1]
    assert path.stat().st_mode & 0o077 == 0
    assert [str(line) for line in await lines(path) if line.is_wrong] == []


async def test_connect_refuses_another_accounts_yes(
    sandbox: Sandbox, given: dict[str, str], tmp_path: Path, programme: Programme
) -> None:
    path = dotenv(tmp_path, given)
    with pytest.raises(Misconfigured, match="@Firefox has allowed the app"):
        await sign_in(sandbox, path, programme, asks="FirefoxSupport", says_yes="Firefox")
    assert for_networks(path)["X_TOKEN_FIREFOXSUPPORT"] == given["X_TOKEN_FIREFOXSUPPORT"]


def settings_at(given: dict[str, str], address: str) -> Settings:
    """Settings for the sandbox and a database."""
    return settings_for(given, ROOT).model_copy(update={"database_url": address})


async def test_a_second_process_on_an_sqlite_file_is_sent_away(
    given: dict[str, str], tmp_path: Path, programme: Programme
) -> None:
    settings = settings_at(given, f"sqlite:///{tmp_path / 'desk.db'}")
    first, second = await build(settings, programme), await build(settings, programme)
    await first.start()
    with pytest.raises(Misconfigured, match="Another Volley is already using"):
        await second.start()
    await second.stop()
    await first.stop()
    third = await build(settings, programme)
    await third.start()
    await third.stop()


async def test_tables_of_a_newer_version_are_refused(
    given: dict[str, str], database_address: str, database: Database, programme: Programme
) -> None:
    await schema.stamp(database)
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    app = await build(settings_at(given, database_address), programme)
    with pytest.raises(Misconfigured, match="newer Volley"):
        await app.start()
    await app.stop()


@pytest.mark.parametrize(("name", "value"), [("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "xapp-wrong")])
async def test_run_names_a_token_that_slack_does_not_accept(
    given: dict[str, str], tmp_path: Path, programme: Programme, name: str, value: str
) -> None:
    app = await build(settings_at(given | {name: value}, f"sqlite:///{tmp_path / 'desk.db'}"), programme)
    with pytest.raises(Misconfigured, match=name):
        await app.start()
    await app.stop()
