"""The command that serves: serve."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from contextlib import closing
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli.output import DataDir, opened_when_free, say
from onrecord.errors import SettingError
from onrecord.graph.access import Reception
from onrecord.settings import Settings, load_settings


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address; else ONRECORD_HOST, else 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port, 0 for a free one; else ONRECORD_PORT, else 8137.")
    ] = None,
    stop_after: Annotated[
        int | None,
        typer.Option(min=1, help="Stop by itself after so many minutes.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the page and the API until Ctrl-C. Other commands work meanwhile, through this one."""
    settings = load_settings(data_dir=data_dir, host=host, port=port)
    run(settings, "onrecord serve", stop_after_minutes=stop_after)


# What reads uploaded files: another process, so that this one stays free of spaCy.
_READER = (sys.executable, "-m", "onrecord.reading_job")
# A thread that stores what was read gives way to those that answer after a millisecond, not five.
_SWITCH_S = 0.001
# A full collection of garbage stops every thread: 0.2 s among the objects of 100,000 claims, and
# Python's own measure has one every ten seconds. So they come more rarely, and what is there once
# the tables are made is no more looked at.
_RARER = 10
# How long a connection is kept for the next request; longer than clients keep theirs (5 s).
_KEPT_S = 15


def run(settings: Settings, what: str, *, stop_after_minutes: int | None = None) -> None:
    """Serve the graph of the settings; says where on stderr once it answers."""
    # Imported here: no other command should wait for a web framework.
    import uvicorn

    from onrecord.api.app import check_bind, create_app
    from onrecord.api.connections import BoundedConnection
    from onrecord.api.keys import Keys

    sys.setswitchinterval(_SWITCH_S)
    check_bind(settings.host, settings.names, Keys(settings.data_dir))
    listener = _listen(settings.host, settings.port)
    with listener, opened_when_free(settings, what) as graph:
        graph.sync()
        port = listener.getsockname()[1]
        app = create_app(graph, settings, reader=_READER)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                http=BoundedConnection,
                server_header=False,
                timeout_keep_alive=_KEPT_S,
                timeout_graceful_shutdown=30,
            )
        )
        app.state.stopping = lambda: server.should_exit
        app.state.warm = settle_garbage
        if stop_after_minutes is not None:
            timer = threading.Timer(stop_after_minutes * 60, setattr, (server, "should_exit", True))
            timer.daemon = True
            timer.start()
        url = f"http://{settings.host}:{port}/"
        graph.record.ownership.note(f"{what} at {url}")
        with closing(Reception(graph, __version__)):
            say(f"serving on {url} – stop with Ctrl-C")
            server.run(sockets=[listener])


def settle_garbage() -> None:
    """Let collections of garbage pass over all that is there by now, and be rarer."""
    youngest, young, full = gc.get_threshold()
    gc.set_threshold(youngest, young, full * _RARER)
    gc.collect()
    gc.freeze()


def can_listen(host: str, port: int) -> bool:
    """Whether the port is free."""
    try:
        _listen(host, port).close()
    except SettingError:
        return False
    return True


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is told before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once (TCP_NODELAY) only where the socket says that it is TCP: else the body
    # of each answer waits until the client has acknowledged its head, some 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)  # from now on whoever asks waits, and is not refused
    except OSError as error:
        listener.close()
        raise SettingError(
            "ONRECORD_PORT", f"{host}:{port} cannot be used ({error.strerror}); name another port"
        ) from error
    return listener
