"""The state of the pretend X: who is there, what they posted, and which timelines show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.people import X_ACCOUNTS
from sandbox.x.posts import Kind, Media, Post, Source, User, number_for
from sandbox.x.search import SearchIndex
from sandbox.x.timeline import Timeline
from sandbox.x.wording import (
    LIMIT,
    before_reply,
    comparable,
    entities_of,
    mentioned_in,
    on_the_wire,
    shorten,
    weighted_length,
)

Changed = Callable[[str, dict[str, Any]], None]


class Network:
    """Everything public on the pretend X. It enforces nothing; `rules` and `hands` say who may do what."""

    def __init__(self, clock: SandboxClock, changed: Changed) -> None:
        self.clock = clock
        self.changed = changed
        self.users: dict[int, User] = {}
        self.posts: dict[int, Post] = {}
        self.media: dict[int, Media] = {}
        self.all = Timeline()
        self.by_author: defaultdict[int, Timeline] = defaultdict(Timeline)
        self.mentioning: defaultdict[int, Timeline] = defaultdict(Timeline)
        self.in_conversation: defaultdict[int, Timeline] = defaultdict(Timeline)
        self.liked_by: defaultdict[int, Timeline] = defaultdict(Timeline)
        self.index = SearchIndex()
        self.unserved: defaultdict[int, set[int]] = defaultdict(set)
        """Per mentioned user, the posts that no mentions call of theirs has returned yet."""
        self.on_served: list[Callable[[], None]] = []
        """Called after every mentions call."""
        self.said: dict[tuple[int, str], int] = {}
        """The newest post in which an account of the brand said something, by account and comparable text."""
        self._by_handle: dict[str, User] = {}
        for account in X_ACCOUNTS:
            self.join(
                account.handle,
                "account",
                user_id=int(account.id),
                name=account.name,
                description=account.description,
                followers=account.followers,
                verified_type=account.verified_type,
                language=account.language,
                plan=account.plan,
            )

    def join(self, handle: str, kind: Kind, *, user_id: int | None = None, **about: Any) -> User:
        """A new user; raises ValueError when the handle is taken."""
        if handle.lower() in self._by_handle:
            raise ValueError(f"@{handle} is taken")
        number = user_id or 1_000_000_000 + len(self.users) * 7_919
        about.setdefault("name", handle)
        user = User(number, handle, kind=kind, created_at=self.clock.now() - timedelta(days=900), **about)
        self.users[user.id] = user
        self._by_handle[handle.lower()] = user
        return user

    def user_named(self, handle: str) -> User | None:
        """Who has this handle, whatever its capitals."""
        return self._by_handle.get(handle.lower().lstrip("@"))

    def publish(
        self,
        author: User,
        text: str,
        *,
        source: Source,
        in_reply_to: int | None = None,
        quote: int | None = None,
        lang: str | None = None,
        at: datetime | None = None,
        media: Iterable[Media] = (),
        without: Iterable[User] = (),
        edits: Post | None = None,
    ) -> Post:
        """Put a post on every timeline it belongs to and return it."""
        moment = at or self.clock.now()
        number = number_for(moment, self.posts)
        parent = self.posts[in_reply_to] if in_reply_to is not None else None
        prefix = before_reply(self._participants(parent), text, but=(author, *without)) if parent else ""
        wire_text, entities = self._marked_up(prefix + text, number)
        note: dict[str, Any] | None = None
        if author.kind != "account" and weighted_length(text) > LIMIT:
            note = {"text": wire_text, "entities": entities} if entities else {"text": wire_text}
            wire_text, entities = self._marked_up(prefix + shorten(text, LIMIT - 3), number)
        mentioned = mentioned_in(note.get("entities", {}) if note else entities)
        root = edits.conversation_id if edits else parent.conversation_id if parent else number
        versions = edits.versions if edits else []
        versions.append(number)
        post = Post(
            number,
            author,
            text,
            wire_text,
            moment,
            (lang or author.language).partition("-")[0],
            root,
            source,
            entities,
            mentioned,
            len(prefix),
            in_reply_to,
            parent.author.id if parent else None,
            quote,
            media=tuple(media),
            note=note,
            versions=versions,
        )
        if parent is not None:
            post.reply_settings = parent.reply_settings
        if parent is not None and edits is None:
            parent.replies += 1
        if quote is not None and edits is None:
            self.posts[quote].quotes += 1
        self._file(post)
        return post

    def repost(self, user: User, post: Post) -> Post:
        """Show a post to a user's followers, as `RT @author: …`; a second time returns the first."""
        for number in self.by_author[user.id].newest_first():
            if self.posts[number].repost_of == post.id:
                return self.posts[number]
        moment = self.clock.now()
        number = number_for(moment, self.posts)
        wire_text = shorten(f"RT @{post.author.handle}: {post.wire_text}")
        entities = entities_of(wire_text, [], self.user_named)
        mentioned = mentioned_in(entities)
        copy = Post(number, user, wire_text, wire_text, moment, post.lang, number, "hand", entities, mentioned)
        copy.repost_of = post.id
        copy.versions.append(number)
        post.reposts.add(user.id)
        self._file(copy)
        return copy

    def edit(self, post: Post, text: str) -> Post:
        """A new version with a new number; timelines show only the new one, the old can still be looked up."""
        newer = self.publish(
            post.author,
            text,
            source=post.source,
            in_reply_to=post.in_reply_to,
            quote=post.quote,
            lang=post.lang,
            media=post.media,
            edits=post,
        )
        newer.likes, newer.reposts, newer.replies, newer.quotes = post.likes, post.reposts, post.replies, post.quotes
        newer.reply_settings = post.reply_settings
        self._unfile(post)
        return newer

    def delete(self, post: Post) -> None:
        """Make a post and all its versions disappear; a second time changes nothing."""
        if post.deleted:
            return
        for number in post.versions:
            self.posts[number].deleted = True
            self._unfile(self.posts[number])
        post.author.posts -= 1
        parent = self.posts.get(post.in_reply_to or 0)
        if parent is not None:
            parent.replies -= 1
        self.changed("x.deleted", {"id": str(post.id)})

    def protect(self, user: User, protected: bool = True) -> None:
        """Hide all of a user's posts from strangers, or show them again."""
        user.protected = protected
        self.changed("x.user", {"handle": user.handle})

    def like(self, user: User, post: Post) -> None:
        """Count a like; a second one changes nothing."""
        post.likes.add(user.id)
        self.liked_by[user.id].add(post.id)
        self.changed("x.liked", {"id": str(post.id), "by": user.handle})

    def unlike(self, user: User, post: Post) -> None:
        """Take a like back; none is no error."""
        post.likes.discard(user.id)
        self.liked_by[user.id].remove(post.id)
        self.changed("x.liked", {"id": str(post.id), "by": user.handle})

    def visible(self, post: Post | None, to: User | None = None) -> bool:
        """Whether a post is there for `to`: not deleted, and its author not protected unless it is they."""
        return post is not None and not post.deleted and (not post.author.protected or post.author is to)

    def served_mentions(self, user_id: int, numbers: Iterable[int]) -> None:
        """Remember that a mentions call of this user returned these posts, and tell who waits for that."""
        self.unserved[user_id].difference_update(numbers)
        for listener in tuple(self.on_served):
            listener()

    def _file(self, post: Post) -> None:
        self.posts[post.id] = post
        self.all.add(post.id)
        self.by_author[post.author.id].add(post.id)
        self.in_conversation[post.conversation_id].add(post.id)
        for mentioned in post.mentions:
            if mentioned != post.author.id:
                self.mentioning[mentioned].add(post.id)
                self.unserved[mentioned].add(post.id)
        self.index.add(post)
        if post.author.kind == "account":
            self.said[post.author.id, _said_in(post)] = post.id
        post.author.posts += len(post.versions) == 1
        self.changed("x.posted", {"id": str(post.id), "conversation": str(post.conversation_id)})

    def _unfile(self, post: Post) -> None:
        self.all.remove(post.id)
        self.by_author[post.author.id].remove(post.id)
        self.in_conversation[post.conversation_id].remove(post.id)
        for mentioned in post.mentions:
            self.mentioning[mentioned].remove(post.id)
            self.unserved[mentioned].discard(post.id)
        self.index.remove(post)
        if self.said.get((post.author.id, _said_in(post))) == post.id:
            del self.said[post.author.id, _said_in(post)]

    def _participants(self, parent: Post | None) -> list[User]:
        if parent is None:
            return []
        return [parent.author, *(self.users[number] for number in parent.mentions)]

    def _marked_up(self, text: str, number: int) -> tuple[str, dict[str, list[dict[str, Any]]]]:
        wire_text, urls = on_the_wire(text, number)
        return wire_text, entities_of(wire_text, urls, self.user_named)


def _said_in(post: Post) -> str:
    return comparable(post.wire_text[: post.display_start] + post.text)
