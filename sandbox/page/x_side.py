"""What the page shows and does of the pretend X: what the public sees, and what anybody posts by hand."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.page.answers import Answerer, Json, body_of, number_in, optional_text, text_in
from sandbox.people import SLACK_PEOPLE
from sandbox.x.hands import Hand
from sandbox.x.posts import Post, User

if TYPE_CHECKING:
    from sandbox.server import Sandbox

MOST_POSTS = 1_000
RECENT_POSTS = 400
RECENT_CUSTOMERS = 24
MOST_LIKERS = 12


class XSide:
    """Answers `/page/api/x/…`. Numbers of posts are texts: JavaScript cannot count that far."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._x = sandbox.x

    def asked(self) -> dict[str, Answerer]:
        """What can be read, by its name in the address."""
        return {"people": self.people, "timeline": self.timeline, "thread": self.thread}

    def done(self) -> dict[str, Answerer]:
        """What can be done, by its name in the address."""
        return {
            "post": self.post,
            "edit": self.edit,
            "delete": self.delete,
            "like": self.like,
            "repost": self.repost,
            "protect": self.protect,
        }

    async def people(self, request: web.Request) -> Json:
        """Whom one can write as: the brand's accounts, the desk's own, and the customers who wrote last."""
        customers: dict[int, User] = {}
        for post in islice(self._x.newest(), RECENT_POSTS):
            if post.author.kind == "customer" and len(customers) < RECENT_CUSTOMERS:
                customers.setdefault(post.author.id, post.author)
        users = self._x.network.users.values()
        return {
            "accounts": [_user(user) for user in users if user.kind == "account"],
            "members": [_member(person.x_handle, person.name) for person in SLACK_PEOPLE],
            "customers": [_user(user) for user in customers.values()],
        }

    async def timeline(self, request: web.Request) -> Json:
        """Posts, newest first: `only=all`, `mentions` of the brand or its `answers`; `search`, `author`, `limit`."""
        limit = number_in(request, "limit", 40, MOST_POSTS)
        found = list(islice(self._chosen(request), limit + 1))
        return {"posts": [self._shown(post) for post in found[:limit]], "more": len(found) > limit}

    async def thread(self, request: web.Request) -> Json:
        """The conversation around the post `id`, oldest first; with the post itself also when it was deleted."""
        number = request.query.get("id", "")
        try:
            asked = self._x.find(number)
        except (KeyError, ValueError):
            return {"posts": [], "focus": None}
        newest = self._x.find(asked.versions[-1])
        posts = self._x.thread(asked.id)
        if newest not in posts:
            posts = sorted([*posts, newest], key=lambda post: post.id)
        return {"posts": [self._shown(post) for post in posts], "focus": str(newest.id)}

    async def post(self, request: web.Request) -> Json:
        """Write in somebody's name; who is not there yet joins. The answer is the post's number."""
        body = await body_of(request)
        hand = self._hand(text_in(body, "as"))
        target, quote = optional_text(body, "in_reply_to"), optional_text(body, "quote")
        return {"id": hand.post(text_in(body, "text"), in_reply_to=target, quote=quote)}

    async def edit(self, request: web.Request) -> Json:
        """Change a post as its author; the answer is its new number."""
        body = await body_of(request)
        return {"id": self._author(body).edit(text_in(body, "id"), text_in(body, "text"))}

    async def delete(self, request: web.Request) -> Json:
        """Delete a post as its author."""
        body = await body_of(request)
        self._author(body).delete(text_in(body, "id"))
        return {}

    async def like(self, request: web.Request) -> Json:
        """Like a post in somebody's name, or take the like back with `undo`."""
        body = await body_of(request)
        hand = self._hand(text_in(body, "as"))
        (hand.unlike if body.get("undo") else hand.like)(text_in(body, "id"))
        return {}

    async def repost(self, request: web.Request) -> Json:
        """Show a post to somebody's followers."""
        body = await body_of(request)
        return {"id": self._hand(text_in(body, "as")).repost(text_in(body, "id"))}

    async def protect(self, request: web.Request) -> Json:
        """Hide somebody's posts from strangers, or show them again."""
        body = await body_of(request)
        self._hand(text_in(body, "as")).protect(bool(body.get("protected")))
        return {}

    def _hand(self, handle: str) -> Hand:
        try:
            return self._x.somebody(handle)
        except KeyError:
            pass
        try:
            return self._x.member(handle)
        except KeyError:
            return self._x.customer(handle.lstrip("@"), handle=handle.lstrip("@"))

    def _author(self, body: Json) -> Hand:
        return self._x.somebody(self._x.find(text_in(body, "id")).author.handle)

    def _chosen(self, request: web.Request) -> Iterator[Post]:
        query = request.query
        only, author, search = query.get("only"), query.get("author", ""), query.get("search", "").strip().lower()
        posts = iter(self._posts_of(author)) if author else self._x.newest()
        for post in posts:
            if only == "answers" and post.author.kind != "account":
                continue
            if only == "mentions" and not self._names_us(post):
                continue
            if search and search not in f"{post.text} {post.author.name} @{post.author.handle}".lower():
                continue
            yield post

    def _posts_of(self, handle: str) -> list[Post]:
        try:
            return self._x.posts_of(handle)[::-1]
        except KeyError:
            return []

    def _names_us(self, post: Post) -> bool:
        users = self._x.network.users
        return post.author.kind != "account" and any(users[number].kind == "account" for number in post.mentions)

    def _shown(self, post: Post) -> Json:
        users = self._x.network.users
        answered = users[post.in_reply_to_user].handle if post.in_reply_to_user is not None else None
        return {
            "id": str(post.id),
            "author": _user(post.author),
            "text": "" if post.repost_of else post.text,
            "lang": post.lang,
            "created_at": post.created_at.isoformat(),
            "conversation": str(post.conversation_id),
            "in_reply_to": str(post.in_reply_to) if post.in_reply_to else None,
            "in_reply_to_handle": answered,
            "mentions": [users[number].handle for number in post.mentions],
            "repost_of": str(post.repost_of) if post.repost_of else None,
            "quoted": self._quoted(post.repost_of or post.quote),
            "edited": len(post.versions) > 1,
            "deleted": post.deleted,
            "source": post.source,
            "media": [{"type": media.type, "alt_text": media.alt_text} for media in post.media],
            "likes": len(post.likes),
            "liked_by": [users[number].handle for number in islice(sorted(post.likes), MOST_LIKERS)],
            "reposts": len(post.reposts),
            "replies": post.replies,
        }

    def _quoted(self, number: int | None) -> Json | None:
        if number is None:
            return None
        post = self._x.find(number)
        return {"author": _user(post.author), "text": "" if post.deleted else post.text, "deleted": post.deleted}


def _user(user: User) -> Json:
    return {
        "handle": user.handle,
        "name": user.name,
        "kind": user.kind,
        "followers": user.followers,
        "verified_type": user.verified_type,
        "protected": user.protected,
        "language": user.language,
    }


def _member(handle: str, name: str) -> Json:
    return {"handle": handle, "name": name, "kind": "member", "followers": 0, "verified_type": "none"}
