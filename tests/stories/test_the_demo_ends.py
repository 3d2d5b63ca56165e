"""The demo: real input from a file, all of it stored once, nothing left behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo import Counts
from tests.conftest import ROOT

MANY = 8


def file_of_posts(folder: Path) -> Path:
    """Posts in the documented format, some in the question format."""
    path = folder / "posts.jsonl"
    lines = [
        {
            "text": f"@FirefoxSupport help, number {number}",
            "created_at": f"2026-01-01T10:{number:02}:00Z",
            "author": "a",
        }
        for number in range(MANY - 1)
    ]
    question = {
        "id": 1,
        "title": "Hilfe",
        "content": "Alles weg",
        "created": "2026-01-01 08:00:00 -0800",
        "locale": "de",
    }
    path.write_text("\n".join(map(json.dumps, [*lines, question])), encoding="utf-8")
    return path


def test_until_done_ends_with_one_line_of_counts_that_add_up(tmp_path: Path) -> None:
    scratch, cwd = tmp_path / "scratch", tmp_path / "cwd"
    scratch.mkdir()
    cwd.mkdir()
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--replay",
            str(file_of_posts(tmp_path)),
            "--speed",
            "1000000",
            "--until-done",
        ],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(cwd), "TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    address, counts = ended.stdout.strip().splitlines()
    assert "http://127.0.0.1:" in address
    assert counts.startswith(f"served {MANY} · stored {MANY} ·")
    assert counts.endswith("refused by Slack for rate 0")
    assert list(scratch.iterdir()) == []
    assert list(cwd.iterdir()) == []


@pytest.mark.parametrize(
    "counts",
    [
        Counts(served=10, stored=9, conversations=9, cards=9, waiting=0, refused=0),
        Counts(served=10, stored=10, conversations=10, cards=8, waiting=1, refused=0),
        Counts(served=10, stored=10, conversations=10, cards=10, waiting=0, refused=1),
    ],
)
def test_counts_that_do_not_add_up_are_seen(counts: Counts) -> None:
    assert not counts.add_up


def test_a_file_that_cannot_be_replayed_is_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--replay", str(path), "--until-done"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "line 1" in ended.stderr
