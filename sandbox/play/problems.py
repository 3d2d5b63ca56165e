"""How Google's APIs say no: their JSON of errors, word for word as far as the words are known."""

from aiohttp import web

EXPECTED = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
IN_THE_HEADER = {"location": "Authorization", "locationType": "header"}
STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
}


class Problem(Exception):
    """A refusal on its way to the caller."""

    def __init__(self, code: int, message: str, reason: str, **detail: str) -> None:
        super().__init__(message)
        self.code = code
        self.detail = {"message": message, "domain": "global", "reason": reason} | detail

    @property
    def title(self) -> str:
        """Google's name of the kind of refusal."""
        return STATUSES[self.code]

    def response(self) -> web.Response:
        """The problem as an HTTP answer. Google says nowhere in it how long to wait."""
        error = {"code": self.code, "message": str(self), "errors": [self.detail], "status": self.title}
        headers = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/"'} if self.code == 401 else None
        return web.json_response({"error": error}, status=self.code, headers=headers)


class NoToken(Exception):
    """A refusal of the token endpoint, which words them as OAuth 2 does."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error

    def response(self) -> web.Response:
        """The refusal as an HTTP answer."""
        return web.json_response({"error": self.error, "error_description": str(self)}, status=400)


def login_required() -> Problem:
    """401: no access token came with the call."""
    message = f"Request is missing required authentication credential. {EXPECTED}"
    return Problem(401, message, "required", **IN_THE_HEADER)


def invalid_credentials() -> Problem:
    """401: the access token was never issued, or its hour is over."""
    message = f"Request had invalid authentication credentials. {EXPECTED}"
    return Problem(401, message, "authError", **IN_THE_HEADER)


def insufficient_scopes() -> Problem:
    """403: the token was asked for without the scope of this API."""
    return Problem(403, "Request had insufficient authentication scopes.", "insufficientPermissions")


def no_permission() -> Problem:
    """403: the service account may not act for this app."""
    return Problem(403, "The caller does not have permission", "forbidden")


def no_such_app() -> Problem:
    """404: there is no app of this package name."""
    where = {"location": "packageName", "locationType": "parameter"}
    return Problem(404, "No application was found for the given package name.", "applicationNotFound", **where)


def no_such_review() -> Problem:
    """404: the review is gone, too old, without words, or of another app."""
    return Problem(404, "The review was not found.", "notFound")


def too_many(quota: str) -> Problem:
    """429: a quota is used up."""
    message = f"Quota exceeded for quota metric '{quota}' of service 'androidpublisher.googleapis.com'."
    return Problem(429, message, "rateLimitExceeded", domain="usageLimits")


def invalid(message: str) -> Problem:
    """400 with a sentence."""
    return Problem(400, message, "badRequest")


def unknown_name(name: str, *, in_query: bool = False) -> Problem:
    """400: a field or parameter that the API does not have."""
    why = "Cannot bind query parameter. Field could not be found." if in_query else "Cannot find field."
    return invalid(f'Invalid JSON payload received. Unknown name "{name}": {why}')


def no_such_endpoint() -> web.Response:
    """404 for a path where nothing lives: a page, not JSON."""
    page = "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>The requested URL was not found."
    return web.Response(status=404, text=page, content_type="text/html")
