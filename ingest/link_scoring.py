"""How often mentions are linked to the concept of the packs that they mean.

The annotations are JSON Lines of offsets and names, without text (tests/data/README.md):

    {"id", "mention": [start, end], "concept": IRI | null, "name": full name | null, "half"}

``concept`` is what the packs had when it was annotated; where it is null, ``name`` is looked up in
the packs of today, so that annotations need no change when packs grow. An entity of the
extraction answers for a mention where one of its own covers at least half of what both cover
together. Precision is over all mentions that were linked, those with nothing to link to
included; recall over those that are in the packs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.ingest.attribution.scoring import precision_recall
from onrecord.ingest.extraction import Extraction, Span
from onrecord.ingest.gold_rows import gold_rows


@dataclass(frozen=True, slots=True)
class GoldLink:
    """A mention and the concept that it means, None where the packs have none."""

    document: str
    mention: Span
    concept: str | None
    name: str | None
    drawn: str
    half: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What was found for one mention."""

    gold: GoldLink
    text: str
    concept: str | None

    @property
    def is_right(self) -> bool:
        """Whether it is the concept that is meant, or none where none is."""
        return self.concept == self.gold.concept


@dataclass(slots=True)
class LinkScores:
    """Counts over mentions."""

    mentions: int = 0
    in_packs: int = 0
    linked: int = 0
    right: int = 0

    def add(self, linked: Linked) -> None:
        """Count one mention."""
        self.mentions += 1
        self.in_packs += linked.gold.concept is not None
        self.linked += linked.concept is not None
        self.right += linked.concept is not None and linked.is_right

    def figures(self) -> dict[str, float | int]:
        """Counts, and precision, recall and F1 in %."""
        figures = precision_recall(self.right, self.linked, self.in_packs)
        return {"mentions": self.mentions, "in_packs": self.in_packs, **figures}


@dataclass(slots=True)
class LinkReport:
    """Counts over all mentions and by how they were drawn."""

    total: LinkScores = field(default_factory=LinkScores)
    by_draw: dict[str, LinkScores] = field(default_factory=dict)

    def add(self, linked: Linked) -> None:
        """Count one mention."""
        self.total.add(linked)
        self.by_draw.setdefault(linked.gold.drawn, LinkScores()).add(linked)


def gold_links(
    path: Path, known: Callable[[str], str | None], *, half: str | None = None
) -> list[GoldLink]:
    """The annotated mentions of a file, of one half where one is named.

    Args:
        known: the concept that the packs have for a name.

    Raises:
        InputError: the file cannot be read, or a row is no annotation.
    """
    rows = gold_rows(path, lambda row: _link(row, known))
    return [link for link in rows if half is None or link.half == half]


def _link(row: Mapping[str, Any], known: Callable[[str], str | None]) -> GoldLink:
    name = row["name"]
    return GoldLink(
        document=str(row["id"]),
        mention=Span(*row["mention"]),
        concept=row["concept"] or (known(name) if name else None),
        name=name,
        drawn=str(row["drawn"]),
        half=str(row["half"]),
    )


def links(extraction: Extraction, wanted: Iterable[GoldLink]) -> Iterator[Linked]:
    """Yield what an extraction has for each annotated mention of its document."""
    text = extraction.document.text
    mentions = [
        (mention, entity.concept) for entity in extraction.entities for mention in entity.mentions
    ]
    for gold in wanted:
        span = gold.mention
        yield Linked(gold, text[span.start : span.end], _concept_at(span, mentions))


def _concept_at(span: Span, mentions: Sequence[tuple[Span, str | None]]) -> str | None:
    best, concept = 0.0, None
    for mention, iri in mentions:
        common = min(span.end, mention.end) - max(span.start, mention.start)
        together = max(span.end, mention.end) - min(span.start, mention.start)
        if common * 2 >= together and common / together > best:
            best, concept = common / together, iri
    return concept
