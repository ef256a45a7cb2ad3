"""What one connection may cost: how many there are, how slowly one asks, how slowly one reads.

uvicorn bounds the time between two requests only. A client that sends a byte of a head now and
then, or takes no more of its answer, would hold its connection for good.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.api.refusals import Refusal, body_of


class BoundedConnection(H11Protocol):
    """A connection that ends where nothing whole comes in time, or nothing is taken.

    ``head_s`` is how long the head of a request may take from its first byte, or from the
    connection's beginning; ``stalled_s`` how long a client may take nothing of an answer that
    waits for it; ``most`` how many connections there may be.
    """

    head_s = 10.0
    stalled_s = 60.0
    most = 500

    _head: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(  # type: ignore[override] # as uvicorn has it
        self, transport: asyncio.Transport
    ) -> None:
        """Begin to wait for a head, or refuse where there are enough connections."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self._refuse(Refusal(503, "there are too many connections; come again soon"))
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what came; a head that is begun must end in time."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_awaiting_head()
        elif self._head is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_awaiting_head()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """From now on uvicorn's limit between two requests holds."""
        self._stop_awaiting_head()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client must take something in time."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.stalled_s, self.transport.abort)

    def resume_writing(self) -> None:
        """It did."""
        if self._stalled is not None:
            self._stalled.cancel()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Say that it is no HTTP, in the shape of all failures."""
        self._refuse(Refusal(400, msg))

    def _await_head(self) -> None:
        self._head = self.loop.call_later(self.head_s, self._head_overdue)

    def _stop_awaiting_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _head_overdue(self) -> None:
        self._head = None
        if self.conn.their_state is h11.IDLE:
            self._refuse(Refusal(408, f"the head of a request must come within {self.head_s:g} s"))

    def _refuse(self, refusal: Refusal) -> None:
        body = body_of(refusal)
        head = {
            "content-type": "application/problem+json",
            "content-length": str(len(body)),
            "connection": "close",
        }
        event = h11.Response(status_code=refusal.status, headers=list(head.items()))
        for part in (event, h11.Data(data=body), h11.EndOfMessage()):
            if data := self.conn.send(part):
                self.transport.write(data)
        self.transport.close()
