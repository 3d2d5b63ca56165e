"""How posts and users look in the API's answers: only the fields asked for, expansions in `includes`."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sandbox.x.network import Network
from sandbox.x.parameters import Parameters
from sandbox.x.posts import Media, Post, User, wire_time
from sandbox.x.problems import not_authorized, not_found

EDITABLE = timedelta(hours=1)
NEEDED_BY = {
    "author_id": "author_id",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "entities.mentions.username": "entities",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
    "attachments.media_keys": "attachments",
}
"""An expansion shows the field it expands, asked for or not."""


class Page:
    """Posts on their way into one answer, with what their expansions bring along."""

    def __init__(self, network: Network, viewer: User, parameters: Parameters) -> None:
        self._network = network
        self._viewer = viewer
        self._expansions = parameters.chosen("expansions")
        self._post_fields = parameters.chosen("tweet.fields") | {
            field for expansion, field in NEEDED_BY.items() if expansion in self._expansions
        }
        self._user_fields = parameters.chosen("user.fields")
        self.posts: dict[int, Post] = {}
        self.included_posts: dict[int, Post] = {}
        self.included_users: dict[int, User] = {}
        self._media: dict[str, Media] = {}
        self._errors: list[dict[str, Any]] = []

    def add(self, post: Post) -> None:
        """Put a post into `data`."""
        self.posts[post.id] = post
        self._expand(post)

    def add_error(self, error: dict[str, Any]) -> None:
        """Put a problem into `errors`."""
        self._errors.append(error)

    def body(self, *, single: bool = False) -> dict[str, Any]:
        """The answer: `data`, `includes` and `errors`, each only when there is something in it."""
        shown = [shown_post(post, self._post_fields) for post in self.posts.values()]
        answer: dict[str, Any] = {}
        if shown:
            answer["data"] = shown[0] if single else shown
        includes = {
            "users": [shown_user(user, self._user_fields) for user in self.included_users.values()],
            "tweets": [shown_post(post, self._post_fields) for post in self.included_posts.values()],
            "media": [{"media_key": media.key, "type": media.type} for media in self._media.values()],
        }
        if filled := {kind: entries for kind, entries in includes.items() if entries}:
            answer["includes"] = filled
        if self._errors:
            answer["errors"] = self._errors
        return answer

    def _expand(self, post: Post) -> None:
        wanted = self._expansions
        if "author_id" in wanted:
            self._include_users([post.author])
        if "in_reply_to_user_id" in wanted and post.in_reply_to_user is not None:
            self._include_users([self._network.users[post.in_reply_to_user]])
        if "entities.mentions.username" in wanted:
            self._include_users(self._network.users[number] for number in post.mentions)
        if "attachments.media_keys" in wanted:
            self._media.update({media.key: media for media in post.media})
        if wanted & {"referenced_tweets.id", "referenced_tweets.id.author_id"}:
            for number in referenced(post).values():
                self._include_post(number)
        if "edit_history_tweet_ids" in wanted:
            self.included_posts.update({number: self._network.posts[number] for number in post.versions})

    def _include_users(self, users: Iterable[User]) -> None:
        for user in users:
            self.included_users[user.id] = user

    def _include_post(self, number: int) -> None:
        post = self._network.posts[number]
        if not self._network.visible(post, self._viewer):
            self._errors.append(missing(post, "referenced_tweets.id", number, "includes"))
            return
        self.included_posts[number] = post
        if "referenced_tweets.id.author_id" in self._expansions:
            self._include_users([post.author])


def missing(post: Post | None, parameter: str, number: int, section: str = "data") -> dict[str, Any]:
    """The problem of a post that cannot be shown: gone, or its author is protected."""
    if post is not None and not post.deleted and post.author.protected:
        return not_authorized(parameter, str(number), section)
    return not_found("tweet", parameter, str(number))


def referenced(post: Post) -> dict[str, int]:
    """The posts this one refers to, by the kind of reference."""
    kinds = {"replied_to": post.in_reply_to, "quoted": post.quote, "retweeted": post.repost_of}
    return {kind: number for kind, number in kinds.items() if number is not None}


def shown_post(post: Post, fields: frozenset[str]) -> dict[str, Any]:
    """A post with its default fields and those asked for, as far as it has them."""
    shown: dict[str, Any] = {
        "id": str(post.id),
        "text": post.wire_text,
        "edit_history_tweet_ids": [str(number) for number in post.versions],
    }
    for field in fields & FIELDS.keys():
        value = FIELDS[field](post)
        if value is not None:
            shown[field] = value
    return shown


def shown_user(user: User, fields: frozenset[str]) -> dict[str, Any]:
    """A user with their default fields and those asked for."""
    shown: dict[str, Any] = {"id": str(user.id), "name": user.name, "username": user.handle}
    about: dict[str, Any] = {
        "created_at": wire_time(user.created_at),
        "description": user.description,
        "profile_image_url": f"https://pbs.twimg.com/profile_images/{user.id}/normal.jpg",
        "protected": user.protected,
        "verified": user.verified_type != "none",
        "verified_type": user.verified_type,
        "url": "",
        "public_metrics": {
            "followers_count": user.followers,
            "following_count": user.following,
            "tweet_count": user.posts,
            "listed_count": user.followers // 400,
            "like_count": 0,
        },
    }
    return shown | {field: about[field] for field in fields if field in about}


def _references(post: Post) -> list[dict[str, str]] | None:
    return [{"type": kind, "id": str(number)} for kind, number in referenced(post).items()] or None


def _metrics(post: Post) -> dict[str, int]:
    return {
        "retweet_count": len(post.reposts),
        "reply_count": post.replies,
        "like_count": len(post.likes),
        "quote_count": post.quotes,
        "bookmark_count": 0,
        "impression_count": 40 + post.author.followers // 20 + 25 * len(post.likes),
    }


def _edit_controls(post: Post) -> dict[str, Any]:
    return {
        "edits_remaining": max(0, 6 - len(post.versions)),
        "is_edit_eligible": post.in_reply_to is None,
        "editable_until": wire_time(post.created_at + EDITABLE),
    }


FIELDS: dict[str, Callable[[Post], Any]] = {
    "attachments": lambda post: {"media_keys": [media.key for media in post.media]} if post.media else None,
    "author_id": lambda post: str(post.author.id),
    "conversation_id": lambda post: str(post.conversation_id),
    "created_at": lambda post: wire_time(post.created_at),
    "display_text_range": lambda post: [post.display_start, len(post.wire_text)],
    "edit_controls": _edit_controls,
    "entities": lambda post: post.entities or None,
    "in_reply_to_user_id": lambda post: str(post.in_reply_to_user) if post.in_reply_to_user else None,
    "lang": lambda post: post.lang,
    "note_tweet": lambda post: post.note,
    "possibly_sensitive": lambda post: False,
    "public_metrics": _metrics,
    "referenced_tweets": _references,
    "reply_settings": lambda post: post.reply_settings,
}
