"""/db/{name}/query/v2: Cypher, in the shape of Neo4j's Query API."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.failures import problem, problem_of
from onrecord.api.serving import KnownBy, PublishedBy, Served, run_query
from onrecord.errors import (
    OnRecordError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReadOnlyError,
)
from onrecord.graph.as_of import Clock
from onrecord.graph.property_graph import Rows

router = APIRouter(tags=["query"])
_NAMES = {"neo4j", "onrecord"}
_CODES: tuple[tuple[type[OnRecordError], str], ...] = (
    (QuerySyntaxError, "Neo.ClientError.Statement.SyntaxError"),
    (ReadOnlyError, "Neo.ClientError.Security.Forbidden"),
    (QueryTimeoutError, "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"),
    (QueryError, "Neo.ClientError.Statement.ExecutionFailed"),
    (OnRecordError, "Neo.TransientError.General.DatabaseUnavailable"),
)
_COUNTERS = (
    "nodesCreated", "nodesDeleted", "propertiesSet", "relationshipsCreated",
    "relationshipsDeleted", "labelsAdded", "labelsRemoved", "indexesAdded", "indexesRemoved",
    "constraintsAdded", "constraintsRemoved", "systemUpdates",
)  # fmt: skip


class Statement(BaseModel):
    """A Cypher statement with its parameters; what a read does not need is accepted and ignored."""

    model_config = ConfigDict(extra="ignore")

    statement: str = Field(description="Cypher that only reads.")
    parameters: dict[str, object] = Field({}, description="Values of $parameters.")
    include_counters: bool = Field(False, alias="includeCounters")
    access_mode: str | None = Field(None, alias="accessMode")


class Data(BaseModel):
    """Rows."""

    fields: list[str]
    values: list[list[object]]


class Answer(BaseModel):
    """The answer. ``truncated`` says that there were more rows; Neo4j has no such member."""

    data: Data
    counters: dict[str, int | bool] | None = None
    bookmarks: list[str] = []
    truncated: bool


@router.post(
    "/db/{name}/query/v2",
    status_code=202,
    response_model=Answer,
    response_model_exclude_unset=True,
)
async def query(
    name: str,
    body: Statement,
    request: Request,
    served: Served,
    published_by: PublishedBy = None,
    known_by: KnownBy = None,
) -> object:
    """Run Cypher that only reads; the name is neo4j or onrecord, or the configured database.

    published_by and known_by, which Neo4j does not have, ask the graph as it was by that day.
    """
    if name not in _NAMES | {served.settings.neo4j_database}:
        return _failure(404, "Neo.ClientError.Database.DatabaseNotFound", f"no database {name!r}")

    def work(_: Callable[[], bool]) -> Rows:
        with served.property_graph_as_of(Clock(published_by, known_by)) as store:
            return store.query(
                body.statement,
                body.parameters,
                timeout_ms=served.settings.query_timeout_ms,
                max_rows=served.settings.max_rows,
            )

    try:
        rows = await run_query(request, served, work)
    except OnRecordError as error:
        status, _ = problem_of(error)
        code = next(code for class_, code in _CODES if isinstance(error, class_))
        return _failure(status, code, str(error))
    answer = Answer(
        data=Data(fields=rows.columns, values=rows.rows), bookmarks=[], truncated=rows.truncated
    )
    if body.include_counters:
        answer.counters = {**dict.fromkeys(_COUNTERS, 0), "containsUpdates": False}
    return answer


def _failure(status: int, code: str, message: str) -> JSONResponse:
    """A problem that also has the members that Neo4j's clients read."""
    return problem(status, message, errors=[{"code": code, "message": message}])
