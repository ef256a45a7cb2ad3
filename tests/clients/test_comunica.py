"""Comunica, the JavaScript engine of SPARQL, over the service as one of its sources."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.conftest import Server
from tests.clients.test_sparql_clients import LABELS

HERE = Path(__file__).resolve().parent


@pytest.mark.stress  # npm unpacks five hundred packages
def test_comunica_queries_the_service(server: Server, tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        if os.environ.get("CI"):
            raise RuntimeError("CI has npm")
        pytest.skip("npm is not here")
    for name in ("package.json", "package-lock.json", "comunica.mjs"):
        shutil.copy(HERE / name, tmp_path / name)
    command = [npm, "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]
    ready = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ready.returncode == 0, ready.stderr
    command = [node, "comunica.mjs", f"{server.url}/sparql", LABELS]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)[0] == "Ann Lee"
