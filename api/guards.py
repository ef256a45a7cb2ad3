"""What every request passes through: host, origin and size; what every answer carries.

Loopback needs no key, so a page of another origin, open in the same browser, must be able to do
nothing here: requests that it makes are refused, and a name that it points to loopback (DNS
rebinding) is no name of ours.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.api.keys import Keys
from onrecord.api.refusals import Refusal, refuse
from onrecord.errors import SettingError

MOST_BODY_BYTES = 1_000_000
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_CORS_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept",
    "Access-Control-Expose-Headers": "OnRecord-Truncated, OnRecord-Version, ETag, X-Request-Id",
    "Access-Control-Max-Age": "600",
}
_BODY_S = 30.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def needs_keys(host: str, names: Collection[str]) -> bool:
    """Whether others than this machine reach the service."""
    return bool(names) or not is_loopback(host)


def check_bind(host: str, names: Collection[str], keys: Keys) -> None:
    """Refuse to listen where others could reach us and nobody would have a key.

    Raises:
        SettingError: there is no key; says how to make one.
    """
    if needs_keys(host, names) and not keys.any_live:
        raise SettingError(
            "ONRECORD_NAMES" if is_loopback(host) else "ONRECORD_HOST",
            f"{', '.join(names) if is_loopback(host) else host!r} can be reached from other "
            "machines, and there are no access keys; make one with `onrecord keys create NAME "
            "--scope read`, or listen on 127.0.0.1 and reach it through a tunnel "
            "(ssh -L 8137:127.0.0.1:8137 HOST)",
        )


class Guard:
    """ASGI middleware around the whole app.

    ``names`` are those that a reverse proxy serves it under, ``origins`` the pages of others that
    may ask, ``large`` how long a body may be below some paths.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str,
        names: Collection[str] = (),
        origins: Collection[str] = (),
        large: Mapping[str, int] | None = None,
    ) -> None:
        self._app = app
        ours = {name.lower() for name in names}
        self._hosts = _LOOPBACK | {host} | ours if is_loopback(host) or ours else None
        self._origins = frozenset(origins)
        self._large = dict(large or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        shared = origin if origin in self._origins else None

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                answered.update(SECURITY_HEADERS)
                answered.setdefault("Cache-Control", "no-cache")
                if shared is not None:
                    answered["Access-Control-Allow-Origin"] = shared
                    answered.update(_CORS_HEADERS)
                    answered.add_vary_header("Origin")
            await send(message)

        most_bytes = next(
            (most for path, most in self._large.items() if scope["path"].startswith(path)),
            MOST_BODY_BYTES,
        )
        refusal = self._refusal(scope["method"], headers, most_bytes, shared=shared is not None)
        if refusal is not None:
            await refuse(send_guarded, refusal)
        elif shared is not None and scope["method"] == "OPTIONS":
            await send_guarded({"type": "http.response.start", "status": 204, "headers": []})
            await send_guarded({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, _limited(receive, most_bytes), send_guarded)

    def _refusal(
        self, method: str, headers: Headers, most_bytes: int, *, shared: bool
    ) -> Refusal | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return Refusal(
                421, f"{host!r:.80} is not a name of this server; use 127.0.0.1 or localhost"
            )
        site = headers.get("sec-fetch-site", "none")
        followed = method in _SAFE and headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not followed and not shared:
            return Refusal(403, "a page of another origin may not ask this server")
        origin = headers.get("origin")
        foreign = origin is not None and not shared and urlsplit(origin).netloc != host
        if foreign and method not in _SAFE:
            return Refusal(403, "a page of another origin may not ask this server")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > most_bytes:
            return Refusal(413, _too_large(most_bytes))
        return None


def _too_large(most_bytes: int) -> str:
    return f"the request is larger than {most_bytes} bytes"


def _limited(receive: Receive, most_bytes: int) -> Receive:
    """``receive`` that counts what comes, and waits for a body only so long."""
    count, whole = 0, False

    async def receive_limited() -> Message:
        nonlocal count, whole
        if whole:  # from here on it tells when the client goes away
            return await receive()
        with anyio.move_on_after(_BODY_S):
            message = await receive()
            count += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if count > most_bytes:
                raise HTTPException(413, _too_large(most_bytes))
            return message
        raise HTTPException(408, f"the body did not come within {_BODY_S:.0f} s")

    return receive_limited


def _name(host: str) -> str:
    """The name of a Host header, without port and brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
