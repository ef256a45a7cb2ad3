"""How a command reaches the graph: it has it open, or hands its work to the process that has.

Work is a function of the graph, with arguments and a result that can be pickled. The owner of the
folder listens on a Unix socket in a folder of its user's, and takes work from whoever proves to
know the secret that ``ownership`` keeps; nothing is unpickled before that.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from onrecord.errors import HeldError, OnRecordError
from onrecord.graph.derived import Progress
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.ownership import Owner

_STOP_S = 30.0
P = ParamSpec("P")
T = TypeVar("T")


class Access(Protocol):
    """A way to the graph. What ``run`` is given must be importable by name."""

    def run(
        self,
        work: Callable[Concatenate[KnowledgeGraph, P], T],
        /,
        *arguments: P.args,
        **options: P.kwargs,
    ) -> T:
        """What ``work`` gives for the graph; raises what it raises."""

    def watch(self, work: Callable[[KnowledgeGraph, Progress], T], progress: Progress, /) -> T:
        """The same for work that tells how far it is."""


class OpenAccess:
    """The graph is open in this process."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph

    def run(
        self,
        work: Callable[Concatenate[KnowledgeGraph, P], T],
        /,
        *arguments: P.args,
        **options: P.kwargs,
    ) -> T:
        """Run it here."""
        return work(self._graph, *arguments, **options)

    def watch(self, work: Callable[[KnowledgeGraph, Progress], T], progress: Progress, /) -> T:
        """Run it here."""
        return work(self._graph, progress)


class HandedAccess:
    """Another process has the graph, and does the work."""

    def __init__(self, connection: Connection[Any, Any], owner: Owner) -> None:
        self._connection = connection
        self._owner = owner
        self._asking = threading.Lock()  # one thread may read documents while another stores them

    def run(
        self,
        work: Callable[Concatenate[KnowledgeGraph, P], T],
        /,
        *arguments: P.args,
        **options: P.kwargs,
    ) -> T:
        """Hand it over and wait."""
        answer: T = self._ask((work, arguments, options, False), lambda done, total: None)
        return answer

    def watch(self, work: Callable[[KnowledgeGraph, Progress], T], progress: Progress, /) -> T:
        """Hand it over, and pass on how far it is."""
        answer: T = self._ask((work, (), {}, True), progress)
        return answer

    def _ask(self, request: tuple[object, ...], progress: Progress) -> Any:  # as the work has it
        try:
            with self._asking:
                self._connection.send(request)
                while True:
                    kind, value = self._connection.recv()
                    if kind == "progress":
                        progress(*value)
                    elif kind == "result":
                        return value
                    else:
                        raise value
        except (EOFError, OSError) as error:
            raise OnRecordError(
                f"{self._owner} ended before it had done the work; run the command again"
            ) from error


@contextmanager
def handed(folder: str, owner: Owner, version: str) -> Iterator[Access]:
    """Hand work to the process that has the folder.

    Raises:
        HeldError: it takes no work (any more).
        OnRecordError: it runs another version of OnRecord.
    """
    if owner.socket is None or owner.secret is None:
        raise HeldError(folder, owner)
    try:
        connection = Client(owner.socket, "AF_UNIX", authkey=bytes.fromhex(owner.secret))
    except (OSError, EOFError, AuthenticationError, ValueError) as error:
        raise HeldError(folder, owner) from error
    with connection:
        served = connection.recv()
        if served != version:
            raise OnRecordError(f"{owner} runs OnRecord {served}, this is {version}; restart it")
        yield HandedAccess(connection, owner)


class Reception:
    """Takes work from other processes while this one has the graph open.

    Each process that comes is served in a thread of its own; ``KnowledgeGraph`` lets one at a time
    change things.
    """

    def __init__(self, graph: KnowledgeGraph, version: str) -> None:
        """Open the socket, and say where it is in the folder's owner file."""
        self._graph = graph
        self._version = version
        self._running = 0
        self._closing = False
        self._idle = threading.Condition()
        secret = secrets.token_bytes(32)
        self._path = graph.record.ownership.open_socket(secret)
        self._listener = Listener(str(self._path), "AF_UNIX", backlog=64, authkey=secret)
        self._thread = threading.Thread(target=self._receive, name="reception", daemon=True)
        self._thread.start()
        graph.record.ownership.publish()

    def close(self) -> None:
        """Take no more work, and wait for what is being done (half a minute at most)."""
        with self._idle:
            self._closing = True
            self._idle.wait_for(lambda: not self._running, _STOP_S)
        self._listener.close()
        self._graph.record.ownership.close_socket()

    def _receive(self) -> None:
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (AuthenticationError, EOFError, OSError):
                continue  # whoever it was went away, or did not know the secret
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection[Any, Any]) -> None:
        with connection, suppress(EOFError, OSError):
            connection.send(self._version)
            while True:
                work, arguments, options, watched = connection.recv()
                if watched:
                    arguments = (partial(_tell, connection),)
                connection.send(self._done(work, arguments, options))

    def _done(
        self, work: Callable[..., object], arguments: tuple[object, ...], options: dict[str, object]
    ) -> tuple[str, object]:
        with self._idle:
            if self._closing:
                return "error", OnRecordError("the server is stopping; run the command again")
            self._running += 1
        try:
            return "result", work(self._graph, *arguments, **options)
        except OnRecordError as error:
            return "error", error
        except Exception as error:  # noqa: BLE001 # the other process has to hear of it
            return "error", OnRecordError(
                f"the server failed at it: {type(error).__name__}: {error}"
            )
        finally:
            with self._idle:
                self._running -= 1
                self._idle.notify_all()


def _tell(connection: Connection[Any, Any], done: int, total: int) -> None:
    """How far the work is; it goes on where nobody listens any more."""
    with suppress(OSError):
        connection.send(("progress", (done, total)))
