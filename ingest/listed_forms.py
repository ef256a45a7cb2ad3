"""Whether a form of a pack means its concept where it stands.

Forms do not fire blindly: case is compared with the form, a sector inside of a proper name is
none, and a form that two concepts share, or that names another thing elsewhere ("Supreme Court"),
goes to the concept whose country the text speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.ingest.concept import Concept
from onrecord.ingest.name_conflict import NATIONALITY, PLACE
from onrecord.ingest.name_shape import plain, word_set

_UNCASED = frozenset({"Sector", "Plan", "Policy", "Measure", "Legislation"})
_OF_OTHERS = word_set("state county city provincial local tribal 's ’s ' ’")
"""Words before a local form that say whose it is: "the state Supreme Court", "Ohio's House"."""
_GOES_ON_WITH = word_set(
    "Speaker Republican Republicans Democrat Democrats Democratic GOP Majority Minority Leader "
    "Whip Secretary Under Deputy"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a concept, and what the match is labelled with.

    ``local`` forms name it only in a text that speaks of its country most.
    """

    text: str
    label: str
    concept: Concept
    local: bool = False


def forms_of(concept: Concept) -> Iterator[Form]:
    """All forms of a concept, as the matcher compares them."""
    for kind, texts, local in (
        (concept.type, concept.names, False),
        (NATIONALITY, concept.demonyms, False),
        (PLACE, concept.metonyms, False),
        (concept.type, concept.local_names, True),
    ):
        for text in texts:
            bare = _without_article(plain(text))
            if bare:
                yield Form(bare, kind, concept, local)


def spellings(text: str) -> Iterator[str]:
    """The form with each kind of apostrophe and hyphen."""
    yield text
    if "'" in text:
        yield text.replace("'", "’")
    if "-" in text:
        yield text.replace("-", "‑")
        yield text.replace("-", "–")


def _without_article(text: str) -> str:
    """ "The Economist" stays, since the article tells it from an economist."""
    words = text.split()
    if len(words) > 2 and words[0].lower() == "the":
        return " ".join(words[1:])
    return " ".join(words)


def holds(form: Form, text: str, span: Span, headline: frozenset[int]) -> bool:
    """Whether the words around allow the form to be meant.

    Args:
        text: the words of the span, with plain apostrophes and hyphens.
        headline: tokens of lines in title case, where capitals show no name.
    """
    if form.local and not _stands_alone(span):
        return False
    if _is_short_form(form.text) or len(form.text) < 4:
        return text == form.text and not _shouted(span)
    if form.label == "Sector":
        return not _in_proper_name(span, headline)
    if form.label in _UNCASED and " " in form.text:
        return True
    if form.label == "Measure":
        return text.lower() == form.text and (not span[0].tag_ or span[0].tag_.startswith("NN"))
    if text != form.text and text != form.text.upper():
        return False
    if len(span) > 1 or form.label in (NATIONALITY, PLACE, "Country"):
        return True
    return not span[0].tag_ or span[0].tag_.startswith("NNP")


class Countries:
    """How often each country is spoken of, by forms that mean one concept everywhere."""

    def __init__(self, matches: Iterable[Sequence[Form]]) -> None:
        counts = Counter(
            country
            for forms in matches
            if not forms[0].local and len({form.concept.iri for form in forms}) == 1
            for country in (_country(forms[0]),)
            if country is not None
        )
        most = counts.most_common(2)
        self.home = most[0][0] if most and (len(most) < 2 or most[0][1] > most[1][1]) else None
        """The one spoken of more than any other."""
        self._counts = counts

    def times(self, form: Form) -> int:
        """How often the country of the form's concept is spoken of."""
        return self._counts[_country(form) or ""]


def labelled(span: Span, forms: Sequence[Form], countries: Countries) -> Span | None:
    """The span with the concept that is meant; without one where nothing tells which.

    None where all forms are local ones of countries that the text does not speak of most.
    """
    home = countries.home
    at_home = [form for form in forms if form.local and home and _country(form) == home]
    by_concept = {form.concept.iri: form for form in at_home} or {
        form.concept.iri: form for form in reversed(forms) if not form.local
    }
    if not by_concept:
        return None
    ranked = sorted(
        by_concept.values(), key=lambda form: (-countries.times(form), form.concept.iri)
    )
    best = ranked[0]
    if len(ranked) > 1 and countries.times(best) == countries.times(ranked[1]):
        return Span(span.doc, span.start, span.end, label=best.label)
    return Span(span.doc, span.start, span.end, label=best.label, kb_id=best.concept.iri)


def _country(form: Form) -> str | None:
    concept = form.concept
    return concept.iri if concept.type == "Country" else concept.country


def _is_short_form(text: str) -> bool:
    """Acronyms and the like, whose case is all that tells them from a word: US, EVs, MIC2025."""
    return sum(char.isupper() for char in text) > 1 and " " not in text


def _stands_alone(span: Span) -> bool:
    """Whether it is no part of another name: "Opera House", "Ohio's House", "House of Cards"."""
    doc = span.doc
    if span.start:
        before = doc[span.start - 1]
        if before.lower_ in _OF_OTHERS:
            return False
        if before.lower_ == "of" and span.start > 1 and doc[span.start - 2].text[0].isupper():
            return False  # "Bank of America"
        if before.text[0].isupper() and before.is_alpha and not _opens_sentence(before):
            return False
    elif len(span) == 1:
        return False
    if span.end == len(doc):
        return True
    after = doc[span.end]
    if after.lower_ in ("of", "-", "&"):
        return False
    return len(span) > 1 or after.text in _GOES_ON_WITH or not _capitalised(doc, span.end)


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
