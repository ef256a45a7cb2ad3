"""After SIGKILL at any moment the next start finishes: nothing lost, nothing twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from onrecord.errors import StoreError
from onrecord.graph import derived as stores
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.ontology.packs import Packs
from tests.handmade import corpus
from tools.neo4j_server import Neo4jServer

ROOT = Path(__file__).parents[2]
# Longer than most single steps take, so that a kill comes within any of them.
_LONGEST_STEP_S = 0.4


def start(folder: Path, *server: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.graph.taking_in", str(folder), *server],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def finish(folder: Path, *server: str) -> tuple[dict[str, object], int]:
    """Run to the end: what the stores hold then, and how many steps were said."""
    with start(folder, *server) as child:
        assert child.stdout is not None
        lines = child.stdout.read().splitlines()
    assert child.returncode == 0
    report: dict[str, object] = json.loads(lines[-1])
    return report, len(lines) - 1


def kill_within(folder: Path, chance: random.Random, steps: int, *server: str) -> None:
    """Run until a random moment after a random step; half of the time the engine dies too."""
    with start(folder, *server) as child:
        assert child.stdout is not None
        for _ in range(chance.randrange(steps + 1)):
            child.stdout.readline()
        time.sleep(chance.random() * _LONGEST_STEP_S)
        try:
            engines = psutil.Process(child.pid).children()
        except psutil.NoSuchProcess:
            engines = []
        child.send_signal(signal.SIGKILL)
        if chance.random() < 0.5:
            for engine in engines:
                engine.kill()


def rounds_of_kills(folder: Path, rounds: int, seed: int) -> None:
    undisturbed, steps = finish(folder / "undisturbed")
    assert undisturbed["stores_agree"]
    assert undisturbed["each_document_once_in_the_ledger"]
    chance = random.Random(seed)
    for number in range(rounds):
        data = folder / f"round-{number}"
        kill_within(data, chance, steps)
        assert finish(data)[0] == undisturbed, f"round {number} of seed {seed}"


@pytest.mark.engine
def test_five_kills_leave_what_an_undisturbed_run_leaves(tmp_path: Path) -> None:
    rounds_of_kills(tmp_path, rounds=5, seed=20261121)


@pytest.mark.engine
@pytest.mark.stress
@pytest.mark.timeout(5400)
def test_a_hundred_kills_leave_what_an_undisturbed_run_leaves(tmp_path: Path) -> None:
    rounds_of_kills(tmp_path, rounds=100, seed=random.randrange(2**32))


@pytest.mark.engine
@pytest.mark.neo4j
def test_kills_leave_neo4j_as_an_undisturbed_run_does(
    tmp_path: Path, neo4j_server: Neo4jServer, neo4j_graph: Neo4jGraph
) -> None:
    server = (neo4j_server.uri, neo4j_server.password)
    neo4j_graph.wipe()
    undisturbed, steps = finish(tmp_path / "undisturbed", *server)
    assert undisturbed["stores_agree"]
    chance = random.Random(20261122)
    for number in range(3):
        neo4j_graph.wipe()
        kill_within(tmp_path / f"round-{number}", chance, steps, *server)
        assert finish(tmp_path / f"round-{number}", *server)[0] == undisturbed


@pytest.mark.engine
@pytest.mark.neo4j
def test_a_neo4j_that_is_killed_is_told_and_a_later_run_finishes(
    tmp_path: Path,
    packs: Packs,
    neo4j_server: Neo4jServer,
    neo4j_graph: Neo4jGraph,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def engine(_: Path) -> Neo4jGraph:
        return Neo4jGraph(neo4j_server.uri, neo4j_server.user, neo4j_server.password, "neo4j")

    def kill(done: int, total: int) -> None:
        if done < total:
            neo4j_server.kill()

    neo4j_graph.wipe()
    monkeypatch.setattr(stores, "_BATCH", 6)
    try:
        with KnowledgeGraph(tmp_path / "data", packs, engine) as graph:
            for each in corpus():
                graph.put(each)
            graph.sync_rdf()
            with pytest.raises(StoreError, match="no server answers at") as told:
                graph.sync(kill)
            assert told.value.retryable
            facts = graph.fingerprint()
    finally:
        neo4j_server.kill()
        neo4j_server.start()
    with KnowledgeGraph(tmp_path / "data", packs, engine) as graph:
        graph.sync()
        assert graph.fingerprint() == facts
        assert graph.property_graph.content() == graph.projected()


@pytest.mark.engine
@pytest.mark.neo4j
@pytest.mark.stress
@pytest.mark.timeout(3600)
def test_kills_of_neo4j_itself_leave_what_an_undisturbed_run_leaves(
    tmp_path: Path, neo4j_server: Neo4jServer, neo4j_graph: Neo4jGraph
) -> None:
    server = (neo4j_server.uri, neo4j_server.password)
    neo4j_graph.wipe()
    undisturbed, steps = finish(tmp_path / "undisturbed", *server)
    chance = random.Random(random.randrange(2**32))
    for number in range(20):
        neo4j_graph.wipe()
        folder = tmp_path / f"round-{number}"
        with start(folder, *server) as child:
            assert child.stdout is not None
            for _ in range(chance.randrange(steps + 1)):
                child.stdout.readline()
            time.sleep(chance.random() * _LONGEST_STEP_S)
            neo4j_server.kill()
            child.kill()
        neo4j_server.start()
        assert finish(folder, *server)[0] == undisturbed
