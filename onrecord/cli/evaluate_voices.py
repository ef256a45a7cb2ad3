"""Commands that measure speakers and reporting chains, given the attributions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.output import AsJson, count, print_json, print_table, say
from onrecord.ingest.attribution.corpus import GoldDocument, gold_documents
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings

if TYPE_CHECKING:
    from onrecord.ingest.voice_scoring import Answer

Annotations = Annotated[
    Path,
    typer.Argument(help="Annotations, JSON Lines of offsets and names.", show_default=False),
]
Corpora = Annotated[
    list[Path],
    typer.Option(
        "--corpus", help="The annotated documents, JSON Lines; repeatable.", show_default=False
    ),
]
Half = Annotated[
    str | None,
    typer.Option(help="Score the rows of one half: tune or measure.", show_default=False),
]
Errors = Annotated[int, typer.Option(min=0, help="Show so many wrong answers.")]


def evaluate_speakers(
    file: Annotations,
    corpus: Corpora,
    half: Half = None,
    errors: Errors = 0,
    as_json: AsJson = False,
) -> None:
    """Score whom the sources of annotated attributions are taken to mean."""
    _evaluate(file, corpus, half, errors, as_json)


def evaluate_chains(
    file: Annotations,
    corpus: Corpora,
    half: Half = None,
    errors: Errors = 0,
    as_json: AsJson = False,
) -> None:
    """Score by which outlets annotated statements are taken to have come."""
    _evaluate(file, corpus, half, errors, as_json)


def _evaluate(
    file: Path, corpora: list[Path], half: str | None, errors: int, as_json: bool
) -> None:
    # Imported here: these bring spaCy along.
    from onrecord.ingest.voice_scoring import VoiceScores, answers, gold_voices
    from onrecord.pipeline import load_reader

    wanted = gold_voices(file, half=half)
    settings = load_settings(profile="rules")
    reader = load_reader(settings, Packs(settings.packs))
    scores = VoiceScores()
    wrong: list[Answer] = []
    for answer in answers(reader.nlp, _documents(corpora), wanted):
        scores.add(answer)
        if not answer.is_right and len(wrong) < errors:
            wrong.append(answer)
    if as_json:
        print_json(
            {
                "all": scores.total.figures(),
                "kinds": {k: c.figures() for k, c in sorted(scores.by_kind.items())},
                "errors": [_row(answer) for answer in wrong],
            }
        )
        return
    say(count(scores.total.items, "annotation"))
    rows = [("all", scores.total), *sorted(scores.by_kind.items())]
    print_table(
        ("kind", "items", "right", "accuracy", "precision", "recall", "F1"),
        [(kind, *counts.figures().values()) for kind, counts in rows],
    )
    if wrong:
        print_table(("document", "kind", "wanted", "found"), [_row(answer) for answer in wrong])


def _documents(corpora: list[Path]) -> Iterator[GoldDocument]:
    for corpus in corpora:
        yield from gold_documents(corpus)


def _row(answer: Answer) -> tuple[str, str, str, str]:
    gold = answer.gold
    shown = [" or ".join(sorted(n or "nobody" for n in names)) for names in gold.names]
    found = [min(names, key=lambda name: (-len(name), name)) for names in answer.found]
    return gold.document, gold.kind, "; ".join(shown), "; ".join(found)
