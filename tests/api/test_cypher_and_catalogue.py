"""/db/{name}/query/v2 and /catalogue."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import MAX_ROWS, Listener, Server

pytestmark = pytest.mark.engine


def run(client: TestClient, statement: str, **more: Any) -> Any:  # a response of the test client
    return client.post("/db/neo4j/query/v2", json={"statement": statement, **more})


def test_rows_come_in_the_shape_of_the_query_api(client: TestClient) -> None:
    answer = run(
        client,
        "MATCH (s:Statement)-[:HAS_SPEAKER]->(p) WHERE p.prefLabel = $name "
        "RETURN p.prefLabel AS speaker, count(s) AS statements",
        parameters={"name": "Ann Lee"},
        includeCounters=True,
    )
    assert answer.status_code == 202
    found = answer.json()
    assert found["data"] == {"fields": ["speaker", "statements"], "values": [["Ann Lee", 2]]}
    assert found["bookmarks"] == []
    assert found["truncated"] is False
    assert found["counters"]["nodesCreated"] == 0


def test_counters_come_only_when_asked_for(client: TestClient) -> None:
    found = run(client, "RETURN null AS nothing, {a: null} AS map").json()
    assert found["data"]["values"] == [[None, {"a": None}]]
    assert "counters" not in found


def test_a_row_limit_is_said(client: TestClient) -> None:
    found = run(client, "MATCH (n)--(m) RETURN n.iri").json()
    assert (len(found["data"]["values"]), found["truncated"]) == (MAX_ROWS, True)


@pytest.mark.parametrize(
    ("statement", "status", "code"),
    [
        ("MATCH (", 400, "Neo.ClientError.Statement.SyntaxError"),
        ("CREATE (n:Document) RETURN n", 403, "Neo.ClientError.Security.Forbidden"),
        ("MATCH (n) DETACH DELETE n", 403, "Neo.ClientError.Security.Forbidden"),
        ("MATCH (n:Document) SET n.title = 'x'", 403, "Neo.ClientError.Security.Forbidden"),
    ],
)
def test_a_refused_statement_has_the_code_of_neo4j(
    client: TestClient, statement: str, status: int, code: str
) -> None:
    answer = run(client, statement)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["code"] == code
    assert run(client, "MATCH (n:Document) RETURN count(n)").json()["data"]["values"] == [[3]]


def test_load_csv_reaches_neither_servers_nor_files(client: TestClient, listener: Listener) -> None:
    for address in (f"{listener.url}x.csv", "file:///etc/passwd"):
        answer = run(client, f"LOAD CSV FROM '{address}' AS line RETURN line")
        assert answer.status_code in (400, 403)
        assert "root:" not in answer.text
    assert listener.calls() == 0


TYPED = "application/vnd.neo4j.query"


def test_typed_json_goes_both_ways(client: TestClient) -> None:
    answer = client.post(
        "/db/neo4j/query/v2",
        json={
            "statement": "RETURN $x + 1 AS y",
            "parameters": {"x": {"$type": "Integer", "_value": "9007199254740992"}},
        },
        headers={"Accept": f"{TYPED}.v1.1", "Content-Type": TYPED},
    )
    assert answer.status_code == 202
    assert answer.headers["content-type"] == f"{TYPED}.v1.1"
    wanted = {"$type": "Integer", "_value": "9007199254740993"}
    assert answer.json()["data"] == {"fields": ["y"], "values": [[wanted]]}


def test_plans_come_where_the_query_api_has_them(client: TestClient) -> None:
    explained = run(client, "EXPLAIN MATCH (n:Document) RETURN n").json()
    assert explained["queryPlan"]["operatorType"]
    assert explained["queryPlan"]["children"] == []
    assert "profiledQueryPlan" not in explained
    profiled = run(client, "PROFILE MATCH (n:Document) RETURN count(n)").json()
    assert profiled["profiledQueryPlan"]["arguments"]
    assert profiled["data"]["values"] == [[3]]


@pytest.mark.parametrize(
    ("more", "status", "says"),
    [
        ({"maxExecutionTime": 31}, 422, "body.maxExecutionTime"),
        ({"accessMode": "ADMIN"}, 422, "body.accessMode"),
        ({"parameters": [1]}, 422, "body.parameters"),
        ({"accessMode": "WRITE", "bookmarks": ["FB:x"], "impersonatedUser": "eve"}, 202, ""),
    ],
)
def test_what_the_query_api_knows_is_checked(
    client: TestClient, more: dict[str, Any], status: int, says: str
) -> None:
    answer = run(client, "RETURN 1", **more)
    assert answer.status_code == status
    assert says in answer.text


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "text/plain"}, "{}", 415),
        ({"Accept": "image/png"}, "{}", 406),
        ({}, "{", 422),
        ({}, "[" * 100_000, 422),
        ({}, '{"statement": "RETURN 1", "parameters": {"a": 1e999}}', 202),
    ],
)
def test_another_body_or_answer_is_refused(
    client: TestClient, headers: dict[str, str], body: str, status: int
) -> None:
    answer = client.post(
        "/db/neo4j/query/v2",
        content=body,
        headers={"Content-Type": "application/json", **headers},
    )
    assert answer.status_code == status


def test_a_statement_whose_client_goes_away_is_ended(server: Server, client: TestClient) -> None:
    statement = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*)"
    body = json.dumps({"statement": statement, "maxExecutionTime": 30}).encode()
    request = (
        b"POST /db/neo4j/query/v2 HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    )
    run(client, "RETURN 1")
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(request)
        time.sleep(0.7)
    time.sleep(1)
    store = client.app.state.serving.property_graph()  # type: ignore[attr-defined] # it is FastAPI
    with store._writer.session() as session:
        running = [row["currentQuery"] for row in session.run("SHOW TRANSACTIONS")]
    assert not any("UNWIND" in text for text in running)


def test_another_database_is_not_found(client: TestClient) -> None:
    answer = client.post("/db/secrets/query/v2", json={"statement": "RETURN 1"})
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "Neo.ClientError.Database.DatabaseNotFound"
    assert client.post("/db/neo4j/query/v2", json={"query": "RETURN 1"}).status_code == 422


def test_the_catalogue_lists_each_question_with_both_texts(client: TestClient) -> None:
    listed = client.get("/catalogue").json()["questions"]
    assert len(listed) >= 12
    assert all("SELECT" in each["sparql"] and "MATCH" in each["cypher"] for each in listed)


def test_both_languages_give_the_same_rows(client: TestClient) -> None:
    wanted = {"speaker": "ann lee", "since": "2025"}
    sparql = client.get("/catalogue/who-said", params={**wanted, "language": "sparql"}).json()
    cypher = client.get("/catalogue/who-said", params={**wanted, "language": "cypher"}).json()
    assert len(sparql["rows"]) == 1
    assert sparql == cypher


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/catalogue/why", 404, "no question 'why'"),
        ("/catalogue/who-said?speakr=x", 400, "no parameter 'speakr'"),
        ("/catalogue/who-said?language=sql", 422, "sparql"),
        ("/catalogue/members-of?language=cypher", 400, "needs actor"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(
    client: TestClient, path: str, status: int, says: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
