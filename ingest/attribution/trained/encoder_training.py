"""Training the encoder of the profile ``accurate``: a pretrained transformer made to label tokens.

Needs PyTorch, transformers and onnx (the extra ``train-accurate``, in an environment of its own);
reading documents needs none of them. The lower layers of a pretrained encoder get an embedding of
each token's signs (columns.py) beside the one of its word piece, and a linear layer of labels with
a conditional random field over it. The word embeddings stay as they were pretrained.

Source:
    Devlin et al. (2019), BERT, NAACL, for fine-tuning; Lample et al. (2016), Neural architectures
    for named entity recognition, NAACL, for the field on top.
"""

from __future__ import annotations

import json
import random
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc

from onrecord.errors import InputError, SettingError
from onrecord.ingest.attribution.corpus import GoldDocument
from onrecord.ingest.attribution.draft import read_page
from onrecord.ingest.attribution.rules import standing_drafts
from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Floats
from onrecord.ingest.attribution.trained.labels import labels_of
from onrecord.ingest.attribution.trained.pieces import Pieces, SignTable, Window, signs
from onrecord.ingest.attribution.trained.training import in_tokens
from onrecord.ingest.attribution.trained.word_pieces import WordPieces

try:
    import torch
    from torch import nn
    from transformers import BertModel
    from transformers import logging as transformers_logging
except ModuleNotFoundError as missing:
    raise SettingError(
        "train", f"{missing.name} is not installed; pip install 'onrecord[train-accurate]'"
    ) from missing

transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call,unused-ignore]
_OPSET: Final = 17
_WARM: Final = 0.08  # share of the steps in which the rate rises
_SORTED: Final = 24  # batches among which windows are sorted by length


@dataclass(frozen=True, slots=True)
class EncoderFit:
    """How the encoder is fitted; the defaults are those of the published weights.

    ``rate`` is the learning rate of the top layer, each one below learns ``decay`` times that of
    the one above it; ``blind`` is the share of signs that are hidden from it while it learns.
    """

    layers: int = 8
    epochs: float = 4.0
    batch: int = 8
    rate: float = 1.5e-4
    decay: float = 0.9
    blind: float = 0.1
    seed: int = 0
    threads: int = 2

    @property
    def card(self) -> str:
        """A sentence for the model card."""
        return (
            f"Encoder: the first {self.layers} layers, {self.epochs:g} epochs of {self.batch} "
            f"windows a step, AdamW, learning rate {self.rate:g} times {self.decay} a layer "
            f"downwards, word embeddings kept, {self.blind:.0%} of the signs hidden; bfloat16 on "
            f"{self.threads} threads; 8-bit weights, one scale a column."
        )


Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """An encoder's network as ONNX, its pieces and signs, and the steps between its labels."""

    network: bytes
    pieces: Pieces
    labels: list[str]
    steps: Floats


class Network(nn.Module):
    """Word pieces and signs in, a score for each label out."""

    def __init__(self, pretrained: Path, *, layers: int, signs: int, labels: int) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            pretrained,
            num_hidden_layers=layers,
            add_pooling_layer=False,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # its backward pass is twice as fast on a CPU as the fused
        )
        width = self.bert.config.hidden_size
        self.signs = nn.Embedding(signs, width, padding_idx=0)
        nn.init.zeros_(self.signs.weight)
        self.dropout = nn.Dropout(0.1)
        self.top = nn.Linear(width, labels)
        self.steps = nn.Parameter(torch.zeros(labels, labels))

    def forward(self, pieces: Any, signs: Any, mask: Any = None) -> Any:
        """Scores of shape (windows, pieces, labels)."""
        if mask is None:
            mask = torch.ones_like(pieces)
        words = self.bert.embeddings.word_embeddings(pieces)
        hidden = self.bert(
            inputs_embeds=words + self.signs(signs).sum(2), attention_mask=mask
        ).last_hidden_state
        return self.top(self.dropout(hidden))


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A window with the right label of each of its tokens, by paragraph."""

    window: Window
    labels: list[list[int]]


def train_encoder(
    annotated: Sequence[tuple[Doc, GoldDocument]],
    pretrained: Path,
    labels: Sequence[str],
    *,
    fit: EncoderFit,
    on_step: Progress = lambda done, steps, loss: None,
) -> Fitted:
    """Fit an encoder to documents that passed the pipeline up to the attribution component.

    ``pretrained`` is a folder as transformers saves a BERT with its ``tokenizer.json``. The same
    documents, seed and number of threads give nearly the same weights.

    Raises:
        InputError: the folder is not such a model.
    """
    random.seed(fit.seed)
    torch.manual_seed(fit.seed)
    torch.set_num_threads(fit.threads)
    lessons, pieces = _lessons(annotated, pretrained, labels)
    try:
        network = Network(
            pretrained, layers=fit.layers, signs=pieces.table.size, labels=len(labels)
        )
    except (OSError, ValueError) as error:
        raise InputError(str(pretrained), f"is not a pretrained encoder ({error})") from error
    optimizer = torch.optim.AdamW(list(_groups(network, fit)), betas=(0.9, 0.98))
    steps = max(1, int(-(-len(lessons) // fit.batch) * fit.epochs))
    warm = max(10, int(steps * _WARM))
    network.train()
    for done, batch in enumerate(_batches(lessons, fit.batch, steps), start=1):
        share = min(done / warm, (steps - done + 1) / max(1, steps - warm))
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * share
        loss = _loss(network, batch, blind=fit.blind)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        on_step(done, steps, float(loss.detach()))
    network.eval()
    transitions: Floats = network.steps.detach().numpy().astype(np.float32)
    return Fitted(_exported(network, lessons[0].window), pieces, list(labels), transitions)


def _lessons(
    annotated: Sequence[tuple[Doc, GoldDocument]], pretrained: Path, labels: Sequence[str]
) -> tuple[list[_Lesson], Pieces]:
    word_pieces = pretrained_pieces(pretrained)
    documents = []
    for doc, gold in annotated:
        page = read_page(doc)
        documents.append((Columns(page, standing_drafts(page)), gold))
    table = SignTable.counted(row for columns, _ in documents for row in signs(columns))
    pieces = Pieces(word_pieces, table)
    number = {label: n for n, label in enumerate(labels)}
    lessons = []
    for columns, gold in documents:
        right = labels_of(len(columns.doc), in_tokens(columns.doc, gold.statements))
        for window in pieces.windows(columns):
            rows = [[number[right[i]] for i in tokens] for tokens, _ in window.parts]
            lessons.append(_Lesson(window, rows))
    return lessons, pieces


def pretrained_pieces(pretrained: Path) -> WordPieces:
    """The word pieces of a pretrained uncased BERT.

    Raises:
        InputError: the folder has no ``tokenizer.json`` of such a model.
    """
    path = pretrained / "tokenizer.json"
    try:
        tokenizer = json.loads(path.read_text(encoding="utf-8"))
        if not tokenizer["normalizer"]["lowercase"]:
            raise ValueError("it is for a cased model")
        numbers: dict[str, int] = tokenizer["model"]["vocab"]
        return WordPieces(sorted(numbers, key=numbers.__getitem__))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), f"is no tokenizer of an uncased BERT ({error})") from error


def _groups(network: Network, fit: EncoderFit) -> Iterator[dict[str, Any]]:
    """The parameters with their learning rates; word embeddings have none."""
    for name, parameter in network.named_parameters():
        decay = 0.01 if parameter.ndim > 1 and name.startswith(("bert", "top")) else 0.0
        if name.startswith("bert.embeddings.word"):
            parameter.requires_grad_(False)
            continue
        if name.startswith("bert.encoder.layer."):
            rate = fit.rate * fit.decay ** (fit.layers - 1 - int(name.split(".")[3]))
        elif name.startswith("bert"):
            rate = fit.rate * fit.decay**fit.layers
        else:
            rate = 1e-3 if name.startswith("signs") else 2e-3
        yield {"params": [parameter], "lr": rate, "base": rate, "weight_decay": decay}


def _batches(lessons: list[_Lesson], size: int, steps: int) -> Iterator[list[_Lesson]]:
    """Batches of windows of about one length, in random order, over and over."""
    given = 0
    while True:
        random.shuffle(lessons)
        for start in range(0, len(lessons), size * _SORTED):
            chunk = sorted(
                lessons[start : start + size * _SORTED], key=lambda each: len(each.window.pieces)
            )
            batches = [chunk[i : i + size] for i in range(0, len(chunk), size)]
            random.shuffle(batches)
            for batch in batches:
                if given == steps:
                    return
                given += 1
                yield batch


def _loss(network: Network, batch: list[_Lesson], *, blind: float) -> Any:
    """Mean negative log likelihood of the right labels, a token."""
    longest = max(len(lesson.window.pieces) for lesson in batch)
    kinds = len(batch[0].window.signs[0])
    pieces = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros_like(pieces)
    signed = torch.zeros(len(batch), longest, kinds, dtype=torch.long)
    rows: list[list[int]] = []
    right: list[list[int]] = []
    for n, lesson in enumerate(batch):
        size = len(lesson.window.pieces)
        pieces[n, :size] = torch.tensor(lesson.window.pieces)
        mask[n, :size] = 1
        signed[n, :size] = torch.tensor(lesson.window.signs)
        for (_, places), labels in zip(lesson.window.parts, lesson.labels, strict=True):
            rows.append([n * longest + place for place in places])
            right.append(labels)
    signed = signed * (torch.rand(signed.shape) >= blind)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(pieces, signed, mask)
    scores = scores.float().flatten(0, 1)
    most = max(map(len, rows))
    index = torch.zeros(len(rows), most, dtype=torch.long)
    gold = torch.zeros_like(index)
    there = torch.zeros(len(rows), most, dtype=torch.bool)
    for n, (places, labels) in enumerate(zip(rows, right, strict=True)):
        index[n, : len(places)] = torch.tensor(places)
        gold[n, : len(places)] = torch.tensor(labels)
        there[n, : len(places)] = True
    return _field_loss(scores[index], network.steps, gold, there).sum() / there.sum()


def _field_loss(scores: Any, steps: Any, gold: Any, there: Any) -> Any:
    """Negative log likelihood of each row under a linear-chain conditional random field."""
    reached = scores[:, 0]
    path = scores[:, 0].gather(1, gold[:, :1])[:, 0]
    for t in range(1, scores.shape[1]):
        here = there[:, t]
        onward = torch.logsumexp(reached[:, :, None] + steps[None], 1) + scores[:, t]
        reached = torch.where(here[:, None], onward, reached)
        step = scores[:, t].gather(1, gold[:, t : t + 1])[:, 0] + steps[gold[:, t - 1], gold[:, t]]
        path = path + torch.where(here, step, torch.zeros_like(step))
    return torch.logsumexp(reached, 1) - path


def _exported(network: Network, example: Window) -> bytes:
    """The network as ONNX with 8-bit weights, one scale for each column."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    feed = {name: torch.from_numpy(value) for name, value in example.feed().items()}
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tracing; what comes out is tested
            torch.onnx.export(
                network,
                (feed["pieces"], feed["signs"]),
                str(whole),
                input_names=["pieces", "signs"],
                output_names=["scores"],
                dynamic_axes={"pieces": {0: "n", 1: "p"}, "signs": {0: "n", 1: "p"}},
                opset_version=_OPSET,
                dynamo=False,
            )
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()
