"""Uploads: names, limits, cancelling, restarts; and one read by the real reader."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.api.jobs import ENDED, Job, Jobs, safe_name
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.api.conftest import taking_in

# Says of each file that it was read; reads slowly where the file's name asks for it.
READER = """
import json, sys, time
for number, path in enumerate(json.load(sys.stdin)["files"]):
    print(json.dumps({"file": number, "state": "running"}), flush=True)
    if "broken" in path:
        sys.exit("the reader broke")
    if "slow" in path:
        time.sleep(60)
    text = open(path, "rb").read()
    state = "failed" if b"wrong" in text else "done"
    error = "is wrong" if state == "failed" else None
    print(json.dumps({"file": number, "state": state, "new": 1, "error": error}), flush=True)
"""
COMMAND = (sys.executable, "-c", READER)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(tmp_path, COMMAND)
    made.start()
    yield made
    made.close()


def sent(*names: str, text: str = "fine") -> list[tuple[str | None, io.BytesIO]]:
    return [(name, io.BytesIO(text.encode())) for name in names]


def until(jobs: Jobs, id_: str, *states: str) -> Job:
    deadline = time.monotonic() + 30
    while True:
        job = jobs.job(id_)
        assert job is not None
        if job.state in states:
            return job
        assert time.monotonic() < deadline, job
        time.sleep(0.02)


def await_no_files(folder: Path) -> None:
    """A job has ended a moment before its files are gone."""
    deadline = time.monotonic() + 10
    while list((folder / "uploads").iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_job_says_what_became_of_each_file(jobs: Jobs, tmp_path: Path) -> None:
    good = jobs.add(sent("a.txt", "a.txt"))
    bad = jobs.add(sent("b.txt", text="wrong"))
    done = until(jobs, good.id, *ENDED)
    assert (done.state, done.done, done.total) == ("done", 2, 2)
    assert [(file.name, file.new) for file in done.files] == [("a.txt", 1), ("a.txt", 1)]
    failed = until(jobs, bad.id, *ENDED)
    assert (failed.state, failed.files[0].error) == ("failed", "is wrong")
    await_no_files(tmp_path)
    assert [job.id for job in jobs.newest(10)] == [bad.id, good.id]


def test_a_reader_that_breaks_fails_its_job_alone(jobs: Jobs) -> None:
    broken, good = jobs.add(sent("broken.txt")), jobs.add(sent("a.txt"))
    failed = until(jobs, broken.id, *ENDED)
    assert (failed.state, failed.error) == ("failed", "the reader broke")
    assert until(jobs, good.id, *ENDED).state == "done"


def test_a_job_is_cancelled_while_it_waits_and_while_it_runs(jobs: Jobs, tmp_path: Path) -> None:
    running, waiting = jobs.add(sent("a.txt", "slow.txt")), jobs.add(sent("b.txt"))
    until(jobs, running.id, "running")
    for job in (waiting, running):
        cancelled = jobs.cancel(job.id)
        assert cancelled is not None
        assert cancelled.state == "cancelled"
    after = jobs.add(sent("c.txt"))
    assert until(jobs, after.id, *ENDED).state == "done"
    assert jobs.cancel(after.id) == jobs.job(after.id)
    await_no_files(tmp_path)


def test_jobs_survive_a_restart(tmp_path: Path) -> None:
    first = Jobs(tmp_path, COMMAND)
    first.start()
    done = first.add(sent("a.txt"))
    until(first, done.id, "done")
    cut = first.add(sent("slow.txt", "b.txt"))
    until(first, cut.id, "running")
    first.close()
    (tmp_path / "uploads" / cut.id / "0" / "slow.txt").rename(
        tmp_path / "uploads" / cut.id / "0" / "kept"
    )
    (tmp_path / "uploads" / cut.id / "0" / "slow.txt").write_text("fine")
    quick = (sys.executable, "-c", READER.replace('"slow"', '"never"'))
    second = Jobs(tmp_path, quick)
    second.start()
    again = until(second, cut.id, *ENDED)
    assert (again.state, again.done) == ("done", 2)
    known = second.job(done.id)
    assert known is not None
    assert known.state == "done"
    second.close()


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\secret\\a.txt", "a.txt"),
        ("/", "unnamed"),
        ("..", "unnamed"),
        (None, "unnamed"),
        (".hidden.md", "hidden.md"),
        ("a\x00b\n.txt", "ab.txt"),
        ("报告 é.txt", "报告 é.txt"),
        ("\u202etxt.exe", "txt.exe"),
    ],
)
def test_hostile_names_lose_what_a_path_could_be_made_of(given_: str | None, kept: str) -> None:
    assert safe_name(given_) == kept


@given(st.text(max_size=400))
def test_every_name_is_one_part_of_a_path(given_: str) -> None:
    name = safe_name(given_)
    assert Path("/x", name).parent == Path("/x")
    assert 0 < len(name.encode()) <= 150
    assert name.isprintable()


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[str]:
    """A server of its own that reads what is sent, with the real reader."""
    folder = tmp_path_factory.mktemp("uploads") / "data"
    settings = Settings(data_dir=folder, max_upload_files=3, max_upload_bytes=100_000)
    with taking_in(packs, settings) as server:
        yield server.url


@pytest.mark.engine
def test_an_upload_is_read_and_its_events_tell_so(uploads: str) -> None:
    files = [
        ("files", ("report.md", b"---\ntitle: A\n---\nAnn Lee said that factories need help.")),
        ("files", ("broken.txt", b"\xff\xfe\x00\xd8")),
    ]
    answer = httpx.post(
        f"{uploads}/jobs", files=files, data={"outlet": "Weekly", "author": "A. Writer"}
    )
    assert answer.status_code == 202
    address = uploads + answer.headers["location"]
    seen: list[tuple[str, dict[str, Any]]] = []
    with httpx.stream("GET", f"{address}/events", timeout=60) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        event = ""
        for line in stream.iter_lines():
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                seen.append((event, json.loads(line.removeprefix("data: "))))
    assert [event for event, _ in seen].count("done") == 1
    assert seen[-1][0] == "done"
    job = seen[-1][1]
    assert job == httpx.get(address).json()
    report, broken = job["files"]
    assert (report["state"], report["new"], report["statements"]) == ("done", 1, 1), job
    (listed,) = httpx.get(f"{uploads}/documents", params={"author": "writer"}).json()["documents"]
    assert (listed["title"], listed["outlet"]) == ("A", "Weekly")
    assert broken["state"] == "failed"
    assert "uploads" not in broken["error"]


@pytest.mark.parametrize(
    ("files", "status", "says"),
    [
        ([("files", ("a.txt", b"a"))] * 4, 413, "at most 3"),
        ([("files", ("a.txt", b"a" * 200_000))], 413, "100000"),
        ([("other", ("a.txt", b"a"))], 422, "files"),
    ],
)
def test_what_is_too_much_is_refused(
    uploads: str, files: list[tuple[str, tuple[str, bytes]]], status: int, says: str
) -> None:
    answer = httpx.post(f"{uploads}/jobs", files=files)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_wrong_date_and_an_unknown_job_are_named(uploads: str) -> None:
    files = [("files", ("a.txt", b"a"))]
    answer = httpx.post(f"{uploads}/jobs", files=files, data={"published": "soon"})
    assert (answer.status_code, "soon" in answer.json()["detail"]) == (422, True)
    assert httpx.get(f"{uploads}/jobs/{'0' * 32}").status_code == 404
    assert httpx.get(f"{uploads}/jobs/{'0' * 32}/events").status_code == 404
    assert httpx.delete(f"{uploads}/jobs/{'0' * 32}").status_code == 404
