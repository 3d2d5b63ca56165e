"""The pretend Play Store: reviews of the brand's apps, the API of androidpublisher v3, and people's hands."""

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.log import CallLog
from sandbox.play.calls import Calls
from sandbox.play.endpoints import Gate
from sandbox.play.hands import Hands
from sandbox.play.keys import Keys
from sandbox.play.problems import no_such_endpoint
from sandbox.play.quotas import Quotas
from sandbox.play.store import Changed, Store


class PretendPlay(Hands):
    """The whole of it. The hands are its methods; the API lives behind `routes()`."""

    def __init__(self, clock: SandboxClock, log: CallLog, changed: Changed, *, rate_limits: bool = True) -> None:
        super().__init__(Store(clock, changed))
        self.keys = Keys(clock)
        self.quotas = Quotas(clock, enforced=rate_limits)
        self._gate = Gate(self.store, self.keys, self.quotas, log)
        self._calls = Calls(self._gate)

    def routes(self) -> list[web.RouteDef]:
        """Everything under /play, and Google's 404 for the rest."""
        return [
            *self._calls.routes(),
            self._gate.token_route(),
            web.route("*", "/play/{rest:.*}", self._nothing_there),
        ]

    async def _nothing_there(self, request: web.Request) -> web.Response:
        return no_such_endpoint()
