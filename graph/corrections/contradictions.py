"""Decisions in force that say otherwise about one thing; the later one counts.

Two analysts may give one statement two speakers, or one rejects what another confirmed. Both
entries stay in force, because either may be undone, so the one that is overruled is listed until
somebody undoes one of the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.graph.corrections.decisions import (
    AddStatement,
    ChangeAbout,
    ChangeDate,
    ChangeRelation,
    ChangeVia,
    ClaimDecision,
    Confirm,
    EditSpans,
    Named,
    Reattribute,
    Reject,
    Rename,
    Words,
    summary,
)
from onrecord.graph.corrections.ledger import Entry


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision in force that is not applied, and why; ``by`` is the one that overrules it."""

    entry: Entry
    reason: str
    by: Entry | None = None


@dataclass(slots=True)
class Said:
    """What decisions say of the claims of a document, in their order.

    A claim goes by its id; one whose words are edited has another id from then on.
    """

    _by_claim: dict[str, dict[str, list[tuple[Entry, object]]]] = field(default_factory=dict)

    def add(self, entry: Entry, decision: ClaimDecision, before: str | None, after: str) -> None:
        """Note a decision about a claim, which had another id before where the two differ."""
        parts = self._by_claim.setdefault(after, defaultdict(list))
        if before is not None and before != after:
            for part, said in self._by_claim.pop(before, {}).items():
                parts[part] = said + parts[part]
        for part, value in _parts(decision).items():
            parts[part].append((entry, value))

    def overruled(self) -> Iterator[Conflict]:
        """Yield the decisions that a later one about the same claim contradicts."""
        for parts in self._by_claim.values():
            yield from _overruled(parts.values())


def overruled_names(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """Yield the renamings of an entity that a later one contradicts."""
    by_entity: dict[str, list[tuple[Entry, object]]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.decision, Rename):
            by_entity[entry.decision.entity.iri].append((entry, entry.decision.label))
    yield from _overruled(by_entity.values())


def _overruled(said: Iterable[list[tuple[Entry, object]]]) -> Iterator[Conflict]:
    told = set[str]()
    for each in said:
        last, value = each[-1]
        for entry, other in each:
            if other != value and entry.id not in told:
                told.add(entry.id)
                yield Conflict(
                    entry,
                    f"{last.author} decided otherwise later, which counts: "
                    f"{summary(last.decision)} ({last.decision.kind}, {last.id[:8]}); "
                    "undo one of the two",
                    last,
                )


def _parts(decision: ClaimDecision) -> Mapping[str, object]:
    """What a decision says of which part of its claim, in a form that can be compared."""
    if isinstance(decision, Reject):
        return {"stands": False}
    found: dict[str, object] = {"stands": True}
    match decision:
        case Confirm():
            pass
        case AddStatement():
            found |= {
                "speaker": _iris(decision.speaker),
                "via": _iris(*decision.via),
                "about": set(_iris(*decision.about)),
                "date": decision.date and decision.date.value,
            }
        case Reattribute(_, speaker):
            found["speaker"] = _iris(speaker)
        case ChangeVia(_, via):
            found["via"] = _iris(*via)
        case ChangeAbout(_, about):
            found["about"] = set(_iris(*about))
        case ChangeDate(_, date):
            found["date"] = date and date.value
        case EditSpans():
            for part in ("content", "cue", "source"):
                words: tuple[Words, ...] | None = getattr(decision, part)
                if words is not None:
                    found[part] = {(each.start, each.exact) for each in words}
        case ChangeRelation():
            for part in ("subject", "predicate", "object", "role", "factuality"):
                value = getattr(decision, part)
                if value is not None:
                    found[part] = value.iri if isinstance(value, Named) else value
    return found


def _iris(*named: Named | None) -> tuple[str, ...]:
    return tuple(each.iri for each in named if each is not None)
