"""Commands that look for what is wrong or odd: doctor, review."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from rdflib import Graph
from rich.text import Text

from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    count,
    print_json,
    print_table,
    printable,
    reached,
    results,
    say,
)
from onrecord.errors import OnRecordError
from onrecord.graph.comparison import first_difference
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.oddities import Oddity, oddities
from onrecord.graph.reviewing import Candidate
from onrecord.graph.terms import to_rdflib
from onrecord.graph.versions import all_versions
from onrecord.ontology.entities import CanonicalEntity
from onrecord.ontology.identifiers import ID
from onrecord.ontology.packs import Packs
from onrecord.ontology.validation import shacl_report
from onrecord.settings import Settings, load_settings

_SHOWN = 5
_PLURALS = {
    "orphan": "orphans",
    "impossible date": "impossible dates",
    "role contradiction": "role contradictions",
    "another version": "documents that look like another version of one that was there",
}
_MARKS = {"ok": ("ok    ", "green"), "odd": ("odd   ", "yellow"), "wrong": ("wrong ", "bold red")}


def doctor(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Check the installation, the data folder, and that both stores agree; tell what is odd.

    What is wrong ends with exit code 1. What is odd does not: a person should look at it.
    """
    settings = load_settings(data_dir=data_dir)
    odd: list[Oddity] = []
    open_pairs: list[Candidate] = []

    def stores() -> str:
        found, pairs, told = _stores(settings)
        odd.extend(found)
        open_pairs.extend(pairs)
        return told

    checks: list[tuple[str, Callable[[], str]]] = [
        ("Python", lambda: sys.version.split()[0]),
        ("spaCy model", lambda: _model(settings)),
        ("packs", lambda: count(len(Packs(settings.packs).by_iri), "concept")),
        ("Java (only for a Neo4j of your own)", lambda: shutil.which("java") or "not installed"),
        ("data folder, stores and shapes", stores),
    ]
    told: list[dict[str, str]] = []
    for name, check in checks:
        try:
            told.append({"check": name, "state": "ok", "found": check()})
        except OnRecordError as error:
            told.append({"check": name, "state": "wrong", "found": str(error)})
        if not as_json:
            _print(told[-1]["state"], f"{name}: {told[-1]['found']}")
    if as_json:
        print_json(
            {
                "checks": told,
                "odd": [asdict(oddity) for oddity in odd],
                "to_review": len(open_pairs),
            }
        )
    else:
        _print_odd(odd, len(open_pairs))
    if any(each["state"] == "wrong" for each in told):
        raise typer.Exit(1)


def review(
    data_dir: DataDir = None,
    limit: Annotated[int, typer.Option(min=1, help="Most pairs to show.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List entities that may be one, the likeliest first, with what speaks for and against it."""
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord review") as graph:
        found = graph.run(KnowledgeGraph.candidates)
    if as_json:
        print_json(
            {
                "total": len(found),
                "pairs": [
                    {
                        "one": {"iri": pair.one.iri, "label": pair.one.label},
                        "other": {"iri": pair.other.iri, "label": pair.other.label},
                        "score": pair.score,
                        "reasons": pair.reasons,
                    }
                    for pair in found[:limit]
                ],
            }
        )
        return
    if not found:
        say("nothing to review: no two entities look as if they might be one")
        return
    print_table(
        ("score", "one", "other", "because"),
        [
            (
                None if pair.score is None else f"{pair.score:.1f}",
                _named(pair.one),
                _named(pair.other),
                "; ".join(pair.reasons),
            )
            for pair in found[:limit]
        ],
    )
    if len(found) > limit:
        say(f"the first {limit} of {count(len(found), 'pair')} are listed; more with --limit")
    say("decide with `onrecord correct merge` or `keep-apart`, by the ids in brackets")


def _named(entity: CanonicalEntity) -> str:
    """With an id that `correct` knows it by."""
    id_ = entity.iri.removeprefix(ID)
    kind, _, name = id_.partition("/")
    return f"{entity.label} ({f'{kind}/{name[:SHORT_ID]}' if kind == 'entity' else id_})"


def _print(state: str, text: str) -> None:
    mark, style = _MARKS[state]
    results.print(Text(mark, style=style) + Text(printable(text)), soft_wrap=True)


def _print_odd(odd: list[Oddity], to_review: int) -> None:
    by_kind: dict[str, list[Oddity]] = {}
    for oddity in odd:
        by_kind.setdefault(oddity.kind, []).append(oddity)
    for kind, found in by_kind.items():
        _print("odd", count(len(found), kind, _PLURALS[kind]))
        for oddity in found[:_SHOWN]:
            results.print(Text(f"        {printable(oddity.text)}"), soft_wrap=True)
        if len(found) > _SHOWN:
            results.print(Text(f"        … and {len(found) - _SHOWN:,} more (--json has all)"))
    if to_review:
        pairs = count(to_review, "pair")
        _print("odd", f"{pairs} of entities may be one: `onrecord review` lists them")


def _model(settings: Settings) -> str:
    try:
        model = importlib.import_module(settings.spacy_model)
    except ModuleNotFoundError as error:
        raise OnRecordError(f"{settings.spacy_model} is not installed") from error
    return f"{settings.spacy_model} {model.__version__}"


def _stores(settings: Settings) -> tuple[list[Oddity], list[Candidate], str]:
    if not settings.data_dir.exists():
        return [], [], f"{settings.data_dir} is not there yet; `onrecord ingest PATH` makes it"
    with reached(settings, "onrecord doctor") as graph:
        difference = graph.run(_difference)
        if difference is not None:
            raise OnRecordError(
                f"{difference}; `onrecord rebuild` makes both stores again from the record"
            )
        if report := graph.run(_shapes_broken):
            raise OnRecordError(report)
        held = graph.run(KnowledgeGraph.status)
        pairs = graph.run(KnowledgeGraph.candidates)
        odd = graph.run(_odd, settings)
    told = f"{settings.data_dir}, {count(held.documents, 'document')}, both stores agree"
    return odd, pairs, told


def _odd(graph: KnowledgeGraph, settings: Settings) -> list[Oddity]:
    concepts = Packs(settings.packs).by_iri
    today = datetime.now(UTC).date()
    return [*oddities(graph.rdf.store, concepts, today=today), *all_versions(graph)]


def _difference(graph: KnowledgeGraph) -> str | None:
    """Where the stores first differ, once both are up to the record and that is whole."""
    graph.sync()
    for id_ in graph.record.ids():
        graph.record.get(id_)
    return first_difference(graph.projected(), graph.property_graph.content())


def _shapes_broken(graph: KnowledgeGraph) -> str | None:
    facts = Graph()
    for quad in graph.rdf.store:
        facts.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return shacl_report(facts)
