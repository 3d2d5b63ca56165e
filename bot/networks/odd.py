"""Posts that come in a form nobody thought of: set aside by their ids, so that all the others arrive."""

from dataclasses import dataclass

ODD = (AttributeError, TypeError, LookupError, ValueError, ArithmeticError)
"""What reading a post raises that came in a form nobody thought of; all the others have to arrive."""


@dataclass(frozen=True)
class Unreadable:
    """A post over which the desk stumbled: its id, where people see it, and what was wrong in a word."""

    id: str
    url: str
    why: str
