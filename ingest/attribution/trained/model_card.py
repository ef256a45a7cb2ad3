"""The model card: what the weights were made of and by, on what terms, and how good they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.errors import InputError
from onrecord.ingest.attribution.corpus import gold_documents
from onrecord.ingest.attribution.scoring import Figures

if TYPE_CHECKING:
    from onrecord.ingest.attribution.trained.model import Model

_WITH_ENCODER: Final = (
    "a small transformer encoder (and, where it counts, the CRF of `fast` beside it) that labels"
)
ORIGIN: Final = "ORIGIN.md"
"""In the folder of a pretrained encoder: a sentence on what it is and its terms."""


@dataclass(frozen=True, slots=True)
class Data:
    """A corpus as the card names it."""

    name: str
    sha256: str
    documents: int
    statements: int

    @classmethod
    def read(cls, path: Path, *, limit: int | None = None) -> Data:
        """Count and hash a corpus.

        Raises:
            InputError: it cannot be read.
        """
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error
        counts = [len(gold.statements) for gold in gold_documents(path, limit=limit)]
        return cls(f"{path.parent.name}/{path.name}", digest, len(counts), sum(counts))


def model_card(
    model: Model,
    data: Sequence[Data],
    *,
    terms: str,
    seed: int,
    notes: Sequence[str],
    spacy_model: str,
    figures: Figures | None,
    dev: str | None,
    encoder: Path | None,
) -> str:
    """The card in Markdown; the same training gives the same card.

    ``notes`` are sentences on how the parts were fitted, ``encoder`` is the pretrained one's
    folder.
    """
    kind = "a linear-chain CRF that labels" if encoder is None else _WITH_ENCODER
    lines = [
        f"# {model.name}",
        "",
        f"Weights of OnRecord's `{model.name.split('-')[0]}` profile: {kind} source, cue and "
        "content of attributed statements in English news, over features of a spaCy parse and of "
        "OnRecord's own rules.",
        "",
        "## Data and terms",
        "",
        "| corpus | documents | statements | SHA-256 |",
        "|---|---|---|---|",
        *(f"| {d.name} | {d.documents} | {d.statements} | `{d.sha256}` |" for d in data),
        "",
        f"Terms of the data: {terms}",
        "",
        "The weights of the field hold words and word pairs of the texts with a number each, no "
        "sentences.",
        "",
        *([_origin(encoder), ""] if encoder is not None else ()),
        "## Training",
        "",
        "```",
        f"onrecord train attribution {' '.join(d.name for d in data)} --output DIR "
        f"--seed {seed}"
        + (f" --encoder {encoder.name}" if encoder else "")
        + (f" --dev {dev}" if dev else ""),
        "```",
        "",
        f"{' '.join(notes)} Parsed by `{spacy_model}`. One document in twenty was held out "
        f"to calibrate confidence. {len(model.crf.rows):,} features, "
        f"{len(model.crf.labels)} labels.",
        "",
    ]
    if figures is not None:
        lines += [
            f"## Figures on {dev}",
            "",
            "| measure | precision | recall | F1 |",
            "|---|---|---|---|",
            *(
                f"| {name} | {value['p']} | {value['r']} | {value['f1']} |"
                for name, value in figures.items()
                if isinstance(value, dict)
            ),
            "",
            "Recall of direct, mixed, indirect speech: "
            + ", ".join(str(figures[f"recall_{mode}"]) for mode in ("direct", "mixed", "indirect"))
            + f" ({figures['gold']} statements).",
            "",
        ]
    lines += [
        "## Confidence",
        "",
        "| the model's estimate | right on held-out documents |",
        "|---|---|",
        *(f"| {x:.2f} | {y:.2f} |" for x, y in model.curve),
        "",
        "Attributions of the rules that the model did not find, and the share of them that was "
        "right there (kept from a half on): "
        + (", ".join(f"{rule} {share:.2f}" for rule, share in model.rules.items()) or "too few")
        + ".",
        "",
        "## Limits",
        "",
        "US campaign news of 2016 as annotated by PolNeAR's guidelines, thoughts and intentions "
        "included. Expect less on other kinds of text, and none on other languages.",
        "",
    ]
    return "\n".join(lines)


def _origin(encoder: Path) -> str:
    """What the encoder began as, in the words that lie beside it."""
    file = encoder / ORIGIN
    if file.is_file():
        return f"The encoder began as {file.read_text(encoding='utf-8').strip()}"
    return f"The encoder began as the pretrained one in `{encoder.name}`, whose terms are its own."
