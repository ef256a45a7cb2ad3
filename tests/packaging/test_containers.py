"""Dockerfile and docker-compose.yml name commands, settings and files that exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from onrecord.api.routes import operations
from onrecord.cli import app
from onrecord.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SETTINGS = {f"ONRECORD_{name.upper()}" for name in Settings.model_fields}


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return found


def instructions(name: str) -> list[str]:
    """What follows an instruction of the Dockerfile, its lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} +(.*)$", joined, re.MULTILINE)


def said_in_comments() -> Iterator[list[str]]:
    """Yield the commands that the comments tell a reader to run in the container."""
    for text in (DOCKERFILE, COMPOSE):
        for line in re.findall(r"^# +(docker .*)$", text, re.MULTILINE):
            words = shlex.split(line, comments=True)
            if "run" in words:
                image = max(place for place, word in enumerate(words) if word == "onrecord")
                yield words[image + 1 :] or ["serve"]


def test_the_container_starts_a_command_that_exists() -> None:
    assert instructions("ENTRYPOINT") == ['["onrecord"]']
    (command,) = instructions("CMD")[-1:]
    assert yaml.safe_load(command) == ["serve"]
    assert "serve" in {each.name for each in app.registered_commands}


@pytest.mark.parametrize("words", [*said_in_comments()], ids=" ".join)
def test_commands_of_the_comments_parse(words: list[str]) -> None:
    command: Any = get_command(app)
    while hasattr(command, "commands"):
        command = command.commands[words[0]]
        words = words[1:]
    command.make_context(command.name, list(words))


def test_the_comments_show_how_to_make_a_key() -> None:
    assert sum(words[:2] == ["keys", "create"] for words in said_in_comments()) == 2


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"ONRECORD_[A-Z0-9_]+", DOCKERFILE + COMPOSE))
    assert {"ONRECORD_DATA_DIR", "ONRECORD_HOST", "ONRECORD_NEO4J_URI"} <= named
    assert named <= SETTINGS


def test_the_health_of_the_container_is_a_route_on_its_port() -> None:
    (check,) = instructions("HEALTHCHECK")
    port = Settings.model_fields["port"].default
    paths = {getattr(route, "path", None) for route in operations.router.routes}
    assert f"http://127.0.0.1:{port}/readyz" in check
    assert "/readyz" in paths
    assert instructions("EXPOSE") == [str(port)]
    assert services()["onrecord"]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_every_file_that_is_copied_or_installed_exists() -> None:
    copied = [
        word
        for line in instructions("COPY")
        if not line.startswith("--from")
        for word in line.split()[:-1]
    ]
    weights = re.findall(r"\./models/\S+", DOCKERFILE)
    assert len(weights) == 2
    for name in (*copied, *weights):
        assert (ROOT / name).exists(), name


def test_what_is_stopped_has_longer_than_it_takes_to_drain() -> None:
    served = (ROOT / "onrecord" / "cli" / "serve.py").read_text(encoding="utf-8")
    drains = re.search(r"timeout_graceful_shutdown=(\d+)", served)
    assert drains is not None
    assert int(services()["onrecord"]["stop_grace_period"].rstrip("s")) > int(drains[1])
