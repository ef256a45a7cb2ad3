"""What every request passes through: host, origin and size; what every answer carries.

Loopback needs no key, so a page of another origin, open in the same browser, must be able to do
nothing here: requests that it makes are refused, and a name that it points to loopback (DNS
rebinding) is no name of ours.
"""

from __future__ import annotations

import ipaddress
import json
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_bind(host: str) -> None:
    """Refuse to listen where others could reach us.

    Raises:
        SettingError: the address is not loopback.
    """
    if not is_loopback(host):
        raise SettingError(
            "ONRECORD_HOST",
            f"{host!r} can be reached from other machines, and there are no access keys yet; "
            "listen on 127.0.0.1 and reach it through a tunnel (ssh -L 8137:127.0.0.1:8137 HOST)",
        )


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self._app = app
        self._hosts = _LOOPBACK | {host} if is_loopback(host) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await _refuse(send_guarded, *refusal)
            return
        await self._app(scope, _limited(receive), send_guarded)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return 421, f"{host!r:.80} is not a name of this server; use 127.0.0.1 or localhost"
        site = headers.get("sec-fetch-site", "none")
        followed = method in _SAFE and headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not followed:
            return 403, "a page of another origin may not ask this server"
        origin = headers.get("origin")
        if origin is not None and method not in _SAFE and urlsplit(origin).netloc != host:
            return 403, "a page of another origin may not ask this server"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BODY_BYTES:
            return 413, _TOO_LARGE
        return None


_TOO_LARGE = f"the request is larger than {MOST_BODY_BYTES} bytes"


def _limited(receive: Receive) -> Receive:
    """``receive`` that counts what comes, for requests that do not say their length."""
    count = 0

    async def receive_limited() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > MOST_BODY_BYTES:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return receive_limited


def _name(host: str) -> str:
    """The name of a Host header, without port and brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


async def _refuse(send: Send, status: int, detail: str) -> None:
    phrase = HTTPStatus(status).phrase
    body = json.dumps(
        {"type": "about:blank", "title": phrase, "status": status, "detail": detail}
    ).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
