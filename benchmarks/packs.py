"""Reading with packs ten times as large: words a second beside the built-in packs.

    python benchmarks/packs.py [CORPUS.jsonl] [--concepts N] [--limit N] [--rounds N]

The large packs are the built-in ones and made-up bodies, people, outlets and laws up to N
concepts, each with a long name, an acronym and an alias; a seed makes them the same every time.
Time is in CPU seconds, of the gazetteer and the names alone and of the whole extraction, over the
same documents; loading is shown beside it, since it is paid once a process.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.table import Table
from spacy.tokens import Doc

from onrecord.ingest.attribution.corpus import GoldDocument, gold_documents
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import EntityType
from onrecord.ontology.packs import Packs, concepts
from onrecord.pipeline import Reader, load_reader
from onrecord.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = ROOT.parent / "shared" / "corpora" / "polnear" / "dev.jsonl"
SEED = 4
_SYLLABLES = (
    "ba", "ko", "ri", "ta", "len", "mo", "su", "vel", "da", "nor", "pi", "ga", "lu", "wen", "sa",
    "mir", "do", "ha", "fel",
)  # fmt: skip
_KINDS = ("Ministry of", "Institute for", "Agency of", "Party of", "Law on", "Daily", "Council of")


def large(known: Sequence[Concept], size: int) -> list[Concept]:
    """The known concepts and made-up ones, ``size`` in all."""
    rng = random.Random(SEED)

    def word() -> str:
        return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).title()

    made: list[Concept] = []
    types = get_args(EntityType)
    for i in range(size - len(known)):
        name = f"{rng.choice(_KINDS)} {word()} {word()}"
        # The initials fall together with those of others, as in life.
        acronym = "".join(part[0] for part in name.split()).upper() + str(rng.randint(1, 99))
        names = (name, acronym, f"{word()} {word()}")
        made.append(Concept(f"urn:made:{i}", name, types[i % len(types)], names))
    return [*known, *made]


def read(reader: Reader, gold: Sequence[GoldDocument]) -> tuple[float, float]:
    """CPU seconds of the gazetteer and the names, and of the whole extraction."""
    nlp = reader.nlp
    place = nlp.pipe_names.index("onrecord_gazetteer")
    with nlp.select_pipes(disable=nlp.pipe_names[place:]):
        docs: list[Doc] = list(nlp.pipe(each.document.analysed_text for each in gold))
    gazetteer, names = nlp.get_pipe("onrecord_gazetteer"), nlp.get_pipe("onrecord_names")
    began = time.process_time()
    for doc in docs:
        names(gazetteer(doc))
    alone = time.process_time() - began
    began = time.process_time()
    for _ in reader.extractions(each.document for each in gold):
        pass
    return alone, time.process_time() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", nargs="?", type=Path, default=POLNEAR)
    parser.add_argument("--concepts", type=int, default=20_000, help="size of the large packs")
    parser.add_argument("--limit", type=int, default=30, help="documents to read at most")
    parser.add_argument("--rounds", type=int, default=3, help="the fastest of so many is shown")
    arguments = parser.parse_args()
    gold = list(gold_documents(arguments.corpus, limit=arguments.limit))
    words = sum(len(each.document.text.split()) for each in gold)
    packs = Packs()
    known = concepts(packs.packs)
    reader = load_reader(load_settings(profile="rules"), packs)
    gazetteer = reader.nlp.get_pipe("onrecord_gazetteer")
    table = Table(box=None)
    for column in ("packs", "concepts", "loaded in CPU s", "gazetteer and names", "extraction"):
        table.add_column(column)
    for name, these in (("built-in", known), ("large", large(known, arguments.concepts))):
        began = time.process_time()
        gazetteer.load(these)  # type: ignore[attr-defined] # our own component
        loaded = time.process_time() - began
        rounds = [read(reader, gold) for _ in range(arguments.rounds)]
        alone, whole = (min(each[i] for each in rounds) for i in range(2))
        table.add_row(
            name,
            f"{len(these):,}",
            f"{loaded:.1f}",
            f"{words / alone:,.0f} words/CPU-s",
            f"{words / whole:,.0f} words/CPU-s",
        )
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
