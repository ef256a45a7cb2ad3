"""The HTTP service over one knowledge graph.

``create_app`` puts the routes together. The caller owns the graph and closes it afterwards; the
app's own workers stop with it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import anyio
import anyio.to_thread
import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.api.access import Access
from onrecord.api.failures import FAILING, answer_failures
from onrecord.api.guards import Guard, check_bind, needs_keys
from onrecord.api.jobs import Jobs
from onrecord.api.keys import Keys
from onrecord.api.logs import configure_logs
from onrecord.api.mcp_server import ServedGraph, mcp_routes, mcp_server
from onrecord.api.observing import Metrics, Observed
from onrecord.api.routes import (
    catalogue,
    corrections,
    cypher,
    documents,
    entities,
    export,
    identifiers,
    network,
    operations,
    pages,
    review,
    schema,
    search,
    sparql,
    statements,
)
from onrecord.api.routes import jobs as jobs_routes
from onrecord.api.serving import Serving
from onrecord.errors import OnRecordError
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.sparql_service import SparqlService
from onrecord.settings import Settings

log = structlog.get_logger(__name__)
AGAIN_S = 5.0

__all__ = ["check_bind", "create_app"]


def create_app(
    graph: KnowledgeGraph, settings: Settings, *, reader: Sequence[str] | None = None
) -> FastAPI:
    """The app that answers about this graph.

    ``reader`` is the command that reads uploaded files into it; without one none are taken. Who
    serves it may set ``state.stopping``, which says whether streams are to end, and ``state.warm``,
    which is called once the tables of the look-ups are there.
    """
    workers = SparqlService(graph.rdf, graph.record.derived / "snapshots")
    metrics = _metrics(graph, workers)
    served = Serving(graph, settings, workers, metrics)
    models = mcp_server(ServedGraph(served))
    jobs = None if reader is None else Jobs(graph.record.folder, reader)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        configure_logs(settings.log_level)
        ready = await anyio.to_thread.run_sync(_started, workers)
        try:
            if jobs is not None:
                jobs.start()
            async with models.session_manager.run(), anyio.create_task_group() as tasks:
                # The first look-up need not wait for the tables.
                tasks.start_soon(anyio.to_thread.run_sync, _warmed, graph, app.state.warm)
                if not ready:
                    tasks.start_soon(_starting, workers)
                yield
                tasks.cancel_scope.cancel()
        finally:
            if jobs is not None:
                await anyio.to_thread.run_sync(jobs.close)
            await anyio.to_thread.run_sync(workers.close)

    app = FastAPI(
        title="OnRecord",
        version=__version__,
        summary="Who said what, with the exact sentence behind every fact.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=FAILING,
    )
    app.state.serving = served
    app.state.jobs = jobs
    app.state.stopping = lambda: False
    app.state.warm = lambda: None
    for part in (
        statements, entities, documents, network, export, catalogue, schema, sparql, cypher,
        jobs_routes, corrections, review, search, identifiers, operations, pages,
    ):  # fmt: skip
        app.include_router(part.router)
    app.router.routes.extend(mcp_routes(models))
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    answer_failures(app)
    # The last one added is the first one asked.
    if needs_keys(settings.host, settings.names):
        keys, per_minute = Keys(settings.data_dir), settings.requests_per_minute
        app.add_middleware(Access, keys=keys, per_minute=per_minute)
    app.add_middleware(
        Guard,
        host=settings.host,
        names=settings.names,
        origins=settings.allowed_origins,
        large={"/jobs": settings.max_upload_bytes},
    )
    app.add_middleware(Observed, metrics=metrics)
    return app


def _metrics(graph: KnowledgeGraph, workers: SparqlService) -> Metrics:
    metrics = Metrics()
    metrics.watch("sparql_workers_busy", "Workers that answer SPARQL now.", lambda: workers.busy)
    metrics.watch("documents", "Documents in the graph.", lambda: graph.status().documents)
    metrics.watch(
        "property_graph_pending",
        "Documents and entities that the property graph has still to take in.",
        lambda: graph.status().pending_property_graph,
    )
    return metrics


def _started(workers: SparqlService) -> bool:
    """Whether the workers of SPARQL start; /readyz says it too."""
    try:
        workers.warm()
    except OnRecordError as error:
        log.warning("sparql_workers_not_ready", error=str(error))
        return False
    return True


async def _starting(workers: SparqlService) -> None:
    """Try until they start: a machine may have been too busy, or out of memory for a moment."""
    while not await anyio.to_thread.run_sync(_started, workers):
        await anyio.sleep(AGAIN_S)


def _warmed(graph: KnowledgeGraph, then: Callable[[], None]) -> None:
    """Make the tables of the look-ups, so far as the stores let us, and read the packs.

    Storing the first document would do that, a second of work while others look things up.
    """
    try:
        graph.lookups.table()
        graph.packs.by_name  # noqa: B018 # kept
    except OnRecordError as error:
        log.warning("lookups_not_warm", error=str(error))
    then()
