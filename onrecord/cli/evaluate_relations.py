"""The command that measures relations between actors against annotated event records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import AsJson, count, print_json, print_table, progress_bar, say
from onrecord.errors import InputError
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings

Records = Annotated[
    Path,
    typer.Argument(
        help="Event records, JSON Lines: id, text, event (PLOVER type), sources, targets.",
        show_default=False,
    ),
]
Half = Annotated[
    str | None,
    typer.Option(help="Score the first half of the records (tune) or the rest (measure)."),
]
Missed = Annotated[int, typer.Option("--errors", min=0, help="Show so many missed events.")]


def evaluate_relations(
    file: Records, half: Half = None, errors: Missed = 0, as_json: AsJson = False
) -> None:
    """Score who is found to do what to whom in annotated event records."""
    # Imported here: these bring spaCy along.
    from onrecord.ingest.relations.scoring import RelationScores, event_records
    from onrecord.pipeline import load_reader

    if half not in (None, "tune", "measure"):
        raise InputError("--half", f"must be 'tune' or 'measure', got {half!r}")
    records = event_records(file, half=half)
    settings = load_settings(profile="rules")
    scores = RelationScores()
    missed: list[tuple[str, str, str, str]] = []
    with progress_bar() as bar:
        task = bar.add_task("Reading records", total=len(records))
        reader = load_reader(settings, Packs(settings.packs))
        found = reader.extractions(record.document for record in records)
        for record, extraction in zip(records, found, strict=True):
            is_found = scores.add(record, extraction)
            if record.pairs and not is_found and len(missed) < errors:
                missed.append(
                    (
                        record.document.row or "",
                        record.event,
                        "; ".join(record.sources),
                        "; ".join(record.targets),
                    )
                )
            bar.advance(task)
    figures = scores.figures()
    if as_json:
        print_json(
            {
                "records": scores.records,
                "offered": scores.offered,
                **figures,
                "errors": [list(row) for row in missed],
            }
        )
        return
    say(f"{count(scores.records, 'record')}, {count(scores.offered, 'relation')} offered")
    print_table(
        ("measure", "precision", "recall", "F1"),
        [(name, *values.values()) for name, values in figures.items()],
    )
    if missed:
        print_table(("record", "event", "sources", "targets"), missed)
