"""What the real Neo4j does, where OnRecord relies on it or must guard against it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import neo4j
import psutil
import pytest
from neo4j.exceptions import AuthError, ClientError

from tools.neo4j_server import Neo4jServer, Neo4jServerError, fetch_jars, running_neo4j

PASSWORD = "tests-only"
SCRIPT = Path(__file__).parents[2] / "tools" / "neo4j_server.py"
ENDLESS: LiteralString = "UNWIND range(1,100000000) AS x UNWIND range(1,1000) AS y RETURN count(*)"


@pytest.fixture(scope="module")
def jars() -> Path:
    try:
        return fetch_jars()
    except Neo4jServerError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def server(jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    folder = tmp_path_factory.mktemp("neo4j")
    settings = {"db.transaction.timeout": "1s"}
    with running_neo4j(folder, password=PASSWORD, jars=jars, settings=settings) as server:
        yield server


def rows(
    server: Neo4jServer,
    query: LiteralString,
    *,
    password: str = PASSWORD,
    access: str = neo4j.WRITE_ACCESS,
    timeout_s: float | None = None,
) -> list[dict[str, Any]]:
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, password)) as driver,
        driver.session(default_access_mode=access) as session,
    ):
        return session.run(neo4j.Query(query, timeout=timeout_s)).data()


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.neo4j
def test_acknowledged_write_survives_sigkill(jars: Path, tmp_path: Path) -> None:
    with running_neo4j(tmp_path, password=PASSWORD, jars=jars) as server:
        rows(server, "CREATE (:Claim {iri: 'urn:claim:1'})")
        server.kill()
        server.start()
        assert rows(server, "MATCH (n:Claim) RETURN n.iri AS iri") == [{"iri": "urn:claim:1"}]


@pytest.mark.neo4j
def test_wrong_password_is_refused(server: Neo4jServer) -> None:
    with pytest.raises(AuthError):
        rows(server, "RETURN 1", password="not-the-password")


@pytest.mark.neo4j
def test_server_listens_on_loopback_alone(server: Neo4jServer) -> None:
    connections = psutil.Process(server.pid).net_connections("inet")
    listening = {c.laddr for c in connections if c.status == psutil.CONN_LISTEN}
    assert {(ip.removeprefix("::ffff:"), port) for ip, port in listening} == {
        ("127.0.0.1", server.port)
    }


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("query", "setting"),
    [
        (
            "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
            "dbms.security.allow_csv_import_from_file_urls",
        ),
        (
            "LOAD CSV FROM 'http://127.0.0.1:1/' AS row RETURN row",
            "internal.dbms.cypher_ip_blocklist",
        ),
    ],
)
def test_load_csv_is_refused(server: Neo4jServer, query: LiteralString, setting: str) -> None:
    with pytest.raises(ClientError, match=setting):
        rows(server, query)


@pytest.mark.neo4j
@pytest.mark.parametrize(
    "query",
    [
        "CREATE (:Claim)",
        "MERGE (n:Claim {iri: 'urn:claim:2'})",
        "CREATE INDEX claim_iri FOR (n:Claim) ON (n.iri)",
        "UNWIND [1] AS x CALL (x) { CREATE (:Claim) } IN TRANSACTIONS",
        "CALL db.createLabel('Claim')",
        "CREATE USER someone SET PASSWORD 'some-password'",
    ],
)
def test_read_session_refuses_to_write(server: Neo4jServer, query: LiteralString) -> None:
    with pytest.raises(ClientError) as refusal:
        rows(server, query, access=neo4j.READ_ACCESS)
    assert refusal.value.code == "Neo.ClientError.Statement.AccessMode"


@pytest.mark.neo4j
def test_database_timeout_ends_an_endless_query(server: Neo4jServer) -> None:
    with pytest.raises(ClientError) as ended:
        rows(server, ENDLESS)
    assert ended.value.code == (
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
    )


@pytest.mark.neo4j
def test_longer_driver_timeout_overrides_that_of_the_database(server: Neo4jServer) -> None:
    start = time.monotonic()
    with pytest.raises(ClientError) as ended:
        rows(server, ENDLESS, timeout_s=5)
    assert time.monotonic() - start >= 5
    assert ended.value.code == (
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
    )


@pytest.mark.neo4j
def test_driver_timeout_ends_an_endless_query(jars: Path, tmp_path: Path) -> None:
    with running_neo4j(tmp_path, password=PASSWORD, jars=jars) as server:
        with pytest.raises(ClientError) as ended:
            rows(server, ENDLESS, timeout_s=1)
        assert ended.value.code == (
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
        )


@pytest.mark.neo4j
def test_other_password_for_the_same_folder_is_explained(jars: Path, tmp_path: Path) -> None:
    with running_neo4j(tmp_path, password='odd "\\ #@pass', jars=jars):
        pass
    with (
        pytest.raises(Neo4jServerError, match="made with another password"),
        running_neo4j(tmp_path, password=PASSWORD, jars=jars),
    ):
        pass


@pytest.mark.neo4j
def test_short_password_is_explained(jars: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(Neo4jServerError, match="at least 8 characters"),
        running_neo4j(tmp_path, password="short", jars=jars),
    ):
        pass


@pytest.mark.neo4j
def test_bad_setting_is_explained(jars: Path, tmp_path: Path) -> None:
    settings = {"server.memory.pagecache.size": "plenty"}
    with (
        pytest.raises(Neo4jServerError, match=r"pagecache\.size'. 'plenty' is not a valid size"),
        running_neo4j(tmp_path, password=PASSWORD, jars=jars, settings=settings),
    ):
        pass


@pytest.mark.neo4j
def test_server_that_dies_shows_its_log(jars: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = {"server.bolt.listen_address": f"127.0.0.1:{taken.getsockname()[1]}"}
        with (
            pytest.raises(Neo4jServerError, match=r"died with status 1[\s\S]*already in use"),
            running_neo4j(tmp_path, password=PASSWORD, jars=jars, settings=settings),
        ):
            pass


@pytest.mark.neo4j
def test_exec_hands_on_the_server_and_the_status(jars: Path, tmp_path: Path) -> None:
    command = 'test -n "$ONRECORD_NEO4J_PASSWORD" && echo "$ONRECORD_NEO4J_URI"; exit 7'
    done = subprocess.run(
        [sys.executable, SCRIPT, "exec", "--folder", tmp_path, "--", "sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7
    assert done.stdout.startswith("bolt://127.0.0.1:")


@pytest.mark.neo4j
def test_run_stops_its_server_on_sigterm(jars: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, SCRIPT, "run", "--folder", tmp_path, "--password", PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith("bolt://127.0.0.1:")
        (java,) = psutil.Process(run.pid).children()
        run.send_signal(signal.SIGTERM)
        assert run.wait(60) == 0
        assert not java.is_running()


def test_missing_java_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Neo4jServerError, match="java is not on PATH; install"):
        fetch_jars(tmp_path / "jars")


def test_old_java_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "java", """echo 'openjdk version "11.0.2" 2019-01-15' >&2""")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Neo4jServerError, match=r"11\.0\.2.*needs Java 17 or newer"):
        fetch_jars(tmp_path / "jars")


def test_missing_maven_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "java", """echo 'openjdk version "17.0.1" 2021-10-19' >&2""")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Neo4jServerError, match="mvn is not on PATH; install"):
        fetch_jars(tmp_path / "jars")


def test_failed_fetch_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "java", """echo 'openjdk version "17.0.1" 2021-10-19' >&2""")
    program(tmp_path, "mvn", "echo '[ERROR] no route to host'; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Neo4jServerError, match="no route to host"):
        fetch_jars(tmp_path / "cache" / "jars")
    assert list((tmp_path / "cache").iterdir()) == []
