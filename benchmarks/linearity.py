"""Whether time grows with the text: a text of 1 MB beside the same shape cut into 10 KB.

    python benchmarks/linearity.py [CORPUS.jsonl] [--profile PROFILE] [--shape NAME] [--chars N]

Every shape is read twice, whole and in pieces of 10,000 characters, by the whole pipeline; shown
are characters a CPU second of both, and their ratio, for spaCy alone and for what OnRecord adds.
A ratio of 1.00 is linear; the aim is 0.83 (1 / 1.2) or more. The shapes: articles as one document
and as one paragraph, from the corpus (PolNeAR train from ../shared if none is named), and made-up
ones that an attacker might send: nothing but quotation marks, line breaks, or one endless sentence.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.attribution.corpus import gold_documents
from onrecord.ingest.document import Document
from onrecord.ontology.packs import Packs
from onrecord.pipeline import Reader, load_reader
from onrecord.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = ROOT.parent / "shared" / "corpora" / "polnear" / "train.jsonl"
PIECE_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds that a list of texts took."""

    spacy_s: float
    ours_s: float


class Watch:
    """A component at each end of ours that notes the time, so that both parts are told apart."""

    def __init__(self) -> None:
        self.began = 0.0
        self.ours_s = 0.0

    def start(self, doc: Doc) -> Doc:
        """Behind the last component of spaCy."""
        self.began = time.process_time()
        return doc

    def stop(self, doc: Doc) -> Doc:
        """Behind the last of ours."""
        self.ours_s += time.process_time() - self.began
        return doc


def watched(reader: Reader) -> Watch:
    """The reader's pipeline with a watch around our components."""
    watch = Watch()
    Language.component("watch_start", func=watch.start)
    Language.component("watch_stop", func=watch.stop)
    reader.nlp.add_pipe("watch_start", before="onrecord_gazetteer")
    reader.nlp.add_pipe("watch_stop", last=True)
    return watch


def cost(reader: Reader, watch: Watch, texts: Iterable[str]) -> Cost:
    """What reading the texts took, one by one."""
    watch.ours_s = 0.0
    began = time.process_time()
    for text in texts:
        for _ in reader.extractions([Document(text=text, path="benchmark")]):
            pass
    whole = time.process_time() - began
    return Cost(whole - watch.ours_s, watch.ours_s)


def pieces(text: str) -> list[str]:
    """The text in pieces of about PIECE_CHARS, cut at white space where there is some."""
    found, start = [], 0
    while start < len(text):
        end = start + PIECE_CHARS
        cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = cut + 1 if cut > start and end < len(text) else end
        found.append(text[start:end])
        start = end
    return [piece for piece in found if piece.strip()]


def shapes(corpus: Path, chars: int) -> dict[str, Callable[[], str]]:
    """The texts to read, by name."""

    def articles() -> str:
        found, size = [], 0
        for each in gold_documents(corpus):
            found.append(each.document.text)
            size += len(found[-1]) + 2
            if size > chars:
                break
        return "\n\n".join(found)[:chars]

    return {
        "one document": articles,
        "one paragraph": lambda: re.sub(r"\s+", " ", articles()),
        "100,000 quotation marks": lambda: 'a" “b ' * 50_000,
        "marks only": lambda: '"' * 100_000,
        "100,000 line breaks": lambda: "Lee said so.\n" * 1_000 + "\n" * 100_000,
        "a sentence of 50,000 words": lambda: (
            "Lee said that "
            + "the price of steel rose and Wu told Reuters that " * 5_000
            + "it fell."
        ),
        "50,000 capital words": lambda: "Anna Berg and Wu of Oslo " * 10_000,
        "one word": lambda: "x" * 100_000,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", nargs="?", type=Path, default=POLNEAR)
    parser.add_argument("--profile", default="rules")
    parser.add_argument("--shape", help="this one only")
    parser.add_argument("--chars", type=int, default=1_000_000, help="of the articles")
    arguments = parser.parse_args()
    reader = load_reader(load_settings(profile=arguments.profile), Packs())
    watch = watched(reader)
    cost(reader, watch, ["Lee said that prices rose."])
    table = Table(title=f"Characters a CPU second, profile {reader.profile}")
    for header in ("shape", "characters", "spaCy 10 KB", "whole", "ratio"):
        table.add_column(header, justify="left" if header == "shape" else "right")
    for header in ("OnRecord 10 KB", "whole", "ratio", "both, ratio"):
        table.add_column(header, justify="right")
    for name, make in shapes(arguments.corpus, arguments.chars).items():
        if arguments.shape not in (None, name):
            continue
        text = make()
        cut = cost(reader, watch, pieces(text))
        whole = cost(reader, watch, [text])
        table.add_row(
            name,
            f"{len(text):,}",
            f"{len(text) / cut.spacy_s:,.0f}",
            f"{len(text) / whole.spacy_s:,.0f}",
            f"{cut.spacy_s / whole.spacy_s:.2f}",
            f"{len(text) / cut.ours_s:,.0f}",
            f"{len(text) / whole.ours_s:,.0f}",
            f"{cut.ours_s / whole.ours_s:.2f}",
            f"{(cut.spacy_s + cut.ours_s) / (whole.spacy_s + whole.ours_s):.2f}",
        )
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
