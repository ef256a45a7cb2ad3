"""Fits the weights of ingest/relations/odds.py and prints them as its table.

Events come from the first half of the PLOVER records; right are those with the actors and the type
that people noted. Newton's method with an L2 penalty; the same file gives the same numbers. Beside
the table stands the typed F1 of all events, and of those more likely right than not in ten folds.

    python -m tools.fit_event_odds ../shared/corpora/plover/gsr-dev.jsonl
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.ingest.relations.component import RelationReader
from onrecord.ingest.relations.odds import features
from onrecord.ingest.relations.scoring import EventRecord, event_records, names
from onrecord.ontology.packs import Packs
from onrecord.pipeline import load_reader
from onrecord.settings import load_settings
from tools.logistic import logistic

_PENALTY, _FOLDS = 3.0, 10
Row = tuple[int, dict[str, float], bool]
"""The number of the record, the features of an event, whether it is right."""


def rows(records: Sequence[EventRecord]) -> list[Row]:
    """The events that the patterns find in each record."""
    reader = load_reader(load_settings(profile="rules"), Packs())
    found: list[Row] = []
    place = reader.nlp.pipe_names.index("onrecord_relations")
    with reader.nlp.select_pipes(disable=reader.nlp.pipe_names[place:]):
        docs = list(reader.nlp.pipe(record.document.text for record in records))
    for number, (record, doc) in enumerate(zip(records, docs, strict=True)):
        relations = RelationReader(doc)
        for event, leads in relations.events_found():
            spans = event.subject.mention, event.object.mention
            subject, object_ = (doc.text[span.start : span.end] for span in spans)
            right = event.frame.plover == record.event and any(
                names(subject, source) and names(object_, target) for source, target in record.pairs
            )
            found.append((number, features(event, relations.clauses, leads=leads), right))
    return found


def typed_f1(found: Sequence[Row], kept: NDArray[np.bool_], total: int) -> float:
    """F1 in per cent where only these events are offered."""
    right = [number for (number, _, is_right), keep in zip(found, kept, strict=True)
             if keep and is_right]  # fmt: skip
    precision, recall = len(right) / max(1, int(kept.sum())), len(set(right)) / total
    return 200 * precision * recall / (precision + recall)


if __name__ == "__main__":
    records = event_records(Path(sys.argv[1]), half="tune")
    found = rows(records)
    table = np.array([[*row.values()] for _, row, _ in found])
    right = np.array([float(is_right) for *_, is_right in found])
    folds = np.array([number % _FOLDS for number, *_ in found])
    chance = np.zeros(len(found))
    for fold in range(_FOLDS):
        out = folds == fold
        weights = logistic(table[~out], right[~out], penalty=_PENALTY)
        chance[out] = 1 / (1 + np.exp(-table[out] @ weights[:-1] - weights[-1]))
    total = sum(1 for record in records if record.pairs)
    every = typed_f1(found, np.ones(len(found), dtype=np.bool_), total)
    print(f"typed F1 {every:.1f} of all, {typed_f1(found, chance >= 0.5, total):.1f} of the likely")
    weights = logistic(table, right, penalty=_PENALTY)
    for name, weight in zip([*found[0][1], "bias"], weights, strict=True):
        print(f'    "{name}": {weight:.3f},')
