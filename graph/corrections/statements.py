"""Decisions about claims, applied to the extraction of their document.

Pure: the extraction as it was read and the decisions, in their order, give the extraction as it
should be, which entities the analyst named, and which decisions found nothing to apply to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from onrecord.graph.corrections.anchors import (
    find_relation,
    find_statement,
    place,
    places,
)
from onrecord.graph.corrections.contradictions import Conflict, Said
from onrecord.graph.corrections.decisions import (
    AddStatement,
    ChangeAbout,
    ChangeDate,
    ChangeRelation,
    ChangeVia,
    ClaimDecision,
    Confirm,
    EditSpans,
    EntityDecision,
    Named,
    Reattribute,
    Reject,
    StatementAnchor,
    Undo,
    Words,
)
from onrecord.graph.corrections.ledger import Entry
from onrecord.ingest.extraction import (
    Entity,
    Extraction,
    Relation,
    Span,
    Statement,
    entity_id,
    relation_id,
    statement_id,
)

ANALYST = "analyst"
"""The rule that found a statement which an analyst added."""

Claim = Statement | Relation


@dataclass(slots=True)
class Corrected:
    """An extraction as it should be.

    ``pins`` are the IRIs of entities that analysts named, by local id; ``placed`` the claims that
    decisions were applied to, by entry, None where the claim is rejected; ``conflicts`` are those
    that found nothing to apply to, ``overruled`` those that later ones contradict.
    """

    extraction: Extraction
    pins: dict[str, str] = field(default_factory=dict)
    placed: list[tuple[Entry, str | None]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    overruled: list[Conflict] = field(default_factory=list)


def corrected(extraction: Extraction, entries: Iterable[Entry]) -> Corrected:
    """Apply the decisions about claims of this document, in their order."""
    work = _Correcting(extraction)
    for entry in entries:
        work.apply(entry)
    return work.result()


class _Correcting:
    """One extraction being corrected."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        self._read = extraction.entities
        self._text = extraction.document.text
        self._entities: dict[str, Entity] = {}
        self._pins: dict[str, str] = {}
        self._placed: list[tuple[Entry, str | None]] = []
        self._conflicts: list[Conflict] = []
        self._said = Said()

    def result(self) -> Corrected:
        there = {entity.id for entity in self._extraction.entities}
        pins = {id_: iri for id_, iri in self._pins.items() if id_ in there}
        overruled = list(self._said.overruled())
        return Corrected(self._extraction, pins, self._placed, self._conflicts, overruled)

    def apply(self, entry: Entry) -> None:
        decision = entry.decision
        if isinstance(decision, EntityDecision | Undo):
            raise TypeError(f"{decision.kind} is not about a claim")
        outcome = self._outcome(decision)
        if isinstance(outcome, _Nothing):
            self._conflicts.append(Conflict(entry, outcome.reason))
            return
        # A statement that was edited is another one by its id; what came before is about it too.
        before, after = outcome
        if before is not None and before != after:
            self._placed = [(e, after if id_ == before else id_) for e, id_ in self._placed]
        self._placed.append((entry, after))
        if (claim := after or before) is not None:
            self._said.add(entry, decision, before, claim)

    def _outcome(self, decision: ClaimDecision) -> tuple[str | None, str | None] | _Nothing:
        """The ids of the claim before and after, or why nothing was done."""
        claim: Claim | None
        if isinstance(decision, AddStatement):
            return self._add(decision)
        if isinstance(decision.claim, StatementAnchor):
            claim = find_statement(decision.claim, self._extraction)
            if claim is None and isinstance(decision, Reject):
                # The words stand there and nobody takes them for a statement: as it was decided.
                if places(decision.claim.content, self._text) is not None:
                    return None, None
            elif claim is None:
                claim = self._put_back(decision.claim)
        else:
            claim = find_relation(decision.claim, self._extraction)
        if claim is None:
            return _Nothing(
                "no statement has these words"
                if isinstance(decision.claim, StatementAnchor)
                else "no relation of that kind stands between these words"
            )
        if isinstance(decision, Reject):
            self._put(claim, None)
            return claim.id, None
        if isinstance(decision, Confirm):
            return claim.id, claim.id
        changed = self._changed(decision, claim)
        if isinstance(changed, _Nothing):
            return changed
        self._put(claim, changed)
        return claim.id, changed.id

    def _changed(self, decision: ClaimDecision, claim: Claim) -> Claim | _Nothing:
        match decision, claim:
            case ChangeDate(_, date), _:
                return replace(claim, date=date)
            case Reattribute(_, speaker), Statement():
                return self._said_by(speaker, claim)
            case EditSpans(), Statement():
                return self._edited(decision, claim)
            case ChangeVia(_, via), Statement():
                return replace(claim, via=self._named_all(via, claim.sentence))
            case ChangeAbout(_, about), Statement():
                return replace(claim, about=self._named_all(about, claim.content[0]))
            case ChangeRelation(), Relation():
                return self._related(decision, claim)
        raise TypeError(f"{decision.kind} is not about a {type(claim).__name__}")

    def _edited(self, decision: EditSpans, statement: Statement) -> Statement | _Nothing:
        spans: dict[str, tuple[Span, ...]] = {}
        for part in ("content", "cue", "source"):
            words: tuple[Words, ...] | None = getattr(decision, part)
            if words is not None:
                found = places(words, self._text)
                if found is None:
                    return _Nothing("its new words do not stand in the document")
                spans[part] = found
        edited = replace(statement, **spans)  # type: ignore[arg-type] # parts are spans
        return replace(
            edited,
            id=statement_id(
                self._extraction.document.id, edited.source, edited.cue, edited.content
            ),
            sentence=_around(statement.sentence, (*edited.content, *edited.cue, *edited.source)),
        )

    def _related(self, decision: ChangeRelation, relation: Relation) -> Relation:
        predicate = decision.predicate or relation.predicate
        return replace(
            relation,
            id=relation_id(
                self._extraction.document.id,
                predicate,
                relation.subject_mention,
                relation.object_mention,
            ),
            predicate=predicate,
            subject=self._named(decision.subject, relation.subject_mention)
            if decision.subject
            else relation.subject,
            object=self._named(decision.object, relation.object_mention)
            if decision.object
            else relation.object,
            role=relation.role if decision.role is None else decision.role or None,
            plover=relation.plover if predicate == relation.predicate else None,
            factuality=decision.factuality or relation.factuality,
        )

    def _add(self, decision: AddStatement) -> tuple[str | None, str | None] | _Nothing:
        """Add the statement; one that the extraction has by now gives way to it."""
        parts = [
            places(words, self._text)
            for words in (decision.claim.source, decision.claim.cue, decision.claim.content)
        ]
        if any(part is None for part in parts):
            return _Nothing("its words do not stand in the document")
        source, cue, content = (part or () for part in parts)
        there = find_statement(decision.claim, self._extraction)
        bare = Statement(
            id=statement_id(self._extraction.document.id, source, cue, content),
            source=source,
            cue=cue,
            content=content,
            sentence=self._sentence((*source, *cue, *content)),
            mode=decision.mode,
            attitude=decision.attitude,
            cue_class=decision.cue_class,
            speaker=None,
            speaker_kind="unknown",
            via=self._named_all(decision.via, content[0]),
            about=self._named_all(decision.about, content[0]),
            date=decision.date,
            confidence=1.0,
            rule=ANALYST,
        )
        added = self._said_by(decision.speaker, bare)
        if there is not None:
            self._put(there, added)
        else:
            statements = (*self._extraction.statements, added)
            self._extraction = self._whole(statements, self._extraction.relations)
        return (there.id if there else None), added.id

    def _put_back(self, anchor: StatementAnchor) -> Statement | None:
        """The statement as it was read when the analyst saw it, which no rule finds now."""
        was = anchor.was
        parts = [places(words, self._text) for words in (anchor.source, anchor.cue, anchor.content)]
        sentence = place(was.sentence, self._text) if was is not None else None
        if was is None or sentence is None or any(part is None for part in parts):
            return None
        source, cue, content = (part or () for part in parts)
        bare = Statement(
            id=statement_id(self._extraction.document.id, source, cue, content),
            source=source,
            cue=cue,
            content=content,
            sentence=sentence,
            mode=was.mode,
            attitude=was.attitude,
            cue_class=was.cue_class,
            speaker=None,
            speaker_kind="unknown",
            via=self._named_all(was.via, sentence),
            about=self._named_all(was.about, content[0]),
            date=was.date,
            confidence=was.confidence,
            rule=was.rule,
        )
        back = replace(self._said_by(was.speaker, bare), speaker_kind=was.speaker_kind)
        self._put(back, back)
        return back

    def _said_by(self, speaker: Named | None, statement: Statement) -> Statement:
        if speaker is None:
            return replace(statement, speaker=None, speaker_kind="unknown")
        where = (*statement.source, *statement.cue, statement.sentence)[0]
        return replace(
            statement,
            speaker=self._named(speaker, where),
            speaker_kind="group" if speaker.type == "Group" else "named",
        )

    def _named(self, named: Named, where: Span) -> str:
        """A local entity for the one that the analyst named, mentioned where it is meant."""
        id_ = entity_id(self._extraction.document.id, named.iri, (where,))
        self._entities[id_] = Entity(id_, named.label, named.type, (where,))
        self._pins[id_] = named.iri
        return id_

    def _named_all(self, named: tuple[Named, ...], where: Span) -> tuple[str, ...]:
        return tuple(self._named(each, where) for each in named)

    def _put(self, old: Claim, new: Claim | None) -> None:
        """Put a claim in the place of another, or take it out."""
        statements, relations = self._extraction.statements, self._extraction.relations
        if isinstance(old, Statement):
            kept = {s.id: s for s in statements if s.id != old.id}
            if isinstance(new, Statement):
                kept[new.id] = new
            self._extraction = self._whole(tuple(kept.values()), relations)
        else:
            related = {r.id: r for r in relations if r.id != old.id}
            if isinstance(new, Relation):
                related[new.id] = new
            self._extraction = self._whole(statements, tuple(related.values()))

    def _whole(
        self, statements: tuple[Statement, ...], relations: tuple[Relation, ...]
    ) -> Extraction:
        """The extraction with these claims, and the entities that they refer to."""
        used = {ref for s in statements for ref in (s.speaker, *s.via, *s.about)}
        used |= {ref for r in relations for ref in (r.subject, r.object)}
        named = [entity for id_, entity in self._entities.items() if id_ in used]
        return replace(
            self._extraction,
            entities=(*self._read, *named),
            statements=tuple(sorted(statements, key=lambda s: (s.content[0].start, s.id))),
            relations=relations,
        )

    def _sentence(self, spans: tuple[Span, ...]) -> Span:
        """The lines, or the sentences of them, that the spans stand in."""
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        known = [statement.sentence for statement in self._extraction.statements]
        known += [span for relation in self._extraction.relations for span in relation.evidence]
        for sentence in known:
            if sentence.start <= start and end <= sentence.end:
                return sentence
        return _around(Span(start, end), _sentence_ends(self._text, start, end))


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Nothing was done, and why."""

    reason: str


def _sentence_ends(text: str, start: int, end: int) -> tuple[Span, ...]:
    """From behind the full stop or line break before to the one after."""
    before = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n", "” "))
    after = [place for mark in (". ", "! ", "? ", "\n") if (place := text.find(mark, end)) >= 0]
    first, last = before + 1, min(after, default=len(text) - 1) + 1
    first += len(text[first:start]) - len(text[first:start].lstrip())
    last = max(end, len(text[:last].rstrip()))
    return (Span(first, last),)


def _around(span: Span, others: Iterable[Span]) -> Span:
    """The span, widened to hold the others."""
    spans = [span, *others]
    return Span(min(s.start for s in spans), max(s.end for s in spans))
