"""The same commands against a real Neo4j."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Onrecord
from tests.cli.test_commands import SAMPLE
from tools.neo4j_server import Neo4jServer

pytestmark = [pytest.mark.engine, pytest.mark.neo4j]


@pytest.fixture
def server(
    neo4j_server: Neo4jServer, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> Neo4jServer:
    """The server, as the settings name it; ``onrecord`` has cleared them before."""
    monkeypatch.setenv("ONRECORD_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("ONRECORD_NEO4J_PASSWORD", neo4j_server.password)
    return neo4j_server


@pytest.mark.usefixtures("server")
def test_the_demo_gives_the_same_answers_on_neo4j(tmp_path: Path, onrecord: Onrecord) -> None:
    ran = onrecord("demo", SAMPLE, "--no-serve", "--data-dir", tmp_path / "data")
    assert ran.status == 0, ran.err
    assert "in Cypher (Neo4j)" in ran.out
    assert "the same ones" in ran.out


@pytest.mark.usefixtures("server")
def test_a_wrong_password_names_the_setting(
    tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_NEO4J_PASSWORD", "something-else")
    ran = onrecord("query", "cypher", "RETURN 1", "--data-dir", tmp_path)
    assert ran.status == 1
    assert "refused user 'neo4j'; check ONRECORD_NEO4J_USER and ONRECORD_NEO4J_PASSWORD" in ran.err
    assert len(ran.err.strip().splitlines()) == 1
