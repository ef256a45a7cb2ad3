"""Commands that look after the graph: status, rebuild, export."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import pyoxigraph as ox
import typer
from rich.text import Text

from onrecord import __version__
from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    count,
    print_json,
    print_table,
    progress_bar,
    reached,
    results,
    say,
)
from onrecord.errors import OnRecordError
from onrecord.graph.derived import Progress
from onrecord.graph.document_lookup import ListedDocument, list_documents
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import load_settings

_RDF_FORMATS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_NETWORK_FORMATS: Mapping[str, Literal["graphml", "gexf"]] = {"graphml": "graphml", "gexf": "gexf"}
_FORMATS = (*_RDF_FORMATS, *_NETWORK_FORMATS)
_DOCUMENTS_SHOWN = 50
# What look-ups that run while stores are exchanged have to end.
_GRACE_S = 0.5
_PREFIXES = {
    "onr": "https://w3id.org/onrecord/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def status(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show what the graph holds."""
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord status") as graph:
        held = graph.run(KnowledgeGraph.status)
        counts = graph.run(KnowledgeGraph.counts)
        documents = graph.run(_listed)
        fingerprint = graph.run(KnowledgeGraph.fingerprint)
    if as_json:
        print_json(
            {
                "data_dir": str(held.folder),
                "documents": held.documents,
                "quads": held.quads,
                "counts": counts,
                "list": [{**asdict(d.document), "statements": d.statements} for d in documents],
                "pending": {"rdf": held.pending_rdf, "property_graph": held.pending_property_graph},
                "fingerprint": fingerprint,
                "version": __version__,
            }
        )
        return
    print_table(
        ("id", "document", "published", "outlet", "title", "statements"),
        [
            (d.id[:SHORT_ID], d.name, d.published, d.outlet, d.title, listed.statements)
            for listed in documents[:_DOCUMENTS_SHOWN]
            for d in (listed.document,)
        ],
    )
    if not documents:
        say("the graph is empty; read documents into it with `onrecord ingest PATH`")
    if len(documents) > _DOCUMENTS_SHOWN:
        say(f"the first {_DOCUMENTS_SHOWN} of {count(held.documents, 'document')} are listed")
    print_table(
        ("", ""),
        [
            ("data folder", str(held.folder)),
            *[(name, f"{number:,}") for name, number in counts.items()],
            ("quads", f"{held.quads:,}"),
            ("still to write to the property graph", f"{held.pending_property_graph:,}"),
            ("property graph", settings.neo4j_uri or "ArcadeDB, embedded"),
            ("fingerprint", fingerprint),
        ],
    )


def _listed(graph: KnowledgeGraph) -> list[ListedDocument]:
    return list_documents(graph.rdf.store, limit=1_000_000)[0]


def rebuild(data_dir: DataDir = None) -> None:
    """Make both stores again from the record. A server that runs answers from the old ones until
    the new ones are done; Neo4j, which has room for one only, refuses questions until then.
    """
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord rebuild") as graph, progress_bar() as bar:
        task = bar.add_task("Rebuilding", total=None)
        sources = graph.watch(
            _rebuilt, lambda done, all_: bar.update(task, completed=done, total=all_)
        )
        fingerprint = graph.run(KnowledgeGraph.fingerprint)
    say(f"rebuilt from {count(sources, 'source')}; SHA-256 of all facts, sorted as by `export`:")
    results.print(Text(fingerprint))


def _rebuilt(graph: KnowledgeGraph, progress: Progress) -> int:
    return graph.rebuild(progress, grace_s=_GRACE_S)


def export(
    format_: Annotated[
        str,
        typer.Option("--format", "-f", help=", ".join(_FORMATS)),
    ] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File; else stdout.", show_default=False)
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Print all facts: sorted N-Quads, other RDF, or the network of entities."""
    if format_ not in _FORMATS:
        raise typer.BadParameter(f"--format must be one of {', '.join(_FORMATS)}")
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord export") as graph:
        data = graph.run(_exported, format_)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise OnRecordError(f"{output}: cannot be written ({error.strerror})") from error
    say(f"{len(data):,} bytes written to {output}")


def _exported(graph: KnowledgeGraph, format_: str) -> bytes:
    if format_ == "nquads":
        return "".join(f"{line}\n" for line in graph.nquads()).encode()
    if (network_format := _NETWORK_FORMATS.get(format_)) is not None:
        from onrecord.graph.lookup.network_files import whole, written  # networkx is slow to import

        return written(whole(graph.lookups.table().network), network_format)
    rdf_format = _RDF_FORMATS[format_]
    quads = sorted(graph.rdf.store, key=str)
    if rdf_format.supports_datasets:
        data = ox.serialize(quads, format=rdf_format, prefixes=_PREFIXES)
    else:
        triples = sorted({quad.triple for quad in quads}, key=str)
        data = ox.serialize(triples, format=rdf_format, prefixes=_PREFIXES)
    return data or b""
