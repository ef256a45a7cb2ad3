"""Every failure in one shape: application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from onrecord.api.guards import SECURITY_HEADERS
from onrecord.errors import (
    CorrectionError,
    LedgerError,
    OnRecordError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReadOnlyError,
    StoreError,
    UnknownQuestionError,
)

# The first class that fits says the status and the name of the problem.
PROBLEMS: tuple[tuple[type[OnRecordError], int, str], ...] = (
    (QuerySyntaxError, 400, "query-syntax"),
    (ReadOnlyError, 403, "read-only"),
    (QueryTimeoutError, 504, "query-timeout"),
    (QueryError, 400, "query"),
    (UnknownQuestionError, 404, "unknown-question"),
    (CorrectionError, 409, "correction"),
    (LedgerError, 409, "ledger"),
    (StoreError, 503, "store"),
    (OnRecordError, 500, "failure"),
)
_RETRY_AFTER_S = "5"
_MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong; ``errors`` says it of each value, or by Neo4j's code for it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


FAILING: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong (RFC 9457).",
        "content": {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }
}
"""What OpenAPI says of every answer that a route does not name."""

log = structlog.get_logger(__name__)


def problem_of(error: OnRecordError) -> tuple[int, str]:
    """Status and name of the problem that an error is."""
    return next((status, name) for class_, status, name in PROBLEMS if isinstance(error, class_))


def problem(
    status: int,
    detail: str,
    *,
    name: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    """The answer that says what went wrong."""
    body = {
        "type": f"urn:onrecord:problem:{name}" if name else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status, headers, media_type=_MEDIA_TYPE)


def answer_failures(app: FastAPI) -> None:
    """Make the app answer all its failures as problems."""

    @app.exception_handler(OnRecordError)
    async def known(request: Request, error: OnRecordError) -> JSONResponse:
        status, name = problem_of(error)
        if status in (500, 503):
            log.warning("request_failed", path=request.url.path, error=str(error))
        headers = {"Retry-After": _RETRY_AFTER_S} if status == 503 else None
        return problem(status, str(error), name=name, headers=headers)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        detail = str(error.detail)
        if error.status_code == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
            detail = f"nothing is at {request.url.path}; /docs lists what there is"
        return problem(error.status_code, detail, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        wrong = [
            {"where": ".".join(str(part) for part in each["loc"]), "message": str(each["msg"])}
            for each in error.errors()
        ]
        detail = "; ".join(f"{each['where']}: {each['message']}" for each in wrong)
        return problem(422, detail, name="invalid-request", errors=wrong)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        # Outside of all middleware, so it brings the headers along itself.
        log.error("request_broke", path=request.url.path, error=type(error).__name__)
        return problem(
            500,
            "something broke that should not; the server's log says what",
            name="failure",
            headers=SECURITY_HEADERS,
        )
