"""The API's writing endpoints: posting, deleting, liking."""

from json import JSONDecodeError
from typing import Any

from aiohttp import web

from sandbox.x import rules
from sandbox.x.endpoints import Answer, Caller, Gate
from sandbox.x.parameters import an_id
from sandbox.x.posts import Media, Post
from sandbox.x.problems import Problem, forbidden, invalid, not_enrolled, not_found

KNOWN = frozenset(
    {
        "card_uri",
        "community_id",
        "direct_message_deep_link",
        "edit_options",
        "for_super_followers_only",
        "geo",
        "made_with_ai",
        "media",
        "nullcast",
        "paid_partnership",
        "poll",
        "quote_tweet_id",
        "reply",
        "reply_settings",
        "share_with_followers",
        "text",
    }
)
KNOWN_IN = {
    "reply": {"in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"},
    "media": {"media_ids", "tagged_user_ids"},
}


class Writing:
    """Everything by which an account speaks or acts in public."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._network = gate.network
        self.strict_summons = False
        """Whether only what a customer typed counts as a mention; see `rules.is_summoned`."""

    def routes(self) -> list[web.RouteDef]:
        """The endpoints."""
        route = self._gate.route
        return [
            route("POST /2/tweets", self.post),
            route("DELETE /2/tweets/:id", self.delete),
            route("POST /2/users/:id/likes", self.like),
            route("DELETE /2/users/:id/likes/:tweet_id", self.unlike),
        ]

    async def post(self, caller: Caller, request: web.Request) -> Answer:
        """Post, reply or quote as the account whose token signed."""
        body = checked(await read_json(request), KNOWN)
        reply, attached = (checked(body.get(name, {}), KNOWN_IN[name], name) for name in ("reply", "media"))
        text = body.get("text", "")
        if not isinstance(text, str):
            raise invalid(f"$.text: {type(text).__name__} found, string expected")
        author, network = caller.user, self._network
        media = self._media(caller, several(attached, "media_ids"))
        rules.check_words(text, has_media=bool(media))
        rules.check_length(author, text)
        quote = self._quoted(caller, body.get("quote_tweet_id"))
        target = self._target(caller, reply)
        summoned = target is not None and rules.is_summoned(network, author, target, strictly=self.strict_summons)
        rules.check_repetition(network, author, text, target)
        excluded = [network.users.get(an_id("id", str(each))) for each in several(reply, "exclude_reply_user_ids")]
        post = network.publish(
            author,
            text,
            source="api",
            in_reply_to=target.id if target else None,
            quote=quote.id if quote else None,
            media=media,
            without=[user for user in excluded if user is not None],
        )
        dollars = self._gate.billing.charge(author.handle, rules.kind_of_post(text, target, summoned=summoned))
        shown = {"id": str(post.id), "text": post.wire_text, "edit_history_tweet_ids": [str(post.id)]}
        return Answer({"data": shown}, dollars, status=201)

    async def delete(self, caller: Caller, request: web.Request) -> Answer:
        """Take back a post of one's own."""
        number = an_id("id", request.match_info["id"])
        post = self._network.posts.get(number)
        if post is None or post.deleted:
            raise Problem(404, {**not_found("tweet", "id", str(number)), "status": 404})
        if post.author is not caller.user:
            raise forbidden("You are not authorized to delete this Tweet.")
        self._network.delete(post)
        return Answer({"data": {"deleted": True}}, self._gate.billing.charge(caller.user.handle, "delete"))

    async def like(self, caller: Caller, request: web.Request) -> Answer:
        """Like a post; self-serve plans cannot."""
        self._must_be_self(caller, request)
        body = await read_json(request)
        post = self._likeable(caller, str(body.get("tweet_id", "")))
        self._network.like(caller.user, post)
        return Answer({"data": {"liked": True}}, self._gate.billing.charge(caller.user.handle, "like"))

    async def unlike(self, caller: Caller, request: web.Request) -> Answer:
        """Take a like back; self-serve plans cannot."""
        self._must_be_self(caller, request)
        post = self._likeable(caller, request.match_info["tweet_id"])
        self._network.unlike(caller.user, post)
        return Answer({"data": {"liked": False}}, self._gate.billing.charge(caller.user.handle, "delete"))

    def _must_be_self(self, caller: Caller, request: web.Request) -> None:
        value = request.match_info["id"]
        if value != str(caller.user.id):
            message = f"The `id` query parameter value [{value}] must be the same as the authenticating user [{{}}]"
            raise invalid(message.format(caller.user.id), id=value)
        if caller.user.plan == "self_serve":
            raise not_enrolled(caller.app.key)

    def _likeable(self, caller: Caller, value: str) -> Post:
        post = self._network.posts.get(an_id("tweet_id", value))
        if post is None or not self._network.visible(post, caller.user):
            raise Problem(404, {**not_found("tweet", "tweet_id", value), "status": 404})
        return post

    def _target(self, caller: Caller, reply: dict[str, Any]) -> Post | None:
        if not reply:
            return None
        number = an_id("reply.in_reply_to_tweet_id", str(reply.get("in_reply_to_tweet_id", "")))
        target = rules.target_of_reply(self._network, caller.user, number)
        rules.check_reply_settings(caller.user, target)
        rules.check_summons(self._network, caller.user, target, strictly=self.strict_summons)
        return target

    def _quoted(self, caller: Caller, value: str | None) -> Post | None:
        if value is None:
            return None
        rules.check_quote(caller.user)
        return rules.target_of_quote(self._network, caller.user, an_id("quote_tweet_id", str(value)))

    def _media(self, caller: Caller, numbers: list[Any]) -> list[Media]:
        found = [self._network.media.get(an_id("media.media_ids", str(number))) for number in numbers]
        if any(media is None or media.owner != caller.user.id for media in found):
            raise invalid("Your media IDs are invalid.", **{"media.media_ids": ",".join(map(str, numbers))})
        there = [media for media in found if media is not None]
        if any(media.usable_at is not None and media.usable_at > self._network.clock.now() for media in there):
            raise invalid("Your media is still being processed.", **{"media.media_ids": ",".join(map(str, numbers))})
        if len(there) > 1 and any(media.type != "photo" for media in there):
            raise invalid("A post takes up to four photos, or one animation or film.")
        return there


async def read_json(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; raises Problem (400) when there is none."""
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError) as wrong:
        raise invalid("Requests with bodies must have content-type of application/json.") from wrong
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise invalid("Requests with bodies must have content-type of application/json.")
    return body


def checked(part: Any, known: frozenset[str] | set[str], name: str = "") -> dict[str, Any]:
    """A JSON object with only known fields; raises Problem (400) otherwise."""
    where = f"$.{name}" if name else "$"
    if not isinstance(part, dict):
        raise invalid(f"{where}: {type(part).__name__} found, object expected")
    for field in part:
        if field not in known:
            place = f"{where}.{field}"
            raise invalid(f"{place}: is not defined in the schema and the schema does not allow additional properties")
    return part


def several(part: dict[str, Any], name: str) -> list[Any]:
    """A list in a JSON object, empty when it is absent; raises Problem (400) when it is something else."""
    values = part.get(name, [])
    if not isinstance(values, list):
        raise invalid(f"$.{name}: {type(values).__name__} found, array expected")
    return values
