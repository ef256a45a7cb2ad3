"""How often the speakers and the reporting chains of annotated attributions are found.

The attributions themselves are given, as annotators marked them, so that only what comes after
them is measured: whom the source means, and who relayed it. The annotations are JSON Lines of
offsets and names, without text (tests/data/README.md tells how they were made):

    speakers  {"id", "source": [start, end], "kind", "speaker", "accept", "half"}
    chains    {"id", "content": [start, end], "source", "via", "also", "form", "half"}

A speaker is right when the label or an alias of the entity is the name or one of those accepted
(without regard to case, a title in front, a leading article and a possessive), and, where the
annotation has no name, when none is offered or one of those accepted is. Links of a chain are
counted one by one: precision and recall over links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.errors import InputError
from onrecord.ingest.annotation import Attribution, NamedEntity, Voice
from onrecord.ingest.attribution.corpus import GoldDocument, GoldStatement
from onrecord.ingest.extraction import Mode, Span
from onrecord.ingest.gold_rows import gold_rows
from onrecord.ingest.mentions import token_span
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.origin import set_origin

_ATTRIBUTION, _LAST = "onrecord_attribution", "onrecord_speakers"
_OPENING = ("“", '"', "‘", "''", "«", "„")
_TITLES = word_set(
    "mr mrs ms miss dr prof sir sen rep gov gen president senator governor representative "
    "secretary justice judge rev mayor"
)
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True)
class GoldVoice:
    """Who speaks in one annotated attribution, or who relayed it.

    ``names`` has for the speaker, or for each link of the chain, every name that is right.
    """

    document: str
    source: Span | None
    content: Span | None
    names: tuple[frozenset[str], ...]
    kind: str
    half: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one annotation: the names of each entity found, and which are right."""

    gold: GoldVoice
    found: tuple[frozenset[str], ...]
    right: int

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.right == len(self.gold.names) == len(self.found)


@dataclass(slots=True)
class LinkCounts:
    """Links of chains, or speakers: wanted, found, and right."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    items: int = 0
    items_right: int = 0

    def add(self, answer: Answer) -> None:
        """Count one annotation."""
        self.wanted += len(answer.gold.names)
        self.found += len(answer.found)
        self.right += answer.right
        self.items += 1
        self.items_right += answer.is_right

    def figures(self) -> dict[str, float | int]:
        """Precision, recall and F1 over links, and the share of annotations all right, in %."""

        def percent(part: int, whole: int) -> float:
            return round(100 * part / whole, 1) if whole else 0.0

        return {
            "items": self.items,
            "right": self.items_right,
            "accuracy": percent(self.items_right, self.items),
            "p": percent(self.right, self.found),
            "r": percent(self.right, self.wanted),
            "f1": percent(2 * self.right, self.found + self.wanted),
        }


@dataclass(slots=True)
class VoiceScores:
    """Counts over all annotations and by kind."""

    total: LinkCounts = field(default_factory=LinkCounts)
    by_kind: dict[str, LinkCounts] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        """Count one annotation."""
        self.total.add(answer)
        self.by_kind.setdefault(answer.gold.kind, LinkCounts()).add(answer)


def gold_voices(path: Path, *, half: str | None = None) -> list[GoldVoice]:
    """The annotated speakers or chains of a file, of one half where one is named.

    Raises:
        InputError: the file cannot be read, or a row is no annotation.
    """
    rows = gold_rows(path, _voice)
    return [voice for voice in rows if half is None or voice.half == half]


def _voice(row: Mapping[str, Any]) -> GoldVoice:
    names: tuple[frozenset[str], ...]
    if "via" in row:
        also = row.get("also") or {}
        names = tuple(_folded([link, *also.get(link, ())]) for link in row["via"])
    else:
        # Without a name nothing is wanted, but a description may be offered.
        names = (_folded([row["speaker"] or "", *row["accept"]]),)
    return GoldVoice(
        document=str(row["id"]),
        source=Span(*row["source"]) if row.get("source") else None,
        content=Span(*row["content"]) if row.get("content") else None,
        names=names,
        kind=str(row.get("kind") or row["form"]),
        half=str(row["half"]),
    )


def answers(
    nlp: Language, documents: Iterable[GoldDocument], wanted: Iterable[GoldVoice]
) -> Iterator[Answer]:
    """Yield what the pipeline finds for each annotation of these documents.

    Raises:
        InputError: an annotation is of no attribution of its document.
    """
    of_document: dict[str, list[GoldVoice]] = {}
    for voice in wanted:
        of_document.setdefault(voice.document, []).append(voice)
    for gold in documents:
        voices = of_document.get(gold.document.row or "")
        if voices:
            doc = nlp.make_doc(gold.document.analysed_text)
            doc._.published = gold.document.published
            set_origin(doc, gold.document)
            doc = with_attributions(nlp, doc, [*gold.statements, *_unmarked(gold, voices)])
            yield from (_answer(doc, voice) for voice in voices)


def _unmarked(gold: GoldDocument, voices: Iterable[GoldVoice]) -> Iterator[GoldStatement]:
    """What the chains' annotators marked inside of the corpus's attributions, without a cue.

    In "“…,” Lee said, according to CNN" the corpus has CNN's attribution alone.
    """
    for voice in voices:
        if voice.content is not None and not any(_is_of(voice, each) for each in gold.statements):
            source = () if voice.source is None else (voice.source,)
            yield GoldStatement(source, (), (voice.content,))


def with_attributions(nlp: Language, doc: Doc, statements: Iterable[GoldStatement]) -> Doc:
    """The document through the pipeline up to the speakers, with these attributions in it."""
    for name, component in nlp.pipeline:
        if name == _ATTRIBUTION:
            doc._.attributions = tuple(_attributions(doc, statements))
        else:
            doc = component(doc)
        if name == _LAST:
            break
    return doc


def _attributions(doc: Doc, statements: Iterable[GoldStatement]) -> list[Attribution]:
    text = doc.text
    sentences = [Span(s.start_char, s.end_char) for s in doc.sents if s.end_char > s.start_char]
    found: list[Attribution] = []
    for statement in statements:
        if not statement.content:
            continue
        at = (statement.cue or statement.source or statement.content)[0].start
        sentence = next((s for s in reversed(sentences) if s.start <= at), sentences[0])
        found.append(
            Attribution(
                source=statement.source,
                cue=statement.cue or _verb_of(doc, statement.source),
                content=statement.content,
                sentence=sentence,
                mode=_mode(text, statement.content),
                attitude="say",
                cue_class="assert",
                confidence=1.0,
                rule="gold",
            )
        )
    return sorted(found, key=lambda a: (a.cue or a.source or a.content, a.content))


def _verb_of(doc: Doc, source: tuple[Span, ...]) -> tuple[Span, ...]:
    span = token_span(doc, source)
    if span is None or span.root.head.pos_ not in ("VERB", "AUX"):
        return ()
    head = span.root.head
    return (Span(head.idx, head.idx + len(head)),)


def _mode(text: str, content: tuple[Span, ...]) -> Mode:
    if text[content[0].start : content[0].end].startswith(_OPENING):
        return "direct"
    quoted = any(mark in text[s.start : s.end] for s in content for mark in _OPENING)
    return "mixed" if quoted else "indirect"


def _answer(doc: Doc, gold: GoldVoice) -> Answer:
    for attribution, voice in zip(doc._.attributions, doc._.voices, strict=True):
        if _is_of(gold, attribution):
            return _judged(doc._.names, voice, gold)
    raise InputError(gold.document, f"no attribution has the source {gold.source}")


def _is_of(gold: GoldVoice, attribution: Attribution | GoldStatement) -> bool:
    same_source = gold.source is None or (
        bool(attribution.source)
        and attribution.source[0].start == gold.source.start
        and attribution.source[-1].end == gold.source.end
    )
    return same_source and (gold.content is None or gold.content in attribution.content)


def _judged(names: tuple[NamedEntity, ...], voice: Voice, gold: GoldVoice) -> Answer:
    is_chain = gold.content is not None
    places = voice.via if is_chain else tuple(p for p in (voice.speaker,) if p is not None)
    found = tuple(_folded([names[p].label, *names[p].aliases]) for p in places)
    if not is_chain and not found and "" in gold.names[0]:
        found = (_folded([""]),)
    open_links = list(gold.names)
    right = 0
    for each in found:
        match = next((link for link in open_links if link & each), None)
        if match is not None:
            open_links.remove(match)
            right += 1
    return Answer(gold, found, right)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_plain(name) for name in names)


def _plain(name: str) -> str:
    name = " ".join(name.replace("’", "'").casefold().split())
    for article in _ARTICLES:
        name = name.removeprefix(article)
    while (first := name.partition(" "))[0].rstrip(".") in _TITLES and first[2]:
        name = first[2]
    return name.removesuffix("'s").removesuffix("'")
