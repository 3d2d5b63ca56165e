"""The pretend knowledge base: invented articles, Kitsune's two endpoints, and its editors' hands."""

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.kitsune.api import Api
from sandbox.kitsune.hands import Hands
from sandbox.kitsune.search import Search
from sandbox.kitsune.site import Changed, Site
from sandbox.log import CallLog


class PretendKitsune(Hands):
    """The whole of it. The hands are its methods; the endpoints live behind `routes()`."""

    def __init__(self, clock: SandboxClock, log: CallLog, changed: Changed) -> None:
        super().__init__(Site(clock, log, changed))

    def routes(self) -> list[web.RouteDef]:
        """Everything under /kitsune, and the site's own 404 for the rest."""
        return [
            *Api(self.site).routes(),
            *Search(self.site).routes(),
            web.route("*", "/kitsune/{rest:.*}", self.site.nothing_there),
        ]
