"""What the store takes as a developer's answer, through the API or in the Play Console."""

import re
from typing import Any

LIMIT = 350
"""Characters of an answer, as UTF-16 counts them. Google says "approximately 350"; this is the stricter count."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)


class NotTaken(ValueError):
    """An answer that the store refuses; the text says why."""


def taken_text(text: Any) -> str:
    """An answer as it will stand in public: HTML is stripped; raises NotTaken when it is empty or too long."""
    if not isinstance(text, str) or not text.strip():
        raise NotTaken("The reply text must not be empty.")
    if length(text) > LIMIT:
        raise NotTaken(f"The reply text is too long: {length(text)} characters, at most {LIMIT} are allowed.")
    stripped = TAG.sub("", text).strip()
    if not stripped:
        raise NotTaken("The reply text must not be empty.")
    return stripped


def length(text: str) -> int:
    """Characters as the store counts them: an emoji beyond the first 65,536 characters is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
