"""/search: names, statements and sentences by words in any of their forms."""

from __future__ import annotations

import warnings

import pytest

with warnings.catch_warnings():
    # Starlette wants httpx2, which nothing else here needs yet.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


@pytest.mark.engine
def test_words_are_found_in_any_of_their_forms(client: TestClient) -> None:
    found = client.get("/search", params={"q": "factory help"}).json()
    (statement,) = found["statements"]
    assert statement["content"][0]["text"] == "factories need help"
    assert found["sentences"] == []
    assert not found["truncated"]
    names = client.get("/search", params={"q": "lee"}).json()["names"]
    assert [name["label"] for name in names] == ["Ann Lee"]


@pytest.mark.engine
@pytest.mark.parametrize(
    ("asked", "status"),
    [({"q": "!"}, 400), ({}, 422), ({"q": "a", "hat": "red"}, 422), ({"q": "a", "limit": 0}, 422)],
)
def test_what_cannot_be_searched_for_is_refused(
    client: TestClient, asked: dict[str, str], status: int
) -> None:
    assert client.get("/search", params=asked).status_code == status
