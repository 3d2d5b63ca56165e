"""The closed sets a person chooses from, for whoever reads a form."""

from enum import StrEnum

from storage.tables import Afterwards, Role, Urgency, WaitingOn

__all__ = ["Afterwards", "Role", "SkipReason", "Urgency", "WaitingOn"]


class SkipReason(StrEnum):
    """Why somebody passes a conversation over in play mode."""

    UNSURE = "unsure"
    SPECIALIST = "specialist"
    LANGUAGE = "language"
    LATER = "later"
