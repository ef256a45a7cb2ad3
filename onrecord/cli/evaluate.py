"""Commands that measure: how well the pipeline finds what people have annotated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.documents import Profile
from onrecord.cli.output import AsJson, count, print_json, print_table, progress_bar, say
from onrecord.ingest.attribution.breakdown import Breakdown, words_of
from onrecord.ingest.attribution.corpus import GoldDocument, gold_documents
from onrecord.ingest.attribution.reliability import Reliability
from onrecord.ingest.attribution.scoring import Judgement, Scores, Unit, judge
from onrecord.ingest.extraction import Span
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings

evaluate = typer.Typer(help="Measure what is found against what people annotated.")

_STOP = re.compile(r"\n|[.?!] ")
_REACH = 300  # code points to either side that a sentence is looked for

Corpus = Annotated[
    Path,
    typer.Argument(
        help="Annotated documents, JSON Lines: id, text, annotations.", show_default=False
    ),
]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A statement that was missed, or found where none is."""

    kind: str
    document: str
    source: str
    cue: str
    content: str
    sentence: str


@evaluate.callback()
def _group() -> None:
    """Measure what is found against what people annotated."""


@evaluate.command("attribution")
def evaluate_attribution(
    corpus: Corpus,
    profile: Profile = None,
    errors: Annotated[
        int, typer.Option(min=0, help="Show so many missed and so many wrong statements.")
    ] = 0,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Read so many documents.", show_default=False)
    ] = None,
    reliability: Annotated[
        bool,
        typer.Option("--reliability", help="Show how often statements of a confidence are right."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Score the statements found in an annotated corpus, as a whole and by kind."""
    settings = load_settings(profile=profile)
    gold = list(gold_documents(corpus, limit=limit))
    scores, breakdown, mistakes = Scores(), Breakdown(), _Sample(errors)
    curve = Reliability()
    with progress_bar() as bar:
        task = bar.add_task("Loading the language model", total=None)
        from onrecord.pipeline import load_reader

        reader = load_reader(settings, Packs(settings.packs))
        bar.update(task, description="Reading documents", total=len(gold))
        found = reader.extractions(each.document for each in gold)
        for each, extraction in zip(gold, found, strict=True):
            judged = judge(each.document.text, each.statements, extraction.statements)
            scores.add(judged)
            breakdown.add(judged)
            curve.add(judged)
            mistakes.add(each, judged)
            bar.advance(task)
    figures, rows = scores.figures, list(breakdown.rows())
    if as_json:
        shown = {"profile": reader.profile, **figures, "breakdown": [asdict(row) for row in rows]}
        if errors:
            shown["errors"] = [asdict(mistake) for mistake in mistakes.taken()]
        if reliability:
            shown["reliability"] = [asdict(each) for each in curve.bins()]
            shown["expected_calibration_error"] = curve.expected_error
        print_json(shown)
        return
    if reader.remark:
        say(reader.remark)
    say(f"{count(scores.documents, 'document')}, profile {reader.profile}")
    print_table(
        ("measure", "precision", "recall", "F1"),
        [
            (name, value["p"], value["r"], value["f1"])
            for name, value in figures.items()
            if isinstance(value, dict)
        ],
    )
    print_table(
        ("view", "value", "gold", "recall", "speaker", "found", "precision"),
        [
            (row.view, row.value, row.gold, row.recall, row.speaker, row.predicted, row.precision)
            for row in rows
        ],
    )
    if reliability:
        print_table(
            ("confidence", "statements", "mean", "right"),
            [(f"{b.low:.1f}-{b.high:.1f}", b.count, b.confidence, b.right) for b in curve.bins()],
        )
        say(f"expected calibration error {curve.expected_error} percentage points")
    if errors:
        print_table(
            ("error", "document", "source", "cue", "content", "sentence"),
            [tuple(asdict(mistake).values()) for mistake in mistakes.taken()],
        )


class _Sample:
    """Mistakes spread over the corpus: the first of each document, then the second, and so on."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.found: dict[str, list[list[Mistake]]] = {"missed": [], "wrong": []}

    def add(self, gold: GoldDocument, judged: Judgement) -> None:
        if not self.size:
            return
        text, name = judged.text, gold.document.row or gold.document.name
        for kind, units in (("missed", judged.missed), ("wrong", judged.wrong)):
            mistakes = [_mistake(kind, name, text, unit) for unit in units[: self.size]]
            self.found[kind].append(mistakes)

    def taken(self) -> Iterator[Mistake]:
        for lists in self.found.values():
            longest = max(map(len, lists), default=0)
            ranked = [each[i] for i in range(longest) for each in lists if i < len(each)]
            yield from ranked[: self.size]


def _mistake(kind: str, document: str, text: str, unit: Unit) -> Mistake:
    statement = unit.statement
    spans = (*statement.source, *statement.cue, *statement.content)
    sentence = _around(text, min(s.start for s in spans), max(s.end for s in spans))
    return Mistake(
        kind,
        document,
        words_of(text, statement.source),
        words_of(text, statement.cue),
        words_of(text, statement.content),
        text[sentence.start : sentence.end],
    )


def _around(text: str, start: int, end: int) -> Span:
    """The range out to the ends of its sentences, as far as stops and line breaks tell them."""
    before = list(_STOP.finditer(text, max(0, start - _REACH), start))
    behind = _STOP.search(text, max(0, end - 1), end + _REACH)
    low = before[-1].end() if before else max(0, start - _REACH)
    return Span(low, max(end, behind.start() + 1 if behind else min(len(text), end + _REACH)))
