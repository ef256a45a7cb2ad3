"""What whoever runs the service sees of it."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from fastapi.testclient import TestClient

from onrecord.api import app
from onrecord.api.logs import configure_logs
from onrecord.cli.serve import settle_garbage
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import Settings


def test_every_answer_has_an_id_which_a_proxy_may_give(client: TestClient) -> None:
    assert re.fullmatch("[0-9a-f]{16}", client.get("/healthz").headers["x-request-id"])
    given = client.get("/nothing", headers={"X-Request-Id": "proxy-1.2"})
    assert given.headers["x-request-id"] == "proxy-1.2"
    hostile = client.get("/healthz", headers={"X-Request-Id": "a b<script>"})
    assert "script" not in hostile.headers["x-request-id"]


def test_it_is_ready_while_its_workers_are(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_workers_that_do_not_start_leave_it_unready_until_they_do(
    graph: KnowledgeGraph, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(app, "AGAIN_S", 0.1)
    with ExitStack() as running:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "executable", str(broken))
            served = app.create_app(graph, settings)
            client = running.enter_context(TestClient(served, base_url="http://127.0.0.1"))
            assert client.get("/readyz").status_code == 503
            assert client.get("/statements").status_code == 200
        deadline = time.monotonic() + 60
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_garbage_is_settled_once_the_tables_are_there(
    graph: KnowledgeGraph, settings: Settings
) -> None:
    warm = threading.Event()
    served = app.create_app(graph, settings)
    served.state.warm = warm.set
    with TestClient(served, base_url="http://127.0.0.1"):
        assert warm.wait(60)


def test_what_is_there_once_settled_is_no_more_collected_and_the_rest_more_rarely() -> None:
    usual = gc.get_threshold()
    kept: list[object] = [[]]
    try:
        settle_garbage()
        assert not any(each is kept for each in gc.get_objects())
        assert gc.get_threshold() == (*usual[:2], 10 * usual[2])
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


def test_metrics_count_by_route_and_say_nothing_of_what_was_asked(client: TestClient) -> None:
    client.get("/statements?speaker=somebody-secret")
    client.get("/entities/entity%2Fnobody-secret")
    client.get("/no-such-secret")
    client.get("/sparql", params={"query": "ASK { <http://x/secret> ?p ?o }"})
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'onrecord_requests_total{method="GET",route="/sparql",status="200"}' in answer.text
    assert 'route="none",status="404"' in answer.text
    assert 'onrecord_request_seconds_bucket{le="0.15",route="/sparql"}' in answer.text
    assert "onrecord_sparql_workers_busy 0.0" in answer.text
    assert "process_resident_memory_bytes" in answer.text
    assert "secret" not in answer.text


@pytest.fixture
def _at_info() -> Iterator[None]:
    structlog.reset_defaults()
    configure_logs("info")
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("_at_info")
def test_a_request_is_one_line_of_json_without_what_was_asked(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client.get("/statements?speaker=secret", headers={"X-Request-Id": "here"})
    client.get("/healthz")
    logged = capsys.readouterr().err
    (line,) = [json.loads(line) for line in logged.splitlines()]
    assert line["event"] == "request"
    assert (line["route"], line["status"], line["request_id"]) == ("/statements", 200, "here")
    assert "secret" not in logged


def test_a_stop_lets_what_was_asked_be_answered(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "serve", "--port", "0", "--data-dir", tmp_path / "data"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert server.stderr is not None
    with server:
        found = None
        while found is None:
            found = re.search(r"serving on (http://\S+/)", server.stderr.readline())
        url = found[1]
        with urllib.request.urlopen(f"{url}readyz") as answer:
            assert answer.status == 200
        lines = " ".join(f"({n})" for n in range(400))
        query = f"SELECT (COUNT(*) AS ?n) {{ VALUES (?a) {{{lines}}} VALUES (?b) {{{lines}}} "
        query += f"VALUES (?c) {{{' '.join(f'({n})' for n in range(200))}}} }}"
        answers: list[int] = []

        def ask() -> None:
            try:
                with urllib.request.urlopen(f"{url}sparql?query={quote(query)}") as answer:
                    answers.append(answer.status)
            except urllib.error.HTTPError as error:
                with error:
                    answers.append(error.code)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(1)
        assert asking.is_alive()
        server.send_signal(signal.SIGTERM)
        asking.join(30)
        assert answers in ([200], [504])
        assert server.wait(30) in (0, -signal.SIGTERM)
