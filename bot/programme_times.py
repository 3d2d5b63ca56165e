"""The periods of desk.toml, each in the unit its name says."""

from datetime import timedelta

from pydantic import Field

from bot.programme_part import Part


class Times(Part):
    """The periods of the programme that belong to no other part of the file."""

    undo_seconds: int = Field(default=20, ge=0)
    claim_minutes: int = Field(default=40, ge=1)
    untouched_hours: int = Field(default=4, ge=1)
    customer_hold_days: int = Field(default=3, ge=1)
    close_after_proposal_days: int = Field(default=1, ge=1)
    ping_minutes: int = Field(default=15, ge=1)
    by_hand_hours: int = Field(default=2, ge=1)
    play_reminder_minutes: int = Field(default=20, ge=1)
    play_end_minutes: int = Field(default=40, ge=2)
    skipped_hours: int = Field(default=8, ge=1)
    similar_days: int = Field(default=7, ge=1)
    history_days: int = Field(default=30, ge=1)
    history_recent_days: int = Field(default=7, ge=1)
    poll_seconds: int = Field(default=60, ge=1)
    over_budget_poll_minutes: int = Field(default=60, ge=1)
    upkeep_minutes: int = Field(default=30, ge=1)
    kept_days: int = Field(default=30, ge=1)

    @property
    def undo(self) -> timedelta:
        """How long a reply can be taken back."""
        return timedelta(seconds=self.undo_seconds)

    @property
    def claim(self) -> timedelta:
        """How long a claim lasts without activity."""
        return timedelta(minutes=self.claim_minutes)

    @property
    def play_reminder(self) -> timedelta:
        """How long a sitting in play mode goes without a sign of life until its member is asked."""
        return timedelta(minutes=self.play_reminder_minutes)

    @property
    def play_end(self) -> timedelta:
        """And how long until it ends; the conversation in hand is given back then."""
        return timedelta(minutes=self.play_end_minutes)

    @property
    def kept(self) -> timedelta:
        """How long after closing customers' words are kept."""
        return timedelta(days=self.kept_days)
