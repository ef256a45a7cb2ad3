"""The command that measures coreference within a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.output import AsJson, count, print_json, print_table, progress_bar, say
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.ingest.coreference.gum import GoldText

Folder = Annotated[
    Path,
    typer.Argument(help="Folder of GUM's .conllu files, with Entity= marked.", show_default=False),
]
Half = Annotated[
    str | None,
    typer.Option(
        help="Score every second document, by name: tune (the first, the third, …) or measure.",
        show_default=False,
    ),
]
Singletons = Annotated[
    bool, typer.Option("--singletons", help="Count things that are mentioned once, too.")
]


def evaluate_coreference(
    folder: Folder, half: Half = None, singletons: Singletons = False, as_json: AsJson = False
) -> None:
    """Score which names and nouns are taken to mean the same, beside string matching."""
    # Imported here: these bring spaCy along.
    from onrecord.ingest.coreference.gum import gum_texts, half_of
    from onrecord.ingest.coreference.judging import SETTINGS, SYSTEMS, judge
    from onrecord.ingest.coreference.scoring import CoreferenceScores

    if half not in (None, "tune", "measure"):
        raise typer.BadParameter(f"{half!r} is neither tune nor measure", param_hint="--half")
    texts = [text for i, text in enumerate(gum_texts(folder)) if half is None or half_of(i) == half]
    scores = {
        (setting, system): CoreferenceScores(singletons=singletons)
        for setting in SETTINGS
        for system in SYSTEMS
    }
    with progress_bar() as bar:
        task = bar.add_task("Reading documents", total=len(texts))
        for doc, text in read(texts):
            for setting in SETTINGS:
                judged = judge(doc, text, setting)
                for system in SYSTEMS:
                    scores[setting, system].add(judged.key, judged.responses[system])
            bar.advance(task)
    if as_json:
        print_json(
            [
                {"mentions": setting, "system": system, **each.figures()}
                for (setting, system), each in scores.items()
            ]
        )
        return
    say(count(len(texts), "document"))
    print_table(
        ("mentions", "system", "mentions F1", "MUC", "B3", "CEAF-e", "CoNLL"),
        [
            (setting, system, *(value["f1"] for value in each.figures().values()))
            for (setting, system), each in scores.items()
        ],
    )


def read(texts: list[GoldText]) -> Iterator[tuple[Doc, GoldText]]:
    """The documents as the component that joins mentions gets them."""
    from onrecord.pipeline import load_reader

    settings = load_settings(profile="rules")
    nlp = load_reader(settings, Packs(settings.packs)).nlp
    place = nlp.pipe_names.index("onrecord_coreference")
    with nlp.select_pipes(disable=nlp.pipe_names[place:]):
        pairs = ((text.document.analysed_text, text) for text in texts)
        yield from nlp.pipe(pairs, as_tuples=True)
