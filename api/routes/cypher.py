"""/db/{name}/query/v2: Cypher, in the shape of Neo4j's Query API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onrecord.api.failures import problem, problem_of
from onrecord.api.negotiation import chosen
from onrecord.api.serving import KnownBy, PublishedBy, Served, run_query
from onrecord.errors import (
    OnRecordError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReadOnlyError,
)
from onrecord.graph.as_of import Clock
from onrecord.graph.property_graph import Form, Rows

router = APIRouter(tags=["query"])
_NAMES = {"neo4j", "onrecord"}
_CODES: tuple[tuple[type[OnRecordError], str], ...] = (
    (QuerySyntaxError, "Neo.ClientError.Statement.SyntaxError"),
    (ReadOnlyError, "Neo.ClientError.Security.Forbidden"),
    (QueryTimeoutError, "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"),
    (QueryError, "Neo.ClientError.Statement.ExecutionFailed"),
    (OnRecordError, "Neo.TransientError.General.DatabaseUnavailable"),
)
_NOT_THAT = "Neo.ClientError.Request.Invalid"
_COUNTERS = (
    "nodesCreated", "nodesDeleted", "propertiesSet", "relationshipsCreated",
    "relationshipsDeleted", "labelsAdded", "labelsRemoved", "indexesAdded", "indexesRemoved",
    "constraintsAdded", "constraintsRemoved", "systemUpdates",
)  # fmt: skip
_JSON = "application/json"
_TYPED = tuple(f"application/vnd.neo4j.query{version}" for version in ("", ".v1.0", ".v1.1"))
_OFFERS = {_JSON: _JSON, **{media: media for media in _TYPED}}


class Statement(BaseModel):
    """A Cypher statement with its parameters; what a read does not need is accepted and ignored."""

    model_config = ConfigDict(extra="ignore")

    statement: str = Field(description="Cypher that only reads; EXPLAIN and PROFILE too.")
    parameters: dict[str, Any] = Field(
        {}, description="Values of $parameters, typed where the body is typed JSON."
    )
    include_counters: bool = Field(False, alias="includeCounters")
    access_mode: str | None = Field(
        None,
        alias="accessMode",
        pattern="^(?i:read|write)$",
        description="READ or WRITE; nothing is ever written.",
    )
    max_execution_time: int | None = Field(
        None, alias="maxExecutionTime", gt=0, le=30, description="Seconds, 30 at most."
    )
    bookmarks: list[str] = Field([], description="Ignored: every answer sees what is there.")


class Data(BaseModel):
    """Rows."""

    fields: list[str]
    values: list[list[Any]]


class Answer(BaseModel):
    """The answer. ``truncated`` says that there were more rows; Neo4j has no such member."""

    data: Data
    counters: dict[str, int | bool] | None = None
    query_plan: dict[str, Any] | None = Field(None, serialization_alias="queryPlan")
    profiled_query_plan: dict[str, Any] | None = Field(
        None, serialization_alias="profiledQueryPlan"
    )
    bookmarks: list[str] = []
    truncated: bool


@router.post(
    "/db/{name}/query/v2",
    status_code=202,
    response_model=Answer,
    response_model_exclude_unset=True,
    responses={202: {"content": {media: {} for media in _TYPED}}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media: {"schema": Statement.model_json_schema(by_alias=True)}
                for media in (_JSON, *_TYPED)
            },
        }
    },
)
async def query(
    name: str,
    request: Request,
    served: Served,
    published_by: PublishedBy = None,
    known_by: KnownBy = None,
) -> JSONResponse:
    """Run Cypher that only reads; the name is neo4j or onrecord, or the configured database.

    Plain JSON, or typed JSON (application/vnd.neo4j.query) both ways. published_by and known_by,
    which Neo4j does not have, ask the graph as it was by that day.
    """
    if name not in _NAMES | {served.settings.neo4j_database}:
        return _failure(404, "Neo.ClientError.Database.DatabaseNotFound", f"no database {name!r}")
    media_type = chosen(", ".join(request.headers.getlist("accept")) or None, _OFFERS)
    if media_type is None:
        return _failure(406, _NOT_THAT, f"on offer: {', '.join(_OFFERS)}")
    sent = request.headers.get("content-type", _JSON).split(";")[0].strip().lower()
    if sent not in _OFFERS:
        return _failure(415, _NOT_THAT, f"a statement is sent as {_JSON} or {_TYPED[0]}")
    try:
        body = Statement.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(
            [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
        ) from error
    form: Form = "query-api" if media_type == _JSON else "query-api-typed"

    def work(gone: Callable[[], bool]) -> Rows:
        seconds = body.max_execution_time
        with served.property_graph_as_of(Clock(published_by, known_by)) as store:
            return store.query(
                body.statement,
                body.parameters,
                timeout_ms=served.timeout_ms(None if seconds is None else seconds * 1000),
                max_rows=served.settings.max_rows,
                form=form,
                typed_parameters=sent in _TYPED,
                gone=gone,
            )

    try:
        rows = await run_query(request, served, work)
    except OnRecordError as error:
        status, _ = problem_of(error)
        code = next(code for class_, code in _CODES if isinstance(error, class_))
        return _failure(status, code, str(error))
    # The values are JSON already: nothing is to be gained from looking at each again.
    answer: dict[str, Any] = {"data": {"fields": rows.columns, "values": rows.rows}}
    if body.include_counters:
        answer["counters"] = {
            **dict.fromkeys(_COUNTERS, 0),
            "containsUpdates": False,
            "containsSystemUpdates": False,
        }
    if rows.profile is not None:
        answer["profiledQueryPlan"] = _plan(rows.profile)
    elif rows.plan is not None:
        answer["queryPlan"] = _plan(rows.plan)
    answer |= {"bookmarks": [], "truncated": rows.truncated}
    return JSONResponse(answer, 202, {"Vary": "Accept"}, media_type=media_type)


def _plan(plan: Mapping[str, Any]) -> dict[str, Any]:
    """A plan as the Query API names its parts."""
    named = {{"args": "arguments", "rows": "records"}.get(k, k): v for k, v in plan.items()}
    return {**named, "children": [_plan(child) for child in plan.get("children") or ()]}


def _failure(status: int, code: str, message: str) -> JSONResponse:
    """A problem that also has the members that Neo4j's clients read."""
    return problem(status, message, errors=[{"code": code, "message": message}])
