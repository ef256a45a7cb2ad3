"""How often names are found with their extent and type, beside the plain spaCy model.

The annotated names are CrossNER's (one token a line, BIO tags, a blank line between sentences).
Every sentence is put together to a text first, so that both systems do their own tokenising, and
is a document of its own. Types are mapped to what both can tell; a name counts where both ends
and the type agree:

    ======================  ===========================  ==============  =======================
    type here               CrossNER                     spaCy           ours
    ======================  ===========================  ==============  =======================
    person                  person, politician           PERSON          Person
    organisation            organisation                 ORG             Organization,
                                                                         GovernmentBody,
                                                                         MediaOutlet, Company
    party                   politicalparty               ORG             Party
    place                   country, location            GPE, LOC, FAC   Country; places that only
                                                                         locate, which no
                                                                         extraction keeps
    left out                election, event, misc        the others      the others
    ======================  ===========================  ==============  =======================

spaCy knows no parties, so that the first figure counts them as organisations, for both systems
alike; the second keeps them apart. What a system finds inside of a name of a type left out
("Italian" in "2001 Italian general election") is wrong.

Source:
    Liu et al. (2021), CrossNER: Evaluating Cross-Domain Named Entity Recognition, AAAI.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.errors import InputError
from onrecord.ingest.attribution.scoring import precision_recall
from onrecord.ingest.extraction import Span
from onrecord.ingest.name_conflict import PLACE

TYPES: Final = ("person", "organisation", "party", "place")
_OF_CROSSNER: Final = {
    "person": "person",
    "politician": "person",
    "organisation": "organisation",
    "politicalparty": "party",
    "country": "place",
    "location": "place",
}
_OF_SPACY: Final = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_OURS: Final = {
    "Person": "person",
    "Organization": "organisation",
    "GovernmentBody": "organisation",
    "MediaOutlet": "organisation",
    "Company": "organisation",
    "Party": "party",
    "Country": "place",
    PLACE: "place",
}
_NAMES: Final = "onrecord_names"
_BEFORE_NO_SPACE = frozenset({*".,;:?!%)]”", "'s", "’s", "n't", "'m", "'re", "'ve", "'ll"})
_AFTER_NO_SPACE = frozenset({*"([$“"})

Name = tuple[Span, str]


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One sentence with its names; those of types left out are not there."""

    text: str
    names: frozenset[Name]


@dataclass(slots=True)
class NameScores:
    """Counts by type, and in all with parties as organisations and apart."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, sentence: GoldSentence, names: Iterable[Name]) -> None:
        """Count one sentence."""
        offered = set(names)
        for column, group in (
            (self.gold, sentence.names),
            (self.found, offered),
            (self.right, sentence.names & offered),
        ):
            column.update(kind for _, kind in group)
            column["all, parties apart"] += len(group)
        together = {_with_parties(name) for name in sentence.names}
        ours = {_with_parties(name) for name in offered}
        self.gold["all"] += len(together)
        self.found["all"] += len(ours)
        self.right["all"] += len(together & ours)

    def rows(self) -> Iterator[tuple[str, int, Mapping[str, float]]]:
        """Type, names annotated, and precision, recall and F1 in %."""
        for kind in ("all", "all, parties apart", *TYPES):
            figures = precision_recall(self.right[kind], self.found[kind], self.gold[kind])
            yield kind, self.gold[kind], figures


def gold_sentences(path: Path) -> list[GoldSentence]:
    """The sentences of a file of BIO tags.

    Raises:
        InputError: the file cannot be read, or a line is no token with its tag.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})") from error
    sentences: list[GoldSentence] = []
    tokens: list[tuple[str, str]] = []
    for number, line in enumerate(lines, start=1):
        word, tab, tag = line.partition("\t")
        if line.strip() and not (tab and word and (tag == "O" or tag[:2] in ("B-", "I-"))):
            raise InputError(f"{path}:{number}", 'is no token, tab and tag ("O", "B-…", "I-…")')
        if line.strip():
            tokens.append((word, tag))
        elif tokens:
            sentences.append(_sentence(tokens))
            tokens = []
    if tokens:
        sentences.append(_sentence(tokens))
    if not sentences:
        raise InputError(str(path), "is empty")
    return sentences


def _sentence(tokens: Sequence[tuple[str, str]]) -> GoldSentence:
    text, names, last = "", list[tuple[int, int, str]](), ""
    for word, tag in tokens:
        if text and word not in _BEFORE_NO_SPACE and last not in _AFTER_NO_SPACE:
            text += " "
        start = len(text)
        text, last = text + word, word
        if tag.startswith("B-"):
            names.append((start, len(text), tag[2:]))
        elif tag.startswith("I-") and names:
            names[-1] = (names[-1][0], len(text), names[-1][2])
    kept = (
        (Span(start, end), _OF_CROSSNER[tag]) for start, end, tag in names if tag in _OF_CROSSNER
    )
    return GoldSentence(text, frozenset(kept))


def spacy_names(nlp: Language, sentences: Iterable[GoldSentence]) -> Iterator[set[Name]]:
    """Yield what the model finds in each sentence without any component of ours."""
    ours = [name for name in nlp.pipe_names if name.startswith("onrecord_")]
    with nlp.select_pipes(disable=ours):
        for doc in nlp.pipe(sentence.text for sentence in sentences):
            yield {
                (Span(ent.start_char, ent.end_char), _OF_SPACY[ent.label_])
                for ent in doc.ents
                if ent.label_ in _OF_SPACY
            }


def our_names(nlp: Language, sentences: Iterable[GoldSentence]) -> Iterator[set[Name]]:
    """Yield what our components find in each sentence; those after the names do not run."""
    behind = nlp.pipe_names[nlp.pipe_names.index(_NAMES) + 1 :]
    with nlp.select_pipes(disable=behind):
        for doc in nlp.pipe(sentence.text for sentence in sentences):
            yield set(_names(doc))


def _names(doc: Doc) -> Iterator[Name]:
    """Mentions of entities by their names, then names in ``doc.ents`` that became no entity."""
    seen: set[Span] = set()
    for name in doc._.names:
        for mention in name.mentions:
            if name.type in _OURS and mention not in seen:
                seen.add(mention)
                yield mention, _OURS[name.type]
    for ent in doc.ents:
        span = Span(ent.start_char, ent.end_char)
        if ent.label_ in _OURS and span not in seen:
            yield span, _OURS[ent.label_]


def _with_parties(name: Name) -> Name:
    span, kind = name
    return span, "organisation" if kind == "party" else kind
