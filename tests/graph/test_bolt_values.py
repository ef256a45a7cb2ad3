"""Values of Cypher in the two forms of Neo4j's Query API, from both engines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import QueryError, ReadOnlyError
from onrecord.graph.bolt_values import typed, untyped
from onrecord.graph.property_graph import Change, Form, PropertyGraph
from onrecord.ontology.property_graph_rule import Node

ANN, BOB = "https://example.org/ann", "https://example.org/bob"


def ask(graph: PropertyGraph, cypher: str, form: Form, **values: object) -> Any:
    """The only value of the answer, as JSON has it."""
    rows = graph.query(
        f"RETURN {cypher}" if "RETURN" not in cypher else cypher,
        values,
        timeout_ms=10_000,
        max_rows=1,
        form=form,
        typed_parameters=form == "query-api-typed",
    ).rows
    return json.loads(json.dumps(rows))[0][0]


@pytest.mark.parametrize(
    ("cypher", "plain", "name", "value"),
    [
        ("null", None, "Null", None),
        ("true", True, "Boolean", True),
        ("7", 7, "Integer", "7"),
        ("1.5", 1.5, "Float", "1.5"),
        ("0.0 / 0.0", "NaN", "Float", "NaN"),
        ("'é🦊'", "é🦊", "String", "é🦊"),
        ("date('2025-05-19')", "2025-05-19", "Date", "2025-05-19"),
        ("localtime('12:50:35.556')", "12:50:35.556", "LocalTime", "12:50:35.556"),
        ("time('12:50:35+01:00')", "12:50:35+01:00", "Time", "12:50:35+01:00"),
        ("time('12:50:00Z')", "12:50:00Z", "Time", "12:50:00Z"),
        (
            "localdatetime('2025-05-19T21:40:32.142')",
            "2025-05-19T21:40:32.142",
            "LocalDateTime",
            "2025-05-19T21:40:32.142",
        ),
        (
            "datetime('2025-05-19T21:40:32-01:00')",
            "2025-05-19T21:40:32-01:00",
            "OffsetDateTime",
            "2025-05-19T21:40:32-01:00",
        ),
        (
            "datetime('2025-05-19T21:40:32Z')",
            "2025-05-19T21:40:32Z",
            "OffsetDateTime",
            "2025-05-19T21:40:32Z",
        ),
        ("duration('P14DT16H12M')", "P14DT16H12M", "Duration", "P14DT16H12M"),
        ("[1]", [1], "List", [{"$type": "Integer", "_value": "1"}]),
        ("{a: 'b'}", {"a": "b"}, "Map", {"a": {"$type": "String", "_value": "b"}}),
    ],
)
def test_a_value_in_both_forms(
    property_graph: PropertyGraph, cypher: str, plain: object, name: str, value: object
) -> None:
    assert ask(property_graph, cypher, "query-api") == plain
    assert ask(property_graph, cypher, "query-api-typed") == {"$type": name, "_value": value}


def test_nodes_relationships_and_paths(property_graph: PropertyGraph) -> None:
    held = [
        Node(ANN, ("Person",), {"iri": ANN, "prefLabel": "Ann"}, (("SUPPORTS", BOB),)),
        Node(BOB, ("Person",), {"iri": BOB}, ()),
    ]
    property_graph.apply([Change(node.iri, [node]) for node in held], [])
    path = f"MATCH p = (:Resource {{iri: '{ANN}'}})-->() RETURN p"
    ann, supports, bob = ask(property_graph, path, "query-api")
    assert sorted(ann["labels"]) == ["Person", "Resource"]
    assert ann["properties"] == {"iri": ANN, "prefLabel": "Ann"}
    assert supports["type"] == "SUPPORTS"
    assert supports["properties"] == {}
    ends = supports["startNodeElementId"], supports["endNodeElementId"]
    assert ends == (ann["elementId"], bob["elementId"])
    typed_path = ask(property_graph, path, "query-api-typed")
    assert [typed_path["$type"], *(each["$type"] for each in typed_path["_value"])] == [
        "Path", "Node", "Relationship", "Node",
    ]  # fmt: skip
    first, second = (each["_value"] for each in typed_path["_value"][:2])
    assert first["_properties"]["prefLabel"] == {"$type": "String", "_value": "Ann"}
    assert second["_start_node_element_id"] == ann["elementId"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Integer", "9007199254740993"),
        ("Float", "1.5"),
        ("String", "a\u2028b"),
        ("Date", "2025-05-19"),
        ("LocalDateTime", "2025-05-19T21:40:32"),
        ("OffsetDateTime", "2025-05-19T21:40:32-01:00"),
        ("Duration", "P1Y2M3DT4H5M6S"),
        ("List", [{"$type": "Null", "_value": None}]),
    ],
)
def test_a_typed_parameter_comes_back_as_it_was_sent(
    property_graph: PropertyGraph, name: str, value: object
) -> None:
    sent = {"$type": name, "_value": value}
    assert ask(property_graph, "$x", "query-api-typed", x=sent) == sent


@pytest.mark.parametrize(
    "wrong",
    [
        1,
        {"$type": "Integer", "_value": "x"},
        {"$type": "Integer", "_value": 1},
        {"$type": "Nothing", "_value": "1"},
        {"$type": ["x"], "_value": "1"},
        {"$type": "Date", "_value": "yesterday"},
        {"$type": "Point", "_value": "SRID=1;POINT (1 2)"},
        {"$type": "Duration", "_value": "P"},
        {"_value": 1},
    ],
)
def test_a_wrong_typed_parameter_is_said(arcadedb: PropertyGraph, wrong: object) -> None:
    with pytest.raises(QueryError, match="type"):
        ask(arcadedb, "$x", "query-api-typed", x=wrong)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_reading_what_was_typed_gives_the_value(value: object) -> None:
    assert repr(untyped(json.loads(json.dumps(typed(value))))) == repr(value)


def test_explain_gives_a_plan_and_profile_the_rows_too(property_graph: PropertyGraph) -> None:
    explained = property_graph.query("EXPLAIN MATCH (n) RETURN n", timeout_ms=9000, max_rows=9)
    assert explained.plan
    assert explained.plan["operatorType"]
    assert explained.rows == []
    profiled = property_graph.query(
        "PROFILE UNWIND [1, 2] AS x RETURN x", timeout_ms=9000, max_rows=9
    )
    assert profiled.profile
    assert profiled.rows == [[1], [2]]


def test_explaining_a_change_changes_nothing(property_graph: PropertyGraph) -> None:
    with pytest.raises(ReadOnlyError, match="may only read"):
        property_graph.query("PROFILE CREATE (:Person {iri: 'x'})", timeout_ms=9000, max_rows=9)
    assert property_graph.content().nodes == []
