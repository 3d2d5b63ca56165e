"""The pretend X: its public timeline, its API v2 and the hands with which people act on it."""

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.log import CallLog
from sandbox.x.billing import Billing
from sandbox.x.endpoints import Gate
from sandbox.x.hands import Hands
from sandbox.x.media import Uploads
from sandbox.x.network import Changed, Network
from sandbox.x.problems import no_such_endpoint
from sandbox.x.rates import Rates
from sandbox.x.reading import Reading
from sandbox.x.signatures import Keys
from sandbox.x.signin import SignIn
from sandbox.x.writing import Writing


class PretendX(Hands):
    """The whole of it. The hands are its methods; the API lives behind `routes()`."""

    def __init__(self, clock: SandboxClock, log: CallLog, changed: Changed, *, rate_limits: bool = True) -> None:
        super().__init__(Network(clock, changed))
        self.keys = Keys()
        self.rates = Rates(clock, enforced=rate_limits)
        self.billing = Billing(clock)
        gate = Gate(self.network, self.keys, self.rates, self.billing, log)
        self._reading = Reading(gate)
        self.writing = Writing(gate)
        self._uploads = Uploads(gate)
        self.sign_in = SignIn(gate)

    def routes(self) -> list[web.RouteDef]:
        """Everything under /x, and X's 404 for the rest."""
        return [
            *self._reading.routes(),
            *self.writing.routes(),
            *self._uploads.routes(),
            *self.sign_in.routes(),
            web.route("*", "/x/{rest:.*}", self._nothing_there),
        ]

    async def _nothing_there(self, request: web.Request) -> web.Response:
        return no_such_endpoint(request.path.removeprefix("/x")).response()
