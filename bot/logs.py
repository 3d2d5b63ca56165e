"""What the desk writes down of itself: one line per thing that happened, and never a token, a draft or a text."""

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"
    r"|(?<=Bearer )\S+"
    r"|(?<=oauth_token=\")[^\"]+|(?<=oauth_signature=\")[^\"]+|(?<=oauth_consumer_key=\")[^\"]+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|(?<=ticket=)[^&\s\"']+"
    r"|(?<=hooks\.slack\.com/)[^\s\"']+",
    re.IGNORECASE,
)
HIDDEN = "(hidden)"

TALKATIVE = (
    "aiosqlite",
    "alembic",
    "slack_bolt",
    "slack_sdk",
    "tweepy",
    "aiohttp",
    "apscheduler",
    "sqlalchemy",
    "asyncio",
    "oauthlib",
    "psycopg",
)
"""Libraries whose DEBUG and INFO lines carry texts or credentials, or say nothing to a person."""


def configure(level: str, stream: TextIO | None = None) -> None:
    """Write to `stream` (the standard error unless given): for people on a terminal, as JSON lines elsewhere."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    plain = structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
    last: Processor = plain if out.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            last,
        ],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)


def redact(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Hide everything that looks like a credential, wherever it stands in a line."""
    return {name: SECRETS.sub(HIDDEN, value) if isinstance(value, str) else value for name, value in event.items()}
