"""What the tests of several folders share: packs, and one of each graph engine a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from tests.handmade import PACK
from tests.wheel import build, install, sources
from tools.neo4j_server import Neo4jServer, Neo4jServerError, fetch_jars, running_neo4j

ARCADEDB = pytest.param("arcadedb", marks=pytest.mark.engine)
NEO4J = pytest.param("neo4j_graph", marks=[pytest.mark.engine, pytest.mark.neo4j])


@pytest.fixture(scope="session")
def packs() -> Packs:
    """The concepts of tests/small.ttl alone."""
    return Packs([PACK], builtin=False)


@pytest.fixture(scope="session")
def arcadedb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArcadeDBGraph]:
    """The embedded engine, as any test left it."""
    graph = ArcadeDBGraph(tmp_path_factory.mktemp("arcadedb"))
    yield graph
    graph.close()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A real Neo4j on loopback; a visible skip where there is no Java, a failure in CI."""
    try:
        jars = fetch_jars()
    except Neo4jServerError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("neo4j")
    with running_neo4j(folder, password="tests-only", jars=jars) as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_graph(neo4j_server: Neo4jServer) -> Iterator[Neo4jGraph]:
    """Neo4j, as any test left it."""
    graph = Neo4jGraph(neo4j_server.uri, neo4j_server.user, neo4j_server.password, "neo4j")
    yield graph
    graph.close()


@pytest.fixture(params=[ARCADEDB, NEO4J])
def property_graph(request: pytest.FixtureRequest) -> PropertyGraph:
    """Each engine in turn, empty."""
    graph: PropertyGraph = request.getfixturevalue(request.param)
    graph.wipe()
    return graph


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a fresh clone would."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    sources(source)
    done = build(source, built)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = built.glob("onrecord-*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `onrecord` command of an environment that has the wheel and our dependencies only."""
    return install(wheel, tmp_path_factory.mktemp("installed"))
