"""/corrections: decided, previewed, undone."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.api.app import create_app
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.api.conftest import made

with warnings.catch_warnings():
    # Starlette wants httpx2, which nothing else here needs yet.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

AUTHOR = {"author": "Ann Alyst", "reason": "I read it"}


@pytest.fixture
def own(tmp_path: Path, packs: Packs) -> Iterator[TestClient]:
    """An app over a graph that may be changed."""
    settings = Settings(data_dir=tmp_path / "data")

    def engine(derived: Path) -> ArcadeDBGraph:
        return ArcadeDBGraph(derived / "arcadedb")

    with KnowledgeGraph(settings.data_dir, packs, engine) as graph:
        for each in made():
            graph.put(each)
        graph.sync()
        app = create_app(graph, settings)
        with TestClient(app, base_url="http://127.0.0.1:8137", follow_redirects=False) as client:
            yield client


@pytest.mark.engine
def test_a_decision_is_previewed_made_and_undone(own: TestClient) -> None:
    def said() -> dict[str, str | None]:
        found = own.get("/statements").json()["statements"]
        return {s["id"]: s["speaker"] and s["speaker"]["label"] for s in found}

    before = said()
    claim = next(id_ for id_, speaker in before.items() if speaker == "Ann Lee")
    asked = {"kind": "speaker", "claim": claim, "speaker": "Daily Post"}
    seen = own.post("/corrections/preview", json=asked)
    assert seen.status_code == 200, seen.text
    assert seen.json()["claims_changed"] == [claim]
    (change,) = seen.json()["claims"]
    assert change["changes"] == [{"what": "speaker", "before": "Ann Lee", "after": "Daily Post"}]
    assert said() == before

    done = own.post("/corrections", json={**asked, **AUTHOR})
    assert done.status_code == 201, done.text
    entry = done.json()
    assert (entry["kind"], entry["author"], entry["in_force"]) == ("speaker", "Ann Alyst", True)
    assert said()[claim] == "Daily Post"
    cypher = "MATCH (s:Statement {iri: $iri})-[:HAS_SPEAKER]->(a) RETURN a.prefLabel"
    iri = f"https://w3id.org/onrecord/id/claim/{claim}"
    asked_again = {"statement": cypher, "parameters": {"iri": iri}}
    rows = own.post("/db/neo4j/query/v2", json=asked_again).json()
    assert rows["data"]["values"] == [["Daily Post"]]

    undone = own.post(f"/corrections/{entry['id']}/undo", json=AUTHOR)
    assert undone.status_code == 201, undone.text
    assert said() == before
    listed = own.get("/corrections").json()
    assert [(c["kind"], c["in_force"]) for c in listed["corrections"]] == [
        ("undo", True),
        ("speaker", False),
    ]
    assert listed["head"] == listed["corrections"][0]["id"]
    first = own.get("/corrections", params={"limit": 1}).json()
    second = own.get("/corrections", params={"limit": 1, "cursor": first["next"]}).json()
    assert first["corrections"] + second["corrections"] == listed["corrections"]
    assert (first["total"], first["truncated"], second["next"]) == (2, True, None)
    counting = own.get("/corrections", params={"in_force": "true", "format": "ndjson"}).text
    assert [json.loads(line)["kind"] for line in counting.splitlines()] == ["undo"]


@pytest.mark.engine
def test_a_decision_without_consequence_makes_the_list_of_decisions_new(own: TestClient) -> None:
    before = own.get("/corrections")
    same = {"If-None-Match": before.headers["ETag"]}
    assert own.get("/corrections", headers=same).status_code == 304
    body = {"kind": "keep-apart", "entity": "Ann Lee", "other": "Acme", **AUTHOR}
    assert own.post("/corrections", json=body).status_code == 201
    assert own.get("/corrections", headers=same).status_code == 200


@pytest.mark.engine
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "speaker", "claim": "0" * 32, "speaker": "Ann Lee", **AUTHOR}, 409),
        ({"kind": "rename", "entity": "Ann Lee", "label": " ", **AUTHOR}, 409),
        ({"kind": "rename", "entity": "Ann Lee", "label": "A"}, 422),
        ({"kind": "fire", "entity": "Ann Lee", **AUTHOR}, 422),
        ({"kind": "rename", "entity": "Ann Lee", "label": "A", "hat": "red", **AUTHOR}, 422),
    ],
)
def test_what_cannot_be_decided_is_refused(
    own: TestClient, body: dict[str, str], status: int
) -> None:
    answer = own.post("/corrections", json=body)
    assert answer.status_code == status, answer.text
    assert own.get("/corrections").json()["corrections"] == []


@pytest.mark.engine
def test_a_page_of_another_origin_decides_nothing(own: TestClient) -> None:
    body = {"kind": "rename", "entity": "Ann Lee", "label": "A", **AUTHOR}
    headers = {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"}
    assert own.post("/corrections", json=body, headers=headers).status_code == 403


@pytest.mark.engine
def test_the_old_identifier_of_a_merged_entity_leads_to_the_other(own: TestClient) -> None:
    def iri_of(name: str) -> str:
        found = own.get("/entities", params={"q": name}).json()["entities"]
        return next(str(e["iri"]) for e in found if e["label"] == name)

    old, new = iri_of("Ann Lee"), iri_of("Acme")
    body = {"kind": "merge", "entity": "Ann Lee", "other": "Acme", **AUTHOR}
    assert own.post("/corrections", json=body).status_code == 201
    path = old.removeprefix("https://w3id.org/onrecord")
    answer = own.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 301
    assert answer.headers["location"] == new.removeprefix("https://w3id.org/onrecord")
    shown = own.get(f"/entities/{old.removeprefix('https://w3id.org/onrecord/id/')}")
    assert shown.json()["iri"] == new


@pytest.mark.engine
def test_entities_that_may_be_one_are_offered_and_merged(own: TestClient) -> None:
    assert own.get("/review").json() == {"pairs": [], "total": 0, "truncated": False}
    body = {"kind": "rename", "entity": "Max Mayer", "label": "Ann Lee", **AUTHOR}
    assert own.post("/corrections", json=body).status_code == 201
    (pair,) = own.get("/review").json()["pairs"]
    assert {pair["one"]["label"], pair["other"]["label"]} == {"Ann Lee"}
    assert pair["reasons"] == ["both have this name"]
    body = {"kind": "merge", "entity": pair["one"]["id"], "other": pair["other"]["id"], **AUTHOR}
    assert own.post("/corrections", json=body).status_code == 201
    assert own.get("/review").json()["total"] == 0
