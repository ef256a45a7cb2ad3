"""Answers that a client need not fetch twice: an ETag that names the state they were made of."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from onrecord import __version__
from onrecord.api.serving import Serving, serving

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class FreshRoute(APIRoute):
    """A route whose answer depends on the address, the graph and the decisions alone.

    A request that names the state in If-None-Match is answered by 304, before anything is read.
    """

    def get_route_handler(self) -> Handler:
        """The handler, between asking and answering."""
        answer = super().get_route_handler()

        async def fresh(request: Request) -> Response:
            # Named before it is read: what changes meanwhile makes the answer old, not wrong.
            tag = _tag(serving(request))
            if request.method not in ("GET", "HEAD"):
                return await answer(request)
            known = request.headers.get("if-none-match", "")
            if tag in (each.strip() for each in known.split(",")):
                return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
            response = await answer(request)
            if response.status_code == 200:
                response.headers["ETag"] = tag
                response.headers.setdefault("Vary", "Accept")
            return response

        return fresh


def _tag(served: Serving) -> str:
    """The version that answers, what look-ups answer from, and the last decision."""
    graph = served.graph
    # A decision that finds no place changes no fact, but the list of decisions.
    return f'W/"{__version__}-{graph.lookups.state}-{graph.record.ledger.head[:16]}"'
