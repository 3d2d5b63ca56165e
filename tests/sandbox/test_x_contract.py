"""X's published API description judges what tweepy sends and what the pretend X answers.

Where the description is not at hand, the fields that must be there are still checked; they are stated here.
"""

import copy
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import tweepy
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from sandbox.server import Sandbox
from tests.sandbox.x_client import client_of

NEAR = Path(__file__).parents[3] / "shared" / "data" / "x-openapi-2026-01-07.json"
DESCRIPTION = Path(os.environ.get("X_OPENAPI", NEAR))
NOT_IN_THE_DESCRIPTION = {
    "data.edit_history_tweet_ids": "X has answered it to a new post since posts can be edited",
    "client_id": "of the refusal of endpoints outside the plan",
    "required_enrollment": "of the refusal of endpoints outside the plan",
}
EVERYTHING = {
    "tweet_fields": "attachments,author_id,conversation_id,created_at,display_text_range,edit_controls,"
    "edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,possibly_sensitive,public_metrics,"
    "referenced_tweets,reply_settings",
    "user_fields": "created_at,description,profile_image_url,protected,public_metrics,url,verified,verified_type",
    "media_fields": "type,media_key",
    "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id,in_reply_to_user_id,"
    "attachments.media_keys,entities.mentions.username,edit_history_tweet_ids",
}
POST = {"id", "text", "edit_history_tweet_ids"}
WHOLE_POST = POST | {
    "author_id",
    "conversation_id",
    "created_at",
    "display_text_range",
    "edit_controls",
    "lang",
    "possibly_sensitive",
    "public_metrics",
    "reply_settings",
}
WHOLE_USER = {
    "id",
    "name",
    "username",
    "created_at",
    "description",
    "profile_image_url",
    "protected",
    "public_metrics",
    "url",
    "verified",
    "verified_type",
}
PROBLEM = {"title", "type", "detail", "status"}


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    answer: Any


class Recorder:
    """A client middleware that keeps every exchange."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Let the request pass and note both sides."""
        body = await request.body.as_bytes() if not isinstance(request.body, bytes) else request.body
        answer = await handler(request)
        path = request.url.path.removeprefix("/x")
        said = json.loads(await answer.read())
        query = dict(request.url.query)
        self.exchanges.append(Exchange(request.method, path, query, json.loads(body or b"null"), answer.status, said))
        return answer

    def last(self) -> Any:
        """The newest answer."""
        return self.exchanges[-1].answer


class Description:
    """X's description of its API, as a judge."""

    def __init__(self, contents: dict[str, Any]) -> None:
        self._contents = contents
        resource: Resource[Any] = Resource.from_contents(contents, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource("urn:x", resource)

    def complaints(self, exchange: Exchange) -> list[str]:
        """All that is wrong with an exchange."""
        template = next(path for path in self._templates(exchange.path))
        operation = self._contents["paths"][template][exchange.method.lower()]
        where = f"{exchange.method} {template}"
        found = [f"{where}: {text}" for text in self._wrong_parameters(operation, exchange.query)]
        if exchange.body is not None:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            found += [f"{where} request: {text}" for text in self._wrong(schema, exchange.body)]
        answers = operation["responses"]
        content = answers.get(str(exchange.status), answers["default"])["content"]
        schema = content.get("application/problem+json", content["application/json"])["schema"]
        found += [f"{where} {exchange.status}: {text}" for text in self._wrong(schema, exchange.answer)]
        return found

    def _templates(self, path: str) -> Iterator[str]:
        """The description's paths that fit, those with the fewest variables first."""
        for template in sorted(self._contents["paths"], key=lambda one: one.count("{")):
            if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", template), path):
                yield template

    def _wrong_parameters(self, operation: dict[str, Any], query: dict[str, str]) -> Iterator[str]:
        known = [self._resolved(parameter) for parameter in operation.get("parameters", [])]
        schemas = {parameter["name"]: parameter["schema"] for parameter in known if parameter["in"] == "query"}
        for name, text in query.items():
            if name not in schemas:
                yield f"unknown parameter {name}"
                continue
            schema = self._resolved(schemas[name])
            value = {"array": text.split(","), "integer": text}.get(schema.get("type", ""), text)
            yield from self._wrong(schemas[name], int(text) if schema.get("type") == "integer" else value)

    def _wrong(self, schema: dict[str, Any], value: Any) -> Iterator[str]:
        validator = Draft202012Validator(
            self._absolute(schema), registry=self._registry, format_checker=FormatChecker()
        )
        for error in validator.iter_errors(value):
            yield f"{error.json_path}: {error.message[:200]}"
        for name in self._strange_names(schema, value, ""):
            if name.lstrip(".") not in NOT_IN_THE_DESCRIPTION:
                yield f"unknown field {name.lstrip('.')}"

    def _strange_names(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        """Fields of an answer that no schema knows."""
        if isinstance(value, list):
            for entry in value:
                yield from self._strange_names(self._resolved(schema).get("items", {}), entry, where)
        if not isinstance(value, dict):
            return
        properties = self._properties(schema, value)
        for name, part in value.items():
            if properties and name not in properties:
                yield f"{where}.{name}"
            yield from self._strange_names(properties.get(name, {}), part, f"{where}.{name}")

    def _properties(self, schema: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        """All properties of a schema, those of the kind its discriminator names included."""
        resolved = self._resolved(schema)
        found = dict(resolved.get("properties", {}))
        for part in resolved.get("allOf", []):
            found |= self._properties(part, {})
        discriminator = resolved.get("discriminator")
        kind = value.get(discriminator["propertyName"]) if discriminator else None
        if discriminator and kind in discriminator["mapping"]:
            found |= self._properties({"$ref": discriminator["mapping"][kind]}, {})
        return found

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            found: Any = self._contents
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            part = found
        return part

    def _absolute(self, schema: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(schema).replace('"#/', '"urn:x#/')
        absolute: dict[str, Any] = json.loads(text)
        return absolute


@pytest.fixture(scope="module")
def description() -> Description | None:
    """X's description where it is at hand."""
    return Description(json.loads(DESCRIPTION.read_text(encoding="utf-8"))) if DESCRIPTION.exists() else None


@pytest.fixture
async def recorded(sandbox: Sandbox) -> list[Exchange]:
    """Every kind of call the desk makes, as tweepy sends it, with everything asked for."""
    x = sandbox.x
    marta, selma = x.customer("Marta"), x.customer("Selma", followers=10**6, verified_type="blue")
    asked = marta.post("@FirefoxSupport it broke, see https://example.com/shot #fxhelp & <b>")
    selma.post("@FirefoxSupport me too " + "really " * 60, quote=asked)
    marta.edit(marta.post("@FirefoxSupport tipo"), "@FirefoxSupport typo")
    gone = marta.post("@FirefoxSupport never mind")
    selma.post("same here", in_reply_to=gone)
    marta.delete(gone)
    selma.repost(asked)
    recorder = Recorder()
    async with client_of(sandbox.url, "FirefoxSupport", also=(recorder,)) as client:
        signed: dict[str, Any] = {"user_auth": True}
        await client.get_me(**signed, user_fields=EVERYTHING["user_fields"])
        await client.get_users(usernames=["Firefox", "nobody_here"], **signed)
        await client.get_user(username="FirefoxBrasil", **signed)
        page = await client.get_users_mentions("2102", max_results=5, **EVERYTHING, **signed)
        await client.get_users_mentions("2102", since_id=page["meta"]["newest_id"], **signed)
        await client.get_users_mentions("2102", start_time=sandbox.clock.now(), **signed)
        answer = await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, **signed)
        await client.get_users_tweets("2102", exclude=["retweets"], **EVERYTHING, **signed)
        await client.get_tweets([asked, gone], **EVERYTHING, **signed)
        await client.get_tweet(gone, **signed)
        await client.search_recent_tweets("#fxhelp -is:retweet", max_results=10, **EVERYTHING, **signed)
        await client.get_liked_tweets("2102", **signed)
        await client.delete_tweet(answer["data"]["id"], **signed)
        for refused in (
            client.like(asked, **signed),
            client.create_tweet(text="a" * 281, **signed),
            client.create_tweet(text="Hello", in_reply_to_tweet_id=gone, **signed),
        ):
            with pytest.raises(tweepy.HTTPException):
                await refused
        x.account("FirefoxSupport").user.plan = "enterprise"
        await client.like(asked, **signed)
        await client.unlike(asked, **signed)
        x.keys.revoke("2102-sandbox-FirefoxSupport")
        with pytest.raises(tweepy.Unauthorized):
            await client.get_me(**signed)
    return recorder.exchanges


async def test_the_fields_that_must_be_there_are_there(recorded: list[Exchange]) -> None:
    for exchange in recorded:
        if exchange.status >= 400:
            assert exchange.answer.keys() >= PROBLEM, exchange
            continue
        whole = "tweet.fields" in exchange.query
        for post in posts_in(exchange):
            assert post.keys() >= (WHOLE_POST if whole else POST), exchange
        for user in exchange.answer.get("includes", {}).get("users", []):
            assert user.keys() >= WHOLE_USER, exchange
        for error in exchange.answer.get("errors", []):
            assert error.keys() >= {"title", "type", "detail", "value", "resource_id", "resource_type", "parameter"}
        if "meta" in exchange.answer:
            assert exchange.answer["meta"]["result_count"] == len(exchange.answer.get("data", []))
    assert [exchange.status for exchange in recorded if exchange.status >= 400] == [403, 400, 403, 401]


async def test_the_published_description_finds_nothing_wrong(
    recorded: list[Exchange], description: Description | None
) -> None:
    assert len(recorded) == 19
    if description is not None:
        assert [complaint for exchange in recorded for complaint in description.complaints(exchange)] == []
        assert description.complaints(spoilt(recorded[3])) == [
            "GET /2/users/{id}/mentions: unknown parameter colour",
            "GET /2/users/{id}/mentions 200: $.data[0].id: 'none' does not match '^[0-9]{1,19}$'",
            "GET /2/users/{id}/mentions 200: unknown field data.favourites",
        ]


def spoilt(exchange: Exchange) -> Exchange:
    """An exchange in which three things are wrong, so that it is known that the judge can see them."""
    answer = copy.deepcopy(exchange.answer)
    answer["data"][0] |= {"id": "none", "favourites": 3}
    return replace(exchange, query={**exchange.query, "colour": "red"}, answer=answer)


def posts_in(exchange: Exchange) -> list[dict[str, Any]]:
    """The posts an answer holds, in whatever place."""
    data = exchange.answer.get("data", [])
    entries = [data] if isinstance(data, dict) else data
    included: list[dict[str, Any]] = exchange.answer.get("includes", {}).get("tweets", [])
    return [entry for entry in entries if "text" in entry] + included
