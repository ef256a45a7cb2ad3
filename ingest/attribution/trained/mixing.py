"""Training the profile ``accurate``: the field of ``fast``, an encoder, and what each counts.

Both learn from the same documents. Their scores are added, with weights that find most on the
documents held out; the sum is read as one conditional random field. Where the field counts
nothing, only the encoder's steps between labels remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Crf, Floats
from onrecord.ingest.attribution.trained.encoder import NETWORK, Encoder
from onrecord.ingest.attribution.trained.encoder_training import (
    EncoderFit,
    Fitted,
    pretrained_pieces,
    train_encoder,
)
from onrecord.ingest.attribution.trained.model import Model
from onrecord.ingest.attribution.trained.training import (
    Example,
    Fit,
    Progress,
    best_of,
    calibrated,
    crfsuite,
    digest_of,
    fit_crf,
    likelier,
    split,
)

_NAME: Final = "accurate"
_ENCODER: Final = (0.6, 0.8, 1.0)  # what the encoder's scores may count
_FIELD: Final = (0.0, 0.5, 1.0)  # what the field's may; at 0 it is left out, which is faster
_BONUSES: Final = (0.0, 0.5)  # for the step to a cue


@dataclass(frozen=True, slots=True)
class Accurate:
    """A trained model with the files of its encoder."""

    model: Model
    fitted: Fitted
    field: float

    @property
    def card(self) -> str:
        """A sentence for the model card."""
        weight = self.model.encoder.weight if self.model.encoder is not None else 0.0
        return f"On the held-out documents best: encoder times {weight}, field times {self.field}."

    def save(self, folder: Path) -> None:
        """Write what ``Model.load`` reads."""
        self.model.save(folder)
        (folder / NETWORK).write_bytes(self.fitted.network)
        self.fitted.pieces.save(folder)


class _Kept:
    """An encoder that remembers the scores of documents, for trying weights."""

    def __init__(self, encoder: Encoder) -> None:
        self.weight = 1.0
        self._encoder = encoder
        self._scores: dict[int, Floats] = {}

    def scores(self, columns: Columns) -> Floats:
        key = id(columns.doc)
        if key not in self._scores:
            self._scores[key] = self._encoder.scores(columns) / self._encoder.weight
        return self._scores[key] * self.weight

    def weighted(self, weight: float) -> _Kept:
        kept = _Kept(self._encoder)
        kept.weight, kept._scores = weight, self._scores
        return kept


def train_accurate(
    annotated: Iterable[Example],
    pretrained: Path,
    *,
    fit: Fit,
    encoder_fit: EncoderFit,
    on_step: Progress = lambda step: None,
) -> Accurate:
    """The model of the profile ``accurate``. Takes most of an hour on two cores.

    ``pretrained`` is a folder as transformers saves a BERT (tools/unpack_encoder.py makes one).

    Raises:
        SettingError: what trains is not installed.
        InputError: the folder is not such a model.
    """
    crfsuite()
    pretrained_pieces(pretrained)  # what is wrong is said before documents are read
    on_step("Reading documents")
    lessons, held_out = split(annotated, fit.seed)
    on_step("Fitting the field")
    crf = fit_crf(lessons, fit)

    def learnt(done: int, steps: int, loss: float) -> None:
        on_step(f"Fitting the encoder, step {done} of {steps}, loss {loss:.3f}")

    fitted = train_encoder(lessons, pretrained, crf.labels, fit=encoder_fit, on_step=learnt)
    on_step("Weighing them")
    return mixed(crf, fitted, held_out)


def mixed(crf: Crf, fitted: Fitted, held_out: Sequence[Example]) -> Accurate:
    """The two together, with the weights that are best on the held-out documents."""
    kept = _Kept(Encoder(fitted.network, fitted.pieces, weight=1.0, labels=len(crf.labels)))
    ways = {id(way): (way, field) for way, field in _ways(crf, fitted.steps, kept)}
    best = best_of((way for way, _ in ways.values()), held_out)
    name = f"{_NAME}-{digest_of(best.crf, fitted.network)}"
    model = calibrated(replace(best, name=name), held_out)
    return Accurate(model, fitted, ways[id(best)][1])


def _ways(crf: Crf, steps: Floats, kept: _Kept) -> Iterator[tuple[Model, float]]:
    never = crf.steps <= crf.steps.min()
    for field, encoder, bonus in product(_FIELD, _ENCODER, _BONUSES):
        sums = encoder * steps + field * crf.steps
        sums[never] = crf.steps.min()
        rows = list(crf.rows) if field else []
        both = Crf(crf.labels, rows, field * crf.states[1 : len(rows) + 1], sums.astype(np.float32))
        yield Model(likelier(both, bonus), _NAME, encoder=kept.weighted(encoder)), field
