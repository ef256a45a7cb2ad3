"""Access keys: who is let in, to what, how often."""

from __future__ import annotations

import stat
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.api import access
from onrecord.api.access import Buckets, scope_of
from onrecord.api.app import check_bind, create_app
from onrecord.api.keys import Keys
from onrecord.errors import AccessKeyError, SettingError
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import Settings


@pytest.fixture
def keys(settings: Settings) -> Iterator[Keys]:
    """The keys of the graph's folder, none at first."""
    yield Keys(settings.data_dir)
    (settings.data_dir / "keys.json").unlink(missing_ok=True)


@pytest.fixture
def open_client(
    graph: KnowledgeGraph, settings: Settings, keys: Keys
) -> Iterator[Callable[..., TestClient]]:
    """Makes a client of the app as others reach it."""
    made = []

    def make(key: str | None = None, **more: object) -> TestClient:
        changed = {"host": "0.0.0.0", **more}
        app = create_app(graph, settings.model_copy(update=changed))
        made.append(app)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return TestClient(app, base_url="http://onrecord.example", headers=headers)

    yield make
    for app in made:
        app.state.serving.sparql.close()


CORRECTION = {"author": "me", "reason": "why", "decision": {}}


def test_whoever_has_no_key_sees_the_page_and_nothing_of_the_graph(
    open_client: Callable[..., TestClient],
) -> None:
    client = open_client()
    for path in ("/", "/healthz", "/static/app.js", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 200, path
    for path in ("/statements", "/sparql?query=ASK{}", "/nothing", "/graphs?default", "/metrics"):
        answer = client.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert "Basic" in answer.headers["www-authenticate"]
        assert "content-security-policy" in answer.headers
    assert client.post("/corrections", json=CORRECTION).status_code == 401


def test_a_key_opens_its_scopes_and_no_other(
    open_client: Callable[..., TestClient], keys: Keys
) -> None:
    reader = open_client(keys.create("reader", ["read"]))
    assert reader.get("/statements").status_code == 200
    assert reader.post("/sparql", data={"query": "ASK {}"}).status_code == 200
    refused = reader.post("/corrections", json=CORRECTION)
    assert refused.status_code == 403
    assert "'reader' has not the scope 'correct'" in refused.json()["detail"]
    corrector = open_client(keys.create("corrector", ["correct"]))
    assert corrector.post("/corrections", json=CORRECTION).status_code == 422
    assert corrector.get("/statements").status_code == 403
    admin = open_client(keys.create("admin", ["admin"]))
    assert admin.get("/statements").status_code == 200
    assert admin.post("/corrections", json=CORRECTION).status_code == 422


def test_a_key_may_be_shown_as_a_password(
    open_client: Callable[..., TestClient], keys: Keys
) -> None:
    client = open_client()
    login = b64encode(f"neo4j:{keys.create('reader', ['read'])}".encode()).decode()
    assert client.get("/statements", headers={"Authorization": f"Basic {login}"}).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer onr_", "Bearer onr_1_2", "Basic !!", "Basic bmVvNGo6eA==", "Digest x", "é"],
)
def test_what_is_no_key_opens_nothing(
    open_client: Callable[..., TestClient], keys: Keys, header: str
) -> None:
    keys.create("reader", ["read"])
    headers = [(b"authorization", header.encode())]
    assert open_client().get("/statements", headers=headers).status_code == 401


def test_a_revoked_key_opens_nothing_from_then_on(
    open_client: Callable[..., TestClient], keys: Keys
) -> None:
    client = open_client(keys.create("reader", ["read"]))
    assert client.get("/statements").status_code == 200
    Keys(keys._path.parent).revoke("reader")  # another process does it
    answer = client.get("/statements")
    assert answer.status_code == 401
    assert "revoked" in answer.json()["detail"]


def test_a_key_that_asks_too_often_waits(
    open_client: Callable[..., TestClient], keys: Keys
) -> None:
    client = open_client(keys.create("eager", ["read"]), requests_per_minute=60)
    statuses = [client.get("/statements?limit=1").status_code for _ in range(14)]
    assert statuses[:10] == [200] * 10
    assert 429 in statuses
    answer = client.get("/statements")
    assert int(answer.headers["retry-after"]) >= 1
    other = keys.create("other", ["read"])
    fresh = client.get("/statements", headers={"Authorization": f"Bearer {other}"})
    assert fresh.status_code == 200


def test_guessing_is_slowed_down(
    open_client: Callable[..., TestClient], keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_FAILURES_PER_MINUTE", 6)
    client = open_client("onr_00000000_guess")
    statuses = [client.get("/statements").status_code for _ in range(12)]
    assert statuses[:10] == [401] * 10
    assert statuses[10:] == [429] * 2


def test_behind_a_proxy_loopback_needs_a_key_too(
    open_client: Callable[..., TestClient], keys: Keys
) -> None:
    key = keys.create("reader", ["read"])
    client = open_client(host="127.0.0.1", names=["onrecord.example"])
    assert client.get("/statements").status_code == 401
    assert client.get("/statements", headers={"Host": "127.0.0.1"}).status_code == 401
    with_key = {"Authorization": f"Bearer {key}"}
    assert client.get("/statements", headers=with_key).status_code == 200
    evil = {**with_key, "Host": "evil.example"}
    assert client.get("/statements", headers=evil).status_code == 421


def test_pages_of_other_origins_are_let_in_where_they_are_named(
    open_client: Callable[..., TestClient], keys: Keys
) -> None:
    key = keys.create("reader", ["read"])
    client = open_client(key, allowed_origins=["https://good.example"])
    good = {"Origin": "https://good.example", "Sec-Fetch-Site": "cross-site"}
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers=good)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://good.example"
    preflight = client.options("/sparql", headers=good)
    assert preflight.status_code == 204
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    bad = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers=bad)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_no_other_address_than_loopback_is_served_without_keys(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    for host in ("127.0.0.1", "localhost", "::1", "127.8.8.8"):
        check_bind(host, (), keys)
    for host in ("0.0.0.0", "::", "192.168.1.2", "example.org"):
        with pytest.raises(SettingError, match="onrecord keys create NAME --scope read"):
            check_bind(host, (), keys)
    with pytest.raises(SettingError, match=r"ONRECORD_NAMES: 'a\.example'"):
        check_bind("127.0.0.1", ["a.example"], keys)
    keys.create("somebody", ["read"])
    check_bind("0.0.0.0", ["a.example"], keys)
    keys.revoke("somebody")
    with pytest.raises(SettingError, match="no access keys"):
        check_bind("0.0.0.0", (), keys)


def test_the_file_holds_no_secret_and_is_its_owners_alone(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    secret = keys.create("reader", ["read"])
    path = tmp_path / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret.rpartition("_")[2] not in path.read_text("utf-8")
    key = keys.check(secret)
    assert key is not None
    assert (key.name, key.scopes) == ("reader", ("read",))
    assert keys.check(secret + "x") is None
    assert keys.check(secret.replace("onr", "abc")) is None


def test_a_broken_file_lets_nobody_in(
    open_client: Callable[..., TestClient], keys: Keys, settings: Settings
) -> None:
    secret = keys.create("reader", ["read"])
    (settings.data_dir / "keys.json").write_text("[{}]", "utf-8")
    answer = open_client(secret).get("/statements")
    assert answer.status_code == 503
    assert "keys.json is broken" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "scopes"), [("x", ["write"]), ("x", []), ("  ", ["read"]), ("a\nb", ["read"])]
)
def test_a_wrong_key_is_not_made(tmp_path: Path, name: str, scopes: list[str]) -> None:
    with pytest.raises(AccessKeyError):
        Keys(tmp_path).create(name, scopes)
    assert not (tmp_path / "keys.json").exists()


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/", None),
        ("GET", "/static/app.js", None),
        ("GET", "/staticx", "read"),
        ("GET", "/statements", "read"),
        ("HEAD", "/metrics", "read"),
        ("POST", "/sparql", "read"),
        ("POST", "/sparqlx", "admin"),
        ("POST", "/db/neo4j/query/v2", "read"),
        ("DELETE", "/mcp", "read"),
        ("POST", "/subgraph", "read"),
        ("POST", "/corrections/preview", "read"),
        ("POST", "/corrections", "correct"),
        ("POST", "/corrections/1/undo", "correct"),
        ("POST", "/jobs", "ingest"),
        ("DELETE", "/jobs/1", "ingest"),
        ("POST", "/", "admin"),
        ("POST", "/anything/new", "admin"),
    ],
)
def test_what_nobody_thought_of_needs_the_scope_admin(
    method: str, path: str, scope: str | None
) -> None:
    assert scope_of(method, path) == scope


def test_no_route_of_ours_needs_the_scope_of_what_nobody_thought_of(
    graph: KnowledgeGraph, settings: Settings
) -> None:
    described = create_app(graph, settings).openapi()
    asked = [(method.upper(), path) for path, how in described["paths"].items() for method in how]
    assert ("POST", "/subgraph") in asked
    assert [each for each in asked if scope_of(*each) == "admin"] == []


def test_buckets_forget_who_was_not_seen_for_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_MOST_BUCKETS", 3)
    buckets = Buckets(60)
    for name in "abcdef":
        buckets.wait_s(name)
    assert len(buckets._held) == 3
