"""Clients that are slow on purpose, and too many of them."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from onrecord.api.connections import BoundedConnection
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.api.conftest import Server, serving

ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
# 35 MB, far more than two sockets hold.
_SOME = "%20".join(["1", "2", "3", "4", "5", "6", "7", "8"])
_ROWS = "".join(f"VALUES%20?{name}%7B{_SOME}%7D" for name in "abcde")
LARGE = f"/sparql?query=SELECT%20?t%7B{_ROWS}BIND('{'x' * 1000}'%20AS%20?t)%7D"


class Hasty(BoundedConnection):
    """Limits that a test can reach."""

    head_s = 0.5
    stalled_s = 0.5
    most = 20


def no_engine(_: Path) -> PropertyGraph:
    raise AssertionError("nothing here asks the property graph")


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("hasty") / "data", max_rows=1_000_000)
    with (
        KnowledgeGraph(settings.data_dir, Packs(builtin=False), no_engine) as graph,
        serving(graph, settings, http=Hasty) as server,
    ):
        yield server


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def rest(connection: socket.socket) -> bytes:
    """All that still comes until the other side closes."""
    found = b""
    while part := connection.recv(1 << 16):
        found += part
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTT", ASK[:-2]])
def test_a_head_that_does_not_end_in_time_ends_the_connection(hasty: Server, sent: bytes) -> None:
    with connected(hasty) as connection:
        connection.sendall(sent)
        last = b"HTTP/1.1" + rest(connection).split(b"HTTP/1.1")[-1]
    assert status(last) == 408
    assert json.loads(last.split(b"\r\n\r\n")[1])["status"] == 408


def test_a_head_byte_by_byte_gets_no_more_time(hasty: Server) -> None:
    with connected(hasty) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        sent = 0
        with suppress(ConnectionResetError, BrokenPipeError):
            while sent < 400:
                connection.sendall(b"y")
                sent += 1
                time.sleep(0.05)
    assert sent < 200


def test_a_connection_that_asks_now_and_then_is_kept(hasty: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", hasty.port, timeout=20)
    with closing(connection):
        connection.connect()
        kept = connection.sock
        for _ in range(3):
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b'{"status":"ok"}'
            time.sleep(2 * Hasty.head_s)
        assert connection.sock is kept


def test_who_takes_nothing_of_an_answer_is_cut_off(hasty: Server) -> None:
    with connected(hasty) as connection:
        connection.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        first = connection.recv(1024)
        assert status(first) == 200
        length = int(first.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert length > 10_000_000
        time.sleep(3)
        received = 0
        with suppress(ConnectionResetError):
            while part := connection.recv(1 << 16):
                received += len(part)
        assert received < length / 2


def test_one_connection_too_many_is_told_so_and_the_others_are_answered(hasty: Server) -> None:
    kept = [connected(hasty) for _ in range(Hasty.most)]
    try:
        with connected(hasty) as one_more:
            answer = rest(one_more)
        assert status(answer) == 503
        assert b"too many connections" in answer
        kept[0].sendall(ASK)
        assert status(kept[0].recv(1 << 16)) == 200
    finally:
        for connection in kept:
            connection.close()


def test_what_is_no_http_is_refused_in_the_shape_of_all_failures(hasty: Server) -> None:
    with connected(hasty) as connection:
        connection.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        answer = rest(connection)
    assert status(answer) == 400
    assert b"application/problem+json" in answer
