"""A trained tagger's weights, as files and in memory."""

from __future__ import annotations

import bisect
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from onrecord.errors import ModelError
from onrecord.ingest.attribution.trained.crf import Crf

if TYPE_CHECKING:
    from onrecord.ingest.attribution.trained.columns import Columns
    from onrecord.ingest.attribution.trained.crf import Floats

FORMAT: Final = 1
"""Raised when labels or features change so that older weights no longer fit."""
WEIGHTS: Final = "model.npz"
META: Final = "model.json"


class Scorer(Protocol):
    """What adds to a field's scores: an encoder."""

    @property
    def weight(self) -> float:
        """What its scores count."""

    def scores(self, columns: Columns) -> Floats:
        """Weighted scores of shape (tokens, labels)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A trained tagger: weights, and what documents held out from training said of it.

    ``encoder`` is there in the profile ``accurate`` only. ``curve`` maps the marginals' estimate
    to the share that was right, rising; ``rules`` gives that share for the rules' attributions
    that the tagger did not find, by rule.
    """

    crf: Crf
    name: str
    curve: tuple[tuple[float, float], ...] = ()
    rules: dict[str, float] = field(default_factory=dict)
    encoder: Scorer | None = None

    def confidence(self, estimate: float) -> float:
        """The estimate as a share of right ones, between the points of the curve."""
        if not self.curve:
            return estimate
        place = bisect.bisect_left(self.curve, (estimate, 0.0))
        if place == 0:
            return self.curve[0][1]
        if place == len(self.curve):
            return self.curve[-1][1]
        (x0, y0), (x1, y1) = self.curve[place - 1 : place + 1]
        return y0 + (y1 - y0) * (estimate - x0) / (x1 - x0) if x1 > x0 else y1

    def save(self, folder: Path) -> None:
        """Write the weights and what belongs to them, but for an encoder's own files."""
        folder.mkdir(parents=True, exist_ok=True)
        self.crf.save(folder / WEIGHTS)
        meta = {"format": FORMAT, "name": self.name, "curve": self.curve, "rules": self.rules}
        if self.encoder is not None:
            meta["encoder"] = self.encoder.weight
        (folder / META).write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Read what ``save`` wrote.

        Raises:
            ModelError: it is not there, broken, or made for another version.
        """
        try:
            meta = json.loads((folder / META).read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                raise ModelError(
                    str(folder), f"has format {meta['format']}, this version reads {FORMAT}"
                )
            curve = tuple((float(x), float(y)) for x, y in meta["curve"])
            crf = Crf.load(folder / WEIGHTS)
            encoder = _encoder(folder, float(meta["encoder"]), crf) if "encoder" in meta else None
            return cls(crf, str(meta["name"]), curve, dict(meta["rules"]), encoder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(str(folder), f"cannot be read ({error})") from error


def _encoder(folder: Path, weight: float, crf: Crf) -> Scorer:
    try:
        from onrecord.ingest.attribution.trained.encoder import Encoder
    except ModuleNotFoundError as error:
        raise ModelError(
            str(folder),
            f"needs {error.name}, which is not installed: pip install 'onrecord[accurate]'",
        ) from error
    return Encoder.load(folder, weight=weight, labels=len(crf.labels))
