"""`make demo-neo4j`: the demo's job against a Neo4j server.

Uses the server of ONRECORD_NEO4J_URI where it is set; else one from Docker, where an engine runs;
else one from the jars that Maven fetches, on loopback, stopped afterwards.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.neo4j_server import Neo4jServerError, running_neo4j

ROOT = Path(__file__).resolve().parent.parent


def main(docs: Sequence[str]) -> int:
    """Run the demo; its exit status."""
    with tempfile.TemporaryDirectory(prefix="onrecord-demo-") as scratch:
        try:
            with _server(Path(scratch)) as server:
                environment = {
                    **os.environ,
                    "ONRECORD_DATA_DIR": str(Path(scratch) / "data"),
                    **server,
                }
                command = [sys.executable, "-m", "onrecord", "demo", "--no-serve", *docs]
                return subprocess.run(command, env=environment, check=False).returncode
        except Neo4jServerError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1


@contextmanager
def _server(scratch: Path) -> Iterator[Mapping[str, str]]:
    """Settings that lead to a running server."""
    if uri := os.environ.get("ONRECORD_NEO4J_URI"):
        print(f"Neo4j: the server at {uri} (ONRECORD_NEO4J_URI)", file=sys.stderr)
        yield {}
    elif _docker_runs():
        password = os.environ.get("ONRECORD_NEO4J_PASSWORD") or secrets.token_urlsafe(16)
        environment = {**os.environ, "ONRECORD_NEO4J_PASSWORD": password}
        compose = ["docker", "compose", "--project-name", "onrecord-demo"]
        print("Neo4j: starting it with Docker", file=sys.stderr)
        try:
            up = [*compose, "up", "--wait", "--quiet-pull"]
            subprocess.run(up, env=environment, cwd=ROOT, check=True)
            yield {
                "ONRECORD_NEO4J_URI": "bolt://127.0.0.1:7687",
                "ONRECORD_NEO4J_PASSWORD": password,
            }
        finally:
            down = [*compose, "down", "--volumes"]
            subprocess.run(down, env=environment, cwd=ROOT, check=False)
    else:
        print("Neo4j: starting it from Maven's jars (the first time fetches them)", file=sys.stderr)
        password = secrets.token_urlsafe(16)
        with running_neo4j(scratch / "neo4j", password=password) as server:
            yield {
                "ONRECORD_NEO4J_URI": server.uri,
                "ONRECORD_NEO4J_USER": server.user,
                "ONRECORD_NEO4J_PASSWORD": password,
            }


def _docker_runs() -> bool:
    """Whether a Docker engine answers, not only its client."""
    if shutil.which("docker") is None:
        return False
    found = subprocess.run(
        ["docker", "info"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return found.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
