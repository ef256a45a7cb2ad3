"""/entities, /documents and /id."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import HOSTILE, made

LEE = made()[0].document.id


def test_type_ahead_finds_by_the_beginning_of_a_word(client: TestClient) -> None:
    found = client.get("/entities", params={"q": "ann l"}).json()
    (lee,) = found["entities"]
    assert (lee["label"], lee["type"]) == ("Ann Lee", "Person")
    assert (lee["statements"], found["total"]) == (2, 1)
    assert client.get("/entities", params={"q": "nn"}).json()["total"] == 0


def test_entities_are_filtered_by_type_with_true_totals(client: TestClient) -> None:
    found = client.get("/entities", params={"type": "Actor", "limit": 1}).json()
    assert (len(found["entities"]), found["truncated"]) == (1, True)
    assert found["total"] == 7
    assert client.get("/entities", params={"q": "?"}).json()["total"] == 0


def test_an_unknown_type_is_named(client: TestClient) -> None:
    answer = client.get("/entities", params={"type": "Robot"})
    assert answer.status_code == 400
    assert "'Robot'" in answer.json()["detail"]


def test_an_entity_shows_its_aliases_and_each_role_with_its_sentence(client: TestClient) -> None:
    (lee,) = client.get("/entities", params={"q": "ann lee"}).json()["entities"]
    known = client.get(f"/entities/{lee['id']}").json()
    assert known["aliases"] == ["A. Lee"]
    (role,) = known["roles"]
    assert (role["role"], role["object"]["label"]) == ("chief", "Acme")
    assert role["sentence"]["text"].startswith("On 19 May Ann Lee")
    assert [found["name"] for found in known["mentioned_in"]] == ["lee.txt", "undated.txt"]


@pytest.mark.parametrize("id_", ["entity/nobody", "concept/../../etc", "a b", "http://x/%00"])
def test_an_unknown_entity_is_a_problem_of_404(client: TestClient, id_: str) -> None:
    answer = client.get(f"/entities/{id_}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_documents_are_listed_newest_first_undated_last(client: TestClient) -> None:
    found = client.get("/documents").json()
    names = [document["name"] for document in found["documents"]]
    assert names == ["hostile.txt", "lee.txt", "undated.txt"]
    assert [document["statements"] for document in found["documents"]] == [1, 1, 1]
    first = client.get("/documents", params={"limit": 1}).json()
    page = client.get("/documents", params={"limit": 1, "cursor": first["next"]}).json()
    assert [page["documents"][0]["name"], page["total"]] == ["lee.txt", 3]


def test_a_document_shows_its_text_and_where_all_of_it_stands(client: TestClient) -> None:
    read = client.get(f"/documents/{LEE}").json()
    assert read["text"] == made()[0].document.text
    assert read["authors"] == ["Max Mayer"]
    assert read["known"] is not None
    mentions = {mention["entity"]["id"]: mention["spans"] for mention in read["mentions"]}
    assert mentions["concept/daily-post"] == [{"start": 39, "end": 49, "text": "Daily Post"}]
    assert read["statements"][0]["content"][0]["text"] == "factories need help"


def test_every_span_of_a_hostile_document_cuts_its_text(client: TestClient) -> None:
    read = client.get(f"/documents/{made()[2].document.id}").json()
    assert read["text"] == HOSTILE
    spans = [span for mention in read["mentions"] for span in mention["spans"]]
    assert [HOSTILE[span["start"] : span["end"]] for span in spans] == [s["text"] for s in spans]


def test_an_unknown_document_is_a_problem(client: TestClient) -> None:
    assert client.get(f"/documents/{'0' * 32}").status_code == 404
    assert client.get("/documents/..%2f..%2fowner").status_code in (404, 422)
    assert client.get("/documents/xyz").status_code == 422


def test_an_identifier_leads_to_a_page_json_or_turtle(client: TestClient) -> None:
    page = client.get(f"/id/document/{LEE}", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, f"/#/document/{LEE}")
    json = client.get(f"/id/document/{LEE}", headers={"Accept": "application/json"})
    assert json.headers["location"] == f"/documents/{LEE}"
    turtle = client.get("/id/concept/manufacturing", headers={"Accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    triples = {str(quad.triple) for quad in ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)}
    assert len(triples) > 3
    assert client.get("/id/concept/nothing").status_code == 404


def test_a_statement_is_json_or_its_place_in_the_document(client: TestClient) -> None:
    (said,) = client.get("/statements", params={"text": "need help"}).json()["statements"]
    path = "/id/" + said["iri"].partition("/id/")[2]
    assert client.get(path, headers={"Accept": "application/json"}).json() == said
    assert client.get(path).headers["location"] == f"/#/document/{LEE}?at=0-75"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_counts_are_those_of_the_lists_that_they_lead_to(client: TestClient) -> None:
    entities = client.get("/entities", params={"q": "", "limit": 200}).json()["entities"]
    assert any(each["about"] for each in entities if each["type"] == "Sector")
    for each in entities:
        for role, told in (("speaker", each["statements"]), ("about", each["about"])):
            asked = {role: each["id"], "attitude": "any", "limit": 1}
            assert client.get("/statements", params=asked).json()["total"] == told, each["label"]
        months = client.get(f"/entities/{each['id']}").json()["timeline"]
        assert sum(month["about"] for month in months) == each["about"], each["label"]
