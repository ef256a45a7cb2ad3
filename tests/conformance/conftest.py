"""The app over the data of the W3C suite, with updates refused, and with a scratch store."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI

from benchmarks.conformance import protocol, w3c
from onrecord.api.app import create_app
from onrecord.api.routes.sparql import updating
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.rdf import RdfStore
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


@contextmanager
def suite_app(folder: Path, packs: Packs) -> Iterator[tuple[FastAPI, KnowledgeGraph]]:
    """The app over an empty graph in this folder."""
    settings = Settings(data_dir=folder / "data")
    with KnowledgeGraph(settings.data_dir, packs, lambda d: ArcadeDBGraph(d / "arcadedb")) as graph:
        yield create_app(graph, settings), graph


@pytest.fixture(scope="module")
def w3c_client(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[TestClient]:
    """The app over each data file of the W3C suite as a graph."""
    with suite_app(tmp_path_factory.mktemp("w3c"), packs) as (app, graph):
        w3c.load(graph.rdf.store, list(w3c.all_tests()))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            yield client


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, packs: Packs
) -> Iterator[tuple[TestClient, FastAPI, RdfStore]]:
    """The app over a graph that each test fills anew, whose changes are seen at once."""
    with (
        pytest.MonkeyPatch.context() as patch,
        suite_app(tmp_path_factory.mktemp("protocol"), packs) as (app, graph),
        TestClient(app, base_url="http://127.0.0.1") as client,
    ):
        patch.setattr("onrecord.graph.snapshots._REST_S", 0)
        yield client, app, graph.rdf


@pytest.fixture
def protocol_client(served: tuple[TestClient, FastAPI, RdfStore]) -> TestClient:
    """The app over the protocol suite's three graphs."""
    client, app, rdf = served
    app.dependency_overrides.clear()
    rdf.store.clear()
    protocol.load(rdf.store)
    rdf.revision += 1
    return client


@pytest.fixture
def scratch_client(
    protocol_client: TestClient, served: tuple[TestClient, FastAPI, RdfStore]
) -> TestClient:
    """The same, but that updates are done."""
    _, app, rdf = served
    scratch = protocol.Scratch(rdf)
    app.dependency_overrides[updating] = lambda: scratch
    return protocol_client
