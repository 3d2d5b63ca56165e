"""What is written down: one line per thing that happened, and never a credential."""

import io
import json
import logging

import pytest
import structlog

from bot import logs
from storage.db import Database
from storage.tables import Interaction
from tests.conftest import MONDAY


@pytest.fixture
def written() -> io.StringIO:
    """Where the lines go."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    return stream


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-12-34-abcDEF",
        "xapp-1-A2-b3",
        'oauth_token="2102-hidden"',
        'oauth_signature="h1dd3n%3D"',
        "Bearer hidden.token",
        "postgresql://volley:hidden@db/volley",
        "wss://wss.slack.com/link/?ticket=hidden&app_id=1",
        "https://hooks.slack.com/actions/T1/2/h00ks",
    ],
)
def test_credentials_are_hidden_wherever_they_stand(written: io.StringIO, secret: str) -> None:
    structlog.get_logger().info("called", address=f"before {secret} after")
    logging.getLogger("somebody").warning("said %s", secret)
    try:
        raise ValueError(secret)
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
    text = written.getvalue()
    for word in ("hidden.token", "abcDEF", "A2-b3", "2102-hidden", "h1dd3n", ":hidden@", "=hidden&", "h00ks"):
        assert word not in text
    assert text.count(logs.HIDDEN) >= 3


def test_each_line_is_json_where_nobody_reads_along(written: io.StringIO) -> None:
    structlog.get_logger().info("card posted", conversation=12)
    line = json.loads(written.getvalue())
    assert (line["event"], line["conversation"], line["level"]) == ("card posted", 12, "info")


def test_talkative_libraries_say_warnings_only(written: io.StringIO) -> None:
    for name in ("tweepy", "slack_sdk.web", "aiohttp.client", "sqlalchemy.engine", "slack_bolt.AsyncApp", "psycopg"):
        logging.getLogger(name).debug("the whole body")
        logging.getLogger(name).info("the whole body")
    assert written.getvalue() == ""


async def test_what_is_stored_is_written_down_nowhere(database: Database, written: io.StringIO) -> None:
    async with database.writing() as session:
        session.add(Interaction(key="a customer's words", at=MONDAY))
    async with database.reading() as session:
        assert await session.get(Interaction, "a customer's words") is not None
    assert "words" not in written.getvalue()
