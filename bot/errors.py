"""The tree of errors: Refused is told to the person who asked, Trouble is met by the loops."""

from collections.abc import Sequence
from datetime import datetime


class VolleyError(Exception):
    """Something did not go as asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__ or "")


class Refused(VolleyError):
    """That is not possible right now."""

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        """`field` names the input of a form that the refusal is about, when there is one."""
        super().__init__(message)
        self.field = field


class LanguagesUnsaid(Refused):
    """Which languages do you read? `/desk languages de en` says so; `/desk languages all` says that you read all."""


class NotAllowed(Refused):
    """Your role on the desk does not include this yet."""


class NotFound(Refused):
    """There is no conversation with that number."""


class NotYours(Refused):
    """Somebody else is already on it."""


class Closed(Refused):
    """This conversation is closed. Reopen it first."""


class AlreadyAnswered(Refused):
    """This message has already been answered."""


class TooLate(Refused):
    """It is too late for that: the reply has already left."""


class Invalid(Refused):
    """Something in the form needs another look."""


class Mistaken(Invalid):
    """The file needs another look."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        """`mistakes` begin with their lines."""
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


class Misconfigured(VolleyError):
    """A setting or file is wrong; the message says which and how to mend it."""


class Trouble(VolleyError):
    """A platform did not do what was asked."""


class RetryAt(Trouble):
    """The platform asks to wait."""

    def __init__(self, at: datetime, message: str | None = None) -> None:
        """`at` is the moment, aware and in UTC, from which asking again is allowed."""
        super().__init__(message)
        self.at = at


class Unavailable(Trouble):
    """The platform does not answer, or answers with an error of its own; nothing was done."""


class Unknown(Trouble):
    """The request left and no answer came back: it may or may not have been done."""


class Gone(Trouble):
    """What was asked for no longer exists, or is no longer public."""


class Garbled(Trouble):
    """It came in a form that the desk cannot read."""

    def __init__(self, why: str, *, url: str = "") -> None:
        """`why` is a word for what was wrong with it; `url` is where people see it."""
        super().__init__(f"it came in a form that the desk cannot read ({why}).")
        self.why, self.url = why, url


class NeedsHand(Trouble):
    """The platform takes this only from a person's own hands, never by its API."""


class Rejected(Trouble):
    """The platform refuses this for good; the message says why."""


class Unauthorised(Trouble):
    """The platform does not accept the token; the message says which."""
