"""/subgraph, /paths, /overview, neighbours and the claims behind an edge."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from fastapi.testclient import TestClient

from onrecord.graph.lookup import overview
from onrecord.graph.lookup.subgraph import laid_out
from tests.api.conftest import made

MANUFACTURING = "concept/manufacturing"


def ask(client: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def lee(client: TestClient) -> str:
    """The id of Ann Lee."""
    (found,) = ask(client, "/entities", q="ann lee")["entities"]
    return str(found["id"])


def test_a_subgraph_has_the_neighbours_of_its_seed_with_the_claims_of_each_edge(
    client: TestClient, lee: str
) -> None:
    found = ask(client, "/subgraph", seed=lee)
    labels = {node["label"] for node in found["nodes"]}
    assert labels == {"Ann Lee", "Acme", "Daily Post", "manufacturing"}
    edges = {edge["predicate"]: edge for edge in found["edges"]}
    assert edges.keys() == {"memberOf", "speaksAbout", "relayedBy"}
    assert edges["speaksAbout"]["claims"] == 2
    assert (found["total_nodes"], found["truncated"]) == (4, False)
    for edge in found["edges"]:
        for id_ in edge["claim_ids"]:
            claim = ask(client, f"/claims/{id_}")
            assert "Ann Lee" in claim["sentence"]["text"]


def test_the_claims_behind_an_edge_come_with_their_sentences(client: TestClient, lee: str) -> None:
    found = ask(client, "/claims", subject=lee, predicate="speaksAbout", object=MANUFACTURING)
    assert [claim["statement"]["content"][0]["text"] for claim in found["claims"]] == [
        "factories need help",
        "factories can wait",
    ]
    (member,) = ask(client, "/claims", subject=lee, predicate="memberOf")["claims"]
    assert (member["role"], member["factuality"]) == ("chief", "asserted")
    assert member["citation"].startswith("Ann Lee memberOf (chief) Acme, asserted: On 19 May")


def test_claims_are_paged_without_loss(client: TestClient, lee: str) -> None:
    seen, cursor = [], None
    while True:
        page = ask(
            client, "/claims", subject=lee, limit=1, **({"cursor": cursor} if cursor else {})
        )
        seen += [(claim["id"], claim["predicate"]) for claim in page["claims"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == page["total"] == 4


def test_the_same_subgraph_is_drawn_the_same_way(client: TestClient, lee: str) -> None:
    one, other = (ask(client, "/subgraph", seed=lee, depth=2) for _ in range(2))
    assert one == other
    assert all(-1 <= node["x"] <= 1 and -1 <= node["y"] <= 1 for node in one["nodes"])


def test_a_limit_keeps_the_nearest_and_says_what_there_is(client: TestClient, lee: str) -> None:
    found = ask(client, "/subgraph", seed=lee, limit=2)
    assert [node["label"] for node in found["nodes"]] == ["Ann Lee", "manufacturing"]
    assert (found["total_nodes"], found["truncated"]) == (4, True)
    assert found["nodes"][0]["connections"] == 3
    assert found["nodes"][0]["degree"] == 1


def test_relations_types_dates_and_outlets_narrow_the_subgraph(
    client: TestClient, lee: str
) -> None:
    def beside(**wanted: str) -> set[str]:
        found = ask(client, "/subgraph", seed=lee, **wanted)
        return {node["label"] for node in found["nodes"]} - {"Ann Lee"}

    assert beside(predicate="memberOf") == {"Acme"}
    assert beside(type="Actor") == {"Acme", "Daily Post"}
    assert beside(since="2025-06") == set()
    assert beside(outlet="weekly mail") == {"Acme", "Daily Post", "manufacturing"}


def test_a_drawing_grows_and_what_is_placed_stays(client: TestClient, lee: str) -> None:
    body = {"nodes": [lee], "placed": {lee: [0.25, -0.5]}, "expand": {"id": lee, "limit": 1}}
    found = client.post("/subgraph", json=body).json()
    places = {node["id"]: (node["x"], node["y"]) for node in found["nodes"]}
    assert places.keys() == {lee, MANUFACTURING}
    assert places[lee] == (0.25, -0.5)
    assert found["total_nodes"] == 4


def test_a_drawing_of_any_size_is_laid_out() -> None:
    for size in (499, 500, 501):
        star = nx.star_graph(size - 1)
        for placed in ({}, {0: (0.5, 0.5)}):
            points = laid_out(star, placed)
            assert points.keys() == set(range(size))
            assert placed.items() <= points.items()


def test_neighbours_are_listed_by_relation_with_true_counts(client: TestClient, lee: str) -> None:
    counts = ask(client, f"/entities/{lee}")["relations"]
    assert [(each["predicate"], each["direction"], each["claims"]) for each in counts] == [
        ("speaksAbout", "out", 2),
        ("memberOf", "out", 1),
        ("relayedBy", "out", 1),
    ]
    beside = ask(client, f"/entities/{MANUFACTURING}/neighbours", direction="in", type="Person")
    assert [each["entity"]["label"] for each in beside["neighbours"]] == ["Ann Lee"]


def test_an_entity_has_its_time_line(client: TestClient, lee: str) -> None:
    found = ask(client, f"/entities/{lee}")
    assert found["timeline"] == [
        {"month": "2025-05", "statements": 1, "about": 0},
        {"month": None, "statements": 1, "about": 0},
    ]
    assert found["documents"] == 2


def test_paths_are_found_shortest_first(client: TestClient, lee: str) -> None:
    (acme,) = ask(client, "/entities", q="acme")["entities"]
    found = ask(client, "/paths", source=acme["id"], target=MANUFACTURING)
    assert found["shortest"] == 2
    assert found["paths"] == [[acme["id"], lee, MANUFACTURING]]
    assert {edge["predicate"] for edge in found["edges"]} == {"memberOf", "speaksAbout"}
    assert ask(client, "/paths", source=lee, target=lee)["shortest"] == 0
    apart = ask(client, "/paths", source=acme["id"], target=MANUFACTURING, longest=1)
    assert (apart["shortest"], apart["paths"]) == (None, [])


@pytest.mark.parametrize("by", ["type", "sector", "community"])
def test_the_overview_counts_every_connected_entity_once(client: TestClient, by: str) -> None:
    found = ask(client, "/overview", by=by)
    assert sum(group["size"] for group in found["groups"]) == found["entities"]
    known = {group["id"] for group in found["groups"]}
    assert {end for edge in found["edges"] for end in (edge["source"], edge["target"])} <= known


def test_the_groups_past_the_most_are_one_of_them(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(client, "/overview", by="type")
    assert len(whole["groups"]) > 3
    monkeypatch.setattr(overview, "_MOST", 3)
    found = ask(client, "/overview", by="type")
    assert len(found["groups"]) == 3
    assert overview.OTHERS in {group["id"] for group in found["groups"]}
    assert sum(group["size"] for group in found["groups"]) == whole["entities"]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/subgraph", 422, "seed"),
        ("/subgraph?seed=entity/nobody", 404, "nobody"),
        ("/subgraph?seed=concept/manufacturing&depht=2", 422, "depht"),
        ("/paths?source=concept/manufacturing&target=concept/x", 404, "concept/x"),
        ("/claims?cursor=abc", 400, "cursor"),
        ("/claims/xyz", 422, "id"),
        (f"/claims/{'0' * 32}", 404, "no claim"),
        ("/overview?by=colour", 422, "by"),
        ("/subgraph?seed=concept/manufacturing&since=soon", 400, "YYYY"),
    ],
)
def test_what_is_asked_wrongly_is_named(
    client: TestClient, path: str, status: int, says: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_document_has_its_relations(client: TestClient) -> None:
    read = ask(client, f"/documents/{made()[0].document.id}")
    assert [each["predicate"] for each in read["relations"]] == ["memberOf"]


def test_a_relation_has_an_identifier_that_leads_to_its_sentence(
    client: TestClient, lee: str
) -> None:
    (member,) = ask(client, "/claims", subject=lee, predicate="memberOf")["claims"]
    path = "/id/" + member["iri"].partition("/id/")[2]
    assert client.get(path, headers={"Accept": "application/json"}).json() == member
    document = member["document"]["id"]
    assert client.get(path).headers["location"] == f"/#/document/{document}?at=0-75"
