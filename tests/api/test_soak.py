"""The service, asked and fed for minutes on end: no errors, and no more memory than it needs.

Three minutes unless ONRECORD_SOAK_MIN says otherwise.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
import pytest

from benchmarks.open_loop import Answers, ask_at_rate
from benchmarks.served import Served, served
from benchmarks.service import fill, mixed

MINUTES = float(os.environ.get("ONRECORD_SOAK_MIN", "3"))
PER_S = 15
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# What caches, arenas of the allocator and the document that comes in may still add.
GROWTH, MORE_MIB, MORE_FILES = 1.15, 24, 24

pytestmark = [
    pytest.mark.engine,
    pytest.mark.stress,
    pytest.mark.timeout(300 + 120 * MINUTES),
]


class Watched:
    """Sends documents and queries that must be stopped, and looks at what the service has."""

    def __init__(self, service: Served) -> None:
        self.rss_mib: list[float] = []
        self.files: list[int] = []
        self.failed: list[str] = []
        self.sent = 0
        self._service = service
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        with httpx.Client(base_url=self._service.url, timeout=60) as client:
            while not self._over.wait(5):
                self.rss_mib.append(self._service.rss_mib()["service"])
                self.files.append(self._service.process.num_fds())
                text = f"Speaker Number{self.sent} said that steel tariffs would fall."
                sent = client.post(
                    "/jobs", files=[("files", (f"{self.sent}.txt", text.encode(), "text/plain"))]
                )
                stopped = client.get(f"/sparql?timeout_ms=500&query={quote(RUNAWAY)}")
                if (sent.status_code, stopped.status_code) != (202, 504):
                    self.failed.append(f"{sent.text[:200]} / {stopped.text[:200]}")
                self.sent += 1


def ask(service: Served, minutes: float) -> Answers:
    """Mixed look-ups for so long."""
    return asyncio.run(
        ask_at_rate(service.url, mixed(service.url), per_second=PER_S, seconds=60 * minutes)
    )


def test_minutes_of_look_ups_and_uploads_leave_it_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    fill(folder, 1_000)
    with served(folder, ONRECORD_PROFILE="rules") as service:
        ask(service, MINUTES / 6)  # tables, workers and the engine come up
        with Watched(service) as watched:
            answers = ask(service, MINUTES)
        with httpx.Client(base_url=service.url, timeout=60) as client:
            until = time.monotonic() + 120
            while client.get("/jobs?limit=1").json()["jobs"][0]["state"] != "done":
                assert time.monotonic() < until
                time.sleep(0.5)
            jobs = client.get("/jobs?limit=200").json()
            known = client.get("/statements?text=steel+tariffs+would+fall").json()["total"]
    assert dict(answers.errors) == {}
    assert watched.failed == []
    assert {job["state"] for job in jobs["jobs"]} == {"done"}
    assert known == watched.sent > 0
    quarter = len(watched.rss_mib) // 4
    early, late = (median(part) for part in (watched.rss_mib[quarter : 2 * quarter],
                                             watched.rss_mib[-quarter:]))  # fmt: skip
    assert late <= GROWTH * early + MORE_MIB, watched.rss_mib
    assert max(watched.files[-quarter:]) <= max(watched.files[:quarter]) + MORE_FILES
