"""Files that people put into the workspace: kept, described as Slack does, and handed out to whoever may have them."""

import itertools
import mimetypes
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.log import Call
from sandbox.people import BOT_USER_ID, SLACK_BOT_TOKEN, TEAM_ID
from sandbox.slack.errors import Json

if TYPE_CHECKING:
    from sandbox.slack.workspace import SlackWorkspace

LOGIN = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to your workspace</body></html>"
"""What Slack hands out, with 200, in place of a file to whoever may not have it."""


@dataclass(eq=False)
class File:
    """One file; Slack judges its type by its name. `shared_in` are channels, `given` that a form handed it to the app.

    `external` is the address of a file that is kept elsewhere.
    """

    id: str
    user: str
    name: str
    content: bytes
    created: int
    shared_in: set[str] = field(default_factory=set)
    given: bool = False
    deleted: bool = False
    external: str = ""
    title: str = ""

    @property
    def extension(self) -> str:
        """What its name says it is."""
        return self.name.rpartition(".")[2].lower()

    def as_json(self, base_url: str) -> Json:
        """The file object of Slack's API and payloads."""
        private = self.external or f"{base_url}/slack/files-pri/{TEAM_ID}-{self.id}/{self.name}"
        shown: Json = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetypes.guess_type(self.name)[0] or "application/octet-stream",
            "filetype": self.extension,
            "user": self.user,
            "user_team": TEAM_ID,
            "editable": False,
            "size": len(self.content),
            "mode": "external" if self.external else "hosted",
            "is_external": bool(self.external),
            "is_public": False,
            "url_private": private,
            "permalink": f"{base_url}/slack/files/{self.user}/{self.id}/{self.name}",
            "channels": sorted(self.shared_in),
        }
        if not self.external:
            shown["url_private_download"] = private.replace("files-pri", "files-pri/download", 1)
        return shown


@dataclass(eq=False)
class Ticket:
    """A file that the app said it would upload, of so many bytes; `content` is what came, None until then."""

    file_id: str
    name: str
    length: int
    content: bytes | None = None


class Files:
    """All files of the workspace."""

    def __init__(self, workspace: "SlackWorkspace") -> None:
        self._workspace = workspace
        self._files: dict[str, File] = {}
        self._numbers = itertools.count(1)
        self._tickets: dict[str, Ticket] = {}

    def routes(self) -> list[web.RouteDef]:
        """Where files are uploaded and downloaded."""
        return [
            web.post("/slack/upload/v1/{ticket}", self.upload),
            web.get("/slack/files-pri/download/{file}/{name}", self.download),
            web.get("/slack/files-pri/{file}/{name}", self.download),
            web.get("/slack/files/{user}/{file}/{name}", self.open),
        ]

    def keep(self, user: str, name: str, content: bytes, *, external: str = "") -> File:
        """A person uploads a file; so far only they see it."""
        created = int(self._workspace.clock.timestamp())
        file = File(f"F0SANDBOX{next(self._numbers):03d}", user, name, content, created, external=external)
        self._files[file.id] = file
        return file

    def expect(self, name: str, length: int) -> tuple[str, str]:
        """The app will upload a file; returns its id, and the address that takes it once and asks for no token."""
        ticket = Ticket(f"F0SANDBOX{next(self._numbers):03d}", name, length)
        secret = secrets.token_urlsafe(24)
        self._tickets[secret] = ticket
        return ticket.file_id, f"{self._workspace.base_url}/slack/upload/v1/{secret}"

    def finish(self, file_id: str, title: str) -> File | None:
        """The app's file as it was uploaded, kept from now on; None when there is none to finish: it works once."""
        found = next((key for key, each in self._tickets.items() if each.file_id == file_id), None)
        if found is None or self._tickets[found].content is None:
            return None
        ticket = self._tickets.pop(found)
        created = int(self._workspace.clock.timestamp())
        file = File(file_id, BOT_USER_ID, ticket.name, ticket.content or b"", created, given=True, title=title)
        self._files[file_id] = file
        return file

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, as such or as a form's part, if they are as many as was said."""
        ticket = self._tickets.get(request.match_info["ticket"])
        content = await bytes_of(request)
        fits = ticket is not None and ticket.content is None and len(content) == ticket.length
        status = 200 if fits else 400
        self._workspace.log.add(Call(self._workspace.clock.now(), "slack", "upload", "bot", status, "", 0.0))
        if ticket is None or not fits:
            return web.Response(status=status, text="The file was not taken.")
        ticket.content = content
        return web.Response(text=f"OK - {len(content)}")

    def find(self, file_id: str) -> File | None:
        """A file by its id, deleted ones as well."""
        return self._files.get(file_id)

    def seen_by_app(self, file: File) -> bool:
        """Whether the app may have a file: a form gave it, or it was shared where the app is."""
        places = (self._workspace.channels.get(each) for each in file.shared_in)
        return file.given or any(place is not None and BOT_USER_ID in place.members for place in places)

    async def download(self, request: web.Request) -> web.Response:
        """The content, for a token of the app that may read files; a page to sign in for everybody else."""
        file = self._files.get(request.match_info["file"].removeprefix(f"{TEAM_ID}-"))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        may = token == SLACK_BOT_TOKEN and "files:read" in self._workspace.app.scopes
        status = 404 if file is not None and file.deleted else 200
        self._workspace.log.add(Call(self._workspace.clock.now(), "slack", "files-pri", "bot", status, "", 0.0))
        if file is None or not may or not self.seen_by_app(file):
            return web.Response(text=LOGIN, content_type="text/html")
        if file.deleted:
            return web.Response(status=404, text="404 Not Found")
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def open(self, request: web.Request) -> web.Response:
        """What a person's browser gets under the link of a file: the file, to be saved."""
        file = self._files.get(request.match_info["file"])
        if file is None or file.deleted:
            return web.Response(status=404, text="404 Not Found")
        return web.Response(body=file.content, headers={"Content-Disposition": "attachment"})


async def bytes_of(request: web.Request) -> bytes:
    """What was uploaded: the whole body, or the first file in a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = (await request.post()).values()
    return next((each.file.read() for each in parts if isinstance(each, web.FileField)), b"")
