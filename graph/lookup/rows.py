"""What the look-ups keep of one document: its claims as columns, its text, its metadata.

Made from the extraction as analysts corrected it, which is what facts are made from too, so that
the rows say what both stores say. Spans are offsets; their words are cut from the text when shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction, Relation, Span, Statement
from onrecord.ontology.entities import name_words
from onrecord.ontology.facts import touch
from onrecord.ontology.identifiers import document_iri

Column = NDArray[np.int32]
_EntityCode = Callable[[str | None], int]
NONE = -1
"""The code of what is not there."""

LIVE = ("asserted", "reported")
"""The factualities that support a direct edge."""

STATEMENT_COLUMNS = (
    "speaker", "speaker_kind", "mode", "attitude", "cue_class", "date", "precision", "rule",
    "metonymy", "sentence_start", "sentence_end",
)  # fmt: skip
RELATION_COLUMNS = (
    "subject", "predicate", "object", "role", "factuality", "date", "precision", "rule",
    "sentence_start", "sentence_end",
)  # fmt: skip


class Codes:
    """Strings as small numbers, for good: a code never comes to mean another string.

    One thread adds, any may read.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}

    def of(self, text: str | None) -> int:
        """The code of a string, a new one if need be; NONE for None."""
        if text is None:
            return NONE
        code = self._codes.get(text)
        if code is None:
            code = len(self.texts)
            self.texts.append(text)
            self._codes[text] = code
        return code

    def known(self, text: str) -> int:
        """The code of a string; NONE where it has none."""
        return self._codes.get(text, NONE)

    def text(self, code: int) -> str | None:
        """The string of a code."""
        return None if code == NONE else self.texts[code]


@dataclass(frozen=True, slots=True)
class Several:
    """Several codes a row: those of row ``i`` are ``codes[starts[i]:starts[i + 1]]``, in order."""

    starts: Column
    codes: Column

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Several:
        """The codes of each row."""
        starts = np.fromiter(accumulate(map(len, rows), initial=0), np.int32, len(rows) + 1)
        return cls(starts, _column(code for row in rows for code in row))

    @classmethod
    def joined(cls, parts: Sequence[Several]) -> Several:
        """The rows of all parts, one part after another."""
        if not parts:
            return cls(np.zeros(1, np.int32), np.zeros(0, np.int32))
        # Each part's first 0 falls away: between two parts lies no row.
        firsts = np.cumsum([len(part.starts) for part in parts])[:-1]
        lengths = np.delete(np.diff(np.concatenate([part.starts for part in parts])), firsts - 1)
        starts = np.zeros(len(lengths) + 1, np.int32)
        np.cumsum(lengths, out=starts[1:])
        return cls(starts, np.concatenate([part.codes for part in parts]))

    def row(self, index: int) -> list[int]:
        """The codes of one row."""
        codes: list[int] = self.codes[self.starts[index] : self.starts[index + 1]].tolist()
        return codes

    def owners(self) -> Column:
        """The row that each code belongs to."""
        rows = np.arange(len(self.starts) - 1, dtype=np.int32)
        return np.repeat(rows, np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims in the order of their sentences; ``ids`` are those of ``claim/…``.

    ``values`` has a row for each, with the columns of ``names``.
    """

    ids: list[str]
    names: tuple[str, ...]
    values: Column
    confidence: NDArray[np.float64]

    def column(self, name: str) -> Column:
        """A column by its name."""
        values: Column = self.values[:, self.names.index(name)]
        return values


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document with its claims.

    ``outlet``, ``authors`` and ``mentions`` are codes of entities. ``words`` holds the words of
    each statement's content, one statement a line, with the lengths of the lines; ``title_words``
    those of title and name. ``order`` sorts the newest first, undated ones last, then by IRI, as
    the question "who-said" does. ``claims`` has each claim by its id: whether it is a statement,
    and its row. All that a table needs is worked out here, once a document and not once a table.
    """

    id: str
    iri: str
    name: str
    document: Document
    outlet: int
    authors: tuple[int, ...]
    mentions: tuple[int, ...]
    statements: Claims
    about: Several
    via: Several
    source: Several
    cue: Several
    content: Several
    words: str
    word_lengths: NDArray[np.int64]
    relations: Claims
    quantities: Several
    title_words: str
    order: tuple[object, ...]
    claims: Mapping[str, tuple[bool, int]]

    def text(self, start: int, end: int) -> str:
        """The words of a span."""
        return self.document.text[start:end]


def order(published: str | None, iri: str) -> tuple[object, ...]:
    """The place of a document of that date among others."""
    # Descending by string: each character negated, and what is shorter after what it begins.
    return (*(-ord(character) for character in published or ""), 1), iri


def document_rows(
    extraction: Extraction,
    iris: Mapping[str, str],
    file_names: Sequence[str],
    codes: Codes,
) -> DocumentRows:
    """The rows of a document. ``iris`` are the entities' IRIs by their local ids."""
    document = extraction.document
    names = sorted(file_names)
    place = f"{names[0]} ({document.row})" if names and document.row else None
    metonyms = [mention for entity in extraction.entities for mention in entity.metonyms]

    def entity(local: str | None) -> int:
        return NONE if local is None else codes.of(iris[local])

    statements = sorted(extraction.statements, key=lambda s: (s.sentence.start, s.id))
    words = [
        name_words(" … ".join(document.text[s.start : s.end] for s in each.content))
        for each in statements
    ]
    relations = sorted(extraction.relations, key=lambda r: (r.evidence[0].start, r.id))
    iri = str(document_iri(document.id))
    name = place or (names[0] if names else document.row or document.url or document.id)
    return DocumentRows(
        id=document.id,
        iri=iri,
        name=name,
        document=document,
        outlet=codes.of(iris.get("outlet")),
        authors=tuple(entity(f"author:{i}") for i in range(len(document.authors))),
        mentions=tuple(dict.fromkeys(entity(each.id) for each in extraction.entities)),
        statements=Claims(
            [statement.id for statement in statements],
            STATEMENT_COLUMNS,
            _values(
                STATEMENT_COLUMNS,
                (_statement(each, entity, codes, metonyms) for each in statements),
            ),
            _confidences(statements),
        ),
        about=Several.of([_codes(entity, each.about) for each in statements]),
        via=Several.of([_codes(entity, each.via) for each in statements]),
        source=Several.of([_offsets(each.source) for each in statements]),
        cue=Several.of([_offsets(each.cue) for each in statements]),
        content=Several.of([_offsets(each.content) for each in statements]),
        words="\n".join(words),
        word_lengths=np.array([len(line) for line in words], np.int64),
        relations=Claims(
            [relation.id for relation in relations],
            RELATION_COLUMNS,
            _values(RELATION_COLUMNS, (_relation(each, entity, codes) for each in relations)),
            _confidences(relations),
        ),
        quantities=Several.of([_offsets(each.quantities) for each in relations]),
        title_words=name_words(f"{document.title or ''} \n {name}"),
        order=order(document.published, iri),
        claims={
            **{each.id: (True, row) for row, each in enumerate(statements)},
            **{each.id: (False, row) for row, each in enumerate(relations)},
        },
    )


def _statement(
    each: Statement, entity: _EntityCode, codes: Codes, metonyms: Sequence[Span]
) -> tuple[int, ...]:
    return (
        entity(each.speaker),
        codes.of(each.speaker_kind),
        codes.of(each.mode),
        codes.of(each.attitude),
        codes.of(each.cue_class),
        codes.of(each.date.value if each.date else None),
        codes.of(each.date.precision if each.date else None),
        codes.of(each.rule),
        any(touch(metonym, each.source) for metonym in metonyms),
        each.sentence.start,
        each.sentence.end,
    )


def _relation(each: Relation, entity: _EntityCode, codes: Codes) -> tuple[int, ...]:
    return (
        entity(each.subject),
        codes.of(each.predicate),
        entity(each.object),
        codes.of(each.role),
        codes.of(each.factuality),
        codes.of(each.date.value if each.date else None),
        codes.of(each.date.precision if each.date else None),
        codes.of(each.rule),
        each.evidence[0].start,
        each.evidence[0].end,
    )


def _codes(entity: _EntityCode, locals_: Iterable[str]) -> list[int]:
    return list(dict.fromkeys(entity(local) for local in locals_))


def _offsets(spans: Iterable[Span]) -> list[int]:
    return [offset for span in sorted(spans) for offset in (span.start, span.end)]


def _values(names: Sequence[str], rows: Iterable[tuple[int, ...]]) -> Column:
    return np.array(list(rows), np.int32).reshape(-1, len(names))


def _confidences(claims: Sequence[Statement | Relation]) -> NDArray[np.float64]:
    return np.array([round(claim.confidence, 3) for claim in claims], np.float64)


def _column(values: Iterator[int]) -> Column:
    return np.array(list(values), np.int32)
