"""One suite over both engines: user queries read, within their time, and do nothing else."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import (
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReadOnlyError,
)
from onrecord.graph.property_graph import Cancelled, Change, PropertyGraph, Rows
from onrecord.ontology.property_graph_rule import Node

ANN, BOB = "https://example.org/ann", "https://example.org/bob"
HELD = [
    Node(ANN, ("Actor", "Person"), {"iri": ANN, "prefLabel": "Ann"}, (("SUPPORTS", BOB),)),
    Node(BOB, ("Actor", "Person"), {"iri": BOB, "prefLabel": "Bob"}, ()),
]

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def graph(property_graph: PropertyGraph) -> PropertyGraph:
    """Each engine in turn, with Ann who supports Bob."""
    property_graph.apply([Change(node.iri, [node]) for node in HELD], [])
    return property_graph


def ask(
    graph: PropertyGraph,
    cypher: str,
    *,
    timeout_ms: int = 5000,
    max_rows: int = 10,
    **values: object,
) -> Rows:
    return graph.query(cypher, values, timeout_ms=timeout_ms, max_rows=max_rows)


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (:Person {iri: 'x'})",
        "CREATE (:Brandnew {iri: 'x'})",
        "CREATE (n:Resource) RETURN n",
        "MATCH (n) CREATE (n)-[:SUPPORTS]->(n)",
        "MATCH (a)-[r]->(b) CREATE (b)-[:OPPOSES]->(a)",
        "MERGE (:Person {iri: 'x'})",
        "MERGE (n:Resource {iri: 'https://example.org/ann'}) ON MATCH SET n.x = 1",
        "MATCH (a:Resource)-[:SUPPORTS]->(b) MERGE (b)-[:SUPPORTS]->(a)",
        "MATCH (n:Resource) SET n.prefLabel = 'Eve'",
        "MATCH (n:Resource) SET n = {iri: 'x'}",
        "MATCH (n:Resource) SET n += {prefLabel: 'Eve'}",
        "MATCH (n:Resource) SET n:Party",
        "MATCH (n:Resource) REMOVE n.prefLabel",
        "MATCH (n:Resource) REMOVE n:Person",
        "MATCH ()-[r]->() DELETE r",
        "MATCH (n:Resource) DETACH DELETE n",
        "FOREACH (x IN [1, 2] | CREATE (:Person {iri: 'x'}))",
        "UNWIND [1, 2] AS x CREATE (:Person {iri: 'x'})",
        "CALL { CREATE (n:Person {iri: 'x'}) RETURN n } RETURN n",
        "UNWIND [1] AS x CALL { WITH x CREATE (:Person {iri: 'x'}) } IN TRANSACTIONS",
        "RETURN 1 AS x UNION CREATE (n:Person {iri: 'x'}) RETURN n AS x",
        "/* RETURN 1 */ CREATE (:Person {iri: 'x'})",
        "// only a look\nMATCH (n:Resource) SET n.prefLabel = 'Eve' RETURN n",
        "RETURN 1; CREATE (:Person {iri: 'x'})",
        "CREATE INDEX person_name FOR (n:Person) ON (n.prefLabel)",
        "CREATE CONSTRAINT person_name FOR (n:Person) REQUIRE n.prefLabel IS UNIQUE",
        "DROP CONSTRAINT resource_iri",
        "DROP INDEX resource_iri",
        "CREATE USER eve SET PASSWORD 'evening-star'",
        "ALTER USER reader SET PASSWORD 'evening-star'",
        "DROP USER neo4j",
        "CREATE DATABASE eve",
        "DROP DATABASE neo4j",
        "CALL db.createLabel('Eve')",
        "CALL db.createProperty('eve')",
        "CALL db.createRelationshipType('EVE')",
        "CALL dbms.security.createUser('eve', 'evening-star', false)",
        "CALL dbms.setConfigValue('db.transaction.timeout', '0')",
        "CALL merge.node(['Person'], {iri: 'x'})",
        "CALL apoc.create.node(['Person'], {iri: 'x'})",
        "CALL do.when(true, \"CREATE (:Person {iri: 'x'})\", '', {})",
        "MATCH (n:Resource) WITH collect(n) AS n CALL refactor.mergeNodes(n) YIELD node RETURN 1",
    ],
)  # fmt: skip
def test_query_that_would_write_is_refused_by_the_engine(graph: PropertyGraph, cypher: str) -> None:
    before = graph.content()
    with pytest.raises(QueryError):
        ask(graph, cypher)
    assert graph.content() == before


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (:Person {iri: 'x'})",
        "MERGE (:Person {iri: 'x'})",
        "MATCH (n:Resource) SET n.prefLabel = 'Eve'",
        "MATCH (n:Resource) DETACH DELETE n",
        "CREATE INDEX person_name FOR (n:Person) ON (n.prefLabel)",
        "CREATE USER eve SET PASSWORD 'evening-star'",
    ],
)
def test_refusal_says_that_the_query_may_only_read(graph: PropertyGraph, cypher: str) -> None:
    with pytest.raises(ReadOnlyError, match="the query may only read this graph"):
        ask(graph, cypher)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield listening


def test_load_csv_makes_no_connection(graph: PropertyGraph, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    with pytest.raises(ReadOnlyError, match="the query may only read this graph"):
        ask(graph, f"LOAD CSV FROM 'http://127.0.0.1:{port}/x.csv' AS line RETURN line")
    with pytest.raises(BlockingIOError):
        listener.accept()


# No packet may leave for it: an address reserved for documents, on which a try would hang.
def test_load_csv_of_a_public_address_is_refused_at_once(graph: PropertyGraph) -> None:
    started = time.monotonic()
    with pytest.raises(ReadOnlyError):
        ask(graph, "LOAD CSV FROM 'http://192.0.2.1/x.csv' AS line RETURN line")
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("form", ["file://{path}", "{path}", "file:///../../../..{path}"])
def test_load_csv_reads_no_file(graph: PropertyGraph, tmp_path: Path, form: str) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("secret\n", "utf-8")
    with pytest.raises(QueryError) as caught:
        ask(graph, f"LOAD CSV FROM '{form.format(path=path)}' AS line RETURN line")
    assert "secret\n" not in str(caught.value)


@pytest.mark.parametrize(
    "cypher", ["RETRUN 1", "MATCH (n RETURN n", "MATCH (n:Resource) RETURN m", "RETURN $unset"]
)
def test_query_that_does_not_parse_says_why(graph: PropertyGraph, cypher: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"\w{3,}"):
        ask(graph, cypher)


def test_call_of_an_unknown_procedure_names_it(graph: PropertyGraph) -> None:
    with pytest.raises(QueryError, match=r"no\.such\.thing"):
        ask(graph, "CALL no.such.thing()")


def test_failure_while_running_is_a_query_error(graph: PropertyGraph) -> None:
    with pytest.raises(QueryError, match="zero"):
        ask(graph, "RETURN 1 / 0")


def test_parameters_come_back_as_they_were_sent(graph: PropertyGraph) -> None:
    sent = {"a": [1, 2.5, True, None, "é 🦊"], "b": {"c": "'; DROP"}, "d": "x\u2028y"}
    rows = ask(graph, "RETURN $sent AS sent", sent=sent)
    assert rows == Rows(["sent"], [[sent]])


def test_parameter_is_a_value_and_no_text_of_the_query(graph: PropertyGraph) -> None:
    name = "Ann' OR true //"
    rows = ask(graph, "MATCH (n:Person) WHERE n.prefLabel = $name RETURN n.iri", name=name)
    assert rows.rows == []


@pytest.mark.parametrize("value", [2**70, "\ud800", object(), {1: 2}])
def test_parameter_that_cannot_be_sent_is_a_query_error(
    graph: PropertyGraph, value: object
) -> None:
    with pytest.raises(QueryError, match="a parameter cannot be sent"):
        ask(graph, "RETURN $value", value=value)
    assert ask(graph, "RETURN 1 AS one").rows == [[1]]


def test_rows_up_to_the_limit_are_all(graph: PropertyGraph) -> None:
    rows = ask(graph, "UNWIND range(1, 3) AS x RETURN x", max_rows=3)
    assert rows == Rows(["x"], [[1], [2], [3]])


def test_rows_beyond_the_limit_are_cut_and_said(graph: PropertyGraph) -> None:
    rows = ask(graph, "UNWIND range(1, 4) AS x RETURN x", max_rows=3)
    assert rows == Rows(["x"], [[1], [2], [3]], truncated=True)


def test_cutting_a_long_answer_does_not_wait_for_its_end(graph: PropertyGraph) -> None:
    started = time.monotonic()
    rows = ask(
        graph,
        "UNWIND range(1, 5000) AS x UNWIND range(1, 5000) AS y UNWIND range(1, 5000) AS z "
        "RETURN x + y + z AS sum",
        max_rows=2,
    )
    assert rows == Rows(["sum"], [[3], [4]], truncated=True)
    assert time.monotonic() - started < 4


def test_answer_longer_than_a_fetch_is_whole(graph: PropertyGraph) -> None:
    rows = ask(graph, "UNWIND range(1, 2500) AS x RETURN x", max_rows=5000)
    assert [row[0] for row in rows.rows] == list(range(1, 2501))


def test_node_is_an_object_with_labels_and_properties(graph: PropertyGraph) -> None:
    rows = ask(graph, "MATCH (n:Resource {iri: $iri}) RETURN n", iri=ANN)
    assert rows.rows == [
        [
            {
                "labels": ["Actor", "Person", "Resource"],
                "properties": {"iri": ANN, "prefLabel": "Ann"},
            }
        ]
    ]


def test_path_is_an_object_with_its_nodes_and_relationships(graph: PropertyGraph) -> None:
    rows = ask(graph, "MATCH p = (:Resource {iri: $iri})-->() RETURN p", iri=ANN)
    ((path,),) = rows.rows
    assert isinstance(path, dict)
    assert [node["properties"]["iri"] for node in path["nodes"]] == [ANN, BOB]
    assert path["relationships"] == [
        {"type": "SUPPORTS", "start": ANN, "end": BOB, "properties": {}}
    ]


def test_number_that_json_has_not_is_a_string(graph: PropertyGraph) -> None:
    assert ask(graph, "RETURN 0.0 / 0.0 AS x").rows == [["nan"]]


def test_date_is_its_iso_form(graph: PropertyGraph) -> None:
    assert ask(graph, "RETURN date('2025-05-19') AS day").rows == [["2025-05-19"]]


RUNAWAY = (
    "UNWIND range(1, 5000) AS x UNWIND range(1, 5000) AS y UNWIND range(1, 5000) AS z "
    "RETURN count(*)"
)
BOMBS = [
    RUNAWAY,
    "UNWIND range(1, 100000000) AS x WITH x WHERE x % 7 = 8 RETURN collect(x)",
]
# One expression, within which no engine looks at the time. Neo4j calculates it to its end (some
# seconds) though nobody waits; ArcadeDB, which is ours, is killed.
EXPRESSION = (
    "RETURN reduce(a = 0, x IN range(1, $n) | a + reduce(b = 0, y IN range(1, $n) | b + y))"
)
STEPS = {"ArcadeDB": 5_000_000, "Neo4j": 15_000}


def test_runaway_query_is_stopped_and_the_store_still_answers(graph: PropertyGraph) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="raise ONRECORD_QUERY_TIMEOUT_MS") as caught:
        ask(graph, RUNAWAY, timeout_ms=1000)
    assert caught.value.timeout_ms == 1000
    assert 1 <= time.monotonic() - started < 3.5
    assert ask(graph, "MATCH (n:Person) RETURN count(n) AS n").rows == [[2]]


def _ended_after_s(graph: PropertyGraph, cypher: str) -> float:
    gone = threading.Event()
    threading.Timer(0.5, gone.set).start()
    started = time.monotonic()
    with pytest.raises((Cancelled, QueryError)):  # an engine may refuse a bomb by itself
        graph.query(cypher, {}, timeout_ms=30_000, max_rows=10, gone=gone.is_set)
    return time.monotonic() - started - 0.5


@pytest.mark.parametrize("cypher", BOMBS)
def test_query_whose_caller_is_gone_ends_within_a_second(graph: PropertyGraph, cypher: str) -> None:
    # The first time Neo4j compiles what it is told to end it with.
    assert min(_ended_after_s(graph, cypher) for _ in range(2)) < 1
    assert ask(graph, "MATCH (n:Person) RETURN count(n) AS n").rows == [[2]]


def test_regular_expression_that_explodes_holds_nobody_up(graph: PropertyGraph) -> None:
    # Some tens of seconds of calculation, far beyond the grace: Neo4j goes on to its end, and
    # would take a core from all tests after this one.
    bomb = "RETURN reduce(s = '', x IN range(1, 28) | s + 'a') + '!' =~ '((a+)+)+(b|a+)+$'"
    started = time.monotonic()
    with pytest.raises((Cancelled, QueryError)):
        graph.query(bomb, {}, timeout_ms=30_000, max_rows=10, gone=lambda: True)
    assert time.monotonic() - started < 4
    assert ask(graph, "MATCH (n:Person) RETURN count(n) AS n").rows == [[2]]


def test_one_of_two_equal_queries_is_stopped_and_the_other_not(graph: PropertyGraph) -> None:
    cypher = "UNWIND range(1, 3000) AS x UNWIND range(1, 1000) AS y RETURN count(*) AS n"
    outcome: list[object] = []
    other = threading.Thread(
        target=lambda: outcome.append(ask(graph, cypher, timeout_ms=30_000).rows)
    )
    other.start()
    with contextlib.suppress(Cancelled):
        graph.query(cypher, {}, timeout_ms=30_000, max_rows=10, gone=lambda: True)
    other.join()
    assert outcome == [[[3_000_000]]]


def test_endless_expression_is_stopped_and_takes_nothing_else_along(graph: PropertyGraph) -> None:
    answers: list[object] = []
    done = threading.Event()

    def look_up() -> None:
        while not done.wait(0.05):
            answers.append(ask(graph, "MATCH (n:Person) RETURN count(n) AS n").rows)

    other = threading.Thread(target=look_up)
    other.start()
    try:
        with pytest.raises(QueryTimeoutError):
            ask(graph, EXPRESSION, timeout_ms=1000, n=STEPS[graph.name])
    finally:
        done.set()
        other.join()
    assert answers
    assert all(rows == [[2]] for rows in answers)
    eve = Node("https://example.org/eve", ("Actor",), {"iri": "https://example.org/eve"}, ())
    graph.apply([Change(eve.iri, [eve])], [])
    assert len(graph.content().nodes) == 3


@pytest.mark.parametrize(
    ("cypher", "columns"),
    [
        ("MATCH (n:Nobody) RETURN n, n.prefLabel AS name, count(*)", ["n", "name", "count(*)"]),
        ("MATCH (n:Person {prefLabel: $p}) RETURN coalesce(n.a, 'x, y'), [n.b, 1]",
         ["coalesce(n.a, 'x, y')", "[n.b, 1]"]),
        ("MATCH (n:Nobody) RETURN n.a AS a UNION MATCH (m:Nobody) RETURN m.b AS a", ["a"]),
    ],
)  # fmt: skip
def test_an_answer_without_rows_names_its_columns(
    graph: PropertyGraph, cypher: str, columns: list[str]
) -> None:
    found = ask(graph, cypher, p="nobody")
    assert (found.columns, found.rows) == (columns, [])
    assert (found.plan, found.truncated) == (None, False)
