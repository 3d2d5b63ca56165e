"""What a person sees of what they just did."""

from dataclasses import dataclass, field

from sandbox.slack.socket import Acknowledgement

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class Outcome:
    """How an act ended for the person.

    `acknowledged` is False when the app did not answer within three seconds or answered nonsense: Slack shows a warning
    sign, whose text is `warning`. `errors` are a modal's, by block id. `text` is what a command was answered at once.
    """

    acknowledged: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    warning: str | None = None


def refused(warning: str) -> Outcome:
    """What Slack itself refuses, or what the app did not answer."""
    return Outcome(acknowledged=False, warning=warning)


def failed_command(command: str, answer: Acknowledgement) -> Outcome:
    """How Slack words an unanswered slash command."""
    error = "dispatch_failed" if answer.reason == "no_connection" else "operation_timeout"
    return refused(f'{command} failed with the error "{error}"')
