"""What an analyst can decide, as values that the ledger keeps.

A decision about a claim says where its words stand and what they are, so that it finds the claim
again in another extraction; one about an entity names its IRI. Values come from people and files:
``Decision`` validates them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter

from onrecord.ingest.document import is_date
from onrecord.ingest.extraction import (
    Attitude,
    CueClass,
    EntityType,
    Factuality,
    Mode,
    PartialDate,
    Span,
    SpeakerKind,
)
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ontology

CONTEXT = 32
"""Code points kept on either side of the words."""


def _entity(iri: str) -> str:
    if iri.startswith(ID) and not iri.startswith((f"{ID}entity/", f"{ID}concept/")):
        raise ValueError("is no entity")
    return iri


def _day(date: PartialDate) -> PartialDate:
    without_year = date.value.startswith("--") and len(date.value) == 7
    if not is_date(f"2000{date.value[1:]}" if without_year else date.value):
        raise ValueError("must be YYYY, YYYY-MM, YYYY-MM-DD or --MM-DD")
    return date


def _direct_edge(predicate: str) -> str:
    if ontology().direct_edge(predicate) is None:
        raise ValueError("the ontology has no such direct edge")
    return predicate


Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Iri = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=500),
    AfterValidator(_entity),
]
Day = Annotated[PartialDate, AfterValidator(_day)]
Predicate = Annotated[str, AfterValidator(_direct_edge)]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a document: what they are, where they stood, and what stood around them."""

    exact: Text
    start: Annotated[int, Field(ge=0)]
    before: str = ""
    after: str = ""

    @classmethod
    def at(cls, text: str, span: Span) -> Words:
        """The words of a span."""
        return cls(
            text[span.start : span.end],
            span.start,
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.end : span.end + CONTEXT],
        )


@dataclass(frozen=True, slots=True)
class Named:
    """An entity, and how it is called where nothing else describes it."""

    iri: Iri
    label: Name
    type: EntityType


@dataclass(frozen=True, slots=True)
class Read:
    """How a statement was read when somebody decided about it."""

    sentence: Words
    mode: Mode
    attitude: Attitude
    cue_class: CueClass
    speaker: Named | None
    speaker_kind: SpeakerKind
    via: tuple[Named, ...]
    about: tuple[Named, ...]
    date: Day | None
    confidence: Annotated[float, Field(ge=0, le=1)]
    rule: Name


@dataclass(frozen=True, slots=True)
class StatementAnchor:
    """The statement that these words of a document make.

    With ``was`` it is put back where a later extraction does not have it at all.
    """

    document: DocumentId
    content: Annotated[tuple[Words, ...], Field(min_length=1)]
    cue: tuple[Words, ...] = ()
    source: tuple[Words, ...] = ()
    was: Read | None = None
    claim: Literal["statement"] = "statement"


@dataclass(frozen=True, slots=True)
class RelationAnchor:
    """The relation that a document shows between two mentions."""

    document: DocumentId
    predicate: Predicate
    subject: Words
    object: Words
    claim: Literal["relation"] = "relation"


Anchor = Annotated[StatementAnchor | RelationAnchor, Field(discriminator="claim")]


@dataclass(frozen=True, slots=True)
class Merge:
    """Both are one: ``entity`` leads to ``into`` from now on."""

    entity: Named
    into: Named
    kind: Literal["merge"] = "merge"


@dataclass(frozen=True, slots=True)
class Split:
    """Whom these documents mean is another one: ``into``."""

    entity: Named
    documents: Annotated[tuple[DocumentId, ...], Field(min_length=1)]
    into: Named
    kind: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class Rename:
    """The entity is shown by another name."""

    entity: Named
    label: Name
    kind: Literal["rename"] = "rename"


@dataclass(frozen=True, slots=True)
class KeepApart:
    """The two are never to be one."""

    entity: Named
    other: Named
    kind: Literal["keep-apart"] = "keep-apart"


@dataclass(frozen=True, slots=True)
class Reject:
    """The text does not say so."""

    claim: Anchor
    kind: Literal["reject"] = "reject"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The text says so."""

    claim: Anchor
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class Reattribute:
    """Somebody else said it; None where the text does not tell who."""

    claim: StatementAnchor
    speaker: Named | None
    kind: Literal["speaker"] = "speaker"


@dataclass(frozen=True, slots=True)
class EditSpans:
    """The statement has other words; None leaves a part as it is."""

    claim: StatementAnchor
    content: Annotated[tuple[Words, ...], Field(min_length=1)] | None = None
    cue: tuple[Words, ...] | None = None
    source: tuple[Words, ...] | None = None
    kind: Literal["span"] = "span"


@dataclass(frozen=True, slots=True)
class ChangeVia:
    """Others relayed it, from the speaker to the reader."""

    claim: StatementAnchor
    via: tuple[Named, ...]
    kind: Literal["via"] = "via"


@dataclass(frozen=True, slots=True)
class ChangeAbout:
    """It is about other policies and sectors."""

    claim: StatementAnchor
    about: tuple[Named, ...]
    kind: Literal["about"] = "about"


@dataclass(frozen=True, slots=True)
class ChangeDate:
    """It was said or done at another time; None where the text does not tell."""

    claim: Anchor
    date: Day | None
    kind: Literal["date"] = "date"


@dataclass(frozen=True, slots=True)
class ChangeRelation:
    """The relation is another one; None leaves a part as it is, an empty role takes it away."""

    claim: RelationAnchor
    subject: Named | None = None
    predicate: Predicate | None = None
    object: Named | None = None
    role: str | None = None
    factuality: Factuality | None = None
    kind: Literal["relation"] = "relation"


@dataclass(frozen=True, slots=True)
class AddStatement:
    """A statement that no extraction found, or not so."""

    claim: StatementAnchor
    speaker: Named | None
    mode: Mode = "indirect"
    attitude: Attitude = "say"
    cue_class: CueClass = "assert"
    via: tuple[Named, ...] = ()
    about: tuple[Named, ...] = ()
    date: Day | None = None
    kind: Literal["add"] = "add"


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier entry counts no more."""

    entry: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    kind: Literal["undo"] = "undo"


EntityDecision = Merge | Split | Rename | KeepApart
ClaimDecision = (
    Reject
    | Confirm
    | Reattribute
    | EditSpans
    | ChangeVia
    | ChangeAbout
    | ChangeDate
    | ChangeRelation
    | AddStatement
)
Decision = EntityDecision | ClaimDecision | Undo
DECISION: TypeAdapter[Decision] = TypeAdapter(Annotated[Decision, Field(discriminator="kind")])


def summary(decision: Decision) -> str:
    """The decision in one line, for people."""
    match decision:
        case Merge(entity, into):
            return f"{entity.label} is {into.label}"
        case Split(entity, documents, into):
            many = "1 document" if len(documents) == 1 else f"{len(documents)} documents"
            return f"{entity.label} of {many} is {into.label}"
        case Rename(entity, label):
            return f"{entity.label} is called {label}"
        case KeepApart(entity, other):
            return f"{entity.label} is never {other.label}"
        case Undo(entry):
            return f"undoes {entry[:8]}"
        case Reattribute(claim, speaker):
            return f"{speaker.label if speaker else 'nobody named'} said: {_words(claim)}"
        case EditSpans(claim, content):
            return f"the words are: {_words(content or claim)}"
        case ChangeVia(claim, via):
            return f"via {_labels(via)}: {_words(claim)}"
        case ChangeAbout(claim, about):
            return f"about {_labels(about)}: {_words(claim)}"
        case ChangeDate(claim, date):
            return f"date {date.value if date else 'not told'}: {_words(claim)}"
        case ChangeRelation(claim, subject, predicate, object_):
            ends = subject and subject.label, object_ and object_.label
            words = ends[0] or claim.subject.exact, predicate or claim.predicate
            return " ".join((*words, ends[1] or claim.object.exact))
        case AddStatement(claim, speaker):
            return f"{speaker.label if speaker else 'nobody named'} said: {_words(claim)}"
        case Reject(claim) | Confirm(claim):
            return _words(claim)


def _labels(named: tuple[Named, ...]) -> str:
    return ", ".join(each.label for each in named) or "nobody"


def _words(of: StatementAnchor | RelationAnchor | tuple[Words, ...]) -> str:
    if isinstance(of, RelationAnchor):
        return f"{of.subject.exact} {of.predicate} {of.object.exact}"
    words = of.content if isinstance(of, StatementAnchor) else of
    return " … ".join(each.exact for each in words)
