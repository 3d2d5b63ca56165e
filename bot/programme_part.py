"""What every part of desk.toml has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of desk.toml: unknown words are refused, so that a typing error never goes unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
