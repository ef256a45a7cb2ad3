"""/sparql: formats, limits, and what is refused."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from onrecord.graph.sparql_service import WORKERS
from tests.api.conftest import MAX_ROWS, TIMEOUT_MS, Listener, Server

ALL = "SELECT ?s WHERE { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label WHERE { ?s skos:prefLabel ?label FILTER (STR(?label) = "Ann Lee") }"""


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/html, application/xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_rows_come_in_the_format_asked_for(
    client: TestClient, accept: str, media_type: str
) -> None:
    answer = client.get("/sparql", params={"query": LABELS}, headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert b"Ann Lee" in answer.content


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_in_the_format_asked_for(
    client: TestClient, accept: str, format_: ox.RdfFormat
) -> None:
    query = "CONSTRUCT WHERE { ?s a <https://w3id.org/onrecord/ns#Person> }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.headers["content-type"].split(";")[0] == accept
    assert len(list(ox.parse(answer.content, format=format_))) == 3


def test_all_formats_hold_the_same_rows(client: TestClient) -> None:
    query = """SELECT * WHERE { VALUES (?a ?b ?c) {
      (<http://x/é> "line\\nbreak, \\"quoted\\"" 1) (UNDEF "naïve"@fr 1.5) ("<&>" UNDEF true) } }"""

    def rows(accept: str, format_: ox.QueryResultsFormat) -> list[list[str]]:
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        found = ox.parse_query_results(answer.content, format_)
        assert isinstance(found, ox.QuerySolutions)
        return [[str(row[name]) for name in ("a", "b", "c")] for row in found]

    json_rows = rows("application/sparql-results+json", ox.QueryResultsFormat.JSON)
    assert json_rows[1] == ["None", '"naïve"@fr', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>']  # fmt: skip # noqa: E501
    assert rows("application/sparql-results+xml", ox.QueryResultsFormat.XML) == json_rows
    assert rows("text/tab-separated-values", ox.QueryResultsFormat.TSV) == json_rows


def test_a_row_limit_is_said(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": ALL})
    assert len(answer.json()["results"]["bindings"]) == MAX_ROWS
    assert answer.headers["onrecord-truncated"] == "true"
    few = client.get("/sparql", params={"query": ALL + " LIMIT 2"})
    assert few.headers["onrecord-truncated"] == "false"
    graph = client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})
    assert graph.headers["onrecord-truncated"] == "true"


def test_each_answer_says_its_version(client: TestClient) -> None:
    versions = {
        client.get("/sparql", params={"query": "ASK {}"}).headers["onrecord-version"]
        for _ in range(3)
    }
    assert len(versions) == 1


def test_head_gives_the_headers_alone(client: TestClient) -> None:
    answer = client.head("/sparql", params={"query": "ASK {}"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/sparql-results+json"


def test_the_default_graph_is_the_union_unless_one_is_named(client: TestClient) -> None:
    def asks(query: str, **dataset: str) -> bool:
        answer = client.get("/sparql", params={"query": query, **dataset})
        return bool(answer.json()["boolean"])

    graph = "https://w3id.org/onrecord/id/graph/concept/manufacturing"
    assert asks("ASK { ?s a <https://w3id.org/onrecord/ns#Document> }")
    assert not asks(f"ASK FROM <{graph}> {{ ?s a <https://w3id.org/onrecord/ns#Document> }}")
    assert asks(f"ASK FROM <{graph}> {{ ?s a <https://w3id.org/onrecord/ns#Sector> }}")
    assert asks("ASK { ?s a ?any }", **{"default-graph-uri": graph})
    assert not asks("ASK { ?s a ?any }", **{"default-graph-uri": "http://no.such/graph"})
    assert not asks("ASK { ?s a ?any }", **{"named-graph-uri": graph})


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("SELECT", 400, "line 1, column"),
        ("", 400, "does not parse"),
        ("INSERT DATA { <a> <b> <c> }", 403, "updates are refused"),
        ("PREFIX a: <b> # c\nLOAD <http://127.0.0.1/>", 403, "updates are refused"),
        ("ASK { SERVICE <http://127.0.0.1/> {} }", 403, "SERVICE is refused"),
        ("SELECT (1/0 AS ?x) { { SELECT * { ?s ?p } } }", 400, "does not parse"),
    ],
)
def test_a_refused_query_says_why(client: TestClient, query: str, status: int, says: str) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_without_a_query_the_service_describes_itself(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "application/ld+json"})
    assert answer.headers["content-type"] == "application/ld+json"
    assert b"http://127.0.0.1:8137/sparql" in answer.content
    assert b"UnionDefaultGraph" in answer.content
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


GRAPH = "https://w3id.org/onrecord/id/graph/concept/manufacturing"


def test_a_whole_graph_can_be_read(client: TestClient) -> None:
    answer = client.get("/graphs", params={"graph": GRAPH}, headers={"Accept": "text/turtle"})
    assert answer.headers["onrecord-truncated"] == "false"
    found = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    same = client.get(
        "/sparql",
        params={"query": f"CONSTRUCT FROM <{GRAPH}> WHERE {{ ?s ?p ?o }}"},
        headers={"Accept": "application/n-triples"},
    )
    wanted = ox.Dataset(ox.parse(same.content, format=ox.RdfFormat.N_TRIPLES))
    assert len(found) == len(wanted) > 3
    assert ox.Dataset(found) == wanted
    assert client.head("/graphs", params={"graph": GRAPH}).status_code == 200
    whole = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    assert whole.headers["onrecord-truncated"] == "true"
    assert whole.content.count(b"\n") == MAX_ROWS


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/graphs?graph=http://no.such/graph", 404, "no graph 'http://no.such/graph'"),
        ("GET", "/graphs?graph=relative", 400, "no absolute IRI"),
        ("GET", "/graphs", 400, "?default"),
        ("GET", "/graphs?default&graph=http://x/", 400, "?default"),
        ("PUT", "/graphs?default", 403, "updates are refused"),
        ("POST", "/graphs?default", 403, "/corrections"),
        ("DELETE", f"/graphs?graph={GRAPH}", 403, "updates are refused"),
        ("GET", "/sparql?query=ASK{}&timeout_ms=30001", 400, "30000 at most"),
        ("GET", "/sparql?query=ASK{}&timeout_ms=1e3", 400, "number of milliseconds"),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=%20", 400, "no absolute IRI"),
    ],
)
def test_a_wrong_request_says_what_is_wrong(
    client: TestClient, method: str, path: str, status: int, says: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_query_may_ask_for_less_time(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": RUNAWAY, "timeout_ms": 200})
    assert answer.status_code == 504
    assert "200 ms" in answer.json()["detail"]


def test_updates_are_refused_on_every_path(client: TestClient) -> None:
    update = "DELETE WHERE { ?s ?p ?o }"
    types = {"Content-Type": "application/sparql-update"}
    assert client.post("/sparql", content=update, headers=types).status_code == 403
    assert client.post("/sparql", data={"update": update}).status_code == 403
    assert client.get("/sparql", params={"update": update}).status_code == 403
    assert client.get("/sparql", params={"query": ALL}).json()["results"]["bindings"]


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT * { SERVICEex:a { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "SELECT * { ?x ?y trueSERVICE SILENT<URL> { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('URL') AS ?u) SERVICE ?u { ?s ?p ?o } }",
    'PREFIX b: <b> SELECT * { BIND(1 AS ?a) FILTER(?a<b:c)#>"""\nSERVICE <URL> {}#"""\n}',
    'SELECT * { FILTER(1<2)#>"""\nSERVICE <URL> { ?s ?p ?o } #"""\n}',
    "SELECT * { BIND(1<2 AS ?y)SERVICE#>\n<URL>{ ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <g>",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "DESCRIBE <URL>",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_reaches_another_server(
    client: TestClient, listener: Listener, query: str
) -> None:
    answer = client.post("/sparql", data={"query": query.replace("URL", listener.url)})
    assert answer.status_code in (200, 400, 403)
    assert listener.calls() == 0


def _get(url: str, timeout: float = 30) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _in_background(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_runaway_query_is_stopped_in_time_while_others_are_answered(server: Server) -> None:
    outcome: list[tuple[int, bytes]] = []
    url = f"{server.url}/sparql?query={quote(RUNAWAY)}"
    began = time.monotonic()
    runaway = _in_background(lambda: outcome.append(_get(url)))
    slowest = 0.0
    while runaway.is_alive():
        asked = time.monotonic()
        assert _get(f"{server.url}/healthz")[0] == 200
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.05)
    took = time.monotonic() - began
    status, body = outcome[0]
    assert status == 504
    assert f"longer than {TIMEOUT_MS} ms" in json.loads(body)["detail"]
    assert TIMEOUT_MS / 1000 <= took < TIMEOUT_MS / 1000 + 3
    assert slowest < 1
    assert _get(f"{server.url}/sparql?query=ASK%7B%7D")[0] == 200


def test_ten_runaway_queries_leave_the_look_ups_alone(server: Server) -> None:
    url = f"{server.url}/sparql?query={quote(RUNAWAY)}"
    statuses: list[int] = []
    threads = [_in_background(lambda: statuses.append(_get(url)[0])) for _ in range(10)]
    time.sleep(0.3)
    asked = time.monotonic()
    assert _get(f"{server.url}/statements?speaker=lee")[0] == 200
    took = time.monotonic() - asked
    for thread in threads:
        thread.join()
    assert took < 2
    assert set(statuses) <= {503, 504}


def test_clients_that_go_away_free_their_workers_within_a_second(patient_server: Server) -> None:
    request = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as clients:
        for _ in range(WORKERS):
            address = ("127.0.0.1", patient_server.port)
            clients.enter_context(socket.create_connection(address)).sendall(request)
        time.sleep(0.5)
    asked = time.monotonic()
    assert _get(f"{patient_server.url}/sparql?query=ASK%7B%7D")[0] == 200
    assert time.monotonic() - asked < 2
