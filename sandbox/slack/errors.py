"""Refusals of the pretend Slack: the API's, by Slack's own error names, and the client's, told to a person."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """An API call is answered `{"ok": false, "error": name}`; `fields` are what Slack adds for this error."""

    def __init__(self, name: str, **fields: Any) -> None:
        super().__init__(name)
        self.name = name
        self.fields = fields

    def as_json(self) -> Json:
        """The body of the answer."""
        return {"ok": False, "error": self.name, **self.fields}


def invalid(name: str, reasons: list[str]) -> SlackError:
    """A refusal with its reasons, each ending in the place as a JSON pointer; both lists are what Slack sends."""
    return SlackError(name, errors=reasons, response_metadata={"messages": [f"[ERROR] {reason}" for reason in reasons]})


class NotPossible(Exception):
    """What Slack's client does not let a person do: no such button, not in that channel, somebody else's message."""
