"""Frames that no Slack ever sends: what is no JSON, no envelope, or an envelope of nothing."""

import json
from typing import Any

DEEP = 20_000

PAYLOADS: tuple[Any, ...] = (
    None,
    [],
    "words",
    7,
    True,
    {},
    {"type": None},
    [{}],
    {"user": None, "type": "block_actions"},
)

FRAMES: tuple[str, ...] = (
    "",
    " ",
    "not json at all",
    "{",
    "[]",
    "null",
    "true",
    "17",
    '"words"',
    "{}",
    "\x00",
    "[" * DEEP,
    "[" * DEEP + "]" * DEEP,
    '{"a":' * DEEP + "1" + "}" * DEEP,
    json.dumps({"type": None}),
    json.dumps({"type": 5}),
    json.dumps({"type": ["hello"]}),
    json.dumps({"type": "interactive"}),
    json.dumps({"type": "nothing known", "envelope_id": "1", "payload": {}}),
    json.dumps({"type": "hello", "connection_info": None}),
    *(
        json.dumps({"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True})
        for kind in ("interactive", "slash_commands", "events_api")
        for envelope in ("e-1", None, 7, "", {"a": 1})
        for payload in PAYLOADS
    ),
)
