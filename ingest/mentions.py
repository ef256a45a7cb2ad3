"""Which entity is mentioned where: look-ups over ``doc._.names`` by character and by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.attrs import (  # type: ignore[import-not-found] # compiled, ships no types
    IDX,
    LENGTH,
    SENT_START,
)
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.extraction import Span

ACTOR_TYPES = frozenset(
    {
        "Person", "Organization", "GovernmentBody", "MediaOutlet", "Company", "Party",
        "Country", "Group",
    }
)  # fmt: skip


class Mentions:
    """The entities of a document with their mentions, which components may add to."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        # spaCy puts the text together anew each time that it is asked for.
        self.text: str = doc.text
        self.parsed: bool = doc.has_annotation("DEP")
        self.names: list[NamedEntity] = list(doc._.names)
        self._ordered: list[tuple[Span, int]] = sorted(
            (mention, i) for i, name in enumerate(self.names) for mention in name.mentions
        )
        self._by_concept = {
            name.concept: i for i, name in reversed([*enumerate(self.names)]) if name.concept
        }
        self._referring = {
            span.end: (span, i) for i, name in enumerate(self.names) for span in name.references
        }
        self._starts = [mention.start for mention, _ in self._ordered]
        self._longest = max((m.end - m.start for m, _ in self._ordered), default=0)
        self._sentences: list[Span] = _sentences(doc)
        self._sentence_starts = [sentence.start for sentence in self._sentences]

    def within(self, start: int, end: int) -> list[tuple[Span, int]]:
        """Mentions that lie in the range, in text order, each with the place of its entity."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [pair for pair in self._ordered[first:last] if pair[0].end <= end]

    def at(self, token: Token) -> tuple[Span, int] | None:
        """The shortest mention that covers the token: in "Donald Trump's team" the person."""
        # A name may end inside of a token ("Jane Doeis"), so the start of the token decides.
        start = token.idx
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_right(self._starts, start)
        covering = [pair for pair in self._ordered[first:last] if start < pair[0].end]
        return min(covering, key=lambda pair: (pair[0].end - pair[0].start, pair), default=None)

    def meant(self, token: Token) -> tuple[Span, int] | None:
        """The mention at the token, else the reference that it heads: "the company"."""
        return self.at(token) or self._referring.get(token.idx + len(token))

    def before(self, position: int) -> Sequence[tuple[Span, int]]:
        """The mentions that start before the position, in text order."""
        return self._ordered[: bisect_left(self._starts, position)]

    def of_concept(self, iri: str) -> int | None:
        """The entity of this concept, if the document has one."""
        return self._by_concept.get(iri)

    def add(self, entity: NamedEntity) -> int:
        """Append an entity; its place. Its mentions are not looked up afterwards."""
        self.names.append(entity)
        if entity.concept is not None:
            self._by_concept.setdefault(entity.concept, len(self.names) - 1)
        return len(self.names) - 1

    def add_mention(self, place: int, mention: Span, *, metonym: bool = False) -> None:
        """Let the entity have one more mention."""
        entity = self.names[place]
        if mention in entity.mentions:
            return
        metonyms = (*entity.metonyms, mention) if metonym else entity.metonyms
        self.names[place] = replace(
            entity,
            mentions=tuple(sorted({*entity.mentions, mention})),
            metonyms=tuple(sorted(metonyms)),
        )

    def sentence(self, position: int) -> Span | None:
        """The sentence that the character lies in."""
        i = bisect_right(self._sentence_starts, position) - 1
        return self._sentences[i] if i >= 0 else None

    def sentence_before(self, sentence: Span) -> Span | None:
        """The one before it."""
        i = bisect_left(self._sentence_starts, sentence.start) - 1
        return self._sentences[i] if i >= 0 else None


def _sentences(doc: Doc) -> list[Span]:
    if not doc.has_annotation("SENT_START"):
        return [Span(0, len(doc.text))] if doc.text else []
    # Components ask several times a document, and spaCy goes through all tokens for its own.
    starts, lengths, opens = doc.to_array([IDX, LENGTH, SENT_START]).T.tolist()
    first = [i for i, opening in enumerate(opens) if opening == 1 or not i]
    last = [*(i - 1 for i in first[1:]), len(doc) - 1] if first else []
    spans = ((starts[i], starts[j] + lengths[j]) for i, j in zip(first, last, strict=True))
    return [Span(start, end) for start, end in spans if end > start]


def token_span(doc: Doc, spans: Iterable[Span]) -> TokenSpan | None:
    """The tokens from the first to the last of the spans."""
    ordered = sorted(spans)
    if not ordered:
        return None
    return doc.char_span(ordered[0].start, ordered[-1].end, alignment_mode="expand")
