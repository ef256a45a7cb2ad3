"""Names in a text: those that the packs list, those that a pattern shows, and the model's.

The packs win where they match, the longest form first; what the statistical model says is kept
only after simple checks, since small models call headlines and scraps people. Whether a form means
its concept where it stands is asked of listed_forms.py.

``doc.ents`` afterwards has our entity types as labels, ``GPE`` for places (with the concept that
they may stand for), ``NORP`` for nationality words and spaCy's labels for dates and numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from onrecord.ingest.concept import Concept
from onrecord.ingest.listed_forms import Countries, Form, forms_of, holds, labelled, spellings
from onrecord.ingest.name_conflict import NATIONALITY, PLACE, outranks, with_offshoot
from onrecord.ingest.name_shape import (
    headline_tokens,
    organization_type,
    plain,
    trimmed_name,
)
from onrecord.ingest.party_names import ELECTION, election_spans, party_names
from onrecord.ingest.policies import policy_spans
from onrecord.ingest.short_names import own_outlet, short_outlets
from onrecord.ingest.titled_names import titled_names

__all__ = [
    "NATIONALITY",
    "PLACE",
    "Gazetteer",
    "concepts_of",
    "make_gazetteer",
    "share_concepts",
    "titles_of",
]

_TABLE = "onrecord_concepts"
_NUMBERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})


def concepts_of(doc: Doc) -> Mapping[str, Concept]:
    """The concepts by IRI that this pipeline's gazetteer was loaded with."""
    lookups = doc.vocab.lookups
    if not lookups.has_table(_TABLE):
        return {}
    table: Mapping[str, Concept] = lookups.get_table(_TABLE)["concepts"]
    return table


def titles_of(doc: Doc) -> Mapping[str, tuple[Concept, ...]]:
    """The concepts that have a post of this title, by the title in lower case."""
    lookups = doc.vocab.lookups
    if not lookups.has_table(_TABLE):
        return {}
    table: Mapping[str, tuple[Concept, ...]] = lookups.get_table(_TABLE)["titles"]
    return table


def share_concepts(doc_or_nlp: Doc | Language, concepts: Iterable[Concept]) -> None:
    """Let every component with the same vocabulary look the concepts up."""
    known = tuple(concepts)
    titles: dict[str, tuple[Concept, ...]] = {}
    for concept in known:
        for title in concept.titles:
            key = plain(title).lower()
            titles[key] = (*titles.get(key, ()), concept)
    lookups = doc_or_nlp.vocab.lookups
    if lookups.has_table(_TABLE):
        lookups.remove_table(_TABLE)
    lookups.add_table(
        _TABLE, {"concepts": {concept.iri: concept for concept in known}, "titles": titles}
    )


class Gazetteer:
    """Sets ``doc.ents``. Matching is linear in the text, whatever the size of the packs."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._forms: dict[str, list[Form]] = {}
        self._outlets: dict[str, Concept] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")

    def load(self, concepts: Iterable[Concept]) -> None:
        """Match these concepts from now on, in place of those loaded before."""
        known = tuple(concepts)
        share_concepts(self._nlp, known)
        self._forms = {}
        for concept in known:
            for form in forms_of(concept):
                self._forms.setdefault(form.text.lower(), []).append(form)
        self._outlets = {
            plain(name).lower(): concept
            for concept in known
            if concept.type == "MediaOutlet"
            for name in concept.names
        }
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for key, forms in self._forms.items():
            written = sorted({s for form in forms for s in spellings(form.text)})
            self._matcher.add(key, [self._nlp.make_doc(spelling) for spelling in written])

    def __call__(self, doc: Doc) -> Doc:
        headline = headline_tokens(doc)
        listed = self._listed(doc, headline)
        own = own_outlet(doc, self._outlets)
        listed += short_outlets(doc, listed, concepts_of(doc), own)
        found = [
            *party_names(doc, listed, concepts_of(doc), headline),
            *(Span(doc, start, end, label=ELECTION) for start, end in election_spans(doc)),
            *(Span(doc, s, e, label=kind) for s, e, kind in policy_spans(doc, headline)),
            *titled_names(doc, headline),
        ]
        # filter_spans keeps the longest, then the first: packs stand before patterns.
        chosen = filter_spans([*listed, *found])
        doc.ents = filter_spans([*self._reconciled(doc, chosen, headline)])
        return doc

    def _listed(self, doc: Doc, headline: frozenset[int]) -> list[Span]:
        """Matches of pack forms that hold up in their context, longest first."""
        checked: list[tuple[Span, list[Form]]] = []
        for _, start, end in self._matcher(doc):
            span = doc[start:end]
            text = plain(span.text)
            forms = [
                form
                for form in self._forms.get(text.lower(), ())
                if holds(form, text, span, headline)
            ]
            if forms:
                checked.append((span, forms))
        longest = {(s.start, s.end) for s in filter_spans([span for span, _ in checked])}
        checked = [pair for pair in checked if (pair[0].start, pair[0].end) in longest]
        countries = Countries(forms for _, forms in checked)
        found = [labelled(span, forms, countries) for span, forms in checked]
        return [span for span in found if span is not None]

    def _reconciled(self, doc: Doc, chosen: list[Span], headline: frozenset[int]) -> Iterator[Span]:
        taken = {i: span for span in chosen for i in range(span.start, span.end)}
        dropped: set[int] = set()
        people = Counter(
            token.text
            for ent in doc.ents
            if ent.label_ == "PERSON" and ent.start not in headline
            for token in ent
        )
        for ent in doc.ents:
            span = _statistical(ent, headline, people)
            if span is None or self._pairs_listed_names(span):
                continue
            inside = {taken[i].start: taken[i] for i in range(span.start, span.end) if i in taken}
            if not inside:
                yield span
            elif outranks(span, list(inside.values()), people):
                dropped.update(inside)
                yield span
        for span in chosen:
            if span.start not in dropped:
                yield with_offshoot(span)

    def _pairs_listed_names(self, span: Span) -> bool:
        """Whether it is one word like "U.S.-China", which names two and not one."""
        first, hyphen, second = plain(span.text).lower().partition("-")
        return bool(hyphen) and first in self._forms and second in self._forms


def _statistical(ent: Span, headline: frozenset[int], people: Counter[str]) -> Span | None:
    """The model's entity with our label and without what does not belong; None if it is no name."""
    label = ent.label_
    if label in _NUMBERS:
        return ent
    if label not in ("PERSON", "ORG", "GPE", "NORP"):
        return None
    if ent.start in headline and not all(people[token.text] for token in ent):
        return None
    span = trimmed_name(ent, person=label == "PERSON")
    if span is None:
        return None
    kind = {"PERSON": "Person", "GPE": PLACE, "NORP": NATIONALITY}.get(label)
    return Span(ent.doc, span.start, span.end, label=kind or organization_type(span.text))


@Language.factory("onrecord_gazetteer")
def make_gazetteer(nlp: Language, name: str) -> Gazetteer:
    """A gazetteer that knows no concept until ``load`` is called."""
    return Gazetteer(nlp)
