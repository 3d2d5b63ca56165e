"""`python -m bot …` as it is typed: what it prints, and how it ends."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
import structlog

from bot.__main__ import main
from bot.clippings_file import read
from tests.conftest import ROOT, dotenv

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Ended]


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """`python -m bot …` in a folder of its own, with an empty environment."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["bot", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return Ended(int(ended.value.code or 0), *capsys.readouterr())

    root, structured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    with mock.patch.dict(os.environ, clear=True):
        yield run
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**structured)


def test_without_settings_it_ends_with_all_problems_and_without_a_traceback(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "bot", "run"]
    empty = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    ended = subprocess.run(run, cwd=tmp_path, env=empty, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "SLACK_BOT_TOKEN is missing" in ended.stderr
    assert "SLACK_APP_TOKEN is missing" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_migrate_asks_for_the_settings_too(bot: Command) -> None:
    ended = bot("migrate")
    assert ended.returncode == 1
    assert "SLACK_BOT_TOKEN is missing" in ended.stderr


def test_run_tells_what_is_wrong_in_both_files_at_once(bot: Command, tmp_path: Path) -> None:
    shipped = (ROOT / "desk.toml").read_text(encoding="utf-8")
    broken = shipped.replace('default_queue = "unmoderated"', 'default_queue = "nowhere"')
    (tmp_path / "desk.toml").write_text(broken, encoding="utf-8")
    ended = bot("run")
    assert ended.returncode == 1
    for problem in ("SLACK_BOT_TOKEN is missing", "desk.toml, line", "nowhere"):
        assert problem in ended.stderr
    (tmp_path / "desk.toml").write_text(shipped, encoding="utf-8")
    told = bot("run").stderr
    for problem in ("SLACK_BOT_TOKEN is missing", "X_CONSUMER_KEY is missing: copy", "X_TOKEN_FIREFOX is missing: `py"):
        assert problem in told


def test_check_ends_with_one_when_something_is_wrong(bot: Command) -> None:
    ended = bot("check")
    assert ended.returncode == 1
    assert "✗ SLACK_BOT_TOKEN" in ended.stdout


def test_migrate_lays_the_tables(bot: Command, tmp_path: Path) -> None:
    dotenv(tmp_path, TOKENS)
    ended = bot("migrate")
    assert (ended.returncode, ended.stdout.strip()) == (0, "The database is ready.")
    assert (tmp_path / "desk.db").exists()


def test_an_unknown_account_cannot_be_connected(bot: Command, tmp_path: Path) -> None:
    dotenv(tmp_path, {})
    ended = bot("connect", "@nobody")
    assert ended.returncode == 1
    assert "@FirefoxSupport" in ended.stderr


def test_clippings_go_into_a_file_and_come_back(bot: Command, tmp_path: Path) -> None:
    dotenv(tmp_path, TOKENS)
    shutil.copy(ROOT / "clippings.toml", tmp_path / "in.toml")
    assert bot("migrate").returncode == 0
    for said in ("43 added, 0 changed, 0 as they were.", "0 added, 0 changed, 43 as they were."):
        assert bot("clippings", "import", "in.toml").stdout.strip() == said
    assert bot("clippings", "export", "out.toml").returncode == 0
    files = [[each.wording for each in read(tmp_path / name)] for name in ("in.toml", "out.toml")]
    by_name = [sorted(file, key=lambda each: each.name) for file in files]
    assert by_name[0] == by_name[1]
    (tmp_path / "in.toml").write_text("[[clippings]]\nname = 3\n", encoding="utf-8")
    refused = bot("clippings", "import", "in.toml")
    assert refused.returncode == 1
    assert "in.toml line 2" in refused.stderr
