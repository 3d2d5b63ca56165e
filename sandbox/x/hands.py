"""What people do on the pretend X with their own hands, and what they see there."""

import re
from collections.abc import Iterator
from datetime import datetime

from sandbox.people import SLACK_PEOPLE
from sandbox.x import rules
from sandbox.x.network import Network
from sandbox.x.posts import Post, ReplySettings, User, VerifiedType
from sandbox.x.problems import Problem

PostId = str | int


class Refused(ValueError):
    """What X's own app would not let a person do; the text says why."""


class Hand:
    """One account in the hands of the person behind it. Numbers of posts may be given as str or int."""

    def __init__(self, network: Network, user: User) -> None:
        self._network = network
        self.user = user

    @property
    def id(self) -> str:
        """The account's number."""
        return str(self.user.id)

    @property
    def handle(self) -> str:
        """The name after the @."""
        return self.user.handle

    def post(
        self,
        text: str,
        *,
        in_reply_to: PostId | None = None,
        quote: PostId | None = None,
        lang: str | None = None,
        at: datetime | None = None,
        reply_settings: ReplySettings = "everyone",
    ) -> str:
        """Post, reply or quote; returns the number. Raises Refused for a target that is gone or the same text again.

        `at` is for the past: a post that was there before anybody looked. A customer's text may be longer than 280;
        the API then carries it in `note_tweet`, as X does with premium posts. An account's may not. `reply_settings`
        says who may reply besides those the post mentions.
        """
        network, user = self._network, self.user
        try:
            target = rules.target_of_reply(network, user, int(in_reply_to)) if in_reply_to is not None else None
            if target is not None:
                rules.check_reply_settings(user, target)
            quoted = rules.target_of_quote(network, user, int(quote)) if quote is not None else None
            if user.kind == "account":
                rules.check_length(user, text)
                rules.check_repetition(network, user, text, target)
        except Problem as problem:
            raise Refused(str(problem)) from problem
        post = network.publish(
            user,
            text,
            source="hand",
            in_reply_to=target.id if target else None,
            quote=quoted.id if quoted else None,
            lang=lang,
            at=at,
        )
        if target is None:
            post.reply_settings = reply_settings
        return str(post.id)

    def edit(self, post: PostId, text: str) -> str:
        """Change a post of one's own; returns the new number, under which timelines show it from now on."""
        return str(self._network.edit(self._own(post), text).id)

    def delete(self, post: PostId) -> None:
        """Delete a post of one's own."""
        self._network.delete(self._own(post))

    def protect(self, protected: bool = True) -> None:
        """Hide all own posts from strangers, or show them again."""
        self._network.protect(self.user, protected)

    def like(self, post: PostId) -> None:
        """Like a post."""
        self._network.like(self.user, self._visible(post))

    def unlike(self, post: PostId) -> None:
        """Take a like back."""
        self._network.unlike(self.user, self._visible(post))

    def repost(self, post: PostId) -> str:
        """Show a post to one's followers; returns the repost's number."""
        return str(self._network.repost(self.user, self._visible(post)).id)

    post_by_hand = post
    like_by_hand = like

    def _visible(self, post: PostId) -> Post:
        found = self._network.posts.get(int(post))
        if found is None or not self._network.visible(found, self.user):
            raise Refused("This post is not available.")
        return found

    def _own(self, post: PostId) -> Post:
        found = self._visible(post)
        if found.author is not self.user:
            raise Refused("Only its author can do that.")
        return self._network.posts[found.versions[-1]]


class Hands:
    """Everybody's hands and eyes."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._customers: dict[str, Hand] = {}

    def account(self, handle: str) -> Hand:
        """One of the brand's accounts, in a keyholder's hands; raises KeyError for a handle that is not the brand's."""
        user = self.network.user_named(handle)
        if user is None or user.kind != "account":
            raise KeyError(handle)
        return Hand(self.network, user)

    def member(self, who: str) -> Hand:
        """A desk member's own account, by Slack id, handle there or handle here; raises KeyError for a stranger."""
        person = next((one for one in SLACK_PEOPLE if who.lstrip("@") in (one.id, one.handle, one.x_handle)), None)
        if person is None:
            raise KeyError(who)
        user = self.network.user_named(person.x_handle)
        user = user or self.network.join(person.x_handle, "member", name=person.name, language=person.languages[0])
        return Hand(self.network, user)

    def customer(
        self,
        name: str,
        *,
        handle: str | None = None,
        followers: int | None = None,
        verified_type: VerifiedType | None = None,
        language: str | None = None,
        description: str | None = None,
    ) -> Hand:
        """A customer by the name they show; made when there is none yet, changed where more is said about them."""
        hand = self._customers.get(name)
        if hand is None:
            user = self.network.join(self._free_handle(handle or name), "customer", name=name)
            hand = self._customers[name] = Hand(self.network, user)
        user = hand.user
        user.followers = user.followers if followers is None else followers
        user.verified_type = verified_type or user.verified_type
        user.language = language or user.language
        user.description = description or user.description
        return hand

    def somebody(self, handle: str) -> Hand:
        """Whoever has this handle; raises KeyError when nobody does."""
        user = self.network.user_named(handle)
        if user is None:
            raise KeyError(handle)
        return Hand(self.network, user)

    @property
    def posts(self) -> list[Post]:
        """All posts that can be seen, oldest first; the newest version of edited ones."""
        return [self.network.posts[number] for number in self.network.all if self._seen(number)]

    def newest(self) -> Iterator[Post]:
        """The posts that can be seen, newest first, found one by one."""
        return (self.network.posts[number] for number in self.network.all.newest_first() if self._seen(number))

    def find(self, post: PostId) -> Post:
        """One post, also a deleted one; raises KeyError for a number that never was."""
        return self.network.posts[int(post)]

    def thread(self, post: PostId) -> list[Post]:
        """The whole public conversation around a post, oldest first."""
        line = self.network.in_conversation[self.find(post).conversation_id]
        return [self.network.posts[number] for number in line if self._seen(number)]

    def replies_to(self, post: PostId) -> list[Post]:
        """Direct replies to a post, to any of its versions, oldest first."""
        versions = self.find(post).versions
        return [reply for reply in self.thread(post) if reply.in_reply_to in versions]

    def posts_of(self, handle: str) -> list[Post]:
        """What somebody posted, oldest first."""
        line = self.network.by_author[self.somebody(handle).user.id]
        return [self.network.posts[number] for number in line if self._seen(number)]

    def unread(self, handle: str) -> int:
        """How many mentions of an account no mentions call has returned yet."""
        return len(self.network.unserved[self.somebody(handle).user.id])

    def _seen(self, number: int) -> bool:
        return self.network.visible(self.network.posts[number])

    def _free_handle(self, wanted: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_]+", "_", wanted).strip("_")[:15] or "someone"
        handle, number = base, 1
        while self.network.user_named(handle) is not None:
            number += 1
            handle = f"{base[:12]}{number}"
        return handle
