"""/export, /schema, and drawings as files."""

from __future__ import annotations

import csv
import io
import json

import networkx as nx
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.lookup.network_files import colour

MANUFACTURING = "https://w3id.org/onrecord/id/concept/manufacturing"


def test_all_statements_that_match_are_exported(client: TestClient) -> None:
    table = client.get("/export/statements", params={"speaker": "lee"})
    assert table.headers["OnRecord-Total"] == "2"
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["content"] for row in rows] == ["factories need help", "factories can wait"]
    lines = client.get("/export/statements", params={"format": "ndjson", "limit": 1})
    assert lines.headers["OnRecord-Truncated"] == "true"
    assert [json.loads(line) for line in lines.text.splitlines()] == client.get(
        "/statements", params={"limit": 1}
    ).json()["statements"]


def test_a_network_comes_as_graphml_gexf_and_csv(client: TestClient) -> None:
    graphml = nx.read_graphml(
        io.BytesIO(client.get("/export/network").content), force_multigraph=True
    )
    gexf = nx.read_gexf(
        io.BytesIO(client.get("/export/network", params={"format": "gexf"}).content)
    )
    assert graphml.nodes.keys() == gexf.nodes.keys()
    assert graphml.nodes[MANUFACTURING]["label"] == "manufacturing"
    assert graphml.nodes[MANUFACTURING]["color"] == colour("Sector")
    edges = {facts["predicate"] for _, _, facts in graphml.edges(data=True)}
    assert {"memberOf", "speaksAbout", "relayedBy"} <= edges
    table = client.get("/export/network", params={"format": "csv"}).text
    assert len(list(csv.DictReader(io.StringIO(table)))) == graphml.number_of_edges()


def test_a_drawing_keeps_colours_and_places_in_gexf(client: TestClient) -> None:
    body = {"nodes": ["concept/manufacturing"], "placed": {"concept/manufacturing": [0.5, 0.25]}}
    answer = client.post("/subgraph", params={"format": "gexf"}, json=body)
    assert answer.headers["content-type"] == "application/gexf+xml"
    (facts,) = (facts for _, facts in nx.read_gexf(io.BytesIO(answer.content)).nodes(data=True))
    assert facts["viz"]["color"] == {"r": 230, "g": 159, "b": 0, "a": 1.0}
    assert facts["viz"]["position"] == {"x": 500.0, "y": -250.0, "z": 0.0}


@pytest.mark.parametrize("format_", ["nquads", "trig", "jsonld"])
def test_the_dataset_has_every_fact_in_every_form(
    client: TestClient, graph: KnowledgeGraph, format_: str
) -> None:
    answer = client.get("/export/dataset", params={"format": format_})
    kind = ox.RdfFormat.from_media_type(answer.headers["content-type"].split(";")[0])
    if format_ == "jsonld":
        kind = ox.RdfFormat.JSON_LD
    assert set(ox.parse(answer.content, format=kind)) == set(graph.rdf.store)


def test_the_schema_names_terms_in_both_languages(client: TestClient) -> None:
    schema = client.get("/schema").json()
    speaker = next(each for each in schema["properties"] if each["name"] == "hasSpeaker")
    assert (speaker["kind"], speaker["cypher"]) == ("object", "HAS_SPEAKER")
    assert (speaker["domain"], speaker["range"]) == (["Statement"], ["Actor"])
    classes = {each["name"]: each for each in schema["classes"]}
    assert "Actor" in classes["Person"]["superclasses"]
