"""Commands that train: the weights of a profile from annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import count, progress_bar, say
from onrecord.ingest.attribution.corpus import gold_documents
from onrecord.ingest.attribution.scoring import Scores, judge
from onrecord.ingest.attribution.trained.model_card import Data, model_card
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings

train = typer.Typer(help="Train the weights of a profile.")


@train.callback()
def _group() -> None:
    """Train the weights of a profile."""


@train.command("attribution")
def train_attribution(
    corpora: Annotated[
        list[Path],
        typer.Argument(help="Annotated documents, JSON Lines.", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", help="Folder for weights and model card.")],
    encoder: Annotated[
        Path | None,
        typer.Option(
            help="Pretrained encoder to start from, as transformers saves it; trains the accurate "
            "profile instead of the fast one (tools/unpack_encoder.py gets one).",
            show_default=False,
        ),
    ] = None,
    dev: Annotated[
        Path | None,
        typer.Option(help="Corpus whose figures the model card shows.", show_default=False),
    ] = None,
    terms: Annotated[
        str, typer.Option(help="Terms of the corpora, for the model card.")
    ] = "not stated",
    seed: Annotated[int, typer.Option(help="Chooses which documents are held out.")] = 0,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Read so many documents.", show_default=False)
    ] = None,
) -> None:
    """Train the tagger of the fast profile, or with --encoder that of the accurate one.

    For the fast profile the same documents and seed give the same weights. The accurate one takes
    most of an hour on two cores and needs the extra train-accurate.
    """
    settings = load_settings(profile="rules")
    data = [Data.read(path, limit=limit) for path in corpora]
    judging = list(gold_documents(dev)) if dev is not None else []
    with progress_bar() as bar:
        task = bar.add_task("Loading the language model", total=None)
        from onrecord.ingest.attribution.component import AttributionTagger
        from onrecord.ingest.attribution.trained.training import Fit
        from onrecord.ingest.attribution.trained.training import train as fitted
        from onrecord.pipeline import load_reader, parsed

        reader = load_reader(settings, Packs(settings.packs))
        fit = Fit(seed=seed)
        documents = [each for path in corpora for each in gold_documents(path, limit=limit)]
        bar.update(task, total=len(documents))

        def step(text: str) -> None:
            bar.update(task, description=text)

        def read() -> None:
            bar.advance(task)

        lessons = parsed(reader, documents, on_document=read)
        notes = [fit.card]
        if encoder is None:
            model = fitted(lessons, fit=fit, on_step=step)
            model.save(output)
        else:
            from onrecord.ingest.attribution.trained.encoder_training import EncoderFit
            from onrecord.ingest.attribution.trained.mixing import train_accurate

            encoder_fit = EncoderFit(seed=seed)
            accurate = train_accurate(
                lessons, encoder, fit=fit, encoder_fit=encoder_fit, on_step=step
            )
            accurate.save(output)
            model = accurate.model
            notes += [encoder_fit.card, accurate.card]
        scores = Scores()
        component = AttributionTagger(model)
        for doc, gold in parsed(reader, judging):
            found = component(doc)._.attributions
            scores.add(judge(gold.document.text, gold.statements, found))
    card = model_card(
        model,
        data,
        terms=terms,
        seed=seed,
        notes=notes,
        spacy_model=settings.spacy_model,
        figures=scores.figures if judging else None,
        dev=dev.name if dev is not None else None,
        encoder=encoder,
    )
    (output / "README.md").write_text(card, encoding="utf-8")
    say(f"{model.name}: {count(len(documents), 'document')}, written to {output}")
