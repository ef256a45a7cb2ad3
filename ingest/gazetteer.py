"""Names in a text: those that the packs list, those that a pattern shows, and the model's.

The packs win where they match, the longest form first; what the statistical model says is kept
only after simple checks, since small models call headlines and scraps people. Ambiguous forms do
not fire blindly: case is compared with the form, a sector inside of a proper name is none, and a
name that two packs share stays without a concept unless its country is spoken of.

``doc.ents`` afterwards has our entity types as labels, ``GPE`` for places (with the concept that
they may stand for), ``NORP`` for nationality words and spaCy's labels for dates and numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from onrecord.ingest.concept import Concept
from onrecord.ingest.name_conflict import NATIONALITY, PLACE, outranks, with_offshoot
from onrecord.ingest.name_shape import (
    headline_tokens,
    organization_type,
    plain,
    trimmed_name,
)
from onrecord.ingest.policies import policy_spans

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
_UNCASED = frozenset({"Sector", "Plan", "Policy", "Measure", "Legislation"})
_NUMBERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a concept, and what the match is labelled with."""

    text: str
    label: str
    concept: Concept


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
        self._forms: dict[str, list[_Form]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")

    def load(self, concepts: Iterable[Concept]) -> None:
        """Match these concepts from now on, in place of those loaded before."""
        known = tuple(concepts)
        share_concepts(self._nlp, known)
        self._forms = {}
        for concept in known:
            for kind, texts in (
                (concept.type, concept.names),
                (NATIONALITY, concept.demonyms),
                (PLACE, concept.metonyms),
            ):
                for text in texts:
                    form = _Form(_without_article(plain(text)), kind, concept)
                    if form.text:
                        self._forms.setdefault(form.text.lower(), []).append(form)
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for key, forms in self._forms.items():
            spellings = sorted({s for form in forms for s in _spellings(form.text)})
            self._matcher.add(key, [self._nlp.make_doc(spelling) for spelling in spellings])

    def __call__(self, doc: Doc) -> Doc:
        headline = headline_tokens(doc)
        listed = self._listed(doc, headline)
        found = [Span(doc, s, e, label=kind) for s, e, kind in policy_spans(doc, headline)]
        # filter_spans keeps the longest, then the first: packs stand before patterns.
        chosen = filter_spans([*listed, *found])
        doc.ents = filter_spans([*self._reconciled(doc, chosen, headline)])
        return doc

    def _listed(self, doc: Doc, headline: frozenset[int]) -> list[Span]:
        """Matches of pack forms that hold up in their context, longest first."""
        checked: list[tuple[Span, list[_Form]]] = []
        for _, start, end in self._matcher(doc):
            span = doc[start:end]
            text = plain(span.text)
            forms = [
                form
                for form in self._forms.get(text.lower(), ())
                if _holds(form, text, span, headline)
            ]
            if forms:
                checked.append((span, forms))
        longest = {(s.start, s.end) for s in filter_spans([span for span, _ in checked])}
        checked = [pair for pair in checked if (pair[0].start, pair[0].end) in longest]
        countries = Counter(
            form.concept.country or form.concept.iri
            for _, forms in checked
            if len({form.concept.iri for form in forms}) == 1
            for form in forms
        )
        return [_labelled(span, forms, countries) for span, forms in checked]

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


def _without_article(text: str) -> str:
    """ "The Economist" stays, since the article tells it from an economist."""
    words = text.split()
    if len(words) > 2 and words[0].lower() == "the":
        return " ".join(words[1:])
    return " ".join(words)


def _spellings(text: str) -> Iterator[str]:
    yield text
    if "'" in text:
        yield text.replace("'", "’")
    if "-" in text:
        yield text.replace("-", "‑")
        yield text.replace("-", "–")


def _is_short_form(text: str) -> bool:
    """Acronyms and the like, whose case is all that tells them from a word: US, EVs, MIC2025."""
    return sum(char.isupper() for char in text) > 1 and " " not in text


def _holds(form: _Form, text: str, span: Span, headline: frozenset[int]) -> bool:
    if _is_short_form(form.text) or len(form.text) < 4:
        return text == form.text and not _shouted(span)
    if form.label == "Sector":
        return not _in_proper_name(span, headline)
    if form.label in _UNCASED and " " in form.text:
        return True
    if text != form.text and text != form.text.upper():
        return False
    if len(span) > 1 or form.label in (NATIONALITY, PLACE, "Country"):
        return True
    return not span[0].tag_ or span[0].tag_.startswith("NNP")


def _shouted(span: Span) -> bool:
    """Whether the words around are all in capitals, so that US may be "us"."""
    around = [
        t
        for t in span.doc[max(0, span.start - 3) : span.end + 3]
        if t.is_alpha and t.i not in range(span.start, span.end)
    ]
    return len(around) > 1 and all(token.is_upper for token in around)


def _in_proper_name(span: Span, headline: frozenset[int]) -> bool:
    """Whether a sector word is capitalised as a part of a longer name, or in a headline."""
    first = span[0]
    if not first.text[0].isupper() or _is_short_form(span.text):
        return _capitalised(span.doc, span.end) and span[-1].text[0].isupper()
    if first.i in headline or _capitalised(span.doc, span.end):
        return True
    return not _opens_sentence(first)


def _capitalised(doc: Doc, i: int) -> bool:
    return i < len(doc) and doc[i].text[0].isupper()


def _opens_sentence(token: Token) -> bool:
    i = token.i - 1
    while i >= 0 and (token.doc[i].is_quote or token.doc[i].is_bracket):
        i -= 1
    return i < 0 or token.doc[i].text[-1] in ".!?:;\n—–•" or token.doc[i].is_space


def _labelled(span: Span, forms: list[_Form], countries: Counter[str]) -> Span:
    by_concept = {form.concept.iri: form for form in reversed(forms)}
    if len(by_concept) > 1:
        ranked = sorted(
            by_concept.values(),
            key=lambda f: (-countries[f.concept.country or f.concept.iri], f.concept.iri),
        )
        best, second = ranked[0], ranked[1]
        if (
            countries[best.concept.country or best.concept.iri]
            == countries[second.concept.country or second.concept.iri]
        ):
            return Span(span.doc, span.start, span.end, label=best.label)
        forms = [best]
    return Span(span.doc, span.start, span.end, label=forms[0].label, kb_id=forms[0].concept.iri)


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
