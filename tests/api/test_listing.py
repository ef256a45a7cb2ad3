"""Lists in every form, facets, cursors and ETags."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NoReturn

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from onrecord.api.app import create_app
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings

LISTS = (
    "/statements",
    "/entities?q=",
    "/documents",
    "/claims",
    "/entities/concept/manufacturing/neighbours",
    "/catalogue",
)
STATED = ("/statements", "/catalogue", "/catalogue/documents", "/schema", "/review", "/corrections")


def items(answer: dict[str, Any]) -> list[dict[str, Any]]:
    (found,) = (value for name, value in answer.items() if isinstance(value, list))
    listed: list[dict[str, Any]] = found
    return listed


@pytest.mark.parametrize("path", LISTS)
def test_every_list_comes_as_csv_and_ndjson_with_totals(client: TestClient, path: str) -> None:
    with_format = path + ("&" if "?" in path else "?") + "format="
    whole = client.get(path).json()
    lines = client.get(with_format + "ndjson")
    assert [json.loads(line) for line in lines.text.splitlines()] == items(whole)
    table = client.get(with_format + "csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert len(rows) == len(items(whole)) > 0
    for answer in (lines, table):
        assert answer.headers["OnRecord-Total"] == str(whole["total"])
        assert answer.headers["OnRecord-Truncated"] == "false"


def test_csv_has_the_exact_words_in_columns(client: TestClient) -> None:
    table = client.get("/statements", params={"format": "csv", "text": "need help"}).text
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["content"] == "factories need help"
    assert row["speaker_label"] == "Ann Lee"
    assert row["document_title"] == "Help for factories"
    assert (row["sentence_start"], row["via"], row["metonymy"]) == ("0", "Daily Post", "false")


def test_jsonld_says_what_the_graph_says(client: TestClient) -> None:
    answer = client.get("/statements", headers={"Accept": "application/ld+json"})
    assert answer.headers["content-type"] == "application/ld+json"
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.JSON_LD))
    exact = {q.object.value for q in quads if q.predicate.value.endswith("#exact")}
    assert "factories need help" in exact


def test_a_graph_of_nothing_has_every_form_too(tmp_path: Path, packs: Packs) -> None:
    def no_engine(_: Path) -> NoReturn:
        raise AssertionError("look-ups need no engine")

    settings = Settings(data_dir=tmp_path / "data")
    with KnowledgeGraph(settings.data_dir, packs, no_engine) as graph:
        app = create_app(graph, settings)
        with TestClient(app, base_url="http://127.0.0.1:8137") as client:
            for form in ("json", "csv", "ndjson", "jsonld"):
                answer = client.get("/statements", params={"format": form})
                assert answer.status_code == 200, form
                assert answer.headers["OnRecord-Total"] == "0"


def test_accept_chooses_the_form_and_what_is_not_on_offer_is_refused(client: TestClient) -> None:
    answer = client.get("/documents", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert client.get("/documents", headers={"Accept": "image/png"}).status_code == 406


def test_the_next_page_is_linked(client: TestClient) -> None:
    first = client.get("/documents", params={"limit": 1, "format": "ndjson"})
    assert first.headers["OnRecord-Truncated"] == "true"
    link = first.links["next"]["url"]
    assert client.get(link).text != first.text


def test_facets_count_within_the_answer(client: TestClient) -> None:
    found = client.get("/statements", params={"facets": "true", "speaker": "lee"}).json()
    (speaker,) = found["facets"]["speaker"]["values"]
    assert (speaker["label"], speaker["count"]) == ("Ann Lee", 2)
    assert [(v["value"], v["count"]) for v in found["facets"]["month"]["values"]] == [
        ("2025-05", 1),
        (None, 1),
    ]
    again = client.get("/statements", params={"speaker": speaker["value"]}).json()
    assert again["total"] == 2
    types = client.get("/entities", params={"facets": "true"}).json()["facets"]["type"]
    assert sum(value["count"] for value in types["values"]) == 10


def test_rows_of_a_question_come_as_csv_and_ndjson(client: TestClient) -> None:
    rows = client.get("/catalogue/documents").json()
    table = client.get("/catalogue/documents", headers={"Accept": "text/csv"})
    assert next(csv.reader(io.StringIO(table.text))) == rows["columns"]
    lines = client.get("/catalogue/documents", params={"format": "ndjson"})
    found = [json.loads(line) for line in lines.text.splitlines()]
    assert found == [dict(zip(rows["columns"], row, strict=True)) for row in rows["rows"]]
    assert lines.headers["OnRecord-Truncated"] == "false"
    assert client.get("/catalogue/documents?format=jsonld").status_code == 406


@pytest.mark.parametrize("path", STATED)
def test_an_unchanged_graph_is_answered_by_304(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(path, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/documents?offset=1", "offset"),
        ("/statements?cursor=W10", "cursor"),
        ("/statements?cursor=%00", "cursor"),
        ("/statements?cue_class=shout", "cue_class"),
        ("/entities/concept/manufacturing?x=1", "x"),
        ("/schema?x=1", "x"),
        ("/id/concept/manufacturing?x=1", "x"),
        ("/catalogue?groups=time", "groups"),
        ("/corrections?limits=1", "limits"),
        ("/corrections?cursor=W10", "cursor"),
        ("/review?limits=1", "limits"),
    ],
)
def test_unknown_parameters_and_wrong_cursors_are_named(
    client: TestClient, path: str, says: str
) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 422)
    assert says in answer.json()["detail"]
