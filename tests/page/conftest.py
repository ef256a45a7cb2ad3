"""One served instance for all tests of the page: the sample corpus, and documents that are hard."""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from onrecord.cli.documents import ingested
from onrecord.graph.access import OpenAccess
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ingest.extraction import Extraction
from onrecord.ingest.readers import Origin
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.api.conftest import Server, made, serving
from tests.handmade import Related, Said, extraction
from tests.page.browsing import Visit, chromium, visiting

LONG_NAME = "N" + "ame" * 33_000
MANY = 300


def scripts() -> Extraction:
    """Emoji outside of the first plane, and text that runs from right to left."""
    text = "🏭🇨🇳 قال الوزير فاضل إن المصانع تعمل. 👩‍👩‍👧 Zoë Ünal said that “𝒳 grows 🚀 fast” here."
    return extraction(
        text,
        {"فاضل": "Person", "Zoë Ünal": "Person"},
        said=[
            Said("فاضل", "قال", "المصانع تعمل"),
            Said("Zoë Ünal", "said", "“𝒳 grows 🚀 fast”"),
        ],
        path="scripts.txt",
        title="🏭 عنوان",
        published="2025-06-03",
    )


def long_name() -> Extraction:
    """A name of 100 KB."""
    return extraction(
        f"{LONG_NAME} said that it rains.",
        {LONG_NAME: "Person"},
        said=[Said(LONG_NAME, "said", "it rains")],
        path="long.txt",
        published="2025-06-02",
    )


def hub(members: int) -> Extraction:
    """An organization that has many members."""
    # Far apart, as names that differ by a letter are taken for spellings of one.
    made_up = random.Random(7)
    names = [
        " ".join("".join(made_up.choices("abdefgiklmnoprstuvz", k=8)).title() for _ in range(2))
        for _ in range(members)
    ]
    return extraction(
        "Hub Union has members: " + ", ".join(names) + ".",
        {"Hub Union": "Organization", **dict.fromkeys(names, "Person")},
        related=[Related(name, "memberOf", "Hub Union") for name in names],
        path="hub.txt",
        published="2025-06-04",
    )


@pytest.fixture(scope="session")
def page_graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The graph of the sample corpus and of the hard documents."""
    folder = tmp_path_factory.mktemp("page") / "data"
    settings = Settings(data_dir=folder, profile="rules")

    def engine(derived: Path) -> ArcadeDBGraph:
        return ArcadeDBGraph(derived / "arcadedb")

    with KnowledgeGraph(folder, Packs(), engine) as graph:
        with as_file(files("onrecord").joinpath("sample")) as sample:
            ingested(OpenAccess(graph), settings, [sample], Origin())
        for each in [made()[2], scripts(), long_name(), hub(MANY)]:
            graph.put(each)
        graph.sync()
        yield graph


@pytest.fixture(scope="session")
def served(page_graph: KnowledgeGraph) -> Iterator[Server]:
    """The instance behind a real socket."""
    settings = Settings(data_dir=page_graph.record.folder, query_timeout_ms=4_000)
    with serving(page_graph, settings) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: Playwright keeps an event loop, which tests elsewhere cannot bear."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, served: Server) -> Iterator[Visit]:
    """A visitor at a desk."""
    with visiting(browser, served.url) as visit:
        yield visit
