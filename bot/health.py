"""What a host and a dashboard may ask: whether the desk is well, and its figures; and Slack's calls over the web."""

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.loops.engine import Engine
from bot.sockets import UNREADABLE

Connected = Callable[[], Awaitable[int]]


class Health:
    """Serves /healthz and /metrics, and /slack/events when Slack calls over the web."""

    def __init__(self, engine: Engine, connected: Connected | None, app: AsyncApp, signing_secret: str) -> None:
        """`connected` counts the living connections to Slack; None when Slack calls over the web instead."""
        self._signatures = SignatureVerifier(signing_secret)
        self._engine = engine
        self._connected = connected
        self._app = app
        self._registry = CollectorRegistry()
        self._registry.register(Figures(engine))
        self._runner: web.AppRunner | None = None

    async def start(self, port: int, host: str = "0.0.0.0") -> int:
        """Serve on this port, on all addresses: hosts look from outside. The port chosen, when it was 0."""
        served = web.Application()
        served.add_routes([web.get("/healthz", self.healthz), web.get("/metrics", self.metrics)])
        if self._connected is None:
            served.add_routes([web.post("/slack/events", self.slack)])
        self._runner = web.AppRunner(served)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop serving, after answering what has come in."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def healthz(self, request: web.Request) -> web.Response:
        """200 while Slack can reach the desk and every loop runs, 503 when only a restart may help.

        Loops that fail, or whose round takes long, are named and worth a look; they go on by themselves.
        """
        sockets = await self._connected() if self._connected else None
        engine = self._engine
        told = {
            "slack_connections": sockets,
            "worker": engine.is_worker,
            "failing": [each.loop.name for each in engine.running if each.failures],
            "slow": engine.slow,
            "dead": engine.dead,
        }
        return web.json_response(told, status=503 if sockets == 0 or engine.dead else 200)

    async def metrics(self, request: web.Request) -> web.Response:
        """The figures, as Prometheus reads them."""
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def slack(self, request: web.Request) -> web.Response:
        """An interaction or event that Slack sends over the web. 401 for what it did not sign, 400 for no sense in it.

        The signature is looked at before anything else: Bolt reads the body first, and stumbles over nonsense.
        """
        body = (await request.read()).decode("utf-8", "replace")
        if not self._is_signed(body, request):
            return web.Response(status=401)
        try:
            return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))
        except UNREADABLE:
            return web.Response(status=400)

    def _is_signed(self, body: str, request: web.Request) -> bool:
        """Whether Slack sent it, in the last five minutes; headers in which the SDK finds no number are nobody's."""
        try:
            return self._signatures.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):
            return False


class Figures(Collector):
    """The engine's figures, read when they are asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterable[Metric]:
        """Whether this process works the loops, and how each of them does."""
        yield GaugeMetricFamily("volley_worker", "1 in the process that runs the loops", self._engine.is_worker)
        rounds = CounterMetricFamily("volley_loop_rounds", "Rounds finished", labels=["loop"])
        failures = GaugeMetricFamily("volley_loop_failures", "Failures in a row", labels=["loop"])
        for running in self._engine.running:
            rounds.add_metric([running.loop.name], running.rounds)
            failures.add_metric([running.loop.name], running.failures)
        yield rounds
        yield failures
