"""An index of all posts, so that a search costs what it finds and not what there is."""

import heapq
from collections import defaultdict
from collections.abc import Iterator

from sandbox.x.posts import Post
from sandbox.x.query import Group, Leaf, words
from sandbox.x.timeline import Timeline


class SearchIndex:
    """Which posts hold which word, hashtag, handle or author."""

    def __init__(self) -> None:
        self._posts: defaultdict[str, Timeline] = defaultdict(Timeline)

    def add(self, post: Post) -> None:
        """Make a post findable."""
        for key in self._keys(post):
            self._posts[key].add(post.id)

    def remove(self, post: Post) -> None:
        """Make it unfindable again."""
        for key in self._keys(post):
            self._posts[key].remove(post.id)

    def candidates(self, tree: Leaf | Group, everything: Timeline, *, above: int, below: int | None) -> Iterator[int]:
        """Numbers of posts that may match, newest first, none twice; the rarest condition leads."""
        last = None
        sources = self._sources(tree)
        walks = [line.newest_first(above=above, below=below) for line in ([everything] if sources is None else sources)]
        for number in heapq.merge(*walks, reverse=True):
            if number != last:
                yield number
            last = number

    def _sources(self, tree: Leaf | Group) -> list[Timeline] | None:
        """Timelines that together hold every match; None when only the whole does."""
        if isinstance(tree, Leaf):
            lines = [self._posts.get(key, Timeline()) for key in tree.index_keys()]
            return [min(lines, key=len)] if lines else None
        if tree.negated:
            return None
        found = [self._sources(part) for part in tree.parts]
        known = [lines for lines in found if lines is not None]
        if tree.way == "and":
            return min(known, key=lambda lines: sum(map(len, lines))) if known else None
        return [line for lines in known for line in lines] if len(known) == len(found) else None

    @staticmethod
    def _keys(post: Post) -> set[str]:
        keys = {f"word:{word}" for word in words(post.text)}
        keys |= {f"#:{tag['tag'].lower()}" for tag in post.entities.get("hashtags", [])}
        keys |= {f"@:{mention['username'].lower()}" for mention in post.entities.get("mentions", [])}
        return keys | {f"from:{post.author.handle.lower()}", f"from:{post.author.id}"}
