"""Who may ask for what: keys, their scopes, and how often.

On loopback nobody needs a key. Where others reach the service, through its address or a reverse
proxy, every request does, but for the page's own files and the signs of life. A key is shown as
``Authorization: Bearer KEY``, or as the password of HTTP Basic, which browsers and the clients of
SPARQL and of Neo4j's Query API ask for by themselves.
"""

from __future__ import annotations

import base64
import binascii
import math
import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.api.keys import Key, Keys
from onrecord.api.refusals import Refusal, refuse
from onrecord.errors import AccessKeyError

_OPEN = {"/", "/docs", "/openapi.json", "/healthz", "/readyz"}
_SAFE = frozenset({"GET", "HEAD"})
# What asks with a body, and changes nothing; then what changes something. All else needs admin.
_ASKING = ("/sparql", "/db/", "/mcp", "/graphs", "/corrections/preview", "/subgraph")
_CHANGING = (("/corrections", "correct"), ("/jobs", "ingest"))
_FAILURES_PER_MINUTE = 30
_MOST_BUCKETS = 10_000


def scope_of(method: str, path: str) -> str | None:
    """The scope that a request needs; None where everybody may."""
    if method == "OPTIONS":
        return None
    if method in _SAFE:
        return None if path in _OPEN or path.startswith("/static/") else "read"
    if _below(path, _ASKING):
        return "read"
    return next((scope for prefix, scope in _CHANGING if _below(path, (prefix,))), "admin")


def _below(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in prefixes)


class Buckets:
    """Tokens for each name, which come back evenly; the names not seen for longest are forgotten.

    ``per_minute`` come back in a minute, and so many tenths of it may be spent at once.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_s = per_minute / 60
        self._most = max(10.0, per_minute / 10)
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, name: str, *, spend: bool = True) -> float:
        """Spend a token; how long to wait where there is none, 0 where there is."""
        now = time.monotonic()
        tokens, then = self._held.pop(name, (self._most, now))
        tokens = min(self._most, tokens + (now - then) * self._per_s)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._per_s
        self._held[name] = (tokens - 1 if spend and not wait else tokens, now)
        if len(self._held) > _MOST_BUCKETS:
            self._held.popitem(last=False)
        return wait


class Access:
    """ASGI middleware: lets in who has the key; the others are told what is missing."""

    def __init__(self, app: ASGIApp, *, keys: Keys, per_minute: int) -> None:
        self._app = app
        self._keys = keys
        self._spent = Buckets(per_minute)
        self._failed = Buckets(_FAILURES_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] == "http":
            refusal = self._refusal(scope)
            if refusal is not None:
                await refuse(send, refusal)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        needed = scope_of(scope["method"], scope["path"])
        if needed is None:
            return None
        client = (scope.get("client") or ("unknown",))[0]
        if wait := self._failed.wait_s(client, spend=False):
            return _too_often("wrong keys were shown too often", wait)
        given = _shown(Headers(scope=scope).get("authorization", ""))
        try:
            key = self._keys.check(given) if given else None
        except AccessKeyError as error:
            return Refusal(503, str(error))
        if key is None:
            if given:
                self._failed.wait_s(client)
            return _no_key("the key is none of ours, or was revoked" if given else
                           "an access key is needed: Authorization: Bearer KEY")  # fmt: skip
        if not key.may(needed):
            return Refusal(403, f"the key {key.name!r} has not the scope {needed!r}")
        if wait := self._spent.wait_s(key.id):
            return _too_often(f"the key {key.name!r} asks too often", wait)
        scope.setdefault("state", {})["key"] = key
        return None


def key_of(scope: Scope) -> Key | None:
    """The key that a request came with; None where it needed none."""
    found: Key | None = scope.get("state", {}).get("key")
    return found


def _shown(header: str) -> str | None:
    kind, _, value = header.strip().partition(" ")
    if kind.lower() == "bearer":
        return value.strip() or None
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2] or None
        except (binascii.Error, UnicodeDecodeError):
            return "no key"
    return None


def _no_key(detail: str) -> Refusal:
    asked = 'Basic realm="OnRecord", charset="UTF-8", Bearer realm="OnRecord"'
    return Refusal(401, detail, {"WWW-Authenticate": asked})


def _too_often(detail: str, wait_s: float) -> Refusal:
    seconds = math.ceil(wait_s)
    return Refusal(429, f"{detail}; wait {seconds} s", {"Retry-After": str(seconds)})
