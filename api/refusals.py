"""What middleware answers by itself, in the shape of all failures (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.types import Send


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status, why, and headers that go with it."""

    status: int
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)


def body_of(refusal: Refusal) -> bytes:
    """What a refusal says."""
    return json.dumps(
        {
            "type": "about:blank",
            "title": HTTPStatus(refusal.status).phrase,
            "status": refusal.status,
            "detail": refusal.detail,
        }
    ).encode()


async def refuse(send: Send, refusal: Refusal) -> None:
    """Answer with a refusal."""
    body = body_of(refusal)
    headers = {
        "content-type": "application/problem+json",
        "content-length": str(len(body)),
        **refusal.headers,
    }
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
