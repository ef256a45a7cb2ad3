"""Names of parties and of elections by their wording, where no pack lists them.

Statistical models know the large parties only, and cut the others where a listed name lies inside
("Italian Republican Party", "Liberal Democratic Party of Russia"). Elections are marked so that
the countries and parliaments in their names ("2009 European Parliament election") are not taken
for actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from spacy.tokens import Doc, Span, Token

from onrecord.ingest.concept import Concept
from onrecord.ingest.name_conflict import PLACE
from onrecord.ingest.name_shape import word_set

ELECTION: Final = "EVENT"
Found = tuple[int, int]
"""Start and end of the tokens."""

_HEADS: Final = word_set("Party Parties")
_JOINT_HEADS: Final = word_set(
    "Union Alliance Movement Front League Coalition Bloc Congress Democrats Federation Rally "
    "Unity Democracy Labour Labor Socialists Liberals Greens Conservatives Communists"
)
"""Words that end names of other bodies too, so that a word of politics has to stand before."""
_POLITICS: Final = word_set(
    "Democratic Socialist Liberal National Nationalist People People's Peoples Popular Christian "
    "Social Labour Labor Progressive Conservative Communist Republican Radical Workers Green "
    "Reform Independence Renewal Patriotic Unionist Agrarian Freedom Peasant Peasants Left Right "
    "Centre Center Ecologist Revolutionary Panhellenic Nationalists Democrat Democrats Fatherland "
    "Home Rule Civic Salvation"
)
_FOREIGN: Final = word_set(
    "Partido Parti Partito Partei Partidul Partia Partij Partisi Partija Stranka Strana Partit"
)
_FOREIGN_INSIDE: Final = word_set("de del della dei da do dos di du des la le van voor pentru per")
_NO_PART: Final = word_set(
    "mr mr. mrs mrs. ms ms. dr dr. sen sen. rep rep. gov gov. president senator governor former "
    "chairman chair leader minister prime secretary congressman congresswoman member members "
    "candidate nominee rival major ruling opposition then-ruling both main monday tuesday "
    "wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december"
)
_CONTINUING: Final = frozenset({"of", "for"})
_LONGEST: Final = 8
_VOTES: Final = word_set("election elections by-election referendum primary primaries")
_KINDS_OF_VOTE: Final = word_set(
    "general presidential parliamentary legislative local federal gubernatorial mayoral municipal "
    "regional leadership provincial state council special snap senate house constitutional "
    "assembly communal cantonal departmental by - independence membership"
)


def party_names(
    doc: Doc,
    listed: Sequence[Span],
    known: Mapping[str, Concept],
    headline: frozenset[int] = frozenset(),
) -> Iterator[Span]:
    """Yield parties named by their wording, with the concept where it is a listed one's.

    "Italian Republican Party" is no listed one, "American Republican Party" is, and in "Texas
    Republican Party" the listed one is named alone.

    Args:
        listed: names of packs in the text, whose parties and countries may lie inside.
        known: concepts by IRI.
    """
    of_token = {i: span for span in listed for i in range(span.start, span.end)}
    for start, end in party_spans(doc, headline):
        inside = {of_token[i].start: of_token[i] for i in range(start, end) if i in of_token}
        if any(span.start < start or span.end > end for span in inside.values()):
            continue
        party = next((span for span in inside.values() if span.label_ == "Party"), None)
        concept = None
        if party is not None:
            rest = [doc[i] for i in range(start, end) if not party.start <= i < party.end]
            if all(_is_place(token, of_token) for token in rest):
                continue
            lands = {_land(span, known) for span in inside.values() if span is not party}
            if lands == {_land(party, known)} and all(t.i in of_token or t.is_stop for t in rest):
                concept = party.kb_id_
        yield Span(doc, start, end, label="Party", kb_id=concept or "")


def _is_place(token: Token, of_token: Mapping[int, Span]) -> bool:
    span = of_token.get(token.i)
    if token.text in _POLITICS:
        return False
    if span is not None:
        return span.label_ in ("Country", PLACE) and token.ent_type_ != "NORP"
    return token.ent_type_ == "GPE"


def _land(span: Span, known: Mapping[str, Concept]) -> str | None:
    concept = known.get(span.kb_id_)
    return (concept.country or concept.iri) if concept else None


def party_spans(doc: Doc, headline: frozenset[int] = frozenset()) -> Iterator[Found]:
    """Yield names of parties, in text order of their head; they may overlap.

    Where all words are capitalised (``headline``: indices of tokens), capitals show no name.
    """
    for token in doc:
        i = token.i
        if i in headline or not token.text[0].isupper():
            continue
        if token.text in _FOREIGN:
            end = _foreign_end(doc, i)
            start = _start(doc, i) if end == i + 1 else i
            if end - start > 1:
                yield start, end
        elif token.text in _HEADS or token.text in _JOINT_HEADS:
            start = _start(doc, i)
            if start == i and not (token.text in _HEADS and _continues(doc, i + 1)):
                continue
            if token.text in _HEADS or any(_is_of_politics(word) for word in doc[start:i]):
                yield start, _end(doc, i + 1)


def _is_of_politics(token: Token) -> bool:
    return token.text in _POLITICS or token.ent_type_ == "NORP"


def election_spans(doc: Doc) -> Iterator[Found]:
    """Yield names of elections that begin with their year: "2001 Italian general election"."""
    for token in doc:
        if token.lower_ not in _VOTES:
            continue
        start = token.i
        for i in range(token.i - 1, max(-1, token.i - _LONGEST), -1):
            word = doc[i]
            if _is_year(word):
                start = i
                break
            if not (word.text[0].isupper() or word.lower_ in _KINDS_OF_VOTE):
                break
        if any(word.text[0].isupper() for word in doc[start : token.i]):
            yield start, token.i + 1


def _is_year(token: Token) -> bool:
    return len(token) == 4 and token.text.isdigit() and token.text[0] in "12"


def _start(doc: Doc, head: int) -> int:
    start = head
    for i in range(head - 1, max(-1, head - _LONGEST), -1):
        token = doc[i]
        if token.lower_ in _NO_PART:
            break
        if token.text[0].isupper() and (token.is_alpha or token.text[-1] == "."):
            start = i
        elif not _joins(token):
            break
    while start < head and doc[start].is_stop:
        start += 1  # "The", "In", "When" at the start of a sentence
    return start


def _joins(token: Token) -> bool:
    """Whether a name goes on before it: "People's", "Red-Green"."""
    before = token.doc[token.i - 1].text if token.i else ""
    if token.lower_ in ("'s", "’s"):
        return before in ("People", "Workers")
    return token.text == "-" and before[:1].isupper()


def _continues(doc: Doc, i: int) -> bool:
    return _end(doc, i) > i


def _end(doc: Doc, end: int) -> int:
    """Takes in "of the Left", "of Russia", "for Freedom"."""
    if end >= len(doc) or doc[end].text not in _CONTINUING:
        return end
    i = end + 1
    if i < len(doc) and doc[i].text == "the":
        i += 1
    first = i
    while i < len(doc) and i - first < 4 and _is_name_word(doc[i]):
        i += 1
    return i if i > first else end


def _is_name_word(token: Token) -> bool:
    return (
        token.text[0].isupper()
        and token.is_alpha
        and token.lower_ not in _NO_PART
        and token.ent_type_ != "PERSON"
    )


def _foreign_end(doc: Doc, i: int) -> int:
    end = i + 1
    while end < len(doc) and end - i < _LONGEST:
        if _is_name_word(doc[end]):
            end += 1
        elif (
            doc[end].text in _FOREIGN_INSIDE and end + 1 < len(doc) and _is_name_word(doc[end + 1])
        ):
            end += 2
        else:
            break
    return end
