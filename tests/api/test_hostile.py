"""Whatever is sent has no effect: nothing breaks, changes, is read, is called or runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

from onrecord.graph.knowledge_graph import KnowledgeGraph
from tests.api import hostile
from tests.api.conftest import Listener

TEXTS = [*hostile.INJECTIONS, *hostile.PATHS, *hostile.XSS, *hostile.REACHING, *hostile.BOMBS]
ALL = [*TEXTS, *hostile.CYPHER, *hostile.SPARQL, *hostile.HEADERS, *hostile.BODIES]
PLACES = [
    ("/statements", "text"), ("/statements", "speaker"), ("/statements", "since"),
    ("/statements", "limit"), ("/entities", "q"), ("/catalogue/who-said", "speaker"),
    ("/documents", "cursor"), ("/graphs", "graph"), ("/sparql", "query"), ("/paths", "from"),
]  # fmt: skip
FOLDERS = ["/documents/", "/entities/", "/id/", "/static/", "/catalogue/", "/jobs/", "/"]


@pytest.fixture
def harmless(
    client: TestClient, graph: KnowledgeGraph, listener: Listener
) -> Iterator[list[tuple[str, Any]]]:
    """Collects answers; afterwards nothing may have happened."""
    before = graph.fingerprint()
    files = sorted(path.name for path in graph.record.folder.iterdir())
    answers: list[tuple[str, Any]] = []
    yield answers
    assert answers
    for sent, answer in answers:
        assert answer.status_code < 500 or answer.status_code in (503, 504), (
            sent[:200],
            answer.text,
        )
        assert "root:x:0" not in answer.text, sent
        assert "set-cookie" not in answer.headers, sent
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json", sent
        if "html" in answer.headers.get("content-type", ""):
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            assert "alert(1)" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff", sent
    assert listener.calls() == 0
    assert graph.fingerprint() == before
    assert sorted(path.name for path in graph.record.folder.iterdir()) == files
    assert client.get("/readyz").status_code == 200


def _aimed(text: str, listener: Listener) -> str:
    return text.replace("LISTENER", listener.url.rstrip("/"))


def test_the_corpus_is_large_enough() -> None:
    assert len(ALL) >= 300


@pytest.mark.parametrize(("path", "parameter"), PLACES)
def test_text_in_a_parameter(
    client: TestClient,
    listener: Listener,
    harmless: list[tuple[str, Any]],
    path: str,
    parameter: str,
) -> None:
    for text in TEXTS:
        value = _aimed(text, listener).encode("utf-8", "surrogatepass")
        harmless.append((text, client.get(f"{path}?{urlencode({parameter: value})}")))


@pytest.mark.parametrize("folder", FOLDERS)
def test_text_in_a_path(
    client: TestClient, listener: Listener, harmless: list[tuple[str, Any]], folder: str
) -> None:
    for text in TEXTS:
        sent = "".join(c for c in _aimed(text, listener) if c.isprintable() and c not in "?#\\")
        harmless.append((text, client.get(folder + quote(sent, safe="/%.:"))))


@pytest.mark.engine
def test_statements_of_cypher(
    client: TestClient, listener: Listener, harmless: list[tuple[str, Any]]
) -> None:
    count = "MATCH (n) RETURN count(n)"
    before = client.post("/db/neo4j/query/v2", json={"statement": count}).json()["data"]
    for text in hostile.CYPHER:
        asked = {"statement": _aimed(text, listener), "parameters": {"u": listener.url}}
        answer = client.post(
            "/db/neo4j/query/v2",
            content=json.dumps(asked),
            headers={"Content-Type": "application/json"},
        )
        harmless.append((text, answer))
    assert client.post("/db/neo4j/query/v2", json={"statement": count}).json()["data"] == before


def test_queries_of_sparql(
    client: TestClient, listener: Listener, harmless: list[tuple[str, Any]]
) -> None:
    for text in hostile.SPARQL:
        harmless.append((text, client.post("/sparql", data={"query": _aimed(text, listener)})))


def test_headers(client: TestClient, listener: Listener, harmless: list[tuple[str, Any]]) -> None:
    for name, value in hostile.HEADERS:
        header = [(name.encode(), _aimed(value, listener).encode("latin-1"))]
        for path in ("/statements", "/static/app.css"):
            harmless.append((f"{name}: {value}", client.get(path, headers=header)))
        body = client.post("/sparql", content=b"ASK {}", headers=header)
        harmless.append((f"{name}: {value}", body))


@pytest.mark.engine
def test_bodies(client: TestClient, harmless: list[tuple[str, Any]]) -> None:
    types = {"Content-Type": "application/json"}
    for text in hostile.BODIES:
        for path in ("/db/neo4j/query/v2", "/corrections/preview", "/corrections", "/jobs"):
            answer = client.post(path, content=text.encode("utf-8", "replace"), headers=types)
            harmless.append((f"{path} {text[:100]}", answer))
