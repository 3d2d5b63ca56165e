"""Slack's own verdict on everything the bot sent: which calls the strict sandbox refused, and by which name."""

from collections import Counter

from sandbox.log import Call
from sandbox.server import Sandbox

MALFORMED = frozenset(
    {
        "invalid_arguments",
        "invalid_args",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_form_data",
        "invalid_json",
        "invalid_metadata_format",
        "invalid_payload",
        "json_not_object",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "unknown_method",
        "view_too_large",
    }
)
"""Names under which Slack refuses what should never have been sent as it was."""


class Verdict:
    """Counts from its making on, beyond what the sandbox's log keeps."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.calls = 0
        self.errors: Counter[tuple[str, str]] = Counter()
        """How often each (method, error) was answered by Slack."""
        self.refused_for_rate: Counter[str] = Counter()
        """How often Slack answered 429, by method."""
        sandbox.log.listen(self._heard)

    def _heard(self, call: Call) -> None:
        if call.network != "slack":
            return
        self.calls += 1
        if call.status == 429:
            self.refused_for_rate[call.method] += 1
        elif call.error:
            self.errors[(call.method, call.error)] += 1

    @property
    def malformed(self) -> dict[tuple[str, str], int]:
        """What the bot sent and Slack's limits refuse."""
        return {what: count for what, count in self.errors.items() if what[1] in MALFORMED}

    def must_be_clean(self) -> None:
        """Fail unless everything passed Slack's limits and no call came too soon."""
        assert self.calls
        assert not self.malformed, self.malformed
        assert not self.refused_for_rate, self.refused_for_rate
