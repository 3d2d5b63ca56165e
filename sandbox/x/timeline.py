"""A list of post numbers in the order X shows them, read a page at a time without looking at the rest."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator


class Timeline:
    """Numbers of posts, oldest first inside, newest first for readers."""

    def __init__(self) -> None:
        self._ids: list[int] = []

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __contains__(self, post_id: int) -> bool:
        at = bisect_left(self._ids, post_id)
        return at < len(self._ids) and self._ids[at] == post_id

    def add(self, post_id: int) -> None:
        """Put a number in its place; one that is there stays there once."""
        if not self._ids or post_id > self._ids[-1]:
            self._ids.append(post_id)
        elif post_id not in self:
            insort(self._ids, post_id)

    def remove(self, post_id: int) -> None:
        """Take a number out; one that is not there is no error."""
        if post_id in self:
            del self._ids[bisect_left(self._ids, post_id)]

    def newest_first(self, *, above: int = 0, below: int | None = None, keep: int | None = None) -> Iterator[int]:
        """Numbers greater than `above` and smaller than `below`, among the newest `keep`.

        The cost is that of what is taken from the iterator, not of the whole.
        """
        start = len(self._ids) if below is None else bisect_left(self._ids, below)
        end = bisect_right(self._ids, above)
        if keep is not None:
            end = max(end, len(self._ids) - keep)
        for at in range(start - 1, end - 1, -1):
            yield self._ids[at]
