"""Every kind of decision goes by command and by HTTP: previewed, made and undone, the same way.

The commands reach the graph in the process that serves it, as they do beside `onrecord serve`.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import get_args

import pytest

from onrecord import __version__
from onrecord.api.app import create_app
from onrecord.graph.access import Reception
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.corrections.proposals import Kind
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.cli.conftest import Onrecord
from tests.graph.test_deciding import CASE, MEMBER, SAID, SEEN
from tests.graph.test_knowledge_graph import with_engine
from tests.handmade import briefing, corpus

with warnings.catch_warnings():
    # Starlette wants httpx2, which nothing else here needs yet.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

# What HTTP is asked is what the tests of previews ask; a merge besides.
ASKED: Mapping[Kind, Mapping[str, object]] = {
    **{kind: asked for kind, (asked, _) in SEEN.items()},
    "merge": {"entity": "Bob Ray", "other": "Ann Lee"},
}
TYPED: Mapping[Kind, tuple[str, ...]] = {
    "merge": ("Bob Ray", "Ann Lee"),
    "split": ("Ann Lee", "--document", briefing().document.id, "--name", "Ann Lee the Younger"),
    "rename": ("Bob Ray", "Robert Ray"),
    "keep-apart": ("Bob Ray", "Ann Lee"),
    "reject": (SAID.id,),
    "confirm": (SAID.id,),
    "speaker": (SAID.id, "Bob Ray"),
    "span": (SAID.id, "--content", "factories need help", "--source", "Ann Lee"),
    "via": (SAID.id, "Bob Ray", "Daily Post"),
    "about": (SAID.id,),
    "date": (SAID.id, "2025-05"),
    "relation": (MEMBER.id, "--factuality", "denied"),
    "add": (CASE.document.id, "met in China", "--speaker", "Ann Lee"),
}
SIGNED = {"author": "Ann Alyst", "reason": "I read it"}


@pytest.fixture(scope="module")
def graph(
    tmp_path_factory: pytest.TempPathFactory, packs: Packs, arcadedb: ArcadeDBGraph
) -> Iterator[KnowledgeGraph]:
    """A graph that takes work from commands."""
    arcadedb.wipe()
    folder = tmp_path_factory.mktemp("decisions") / "data"
    with (
        with_engine(folder, packs, arcadedb) as graph,
        closing(Reception(graph, __version__)),
    ):
        for each in corpus()[:6]:
            graph.put(each)
        graph.sync()
        yield graph


@pytest.fixture(scope="module")
def client(graph: KnowledgeGraph) -> Iterator[TestClient]:
    """Asks the app over that graph."""
    app = create_app(graph, Settings(data_dir=graph.record.folder))
    with TestClient(app, base_url="http://127.0.0.1:8137", follow_redirects=False) as client:
        yield client


def in_both_stores(graph: KnowledgeGraph) -> list[str]:
    """The facts, which the property graph has too."""
    assert graph.property_graph.content() == graph.projected()
    return graph.nquads()


def test_no_kind_of_decision_is_left_out() -> None:
    assert {*ASKED, "undo"} == {*TYPED, "undo"} == {*get_args(Kind)}


@pytest.mark.engine
@pytest.mark.parametrize("kind", ASKED)
def test_a_decision_by_http_is_previewed_made_and_undone(
    graph: KnowledgeGraph, client: TestClient, kind: Kind
) -> None:
    def posted(path: str, status: int, **body: object) -> dict[str, object]:
        answer = client.post(f"/corrections{path}", json=body)
        assert answer.status_code == status, answer.text
        found: dict[str, object] = answer.json()
        return found

    before = in_both_stores(graph)
    preview = posted("/preview", 200, kind=kind, **ASKED[kind])
    assert graph.nquads() == before
    made = posted("", 201, kind=kind, **ASKED[kind], **SIGNED)
    assert (made["kind"], made["author"], made["in_force"]) == (kind, "Ann Alyst", True)
    assert made["conflict"] is None
    assert in_both_stores(graph) != before or kind == "keep-apart"
    back = posted("/preview", 200, kind="undo", entry=made["id"])
    assert len(back["claims"]) == len(preview["claims"])  # type: ignore[arg-type] # lists
    posted(f"/{made['id']}/undo", 201, **SIGNED)
    assert in_both_stores(graph) == before


@pytest.mark.engine
@pytest.mark.parametrize("kind", TYPED)
def test_a_command_previews_what_http_does_and_its_decision_is_undone(
    graph: KnowledgeGraph, client: TestClient, onrecord: Onrecord, kind: Kind
) -> None:
    def correct(*arguments: str) -> dict[str, dict[str, object]]:
        ran = onrecord("correct", *arguments, "--json", "--data-dir", graph.record.folder)
        assert ran.status == 0, ran.err
        found: dict[str, dict[str, object]] = json.loads(ran.out)
        return found

    signed = ("--because", "I read it", "--by", "Ann Alyst")
    before = in_both_stores(graph)
    seen = correct(kind, *TYPED[kind], "--preview")
    assert graph.nquads() == before
    by_http = client.post("/corrections/preview", json={"kind": kind, **ASKED[kind]}).json()
    assert seen["entry"] is None
    assert seen["consequence"].items() <= by_http.items()
    made = correct(kind, *TYPED[kind], *signed)["entry"]
    assert (made["kind"], made["author"], made["in_force"]) == (kind, "Ann Alyst", True)
    assert in_both_stores(graph) != before or kind == "keep-apart"
    undoing = str(made["id"])[:12]
    assert correct("undo", undoing, "--preview")["entry"] is None
    correct("undo", undoing, *signed)
    assert in_both_stores(graph) == before
