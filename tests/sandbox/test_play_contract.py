"""Google's discovery document judges what the pretend store is asked and answers; Google's own client uses it."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import google.oauth2.service_account
import google_auth_httplib2
import googleapiclient
import httplib2
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from jsonschema import Draft202012Validator

from sandbox.people import PLAY_APPS
from sandbox.play.keys import SCOPE
from sandbox.play.reviews import DEVICES
from sandbox.server import Sandbox
from tests.sandbox.play_client import FIREFOX, FOCUS

DOCUMENT = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "androidpublisher.v3.json"
Told = TypeVar("Told")
BOUNDS = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    answer: Any


class Recorder(httplib2.Http):  # type: ignore[misc]
    """Google's client's way to the network, with a memory."""

    def __init__(self) -> None:
        super().__init__(timeout=5)
        self.exchanges: list[Exchange] = []

    def request(self, uri: str, method: str = "GET", body: Any = None, *rest: Any, **how: Any) -> Any:
        """Let a request pass and note both sides, but for those that ask for a token."""
        response, content = super().request(uri, method, body, *rest, **how)
        address, _, query = uri.partition("?")
        if not address.endswith("/token"):
            pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
            path = address.partition("/play/")[2]
            said = json.loads(content)
            exchange = Exchange(method, path, pairs, json.loads(body or "null"), int(response.status), said)
            self.exchanges.append(exchange)
        return response, content


class Judge:
    """The discovery document, as JSON Schema."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._methods = document["resources"]["reviews"]["methods"].values()
        self._common = document["parameters"]
        self._schemas = {"$defs": {name: self._strict(schema) for name, schema in document["schemas"].items()}}

    def complaints(self, exchange: Exchange) -> list[str]:
        """All that is wrong with an exchange."""
        method = next(each for each in self._methods if _is_call_of(each, exchange))
        found = []
        for name, text in exchange.query.items():
            known = {**self._common, **method["parameters"]}.get(name)
            if known is None or known["location"] != "query":
                found.append(f"{method['id']}: unknown parameter {name}")
            elif known["type"] == "integer":
                found += self._wrong(self._strict(known), int(text))
        if exchange.body is not None:
            found += self._wrong({"$ref": f"#/$defs/{method['request']['$ref']}"}, exchange.body)
        if exchange.status == 200:
            found += self._wrong({"$ref": f"#/$defs/{method['response']['$ref']}"}, exchange.answer)
        return found

    def _wrong(self, schema: dict[str, Any], value: Any) -> Iterator[str]:
        for error in Draft202012Validator({**schema, **self._schemas}).iter_errors(value):
            yield f"{error.json_path}: {error.message[:200]}"

    def _strict(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A schema of the document in which unknown fields are wrong, as well as numbers that do not fit."""
        if "$ref" in schema:
            return {"$ref": f"#/$defs/{schema['$ref']}"}
        strict: dict[str, Any] = {"type": schema["type"]} if schema.get("type", "any") != "any" else {}
        if "properties" in schema:
            strict["properties"] = {name: self._strict(each) for name, each in schema["properties"].items()}
            strict["additionalProperties"] = False
        if "items" in schema:
            strict["items"] = self._strict(schema["items"])
        if bounds := BOUNDS.get(schema.get("format", "")):
            strict["minimum"], strict["maximum"] = bounds
        if schema.get("format") == "int64":
            strict["pattern"] = r"^-?\d+$"
        return strict


def _is_call_of(method: dict[str, Any], exchange: Exchange) -> bool:
    pattern = "/".join(re.sub(r"\{\w+\}", "[^/:]+", part) for part in method["path"].split("/"))
    return bool(exchange.method == method["httpMethod"] and re.fullmatch(pattern, exchange.path))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The discovery document of androidpublisher v3, out of the installed package."""
    contents: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return contents


def reviews_of(sandbox: Sandbox, document: dict[str, Any], recorder: Recorder) -> Any:
    """Google's own client for reviews, turned to the sandbox in the way it offers for that."""
    key = json.loads(sandbox.play_credentials)
    account = google.oauth2.service_account.Credentials.from_service_account_info(key, scopes=[SCOPE])
    http = google_auth_httplib2.AuthorizedHttp(account, http=recorder)
    address = {"api_endpoint": f"{sandbox.play_api_url}/"}
    return build_from_document(document, http=http, client_options=address).reviews()


async def aside(use: Callable[[Recorder], Told]) -> tuple[Told, list[Exchange]]:
    """Let Google's client, which blocks, work in a thread; what it told, and every exchange."""
    recorder = Recorder()
    try:
        return await asyncio.to_thread(use, recorder), recorder.exchanges
    finally:
        recorder.close()


async def test_googles_own_client_lists_pages_gets_and_answers(sandbox: Sandbox, document: dict[str, Any]) -> None:
    written = [
        sandbox.play.review(FIREFOX, number % 5 + 1, f"review {number}", device=DEVICES[number % len(DEVICES)])
        for number in range(25)
    ]
    sandbox.play.thumb_up(written[3])
    sandbox.play.review(FOCUS, 4, "ein Titel steht davor", author="Ana", title="Gut", language="de")

    def use(recorder: Recorder) -> list[str]:
        reviews = reviews_of(sandbox, document, recorder)
        found, token = [], None
        while True:
            page = reviews.list(packageName=FIREFOX, maxResults=10, token=token).execute()
            found += [each["reviewId"] for each in page["reviews"]]
            token = page.get("tokenPagination", {}).get("nextPageToken")
            if token is None:
                break
        reviews.list(packageName=FOCUS, startIndex=0, translationLanguage="fr").execute()
        reviews.get(packageName=FIREFOX, reviewId=written[3], translationLanguage="de").execute()
        for text in ("Which device?", "Which device do you use?"):
            reviews.reply(packageName=FIREFOX, reviewId=written[3], body={"replyText": text}).execute()
        reviews.get(packageName=FIREFOX, reviewId=written[3]).execute()
        reviews.list(packageName=PLAY_APPS[2].package).execute()
        return found

    found, exchanges = await aside(use)
    assert found == written[::-1]
    judge = Judge(document)
    assert len(exchanges) == 9
    assert [complaint for exchange in exchanges for complaint in judge.complaints(exchange)] == []
    answer = sandbox.play.find(written[3]).answer
    assert answer is not None
    assert answer.text == "Which device do you use?"


async def test_googles_own_client_understands_the_refusals(sandbox: Sandbox, document: dict[str, Any]) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")

    def use(recorder: Recorder) -> list[tuple[int, str, str]]:
        reviews = reviews_of(sandbox, document, recorder)
        told = []
        for call in (
            reviews.list(packageName="org.mozilla.fenix"),
            reviews.list(packageName="org.example.unknown"),
            reviews.get(packageName=FIREFOX, reviewId="gp:none"),
            reviews.reply(packageName=FIREFOX, reviewId=review, body={"replyText": "a" * 351}),
        ):
            with pytest.raises(HttpError) as refusal:
                call.execute()
            told.append((refusal.value.status_code, refusal.value.reason, refusal.value.error_details[0]["reason"]))
        return told

    told, _ = await aside(use)
    assert told == [
        (403, "The caller does not have permission", "forbidden"),
        (404, "No application was found for the given package name.", "applicationNotFound"),
        (404, "The review was not found.", "notFound"),
        (400, "The reply text is too long: 351 characters, at most 350 are allowed.", "badRequest"),
    ]


def test_the_judge_sees_what_is_wrong(document: dict[str, Any]) -> None:
    comment = {"userComment": {"starRating": "5", "lastModified": {"seconds": 12}, "mood": "fine"}}
    answer = {"reviewId": "gp:1", "comments": [comment]}
    path = "androidpublisher/v3/applications/org.mozilla.firefox/reviews/gp%3A1"
    found = Judge(document).complaints(Exchange("GET", path, {"colour": "red"}, None, 200, answer))
    assert sorted(found) == [
        "$.comments[0].userComment.lastModified.seconds: 12 is not of type 'string'",
        "$.comments[0].userComment.starRating: '5' is not of type 'integer'",
        "$.comments[0].userComment: Additional properties are not allowed ('mood' was unexpected)",
        "androidpublisher.reviews.get: unknown parameter colour",
    ]
