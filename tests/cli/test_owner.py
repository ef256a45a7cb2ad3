"""Commands while `onrecord serve` has the folder, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.graph.ownership import Ownership
from tests.cli.conftest import Onrecord


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on the folder, and its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "onrecord", "serve", "--port", "0", "--data-dir", str(folder)],
        stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stderr is not None
        try:
            said = server.stderr.readline()
            found = re.search(r"http://\S+/", said)
            assert found, said
            yield server, found[0]
        finally:
            server.send_signal(signal.SIGINT)


def document(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.engine
def test_commands_work_while_the_folder_is_served(tmp_path: Path, onrecord: Onrecord) -> None:
    folder = tmp_path / "data"
    one = document(tmp_path, "one.txt", "“It works,” said Ann Lee, a doctor.\n")
    onrecord("ingest", one, "--data-dir", folder)
    with served(folder) as (server, url):
        two = document(tmp_path, "two.txt", "Bo Ray said that factories need help.\n")
        ran = onrecord("ingest", two, "--data-dir", folder)
        assert ran.status == 0, ran.err
        assert "1 document taken in" in ran.err
        assert "Bo Ray" in onrecord("who-said", "--data-dir", folder).out
        assert onrecord("status", "--json", "--data-dir", folder).json["documents"] == 2
        count = "MATCH (d:Document) RETURN count(d) AS n"
        ran = onrecord("query", "cypher", count, "--json", "--data-dir", folder)
        assert ran.json["rows"] == [[2]]
        count = "SELECT (COUNT(?d) AS ?n) { ?d a <https://w3id.org/onrecord/ns#Document> }"
        ran = onrecord("query", "sparql", count, "--json", "--data-dir", folder)
        assert ran.json["rows"] == [[2]]
        ran = onrecord("query", "documents", "--language", "cypher", "--json", "--data-dir", folder)
        assert len(ran.json["rows"]) == 2
        with urllib.request.urlopen(f"{url}statements") as answer:
            said = {each["speaker"]["label"] for each in json.load(answer)["statements"]}
        assert said == {"Ann Lee", "Bo Ray"}
        ran = onrecord("query", "sparql", "SELECT WHERE", "--data-dir", folder)
        assert "does not parse: line 1, column 13" in ran.err
        assert onrecord("doctor", "--data-dir", folder).status == 0
        ran = onrecord("backup", tmp_path / "backup.tar.gz", "--data-dir", folder)
        assert ran.status == 0, ran.err
        assert "2 documents, " in ran.err
        ran = onrecord("rebuild", "--data-dir", folder)
        assert ran.status == 0, ran.err
        assert (
            ran.out.strip()
            == onrecord("status", "--json", "--data-dir", folder).json["fingerprint"]
        )
        with urllib.request.urlopen(f"{url}statements") as answer:
            assert len(json.load(answer)["statements"]) == 2
        count = "MATCH (d:Document) RETURN count(d) AS n"
        ran = onrecord("query", "cypher", count, "--json", "--data-dir", folder)
        assert ran.json["rows"] == [[2]]
        assert onrecord("remove", "two.txt", "--data-dir", folder).status == 0
        assert onrecord("status", "--json", "--data-dir", folder).json["documents"] == 1

        ran = onrecord("restore", tmp_path / "backup.tar.gz", "--data-dir", tmp_path / "again")
        assert ran.status == 0, ran.err
        assert "2 documents restored" in ran.err
        assert "the facts are those that were backed up" in ran.err
        assert onrecord("verify", "--data-dir", tmp_path / "again").status == 0
        ran = onrecord("backup", tmp_path / "backup.tar.gz", "--data-dir", folder)
        assert "is there already" in ran.err

        second = onrecord("serve", "--port", "0", "--data-dir", folder)
        assert second.status == 1
        assert f"is held by process {server.pid} (onrecord serve at {url}) since 2" in second.err
    assert onrecord("status", "--json", "--data-dir", folder).json["documents"] == 1


@pytest.mark.engine
def test_a_server_waits_for_a_command_that_has_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    command = Ownership(folder)
    command.note("onrecord status")
    with subprocess.Popen(
        [sys.executable, "-m", "onrecord", "serve", "--port", "0", "--data-dir", str(folder)],
        stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stderr is not None
        told = server.stderr.readline()
        assert f"is held by process {os.getpid()} (onrecord status)" in told
        assert "waiting until it is done" in told
        command.close()
        assert "serving on " in server.stderr.readline()
        server.send_signal(signal.SIGINT)


@pytest.mark.engine
def test_a_killed_server_leaves_the_folder_free(tmp_path: Path, onrecord: Onrecord) -> None:
    folder = tmp_path / "data"
    with served(folder) as (server, url):
        server.kill()
        server.wait()
        ran = onrecord("status", "--data-dir", folder)
        assert ran.status == 0, ran.err
    with served(folder) as (_, again):
        assert again != url
