"""Chains found in annotated texts beside those that people marked, and beside string matching.

Counted are mentions of persons, organizations and places that a name or a noun heads; pronouns
and clauses are left out, and so are turn labels. ``given`` takes the mentions as annotated and
joins them; ``found`` finds them too. A found phrase is the mention that it lies in and whose head
it covers, the one of nearest length; one that is a mention of another type is not counted, one
that is no mention at all counts as wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc

from onrecord.ingest.coreference.gum import GoldMention, GoldText
from onrecord.ingest.coreference.phrases import Phrase, PhraseReader
from onrecord.ingest.coreference.scoring import Chain
from onrecord.ingest.coreference.sieve import chains_of
from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions

Setting = Literal["given", "found"]
SETTINGS: tuple[Setting, ...] = ("given", "found")
SYSTEMS = ("onrecord", "same head", "same words")
TYPES = frozenset({"person", "organization", "place"})
_FORMS = frozenset({"named", "nominal"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The chains of one document: what people marked, and what each system made of it."""

    key: tuple[Chain, ...]
    responses: dict[str, tuple[Chain, ...]]


def judge(doc: Doc, gold: GoldText, setting: Setting) -> Judged:
    """Chains of the key and of each of ``SYSTEMS``, as sets of numbers of mentions.

    Args:
        doc: read by all components up to the one that finds speakers.
    """
    mentions = Mentions(doc)
    phrases, ids = phrases_in(mentions, gold, setting)
    key: dict[str, set[int]] = defaultdict(set)
    for i, mention in enumerate(gold.mentions):
        if _counts(mention):
            key[mention.chain].add(i)
    chains = [chain.members for chain in chains_of(mentions, phrases)]
    found = {
        "onrecord": chains,
        "same head": _alike(phrases, lambda phrase: phrase.noun),
        "same words": _alike(phrases, lambda phrase: phrase.text),
    }
    return Judged(
        tuple(key.values()),
        {name: tuple({ids[i] for i in chain} for chain in each) for name, each in found.items()},
    )


def phrases_in(
    mentions: Mentions, gold: GoldText, setting: Setting
) -> tuple[list[Phrase], list[Hashable]]:
    """The phrases that count, and for each its mention's number, or its span where it is none."""
    reader = PhraseReader(mentions)
    if setting == "found":
        return _found(list(reader.all()), gold)
    pairs = [(i, reader.phrase(m.span)) for i, m in enumerate(gold.mentions) if _counts(m)]
    return (
        [phrase for _, phrase in pairs if phrase is not None],
        [i for i, phrase in pairs if phrase is not None],
    )


def _counts(mention: GoldMention) -> bool:
    return mention.type in TYPES and mention.form in _FORMS


def _alike(phrases: Sequence[Phrase], key: Callable[[Phrase], str]) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, phrase in enumerate(phrases):
        groups[key(phrase)].append(i)
    return list(groups.values())


def _found(phrases: list[Phrase], gold: GoldText) -> tuple[list[Phrase], list[Hashable]]:
    """Those of the phrases that count, with their numbers or spans."""
    best: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(_overlaps(phrases, gold.mentions), reverse=True):
        if i not in best and j not in taken:
            best[i] = j
            taken.add(j)
    kept: list[Phrase] = []
    ids: list[Hashable] = []
    for i, phrase in enumerate(phrases):
        number = best.get(i)
        if number is None and any(_inside(phrase.span, label) for label in gold.labels):
            continue
        if number is not None and not _counts(gold.mentions[number]):
            continue
        kept.append(phrase)
        ids.append(phrase.span if number is None else number)
    return kept, ids


def _overlaps(
    phrases: Iterable[Phrase], mentions: Sequence[GoldMention]
) -> Iterator[tuple[float, int, int]]:
    """How much of a mention each phrase is, for those that lie in it and cover its head."""
    by_core: dict[int, list[int]] = defaultdict(list)
    for j, mention in enumerate(mentions):
        for core in mention.core:
            by_core[core.start].append(j)
    for i, phrase in enumerate(phrases):
        near = {j for at in range(phrase.span.start, phrase.span.end) for j in by_core.get(at, ())}
        for j in near:
            whole = mentions[j].span
            if _inside(phrase.span, whole):
                share = (phrase.span.end - phrase.span.start) / (whole.end - whole.start)
                yield share, i, j


def _inside(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end
