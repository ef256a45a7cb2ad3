"""Which name is meant where a listed one lies inside of a longer one that the model found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Span

from onrecord.ingest.name_shape import word_set

PLACE, NATIONALITY = "GPE", "NORP"
_LANDS = frozenset({"Country", PLACE, NATIONALITY})
_BODIES = frozenset({"Organization", "GovernmentBody", "MediaOutlet", "Company", "Party"})
_OFFSHOOTS = word_set(
    "Intelligence Economics Institute Foundation Research Bank Television TV Radio Capital "
    "Securities Law Government Philanthropies Ventures Analytics Group University"
)


def outranks(span: Span, inside: Sequence[Span], people: Mapping[str, int]) -> bool:
    """Whether the longer statistical name is meant, and not the listed ones inside of it.

    Args:
        inside: the listed names that overlap it, in text order.
        people: how often each word stands in a statistical name of a person.
    """
    if any(listed.start < span.start or listed.end > span.end for listed in inside):
        return False
    taken = {i for listed in inside for i in range(listed.start, listed.end)}
    rest = [token for token in span if token.i not in taken]
    if not rest:
        return False
    if span.label_ == "Person":
        # "Jordan Peele", but not "Beijing Xi" where Xi is spoken of elsewhere.
        return (
            len(taken) == 1
            and inside[0].label_ != NATIONALITY
            and all(people.get(token.text, 0) < 2 for token in rest)
        )
    if span.label_ not in _BODIES or any(people.get(token.text) for token in rest):
        return False
    if len(inside) == 1 and inside[0].label_ in _LANDS:
        return True  # "Bank of China", "House of Commons of the United Kingdom"
    if len(inside) == 1:
        # "Social Democratic Party" around "Democratic Party"
        return inside[0].end == span.end and inside[0].label_ in _BODIES
    # "Democratic Party of Serbia"
    return inside[-1].label_ in _LANDS and [t.lower_ for t in rest] in (["of"], ["of", "the"])


def with_offshoot(span: Span) -> Span:
    """The span with a word that makes it another body: "Bloomberg Intelligence"."""
    doc = span.doc
    if (
        span.label_ in ("MediaOutlet", "Company", "Organization")
        and span.end < len(doc)
        and doc[span.end].text in _OFFSHOOTS
    ):
        return Span(doc, span.start, span.end + 1, label="Organization")
    return span
