"""How X says no: its problem documents, word for word as far as they are known."""

from typing import Any

from aiohttp import web

TYPES = "https://api.twitter.com/2/problems/"
TOO_LONG = (
    "Your Tweet text is too long. For more information on how Twitter determines text length see "
    "https://github.com/twitter/twitter-text."
)
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
TARGET_GONE = "You attempted to reply to a Tweet that is deleted or not visible to you."
QUOTED_GONE = "The Tweet you attempted to quote is deleted or not visible to you."
NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to."
)
NOT_PERMITTED = "You are not permitted to perform this action."


class Problem(Exception):
    """A refusal on its way to the caller."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body.get("detail") or body.get("title", ""))
        self.status = status
        self.body = body

    @property
    def title(self) -> str:
        """X's title of the problem."""
        return str(self.body.get("title", ""))

    def response(self) -> web.Response:
        """The problem as an HTTP answer."""
        return web.json_response(self.body, status=self.status, content_type="application/problem+json")


def blank(status: int, title: str, detail: str) -> Problem:
    """A problem without a type of its own."""
    return Problem(status, {"title": title, "detail": detail, "type": "about:blank", "status": status})


def unauthorized() -> Problem:
    """401: the signature, the token or the time is wrong; X does not say which."""
    return blank(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str) -> Problem:
    """403 with X's sentence."""
    return blank(403, "Forbidden", detail)


def not_enrolled(app: str) -> Problem:
    """403: the plan of this app does not have this endpoint."""
    return Problem(
        403,
        {
            "client_id": app,
            "detail": "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from "
            "a Twitter developer App that is attached to a Project. You can create a project via the developer portal.",
            "registration_url": "https://developer.twitter.com/en/docs/projects/overview",
            "title": "Client Forbidden",
            "required_enrollment": "Appropriate Level of API Access",
            "reason": "client-not-enrolled",
            "type": f"{TYPES}client-forbidden",
            "status": 403,
        },
    )


def too_many() -> Problem:
    """429; when it ends stands in the x-rate-limit-reset header, there is no Retry-After."""
    return blank(429, "Too Many Requests", "Too Many Requests")


def invalid(message: str, **parameters: str) -> Problem:
    """400: one parameter is wrong."""
    return Problem(
        400,
        {
            "errors": [{"parameters": {name: [value] for name, value in parameters.items()}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{TYPES}invalid-request",
            "status": 400,
        },
    )


def invalid_text(detail: str) -> Problem:
    """400 with a sentence of its own, as for a text that is too long."""
    return Problem(
        400, {"title": "Invalid Request", "detail": detail, "type": f"{TYPES}invalid-request", "status": 400}
    )


def no_such_endpoint(path: str) -> Problem:
    """404: nothing lives at this path."""
    return blank(404, "Not Found", f"Not Found: {path}")


def not_found(kind: str, parameter: str, value: str) -> dict[str, Any]:
    """What stands in `errors` for a post or user that is deleted or never was."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{TYPES}resource-not-found",
    }


def not_authorized(parameter: str, value: str, section: str = "data") -> dict[str, Any]:
    """What stands in `errors` for a post whose author is protected."""
    return {
        "value": value,
        "detail": f"Sorry, you are not authorized to see the Tweet with {parameter}: [{value}].",
        "title": "Authorization Error",
        "resource_type": "tweet",
        "parameter": parameter,
        "resource_id": value,
        "section": section,
        "type": f"{TYPES}not-authorized-for-resource",
    }
