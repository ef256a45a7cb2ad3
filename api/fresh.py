"""Answers that a client need not fetch twice: an ETag that names the graph's state."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from onrecord.api.serving import serving

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class FreshRoute(APIRoute):
    """A route whose answer depends on the address and the graph alone.

    A request that names the state in If-None-Match is answered by 304, before anything is read.
    """

    def get_route_handler(self) -> Handler:
        """The handler, between asking and answering."""
        answer = super().get_route_handler()

        async def fresh(request: Request) -> Response:
            # Named before it is read: what changes meanwhile makes the answer old, not wrong.
            tag = f'W/"{serving(request).graph.rdf.state}"'
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
