"""The command that measures how sure the rules may be of what they find."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import count, print_table, progress_bar, say
from onrecord.ingest.attribution.corpus import gold_documents
from onrecord.ingest.attribution.reliability import Reliability
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings


def train_confidence(
    corpora: Annotated[
        list[Path],
        typer.Argument(help="Annotated documents, JSON Lines.", show_default=False),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", help="The table to write; else the one the rules read.", show_default=False
        ),
    ] = None,
) -> None:
    """Count how often each rule is right; shows the curve of a table from every other document."""
    settings = load_settings(profile="rules")
    documents = [each for path in corpora for each in gold_documents(path)]
    with progress_bar() as bar:
        task = bar.add_task("Reading documents", total=len(documents))
        from onrecord.ingest.attribution.calibration import counted, offers
        from onrecord.ingest.attribution.confidence import TABLE
        from onrecord.pipeline import load_reader, parsed

        reader = load_reader(settings, Packs(settings.packs))
        docs = parsed(reader, documents, on_document=lambda: bar.advance(task))
        found = list(offers(docs))
    half = counted(found[::2])
    held_out = Reliability()
    held_out.extend(
        (half.confidence(offer.rule, offer.cue, offer.guess), offer.right)
        for each in found[1::2]
        for offer in each
    )
    print_table(
        ("confidence", "statements", "mean", "right"),
        [(f"{b.low:.1f}-{b.high:.1f}", b.count, b.confidence, b.right) for b in held_out.bins()],
    )
    written = output or TABLE
    counted(found).save(written)
    say(
        f"{count(len(found), 'document')}, written to {written}; expected calibration error "
        f"between the halves {held_out.expected_error} points"
    )
