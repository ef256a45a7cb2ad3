"""How good found relations between actors are, measured against annotated event records.

A record has a text, an event type of PLOVER, its sources and its targets as the annotators wrote
them; one with several sources and no target is mutual. A found pair is right where its subject
names a source and its object a target: the words of the two (case folded, articles dropped) overlap
by half, or the shorter is the end of the longer and at most four words shorter. Records with one
actor only count for precision and not for recall. ``pair`` ignores the type, ``typed`` wants it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product
from pathlib import Path

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction, Relation
from onrecord.ingest.relations.frame import PLOVER_PREDICATES

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_ARTICLES = frozenset({"the", "a", "an"})
_MOST_MISSING = 4
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An annotated event: who did it to whom, in the annotators' words."""

    document: Document
    event: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every source with every target, or with every other source; empty for one actor."""
        if self.targets:
            return tuple(product(self.sources, self.targets))
        return tuple(pair for pair in permutations(self.sources, 2) if pair[0] != pair[1])


@dataclass(slots=True)
class _Counts:
    """Right among the found, and records of which a pair was found."""

    right: int = 0
    found_records: int = 0


@dataclass(slots=True)
class RelationScores:
    """Sums over records."""

    records: int = 0
    offered: int = 0
    pair: _Counts = field(default_factory=_Counts)
    typed: _Counts = field(default_factory=_Counts)

    def add(self, record: EventRecord, extraction: Extraction) -> bool:
        """Count one record; whether its event was found with its type."""
        text = record.document.text
        events = [relation for relation in extraction.relations if relation.plover]
        right = [r for r in events if _is_right(r, text, record.pairs)]
        typed = [r for r in right if r.plover == record.event]
        self.offered += len(events)
        self.pair.right += len(right)
        self.typed.right += len(typed)
        if record.pairs:
            self.records += 1
            self.pair.found_records += bool(right)
            self.typed.found_records += bool(typed)
        return bool(typed)

    def figures(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 in per cent, of pairs and of typed pairs."""
        return {"pair": self._figures(self.pair), "typed": self._figures(self.typed)}

    def _figures(self, counts: _Counts) -> dict[str, float]:
        precision = counts.right / self.offered if self.offered else 0.0
        recall = counts.found_records / self.records if self.records else 0.0
        total = precision + recall
        return {
            "p": round(100 * precision, 1),
            "r": round(100 * recall, 1),
            "f1": round(200 * precision * recall / total, 1) if total else 0.0,
        }


def event_records(path: Path, *, half: str | None = None) -> list[EventRecord]:
    """The records of a JSON Lines file: id, text, event, sources, targets.

    Args:
        path: the file.
        half: ``tune`` for the first half of the records, rounded up, ``measure`` for the rest.

    Raises:
        InputError: the file cannot be read, a line is no such record, or there is none.
        ValueError: another half is asked for.
    """
    if half not in (None, "tune", "measure"):
        raise ValueError(f"half must be 'tune' or 'measure', got {half!r}")
    records: list[EventRecord] = []
    number = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    records.append(_record(f"{path}:{number}", line))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}:{number + 1}", "is not UTF-8") from error
    if not records:
        raise InputError(str(path), "is empty")
    middle = (len(records) + 1) // 2
    if half is None:
        return records
    return records[:middle] if half == "tune" else records[middle:]


def _record(place: str, line: str) -> EventRecord:
    try:
        row = json.loads(line)
        event, sources, targets = row["event"], row["sources"], row["targets"]
        document = Document(text=row["text"], row=str(row["id"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(place, f"is no event record ({error!r})") from error
    if event not in PLOVER_PREDICATES:
        raise InputError(place, f"{event!r} is no event type of PLOVER")
    if not (_are_names(sources) and _are_names(targets)):
        raise InputError(place, "sources and targets must be lists of text")
    return EventRecord(document, event, tuple(sources), tuple(targets))


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_right(relation: Relation, text: str, pairs: Sequence[tuple[str, str]]) -> bool:
    subject = text[relation.subject_mention.start : relation.subject_mention.end]
    object_ = text[relation.object_mention.start : relation.object_mention.end]
    return any(names(subject, source) and names(object_, target) for source, target in pairs)


def names(mention: str, gold: str) -> bool:
    """Whether a mention names whom the annotators wrote."""
    one, other = _words(mention), _words(gold)
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    shared = len({*one} & {*other}) / len({*one} | {*other})
    ends = long[-len(short) :] == short and len(long) - len(short) <= _MOST_MISSING
    return shared >= _SHARED or ends


def _words(text: str) -> list[str]:
    found: Iterable[str] = _WORD.findall(text.casefold())
    return [word for word in found if word not in _ARTICLES]
