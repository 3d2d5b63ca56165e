"""Bulk work as it is shown: what will happen to which conversations, what happened, and what was left out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BulkRow:
    """One conversation: whose, its first words, and why it is left out, or was not taken back; "" when it is not."""

    number: int
    customer: str
    words: str
    by_name: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class BulkPicture:
    """One piece of bulk work. `stage` is gathered, chosen, done or undone; `value` in words for people.

    `total` is how many the list holds, of which at most a hundred are `rows`.
    """

    number: int
    title: str
    stage: str
    rows: tuple[BulkRow, ...]
    total: int
    act: str = ""
    value: str = ""
    is_person: bool = False
    can_move: bool = False
    """Whether its owner may move conversations."""
