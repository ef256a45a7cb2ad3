"""Training the tagger: from annotated documents to weights, the same ones each time.

Needs crfsuite (the extra ``train``), which fits the weights by stochastic gradient descent; nothing
at run time does.
Every twentieth document is held out: on these the model's estimates are turned into shares of
right ones, and the rules' attributions that the model does not find are judged by rule.
"""

from __future__ import annotations

import ctypes
import hashlib
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc

from onrecord.errors import SettingError
from onrecord.ingest.attribution.corpus import GoldDocument, GoldStatement
from onrecord.ingest.attribution.draft import read_page
from onrecord.ingest.attribution.rules import finished, standing_drafts
from onrecord.ingest.attribution.scoring import Scores, judge
from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Crf
from onrecord.ingest.attribution.trained.features import features
from onrecord.ingest.attribution.trained.labels import Linked, labels_of
from onrecord.ingest.attribution.trained.model import Model
from onrecord.ingest.attribution.trained.tagger import Tagger
from onrecord.ingest.attribution.tree import Range
from onrecord.ingest.extraction import Span

_FOLD: Final = 20
_POINTS: Final = 12  # of the calibration curve
_BONUSES: Final = (0.0, 0.5, 1.0, 1.5)  # for the step to a cue
_NAME: Final = "fast"
_MIN_JUDGED: Final = 5  # held-out attributions of a rule, to speak of its share
_SMALL: Final = 0.0005  # weights below this are dropped with their feature


@dataclass(frozen=True, slots=True)
class Fit:
    """How the weights are fitted; the defaults are those of the published model."""

    c2: float = 20.0
    min_count: int = 3
    epochs: int = 25
    seed: int = 0

    @property
    def card(self) -> str:
        """A sentence for the model card."""
        return (
            f"Conditional random field: stochastic gradient descent, L2 {self.c2}, {self.epochs} "
            f"epochs, features seen at least {self.min_count} times."
        )


Progress = Callable[[str], None]
Example = tuple[Doc, GoldDocument]


def train(
    annotated: Iterable[Example],
    *,
    fit: Fit | None = None,
    on_step: Progress = lambda step: None,
) -> Model:
    """The model of the profile ``fast`` from parsed and annotated documents.

    The documents must have passed the pipeline up to the attribution component. Which are held
    out hangs on their place and the seed alone. Takes some minutes for a million words.

    Raises:
        SettingError: crfsuite is not installed.
    """
    fit = fit or Fit()
    crfsuite()
    on_step("Reading documents")
    lessons, held_out = split(annotated, fit.seed)
    on_step("Fitting the weights")
    crf = fit_crf(lessons, fit)
    on_step("Calibrating")
    crf = _eager(crf, held_out)
    return calibrated(Model(crf, f"{_NAME}-{digest_of(crf)}"), held_out)


def split(annotated: Iterable[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """The documents to learn from, and those held out: every twentieth."""
    out = random.Random(seed).randrange(_FOLD)
    lessons: list[Example] = []
    held_out: list[Example] = []
    for number, example in enumerate(annotated):
        (held_out if number % _FOLD == out else lessons).append(example)
    return lessons, held_out


def crfsuite() -> Any:
    """The library that fits the field; ask for it before documents are read, which takes minutes.

    Raises:
        SettingError: it is not installed.
    """
    try:
        import pycrfsuite  # type: ignore[import-untyped] # Any stops at _arrays
    except ModuleNotFoundError as error:
        raise SettingError(
            "train", "crfsuite is not installed; pip install 'onrecord[train]'"
        ) from error
    return pycrfsuite


def fit_crf(lessons: Iterable[Example], fit: Fit) -> Crf:
    """The field's weights by stochastic gradient descent.

    Raises:
        SettingError: crfsuite is not installed.
    """
    pycrfsuite = crfsuite()
    trainer = pycrfsuite.Trainer(verbose=False)
    for doc, gold in lessons:
        page = read_page(doc)
        labels = labels_of(len(doc), in_tokens(doc, gold.statements))
        columns = Columns(page, standing_drafts(page))
        items = iter(features(columns))
        for tokens in columns.paragraphs:
            trainer.append(
                pycrfsuite.ItemSequence(list(islice(items, len(tokens)))),
                [labels[i] for i in tokens],
            )
    trainer.select("l2sgd")
    trainer.set_params(
        {"c2": fit.c2, "feature.minfreq": fit.min_count, "max_iterations": fit.epochs}
    )
    _seed_c(fit.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        crf = _arrays(tagger.labels(), info.state_features, info.transitions)
        tagger.close()
    return crf


def _seed_c(seed: int) -> None:
    """Seed the C library's ``rand``, by which crfsuite shuffles the paragraphs."""
    ctypes.CDLL(None).srand(seed + 1)


def _eager(crf: Crf, held_out: Sequence[Example]) -> Crf:
    """The field with cues made likelier by as much as finds most on the held-out documents."""
    ways = [Model(likelier(crf, bonus), _NAME) for bonus in (_BONUSES if held_out else (0.0,))]
    return best_of(ways, held_out).crf


def likelier(crf: Crf, bonus: float) -> Crf:
    """The field with cues made likelier.

    Likelihood training is shy of rare labels: it misses more than it finds wrongly.
    """
    steps = crf.steps.copy()
    steps[:, crf.labels.index("B-C")] += bonus
    return Crf(crf.labels, list(crf.rows), crf.states[1:], steps)


def best_of(models: Iterable[Model], held_out: Sequence[Example]) -> Model:
    """The first of the models that finds most with the right speaker on held-out documents."""
    best: Model | None = None
    best_f1 = -1.0
    for model in models:
        tagger, scores = Tagger(model), Scores()
        for doc, gold in held_out:
            page = read_page(doc)
            found = finished(page, tagger.drafts(page, standing_drafts(page)))
            scores.add(judge(gold.document.text, gold.statements, found))
        f1 = (
            2
            * scores.counts["same_speaker"]
            / max(1, scores.counts["gold"] + scores.counts["predicted"])
        )
        if best is None or f1 > best_f1:
            best, best_f1 = model, f1
    if best is None:
        raise ValueError("no models to choose from")
    return best


def digest_of(crf: Crf, *more: bytes) -> str:
    """Eight hexadecimal digits that name the weights."""
    weights = hashlib.sha256("\n".join(crf.rows).encode("utf-8"))
    for each in (crf.states.tobytes(), crf.steps.tobytes(), *more):
        weights.update(each)
    return weights.hexdigest()[:8]


def _arrays(
    labels: list[str],
    states: dict[tuple[str, str], float],
    transitions: dict[tuple[str, str], float],
) -> Crf:
    labels = sorted(labels)
    place = {label: y for y, label in enumerate(labels)}
    kept = sorted({feature for (feature, _), weight in states.items() if abs(weight) >= _SMALL})
    rows = {feature: row for row, feature in enumerate(kept)}
    weights = np.zeros((len(kept), len(labels)), dtype=np.float16)
    for (feature, label), weight in states.items():
        if feature in rows:
            weights[rows[feature], place[label]] = weight
    steps = np.zeros((len(labels), len(labels)), dtype=np.float32)
    # Steps that training never saw, such as O to I-C, weigh nothing in crfsuite; they stay
    # possible there, and unlikely by the features. Here they are ruled out.
    steps[:] = -20.0
    for (before, behind), weight in transitions.items():
        steps[place[before], place[behind]] = weight
    return Crf(labels, kept, weights.astype(np.float32), steps)


def in_tokens(doc: Doc, statements: Iterable[GoldStatement]) -> list[Linked]:
    """The annotated statements in token ranges; those without content are left out."""
    starts = np.array([token.idx for token in doc], dtype=np.int64)
    ends = starts + np.array([len(token) for token in doc], dtype=np.int64)

    def ranges(spans: tuple[Span, ...]) -> list[Range]:
        """The tokens that the spans touch."""
        found = []
        for span in spans:
            first = int(np.searchsorted(ends, span.start, side="right"))
            last = int(np.searchsorted(starts, span.end, side="left"))
            if first < last:
                found.append((first, last))
        return found

    return [
        Linked(ranges(each.source), ranges(each.cue), ranges(each.content))
        for each in statements
        if each.content
    ]


def calibrated(model: Model, held_out: Iterable[Example]) -> Model:
    """The model with what documents that it was not trained on say of its confidence."""
    tagger = Tagger(replace(model, curve=(), rules={}), keep=0.0)
    judged: list[tuple[float, bool]] = []
    offered: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for doc, gold in held_out:
        page = read_page(doc)
        found = finished(page, tagger.drafts(page, standing_drafts(page)))
        judgement = judge(gold.document.text, gold.statements, found)
        matched = {judgement.predicted[match.predicted].statement for match in judgement.matches}
        for each in found:
            if each.rule == model.name:
                judged.append((each.confidence, each in matched))
            else:
                offered[each.rule] += 1
                right[each.rule] += each in matched
    shares = {
        rule: round((right[rule] + 1) / (offered[rule] + 2), 3)
        for rule in sorted(offered)
        if offered[rule] >= _MIN_JUDGED
    }
    return replace(model, curve=rising(judged), rules=shares)


def rising(judged: Iterable[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Points of a curve from estimates to shares of right ones that never falls.

    Estimates are put into equal groups; neighbours that would fall are pooled.
    """
    ordered = sorted(judged)
    size = max(1, -(-len(ordered) // _POINTS))
    groups = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    pooled: list[list[tuple[float, bool]]] = []
    for group in groups:
        pooled.append(group)
        while len(pooled) > 1 and _share(pooled[-2]) >= _share(pooled[-1]):
            pooled[-2:] = [pooled[-2] + pooled[-1]]
    return tuple(
        (round(sum(x for x, _ in group) / len(group), 4), round(_share(group), 4))
        for group in pooled
    )


def _share(group: list[tuple[float, bool]]) -> float:
    return sum(right for _, right in group) / len(group)
