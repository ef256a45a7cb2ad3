"""A small transformer encoder at work: a score for each label of each token.

The network is an ONNX file with 8-bit weights; ONNX Runtime runs it on one thread, because the
words a second for each core are most then, and windows go in one by one, because padding costs
more than a batch gains (measured: docs/performance.md).

Source:
    Wang et al. (2020), MiniLM: deep self-attention distillation, NeurIPS; Vaswani et al. (2017).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Floats
from onrecord.ingest.attribution.trained.pieces import Pieces

NETWORK: Final = "encoder.onnx"


class Encoder:
    """A trained network with its word pieces and signs; not safe to share between threads."""

    def __init__(self, network: bytes, pieces: Pieces, *, weight: float, labels: int) -> None:
        """``weight`` is what its scores count beside a CRF's."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.weight = weight
        self._labels = labels
        self._pieces = pieces
        self._session = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )

    @classmethod
    def load(cls, folder: Path, *, weight: float, labels: int) -> Encoder:
        """Read the network and what belongs to it.

        Raises:
            OSError, ValueError: a file is missing or broken.
        """
        network = (folder / NETWORK).read_bytes()
        try:
            return cls(network, Pieces.load(folder), weight=weight, labels=labels)
        except onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf as error:
            raise ValueError(f"{NETWORK}: {error}") from error

    def scores(self, columns: Columns) -> Floats:
        """Scores of shape (tokens, labels), weighted; white space gets none. Linear in tokens."""
        found: Floats = np.zeros((len(columns.doc), self._labels), dtype=np.float32)
        for window in self._pieces.windows(columns):
            given = self._session.run(None, window.feed())[0][0]
            for tokens, places in window.parts:
                found[tokens] = given[places]
        found *= self.weight
        return found
