"""Short forms of outlets: "the Times" where the New York Times was named, or publishes the text.

A form like "Times" names too many papers for any pack; behind an article it goes to the outlet of
that ending which the text named last, to the next one where none was named before, and where it
names none at all to the one that published it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span

from onrecord.ingest.concept import Concept
from onrecord.ingest.name_shape import plain, word_set

_ENDINGS = word_set(
    "Times Post Journal Tribune Herald Globe Gazette Chronicle Observer Examiner Inquirer "
    "Telegraph Standard Mail Mirror Sun Independent Dispatch Sentinel Courier Monitor Caller "
    "Register Review Star Enquirer Beast"
)
_ARTICLES = frozenset({"the", "a"})
_TOLD_BY = word_set(
    "article articles story stories report reports reporter reporters editorial editors editor "
    "poll columnist column interview investigation review readers"
)


def short_outlets(
    doc: Doc, listed: Sequence[Span], known: Mapping[str, Concept], own: Concept | None
) -> Iterator[Span]:
    """Yield the places where an outlet is named by its last word.

    Args:
        listed: names of packs in the text, in text order.
        known: concepts by IRI.
        own: the outlet that published the text, where a pack has it.
    """
    taken = {i for span in listed for i in range(span.start, span.end)}
    named: dict[str, list[tuple[int, str]]] = {}
    for span in listed:
        concept = known.get(span.kb_id_)
        if concept is not None and concept.type == "MediaOutlet" and len(concept.label.split()) > 1:
            named.setdefault(concept.label.split()[-1], []).append((span.start, concept.iri))
    if own is not None:
        named.setdefault(own.label.split()[-1], []).append((len(doc), own.iri))
    wanted = set(named) & _ENDINGS
    if not wanted:
        return
    for token in doc:
        if token.text not in wanted or token.i in taken or not _stands_alone(doc, token.i):
            continue
        places = named[token.text]
        at = bisect_right(places, (token.i, "")) - 1
        yield Span(doc, token.i, token.i + 1, label="MediaOutlet", kb_id=places[max(0, at)][1])


def own_outlet(doc: Doc, forms: Mapping[str, Concept]) -> Concept | None:
    """The outlet that published the document, where a pack has it by that name.

    Args:
        forms: outlets by their names in lower case.
    """
    name = plain(doc._.outlet or "").lower() if doc.has_extension("outlet") else ""
    return forms.get(name) or forms.get(name.removeprefix("the "))


def _stands_alone(doc: Doc, i: int) -> bool:
    if not i or doc[i - 1].lower_ not in _ARTICLES:
        return False
    if i + 1 == len(doc):
        return True
    after = doc[i + 1]
    if doc[i - 1].lower_ == "a" and after.lower_ not in _TOLD_BY:
        return False
    return not after.text[0].isupper() and after.text not in ("of", "-", "&")
