"""/healthz, /readyz and /metrics: signs of life for whoever runs the service."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from onrecord.api.failures import problem
from onrecord.api.serving import Served

router = APIRouter(tags=["operations"])
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Health(BaseModel):
    """The service answers."""

    status: str


@router.get("/healthz")
async def healthz() -> Health:
    """Answers while the process lives, whatever else it is doing."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health)
async def readyz(served: Served) -> Response:
    """Whether queries would be answered now: 200, or 503 while it starts or stops."""
    if not served.sparql.ready:
        return problem(503, "the workers are starting or stopping", headers={"Retry-After": "1"})
    return JSONResponse({"status": "ready"})


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "Counts.", "content": {_PROMETHEUS: {}}}},
)
async def metrics(served: Served) -> Response:
    """Requests, latencies, workers, memory and more, as Prometheus reads them."""
    return Response(served.metrics.text(), headers={"Content-Type": _PROMETHEUS})
