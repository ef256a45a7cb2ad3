"""Whatever OpenAPI allows is answered as it says: no 5xx, no answer of another shape."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, HookContext
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings
from tests.api.conftest import made, serving

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Reads every file that is sent, and finds nothing new in it.
READER = """
import json, sys
for number, _ in enumerate(json.load(sys.stdin)["files"]):
    print(json.dumps({"file": number, "state": "done"}), flush=True)
"""
FEW, MANY = 10, 400
FORMS = (
    "application/json", "text/csv", "application/x-ndjson", "application/ld+json", "text/turtle",
    "text/html", "application/sparql-results+xml", "image/png", "*/*;q=0", "",
)  # fmt: skip
TEXTS = ("help", "factor", "Weekly Mail", "memberOf", "'\"\\", "\x00")
DAYS = ("2025", "2025-06-01", "2999-01-01", "2025-13-41", "")
SPARQL = (
    "SELECT * WHERE { ?s ?p ?o } LIMIT 3", "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }",
    "SELECT (1/0 AS ?x) {}", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "DROP ALL", "SELECT",
)  # fmt: skip
CYPHER = (
    "MATCH (n) RETURN n LIMIT 3", "MATCH p = ()-->() RETURN p LIMIT 2", "RETURN 1/0", "RETURN $a",
    "EXPLAIN MATCH (n) RETURN n", "PROFILE RETURN 1", "CREATE (n) RETURN n", "MATCH",
)  # fmt: skip


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[BaseSchema]:
    """The description of an app of its own, which these tests may fill with corrections."""
    folder = tmp_path_factory.mktemp("openapi") / "data"
    limits = Settings(data_dir=folder, query_timeout_ms=30_000, max_rows=40)

    def engine(derived: Path) -> ArcadeDBGraph:
        return ArcadeDBGraph(derived / "arcadedb")

    with KnowledgeGraph(folder, packs, engine) as graph:
        for each in made():
            graph.put(each)
        graph.sync()
        with serving(graph, limits, reader=(sys.executable, "-c", READER)) as server:
            yield described(server.url)


def described(url: str) -> BaseSchema:
    """The description that the server gives; half of the texts are ones that mean something."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")

    def ids(path: str, members: str, name: str = "id") -> list[str]:
        found = requests.get(f"{url}/{path}", timeout=60).json()[members]
        return [str(each[name]) for each in found]

    file = {"files": ("sent.txt", b"Ann Lee said so.")}
    assert requests.post(f"{url}/jobs", files=file, timeout=60).status_code == 202
    listed = {"entities": "entities", "documents": "documents", "claims": "claims"}
    known = {
        **{path: ids(path, members) for path, members in listed.items()},
        "catalogue": ids("catalogue", "questions", "name"),
        "jobs": ids("jobs", "jobs"),
        "id": [
            iri.split("/id/")[-1]
            for path, members in listed.items()
            for iri in ids(path, members, "iri")
        ],
        "db": ["neo4j", "onrecord"],
    }
    by_name = {
        **dict.fromkeys(("query", "body"), SPARQL),
        **dict.fromkeys(("published_by", "known_by", "since", "until"), DAYS),
        **dict.fromkeys(("text", "q", "outlet", "author", "predicate", "label"), TEXTS),
        **dict.fromkeys(
            ("speaker", "about", "via", "seed", "source", "target", "nodes", "id", "entity",
             "other", "subject", "object"),
            known["entities"],
        ),
        "statement": CYPHER,
        "claim": known["claims"],
        "document": known["documents"],
        "documents": known["documents"],
    }  # fmt: skip

    entity, other, *_ = known["entities"]
    decisions: list[dict[str, str]] = [
        {},
        {"kind": "rename", "entity": entity, "label": "Somebody"},
        {"kind": "keep-apart", "entity": entity, "other": other},
        {"kind": "reject", "claim": known["claims"][0]},
    ]

    @st.composite
    def meant(draw: st.DrawFn, case: Case[Any]) -> Case[Any]:
        def told(name: str, value: object) -> Any:
            if isinstance(value, dict):
                return {key: told(key, each) for key, each in value.items()}
            if isinstance(value, list):
                return [told(name, each) for each in value]
            if isinstance(value, str) and name in by_name and draw(st.integers(0, 3)) < 3:
                return draw(st.sampled_from(by_name[name]))
            return value

        if draw(st.integers(0, 3)) < 3:
            route = case.path.split("/")[1]
            case.body = told("body", case.body)
            if route in known:
                chosen = draw(st.sampled_from(known[route]))
                case.path_parameters = dict.fromkeys(case.path_parameters or (), chosen)
            if route != "db":  # a past day there starts an engine for itself
                case.query = told("query", case.query)
            if route == "corrections" and isinstance(case.body, dict):
                case.body |= draw(st.sampled_from(decisions))
        for part in (case.query, case.body):
            # A query that is given a millisecond is rightly answered by 504.
            if isinstance(part, dict) and isinstance(part.get("timeout_ms"), int):
                part["timeout_ms"] = 30_000
        if draw(st.booleans()):
            case.headers["Accept"] = draw(st.sampled_from(FORMS))
        return case

    def flatmap_case(_: HookContext, case: Case[Any]) -> st.SearchStrategy[Case[Any]]:
        return meant(case)

    schema.hook(flatmap_case)
    return schema


DRAWN = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def check(api: BaseSchema, subtests: pytest.Subtests, most: settings) -> None:
    """Ask every operation; what each gets wrong is told with the request that shows it."""
    with requests.Session() as session:

        def answered(case: Case[Any]) -> None:
            case.call_and_validate(session=session, checks=CHECKS, timeout=60)

        for found in api.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            with subtests.test(operation.label):
                most(given(operation.as_strategy())(answered))()


@pytest.mark.engine
def test_each_route_answers_as_its_description_says(
    api: BaseSchema, subtests: pytest.Subtests
) -> None:
    check(api, subtests, settings(DRAWN, max_examples=FEW, derandomize=True))


@pytest.mark.engine
@pytest.mark.stress
@pytest.mark.timeout(3600)
def test_each_route_answers_many_requests_as_its_description_says(
    api: BaseSchema, subtests: pytest.Subtests
) -> None:
    check(api, subtests, settings(DRAWN, max_examples=MANY))


@pytest.mark.engine
@pytest.mark.parametrize("path", ["jobs", "export/dataset"])
def test_a_parameter_that_does_not_exist_is_refused_by_name(api: BaseSchema, path: str) -> None:
    answer = requests.get(f"{api.get_base_url()}{path}", {"formats": "trig"}, timeout=60)
    assert answer.status_code == 422
    assert "query.formats" in answer.json()["detail"]


@pytest.mark.engine
def test_rows_beyond_the_limit_leave_no_trace_behind_the_end_of_the_answer(api: BaseSchema) -> None:
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"  # more than 64 kB before it is cut
    answer = requests.post(f"{api.get_base_url()}sparql", {"query": query}, timeout=60)
    assert answer.headers["OnRecord-Truncated"] == "true"
    assert len(answer.json()["results"]["bindings"]) == 40
