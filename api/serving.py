"""What the routes work with, and how they run a user's query."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

import anyio
import anyio.to_thread
from fastapi import Depends, Query, Request
from starlette.exceptions import HTTPException

from onrecord.api.observing import Metrics
from onrecord.graph.as_of import Clock
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import Cancelled, PropertyGraph
from onrecord.graph.sparql_service import SparqlService
from onrecord.settings import MOST_TIMEOUT_MS, Settings

_LOOK_S = 0.2
_QUERIES = 8
T = TypeVar("T")

PUBLISHED_BY_HELP = "Ask the graph as of only what was published by that day."
KNOWN_BY_HELP = "Ask the graph as of what had come into it by that day."
PublishedBy = Annotated[str | None, Query(description=PUBLISHED_BY_HELP)]
KnownBy = Annotated[str | None, Query(description=KNOWN_BY_HELP)]


@dataclass(slots=True)
class Serving:
    """The graph and what answers about it; one for an app.

    ``queries`` limits how many user queries run at once, so that look-ups keep their threads.
    """

    graph: KnowledgeGraph
    settings: Settings
    sparql: SparqlService
    metrics: Metrics
    queries: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(_QUERIES))
    _starting: threading.Lock = field(default_factory=threading.Lock)

    def timeout_ms(self, asked: str | int | None) -> int:
        """How long a query may run, which a request may say for itself.

        Raises:
            HTTPException: it is no number, or more than anybody gets.
        """
        if asked is None:
            return self.settings.query_timeout_ms
        if not re.fullmatch("[0-9]{1,9}", str(asked)) or not 0 < int(asked) <= MOST_TIMEOUT_MS:
            raise HTTPException(
                400,
                f"timeout_ms is a number of milliseconds, {MOST_TIMEOUT_MS} at most; "
                f"got {asked!r:.40}",
            )
        return int(asked)

    def property_graph(self) -> PropertyGraph:
        """The property graph; the first caller starts its engine, the others wait."""
        with self._starting:
            return self.graph.property_graph

    @contextmanager
    def sparql_as_of(self, clock: Clock) -> Iterator[SparqlService]:
        """What answers SPARQL about the graph as of the clock."""
        if not clock:
            yield self.sparql
            return
        with (
            self.graph.as_of(clock) as past,
            SparqlService(past.rdf, past.record.derived / "snapshots") as workers,
        ):
            yield workers

    @contextmanager
    def property_graph_as_of(self, clock: Clock) -> Iterator[PropertyGraph]:
        """The property graph as of the clock; that of a past day is the embedded engine's."""
        if not clock:
            yield self.property_graph()
            return
        with self.graph.as_of(clock) as past:
            past.sync()
            yield past.property_graph


def serving(request: Request) -> Serving:
    """The app's own."""
    found: Serving = request.app.state.serving
    return found


async def _served(request: Request) -> Serving:
    """The same. FastAPI calls what is not async in a thread, which costs half a millisecond."""
    return serving(request)


Served = Annotated[Serving, Depends(_served)]


async def run_query(
    request: Request, served: Serving, work: Callable[[Callable[[], bool]], T]
) -> T:
    """Run a user's query in a thread; ``work`` is told when the client goes away.

    Raises whatever ``work`` does.
    """
    gone = threading.Event()
    outcome: list[T] = []
    failure: list[Exception] = []

    def run() -> None:
        try:
            outcome.append(work(gone.is_set))
        except Exception as error:  # noqa: BLE001 # raised again below, outside of the task group
            failure.append(error)

    async def watch() -> None:
        while not await request.is_disconnected():
            await anyio.sleep(_LOOK_S)
        gone.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        await anyio.to_thread.run_sync(run, limiter=served.queries)
        tasks.cancel_scope.cancel()
    if failure:
        if isinstance(failure[0], Cancelled):
            raise HTTPException(503, "the client went away") from failure[0]
        raise failure[0]
    return outcome[0]
