"""Where a conversation stands in its queue: by priority, in front of all others when it was sent back."""

from datetime import datetime

from storage.tables import Conversation

FRONT = 1000
"""What being sent back adds to the priority; no rule of desk.toml reaches that far."""


def to_the_front(conversation: Conversation, now: datetime) -> None:
    """Put it before everything that was not sent back."""
    conversation.returned_at = now
    conversation.rank = conversation.priority + FRONT


def back_in_line(conversation: Conversation) -> None:
    """Let it stand by its priority alone: what it was sent back for has been done."""
    conversation.returned_at = None
    conversation.rank = conversation.priority
