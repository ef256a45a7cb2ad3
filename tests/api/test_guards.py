"""What every request passes through, and what every failure looks like."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from onrecord.api.app import create_app
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import Settings
from tests.api.conftest import Server

PATHS = ["/", "/healthz", "/statements", "/static/app.js", "/nothing", "/sparql", "/docs"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/../app.py", 404),
        ("DELETE", "/statements", 405),
        ("GET", "/statements?limit=x", 422),
        ("POST", "/sparql", 415),
        ("GET", "/documents/nothing", 422),
    ],
)
def test_every_failure_is_a_problem(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]


@pytest.fixture
def broken(graph: KnowledgeGraph, settings: Settings) -> Iterator[FastAPI]:
    """An app with a route that breaks."""
    app = create_app(graph, settings)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("a secret")

    yield app
    app.state.serving.sparql.close()


def test_what_breaks_is_a_problem_that_tells_no_secret(broken: FastAPI) -> None:
    client = TestClient(broken, base_url="http://localhost", raise_server_exceptions=False)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in answer.headers
    assert "secret" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "a@b"])
def test_a_rebinding_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:8137", "LOCALHOST:80"])
def test_loopback_names_are_ours(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_origin_can_post_nothing(
    client: TestClient, headers: dict[str, str]
) -> None:
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers=headers)
    assert answer.status_code == 403


def test_our_own_page_and_programs_may_post(client: TestClient) -> None:
    own = {"Origin": "http://127.0.0.1:8137", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=own).status_code == 200
    assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200


def test_another_page_may_link_here_but_not_read(client: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=link).status_code == 200
    fetch = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/statements", headers=fetch).status_code == 403


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    types = {"Content-Type": "application/sparql-query"}
    body = b"ASK {}" + b" " * 1_000_000
    assert client.post("/sparql", content=body, headers=types).status_code == 413


def test_a_body_that_does_not_say_its_length_is_refused_too(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b" " * 100_000
        for _ in range(11):
            raw.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        assert raw.recv(1000).startswith(b"HTTP/1.1 413")
