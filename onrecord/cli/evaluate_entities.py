"""Commands that measure names, their links to the packs, and how much the packs cover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.evaluate_voices import Corpora, Errors, Half
from onrecord.cli.output import AsJson, count, print_json, print_table, progress_bar, say
from onrecord.ingest.attribution.corpus import gold_documents
from onrecord.ontology.coverage import coverage, named_things
from onrecord.ontology.entities import name_words
from onrecord.ontology.packs import Packs, concepts
from onrecord.settings import load_settings

if TYPE_CHECKING:
    from onrecord.ingest.link_scoring import Linked

Tagged = Annotated[
    Path,
    typer.Argument(
        help="Annotated names, one token and BIO tag a line (CrossNER).", show_default=False
    ),
]
Annotations = Annotated[
    Path,
    typer.Argument(help="Annotations, JSON Lines of offsets and names.", show_default=False),
]


def evaluate_names(file: Tagged, as_json: AsJson = False) -> None:
    """Score the names found in annotated sentences, beside the plain spaCy model."""
    # Imported here, as below: these bring spaCy along.
    from onrecord.ingest.name_scoring import NameScores, gold_sentences, our_names, spacy_names
    from onrecord.pipeline import load_reader

    sentences = gold_sentences(file)
    settings = load_settings(profile="rules")
    nlp = load_reader(settings, Packs(settings.packs)).nlp
    plain, ours = NameScores(), NameScores()
    with progress_bar() as bar:
        task = bar.add_task("Reading sentences", total=2 * len(sentences))
        for scores, found in ((plain, spacy_names), (ours, our_names)):
            for sentence, names in zip(sentences, found(nlp, sentences), strict=True):
                scores.add(sentence, names)
                bar.advance(task)
    rows = [
        (kind, gold, theirs, figures)
        for (kind, gold, theirs), (_, _, figures) in zip(plain.rows(), ours.rows(), strict=True)
    ]
    if as_json:
        print_json({kind: {"gold": gold, "spacy": a, "onrecord": b} for kind, gold, a, b in rows})
        return
    say(count(len(sentences), "sentence"))
    print_table(
        ("type", "names", "spaCy P", "R", "F1", "OnRecord P", "R", "F1"),
        [(kind, gold, *a.values(), *b.values()) for kind, gold, a, b in rows],
    )


def evaluate_linking(
    file: Annotations,
    corpus: Corpora,
    half: Half = None,
    errors: Errors = 0,
    as_json: AsJson = False,
) -> None:
    """Score which pack concepts annotated mentions are linked to."""
    from onrecord.ingest.link_scoring import GoldLink, Linked, LinkReport, gold_links, links
    from onrecord.pipeline import load_reader

    settings = load_settings(profile="rules")
    packs = Packs(settings.packs)

    def known(name: str) -> str | None:
        concept = packs.by_name.get(name_words(name))
        return concept.iri if concept else None

    wanted: dict[str, list[GoldLink]] = {}
    for link in gold_links(file, known, half=half):
        wanted.setdefault(link.document, []).append(link)
    documents = [
        gold.document
        for path in corpus
        for gold in gold_documents(path)
        if gold.document.row in wanted
    ]
    report, wrong = LinkReport(), list[Linked]()
    with progress_bar() as bar:
        task = bar.add_task("Reading documents", total=len(documents))
        for extraction in load_reader(settings, packs).extractions(documents):
            for linked in links(extraction, wanted[extraction.document.row or ""]):
                report.add(linked)
                if not linked.is_right and len(wrong) < errors:
                    wrong.append(linked)
            bar.advance(task)
    if as_json:
        print_json(
            {
                "all": report.total.figures(),
                "drawn": {kind: s.figures() for kind, s in sorted(report.by_draw.items())},
                "errors": [_row(linked) for linked in wrong],
            }
        )
        return
    say(count(report.total.mentions, "mention"))
    print_table(
        ("drawn", "mentions", "in packs", "precision", "recall", "F1"),
        [
            (kind, *scores.figures().values())
            for kind, scores in [("all", report.total), *sorted(report.by_draw.items())]
        ],
    )
    if wrong:
        print_table(("document", "mention", "wanted", "found"), [_row(each) for each in wrong])


def _row(linked: Linked) -> tuple[str, str, str | None, str | None]:
    wanted = linked.gold.concept or (linked.gold.name and f"nothing ({linked.gold.name})")
    return linked.gold.document, linked.text, wanted, linked.concept


def evaluate_coverage(file: Annotations, errors: Errors = 0, as_json: AsJson = False) -> None:
    """Score how many annotated names of bodies, outlets and laws the packs have."""
    settings = load_settings()
    found = coverage(named_things(file), concepts(Packs(settings.packs).packs))
    rows = [
        (corpus, kind, mentions, covered, round(100 * covered / mentions, 1) if mentions else 0.0)
        for corpus, kind, mentions, covered in found.rows()
    ]
    missing = [(*key, number) for key, number in found.missing.most_common(errors)]
    if as_json:
        keys = ("corpus", "kind", "mentions", "covered", "percent")
        shown = [dict(zip(keys, row, strict=True)) for row in rows]
        print_json({"coverage": shown, "missing": missing})
        return
    print_table(("corpus", "kind", "mentions", "covered", "%"), rows)
    if missing:
        print_table(("corpus", "kind", "name", "mentions"), missing)
