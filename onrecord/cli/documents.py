"""Commands that take documents: ingest, remove, extract."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    complain,
    count,
    print_json,
    print_table,
    progress_bar,
    reached,
    say,
)
from onrecord.errors import InputError, OnRecordError
from onrecord.graph.access import Access, HandedAccess
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ingest.contract import extraction_json
from onrecord.ingest.document import Document, is_date
from onrecord.ingest.extraction import Extraction
from onrecord.ingest.readers import Origin, documents, files_below
from onrecord.ontology.packs import Packs
from onrecord.settings import Settings, load_settings

if TYPE_CHECKING:
    # spaCy takes a second to import, which no command should spend before it says --help.
    from onrecord.pipeline import Reader, Report
    from onrecord.processes import ProcessesReader

_NICENESS = 15  # whoever asks the server that has the graph comes first
Paths = Annotated[
    list[Path], typer.Argument(help="Files and folders: .txt, .md, .jsonl.", show_default=False)
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        help="rules, fast or accurate; else ONRECORD_PROFILE, else accurate where its weights are "
        "installed and rules where not.",
        show_default=False,
    ),
]


def ingest(
    paths: Paths,
    data_dir: DataDir = None,
    profile: Profile = None,
    outlet: Annotated[
        str | None, typer.Option(help="Outlet of documents that name none.", show_default=False)
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            help="Date (YYYY, YYYY-MM or YYYY-MM-DD) of documents without one.", show_default=False
        ),
    ] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(help="Author of documents that name none; repeatable.", show_default=False),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Take out what a document looks like another version of."),
    ] = False,
    processes: Annotated[
        int,
        typer.Option(
            min=1, max=64, help="Processes that read; each takes some 0.5 GB, and seconds to start."
        ),
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Read documents into the graph. Reading one again changes nothing."""
    if published is not None and not is_date(published):
        raise typer.BadParameter(
            f"--published must be YYYY, YYYY-MM or YYYY-MM-DD, got {published!r}"
        )
    settings = load_settings(data_dir=data_dir, profile=profile)
    with reached(settings, "onrecord ingest", makes=True) as graph:
        if isinstance(graph, HandedAccess):
            os.nice(_NICENESS)
        origin = Origin(outlet, published, tuple(author or ()))
        report = ingested(graph, settings, paths, origin, processes, replace=replace)
    if as_json:
        print_json(
            {
                "new": report.new,
                "unchanged": report.unchanged,
                "statements": report.statements,
                "relations": report.relations,
                "versions": [asdict(each) for each in report.versions],
                "failed": [str(error) for error in report.failed],
            }
        )
    if report.failed:
        raise typer.Exit(1)


def ingested(
    graph: Access,
    settings: Settings,
    paths: list[Path],
    origin: Origin,
    processes: int = 1,
    *,
    replace: bool = False,
) -> Report:
    """Read documents into a graph, with a progress bar, and say what was done.

    ``replace`` takes out those that were there before, and that new ones look like versions of.
    """
    total = sum(1 for file in files_below(paths) if isinstance(file, Path))
    with progress_bar() as bar:
        task = bar.add_task("Loading the language model", total=None)
        from onrecord.pipeline import ingest as run
        from onrecord.pipeline import load_reader
        from onrecord.processes import ProcessesReader

        packs = Packs(settings.packs)
        reader: Reader | ProcessesReader
        if processes > 1:
            reader = ProcessesReader(settings, packs, processes)
        else:
            reader = load_reader(settings, packs)
        if reader.remark:
            say(reader.remark)
        bar.update(task, description="Reading documents", total=total or None)
        report = run(
            graph,
            reader,
            documents(paths, max_chars=settings.max_document_chars, origin=origin),
            on_document=lambda done, _: bar.update(task, completed=done, total=max(done, total)),
            on_sync=lambda done, all_: bar.update(
                task, description="Writing to the stores", completed=done, total=all_
            ),
        )
    for error in report.failed:
        complain(error)
    parts = [f"{count(report.new, 'document')} taken in"]
    if report.new:
        parts.append(count(report.statements, "statement"))
        parts.append(count(report.relations, "relation"))
    if report.unchanged:
        parts.append(f"{report.unchanged} unchanged")
    for known in report.renamed:
        say(f"{known} has the text and metadata of a document that is there; its name is kept too")
    for name, others in report.same_text:
        say(
            f"{name} has the same text as {' and '.join(others)}, with other metadata: both stay; "
            "take one out with `onrecord remove ID`"
        )
    _tell_versions(graph, report, replace=replace)
    if report.failed:
        parts.append(f"{len(report.failed)} failed")
    say(", ".join(parts))
    return report


def _tell_versions(graph: Access, report: Report, *, replace: bool) -> None:
    """Say which documents look like versions of others; take these out where that is wanted."""
    new = {each.id for each in report.versions}
    old = {each.earlier_id for each in report.versions} - new if replace else set()
    if old:
        graph.run(KnowledgeGraph.remove, sorted(old))
        graph.run(KnowledgeGraph.sync)
    for each in report.versions:
        earlier = f"{each.earlier_name} ({each.earlier_id[:SHORT_ID]})"
        what = (
            "which is taken out"
            if each.earlier_id in old
            else f"and what both say counts twice; take one out with `onrecord remove "
            f"{each.earlier_id[:SHORT_ID]}`, or read with --replace"
        )
        say(f"{each.name} ({each.id[:SHORT_ID]}) looks like another version of {earlier}, {what}")


def remove(
    names: Annotated[
        list[str],
        typer.Argument(
            help="Documents by id (or how it begins), name or URL, as `status` shows them."
        ),
    ],
    every: Annotated[
        bool, typer.Option("--all", help="Remove all documents that a name means.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Take documents out of the graph, with all facts that only they show."""
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord remove") as graph:
        found = graph.run(_meant, names)
        wrong = 0
        ids: set[str] = set()
        for name, meant in found.items():
            if not meant:
                complain(f"{name}: no such document in {settings.data_dir}")
            elif len(meant) > 1 and not every:
                complain(
                    f"{name} means {len(meant)} documents ({', '.join(sorted(meant))}); "
                    "name one by its id, or add --all"
                )
            else:
                ids |= meant
                continue
            wrong += 1
        removed = graph.run(KnowledgeGraph.remove, sorted(ids))
        if removed:
            graph.run(KnowledgeGraph.sync)
    say(f"{count(removed, 'document')} removed")
    if wrong:
        raise typer.Exit(1)


def _meant(graph: KnowledgeGraph, names: list[str]) -> dict[str, set[str]]:
    """The ids of the documents that each name means."""
    by_name: dict[str, set[str]] = {}
    ids = list(graph.record.ids())
    for id_ in ids:
        entry = graph.record.get(id_)
        row = entry.extraction.document.row
        shown = [f"{name} ({row})" for name in entry.file_names] if row else []
        for name in (row, entry.extraction.document.url, *entry.file_names, *shown):
            if name:
                by_name.setdefault(name, set()).add(id_)
    return {
        name: by_name.get(name)
        or by_name.get(Path(name).name)
        or {id_ for id_ in ids if len(name) >= SHORT_ID and id_.startswith(name)}
        for name in names
    }


def extract(
    paths: Paths,
    profile: Profile = None,
    as_json: AsJson = False,
) -> None:
    """Show what the pipeline reads out of documents, without keeping anything."""
    settings = load_settings(profile=profile)
    failed: list[OnRecordError] = []
    with progress_bar() as bar:
        task = bar.add_task("Loading the language model", total=None)
        from onrecord.pipeline import load_reader

        reader: Reader = load_reader(settings, Packs(settings.packs))
        if reader.remark:
            say(reader.remark)
        bar.update(task, description="Reading documents")

        def read() -> Iterator[Document]:
            for document in documents(paths, max_chars=settings.max_document_chars):
                if isinstance(document, InputError):
                    failed.append(document)
                    complain(document)
                else:
                    yield document

        for done, extraction in enumerate(reader.extractions(read()), start=1):
            bar.update(task, completed=done)
            if as_json:
                print_json(extraction_json(extraction))
            else:
                _show(extraction)
    if failed:
        say(f"{count(len(failed), 'document')} failed")
        raise typer.Exit(1)


def _show(extraction: Extraction) -> None:
    """One document's statements and relations, for people."""
    document = extraction.document
    labels = {entity.id: entity.label for entity in extraction.entities}

    def cut(start: int, end: int) -> str:
        text = document.text[start:end]
        return text if len(text) <= 90 else text[:89] + "…"

    say(f"{document.name}: {count(len(extraction.entities), 'entity', 'entities')}")
    print_table(
        ("speaker", "cue", "content", "mode", "via", "at", "confidence"),
        [
            (
                labels.get(s.speaker or "", f"({s.speaker_kind})"),
                " ".join(document.text[c.start : c.end] for c in s.cue),
                cut(s.content[0].start, s.content[-1].end),
                s.mode if s.attitude == "say" else f"{s.mode} (think)",
                " → ".join(labels[v] for v in s.via),
                f"{s.content[0].start}-{s.content[-1].end}",
                s.confidence,
            )
            for s in extraction.statements
        ],
    )
    print_table(
        ("subject", "predicate", "object", "role", "factuality", "evidence"),
        [
            (
                labels[r.subject],
                r.predicate,
                labels[r.object],
                r.role,
                r.factuality,
                cut(r.evidence[0].start, r.evidence[-1].end),
            )
            for r in extraction.relations
        ],
    )
