"""Finding words and claims again: in the text by what they are, in an extraction by overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from onrecord.graph.corrections.decisions import (
    CONTEXT,
    Named,
    Read,
    RelationAnchor,
    StatementAnchor,
    Words,
)
from onrecord.ingest.extraction import Extraction, Relation, Span, Statement

# A claim is the one that was meant where the two share half of their words or more.
_LEAST_OVERLAP = 0.5


def place(words: Words, text: str) -> Span | None:
    """Where the words stand: where they stood, else where their surroundings are most alike."""
    end = words.start + len(words.exact)
    if text[words.start : end] == words.exact:
        return Span(words.start, end)
    found = list(_occurrences(words.exact, text))
    if not found:
        return None

    def alike(start: int) -> tuple[int, int]:
        end = start + len(words.exact)
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        common = _common(before[::-1], words.before[::-1]) + _common(after, words.after)
        return common, -abs(start - words.start)

    start = max(found, key=alike)
    return Span(start, start + len(words.exact))


def places(all_words: Iterable[Words], text: str) -> tuple[Span, ...] | None:
    """Where all of the words stand, in text order; None where some stand nowhere."""
    found = [place(words, text) for words in all_words]
    known = [span for span in found if span is not None]
    return tuple(sorted(known)) if len(known) == len(found) else None


def find_statement(anchor: StatementAnchor, extraction: Extraction) -> Statement | None:
    """The statement that shares most of its content with the anchor's.

    None where that is below half, unless they share the cue: then one is the other cut short.
    """
    text = extraction.document.text
    content = places(anchor.content, text)
    if content is None:
        return None
    cue, source = places(anchor.cue, text) or (), places(anchor.source, text) or ()

    def alike(statement: Statement) -> tuple[float, float, float, int]:
        return (
            overlap(content, statement.content),
            overlap(cue, statement.cue),
            overlap(source, statement.source),
            -statement.content[0].start,
        )

    for statement in sorted(extraction.statements, key=alike, reverse=True):
        share, same_cue, _, _ = alike(statement)
        if share >= _LEAST_OVERLAP or (share and same_cue >= _LEAST_OVERLAP):
            return statement
    return None


def find_relation(anchor: RelationAnchor, extraction: Extraction) -> Relation | None:
    """The relation of the anchor's predicate between the anchor's mentions; None below half."""
    text = extraction.document.text
    subject, object_ = place(anchor.subject, text), place(anchor.object, text)
    if subject is None or object_ is None:
        return None

    def alike(relation: Relation) -> float:
        return min(
            overlap((subject,), (relation.subject_mention,)),
            overlap((object_,), (relation.object_mention,)),
        )

    same = [r for r in extraction.relations if r.predicate == anchor.predicate]
    best = max(same, key=alike, default=None)
    return best if best is not None and alike(best) >= _LEAST_OVERLAP else None


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Code points in both, by code points in either; 0 where one is empty."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    either = sum(s.end - s.start for s in (*one, *other)) - common
    return common / either if either else 0.0


def statement_anchor(
    statement: Statement, extraction: Extraction, iris: Mapping[str, str] | None = None
) -> StatementAnchor:
    """What finds the statement again; with the IRIs of its entities, what puts it back too."""
    document = extraction.document

    def words(spans: Iterable[Span]) -> tuple[Words, ...]:
        return tuple(Words.at(document.text, span) for span in spans)

    was = None
    if iris is not None:
        entities = {entity.id: entity for entity in extraction.entities}

        def named(id_: str) -> Named:
            return Named(iris[id_], entities[id_].label[:300], entities[id_].type)

        was = Read(
            sentence=Words.at(document.text, statement.sentence),
            mode=statement.mode,
            attitude=statement.attitude,
            cue_class=statement.cue_class,
            speaker=named(statement.speaker) if statement.speaker else None,
            speaker_kind=statement.speaker_kind,
            via=tuple(map(named, statement.via)),
            about=tuple(map(named, statement.about)),
            date=statement.date,
            confidence=statement.confidence,
            rule=statement.rule,
        )
    return StatementAnchor(
        document.id,
        words(statement.content),
        words(statement.cue),
        words(statement.source),
        was,
    )


def relation_anchor(relation: Relation, extraction: Extraction) -> RelationAnchor:
    """What finds the relation again."""
    text = extraction.document.text
    return RelationAnchor(
        extraction.document.id,
        relation.predicate,
        Words.at(text, relation.subject_mention),
        Words.at(text, relation.object_mention),
    )


def _occurrences(words: str, text: str) -> Iterable[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _common(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
