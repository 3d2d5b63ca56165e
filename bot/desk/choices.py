"""The closed sets a person chooses from, for whoever reads a form."""

from storage.tables import Afterwards, Role, Urgency, WaitingOn

__all__ = ["Afterwards", "Role", "Urgency", "WaitingOn"]
