"""One graph of hand-made documents for all tests of the API, and the app over it."""

from __future__ import annotations

import socket
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from onrecord import __version__
from onrecord.api.app import create_app
from onrecord.api.connections import BoundedConnection
from onrecord.graph.access import Reception
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ingest.extraction import Extraction, PartialDate
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.handmade import Related, Said, extraction

with warnings.catch_warnings():
    # Starlette wants httpx2, which nothing else here needs yet.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

TIMEOUT_MS = 1_500
MAX_ROWS = 40
HOSTILE = (
    "<script>alert(1)</script> 🏭 said Bo <img src=x onerror=alert(2)> “\u202eyrotcaf\u202c” works."
)


def made() -> list[Extraction]:
    """A dated document, an undated one, and one whose text attacks whoever shows it."""
    return [
        extraction(
            "On 19 May Ann Lee, chief of Acme, told Daily Post that factories need help.",
            {
                "Ann Lee": "Person",
                "Acme": "Company",
                "Daily Post": ("MediaOutlet", "daily-post"),
                "factories": ("Sector", "manufacturing"),
            },
            said=[
                Said(
                    "Ann Lee",
                    "told",
                    "factories need help",
                    about=("factories",),
                    via=("Daily Post",),
                    date=PartialDate("--05-19", "day", "19 May"),
                )
            ],
            related=[Related("Ann Lee", "memberOf", "Acme", role="chief")],
            aliases={"Ann Lee": ("A. Lee",)},
            path="/somewhere/lee.txt",
            title="Help for factories",
            published="2025-05-28",
            outlet="Weekly Mail",
            authors=("Max Mayer",),
        ),
        extraction(
            "Ann Lee said that factories can wait.",
            {"Ann Lee": "Person", "factories": ("Sector", "manufacturing")},
            said=[Said("Ann Lee", "said", "factories can wait", about=("factories",))],
            path="undated.txt",
        ),
        extraction(
            HOSTILE,
            {"Bo <img src=x onerror=alert(2)>": "Person"},
            said=[
                Said("Bo <img src=x onerror=alert(2)>", "said", "“\u202eyrotcaf\u202c” works"),
            ],
            path="hostile.txt",
            title="<b>Title</b>",
            published="2025-06-01",
        ),
    ]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with limits that a test can reach."""
    folder = tmp_path_factory.mktemp("api") / "data"
    return Settings(data_dir=folder, query_timeout_ms=TIMEOUT_MS, max_rows=MAX_ROWS)


@pytest.fixture(scope="session")
def graph(settings: Settings, packs: Packs) -> Iterator[KnowledgeGraph]:
    """The graph of the hand-made documents, on real stores."""

    def engine(derived: Path) -> ArcadeDBGraph:
        return ArcadeDBGraph(derived / "arcadedb")

    with KnowledgeGraph(settings.data_dir, packs, engine) as graph:
        for each in made():
            graph.put(each)
        graph.sync()
        yield graph


@pytest.fixture(scope="session")
def client(graph: KnowledgeGraph, settings: Settings) -> Iterator[TestClient]:
    """Asks the app in this process."""
    app = create_app(graph, settings)
    with TestClient(app, base_url="http://127.0.0.1:8137", follow_redirects=False) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Server:
    """The app behind a real socket."""

    url: str
    port: int


@contextmanager
def serving(
    graph: KnowledgeGraph,
    settings: Settings,
    *,
    reader: Sequence[str] | None = None,
    http: type[BoundedConnection] = BoundedConnection,
) -> Iterator[Server]:
    """The app served by uvicorn in a thread."""
    app = create_app(graph, settings, reader=reader)
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on", http=http)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield Server(f"http://127.0.0.1:{port}", port)
    running.should_exit = True
    thread.join(30)


@contextmanager
def taking_in(packs: Packs, settings: Settings) -> Iterator[Server]:
    """An empty instance that reads what is sent, with the real reader."""

    def engine(derived: Path) -> ArcadeDBGraph:
        return ArcadeDBGraph(derived / "arcadedb")

    with KnowledgeGraph(settings.data_dir, packs, engine) as graph:
        reception = Reception(graph, __version__)
        reader = (sys.executable, "-m", "onrecord.reading_job")
        with serving(graph, settings, reader=reader) as server:
            yield server
        reception.close()


@pytest.fixture(scope="session")
def server(graph: KnowledgeGraph, settings: Settings) -> Iterator[Server]:
    """The app behind a real socket."""
    with serving(graph, settings) as server:
        yield server


@pytest.fixture
def patient_server(graph: KnowledgeGraph, settings: Settings) -> Iterator[Server]:
    """The same, with more time for a query than a test takes."""
    with serving(graph, settings.model_copy(update={"query_timeout_ms": 30_000})) as server:
        yield server


class Listener:
    """A local server that nobody should call; counts who does."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.2)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"

    def calls(self) -> int:
        """How many connections were made."""
        count = 0
        while True:
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                return count
            connection.close()
            count += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A local server that nobody should call."""
    made = Listener()
    yield made
    made.close()
