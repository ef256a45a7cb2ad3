"""/statements."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import HOSTILE


def ask(client: TestClient, **parameters: str | int) -> dict[str, Any]:
    answer = client.get("/statements", params=parameters)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_every_statement_comes_with_its_sentence_document_and_citation(client: TestClient) -> None:
    (said,) = ask(client, text="factories need help")["statements"]
    assert said["sentence"]["text"].startswith("On 19 May Ann Lee")
    assert said["content"] == [{"start": 55, "end": 74, "text": "factories need help"}]
    assert said["speaker"]["label"] == "Ann Lee"
    assert said["speaker_role"] == "chief, Acme"
    assert [thing["label"] for thing in said["via"]] == ["Daily Post"]
    assert [thing["id"] for thing in said["about"]] == ["concept/manufacturing"]
    assert said["document"]["title"] == "Help for factories"
    assert said["document"]["outlet"] == "Weekly Mail"
    assert said["citation"] == (
        "Ann Lee (chief, Acme), via Daily Post: indirect speech in the sentence: On 19 May Ann "
        "Lee, chief of Acme, told Daily Post that factories need help. – Help for factories, "
        "Weekly Mail, 2025-05-28, "
        f"characters 0–75. {said['iri']}"
    )


@pytest.mark.parametrize(
    ("filters", "contents"),
    [
        ({"speaker": "lee"}, ["factories need help", "factories can wait"]),
        ({"about": "industry"}, ["factories need help", "factories can wait"]),
        ({"sector": "economy", "outlet": "weekly"}, ["factories need help"]),
        ({"author": "mayer"}, ["factories need help"]),
        ({"via": "daily post"}, ["factories need help"]),
        ({"mode": "direct"}, []),
        ({"attitude": "think"}, []),
        ({"since": "2025-06"}, ["“\u202eyrotcaf\u202c” works"]),
        ({"until": "2025-05-28"}, ["factories need help"]),
        ({"policy": "factories"}, []),
        ({"speaker": "", "outlet": "mail"}, ["factories need help"]),
    ],
)
def test_filters_narrow_the_answer(
    client: TestClient, filters: dict[str, str], contents: list[str]
) -> None:
    found = ask(client, **filters)["statements"]
    assert [said["content"][0]["text"] for said in found] == contents


def test_undated_documents_are_counted_and_said(client: TestClient) -> None:
    found = ask(client, speaker="lee", since="2025")
    assert (found["total"], found["undated"], found["undated_documents"]) == (1, 1, 0)
    assert ask(client, speaker="lee")["undated_documents"] == 1


def test_a_page_says_the_true_total_and_where_the_next_begins(client: TestClient) -> None:
    first = ask(client, limit=2)
    assert (first["total"], first["truncated"], len(first["statements"])) == (3, True, 2)
    last = ask(client, limit=2, cursor=first["next"])
    assert [len(last["statements"]), last["next"]] == [1, None]


def test_hostile_text_comes_as_it_stands(client: TestClient) -> None:
    (said,) = ask(client, speaker="bo")["statements"]
    assert said["sentence"]["text"] == HOSTILE
    span = said["content"][0]
    assert HOSTILE[span["start"] : span["end"]] == span["text"] == "“\u202eyrotcaf\u202c” works"


@pytest.mark.parametrize(
    ("parameters", "status", "says"),
    [
        ({"since": "yesterday"}, 400, "YYYY-MM-DD"),
        ({"text": "?!"}, 400, "needs a word"),
        ({"limit": "201"}, 422, "limit"),
        ({"speakers": "Lee"}, 422, "speakers"),
    ],
)
def test_a_wrong_filter_is_named(
    client: TestClient, parameters: dict[str, str], status: int, says: str
) -> None:
    answer = client.get("/statements", params=parameters)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
