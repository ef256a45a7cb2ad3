"""Policies, plans, laws and measures that no pack lists, found by their wording.

Three patterns: a capitalised name that ends in a word for a law or a plan ("Inflation Reduction
Act", "15th Five-Year Plan"); a kind of measure ("tariffs", "export controls"); a policy of a named
field ("new industrial policy"). What a pack knows, the gazetteer finds first.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.ingest.extraction import EntityType
from onrecord.ingest.name_shape import word_set

Found = tuple[int, int, EntityType]
"""First token, token after the last, type."""

NAMED_HEADS: dict[str, EntityType] = {
    **dict.fromkeys(
        ("Act", "Law", "Bill", "Directive", "Regulation", "Amendment", "Code", "Ordinance"),
        "Legislation",
    ),
    **dict.fromkeys(("Plan", "Strategy", "Initiative", "Agenda", "Roadmap", "Blueprint"), "Plan"),
    **dict.fromkeys(
        ("Agreement", "Accord", "Treaty", "Pact", "Protocol", "Doctrine", "Policy"), "Policy"
    ),
}
_JOINING = frozenset({"of", "and", "for", "on", "to", "&", "-"})
_BODY_WORDS = word_set(
    "center centre institute school university college committee council ministry department "
    "office commission foundation library society association"
)
_LONGEST_NAME = 12

MEASURE_WORDS = frozenset({"tariff", "sanction", "subsidy", "embargo"})
_MEASURE_HEADS: dict[str, frozenset[str]] = {
    "export": frozenset({"control", "curb", "restriction", "ban", "quota", "licence", "license"}),
    "import": frozenset({"duty", "ban", "quota", "restriction", "curb", "tax", "tariff"}),
    "dumping": frozenset({"duty", "tariff", "measure"}),
    "countervailing": frozenset({"duty"}),
    "customs": frozenset({"duty"}),
    "tax": frozenset({"credit", "break", "cut"}),
    "investment": frozenset({"screening", "ban", "restriction"}),
    "trade": frozenset({"barrier", "restriction", "embargo"}),
    "travel": frozenset({"ban", "restriction"}),
    "arms": frozenset({"embargo"}),
    "price": frozenset({"cap", "control"}),
}
_MEASURES_ON = word_set("ban curb restriction duty levy quota cap control surcharge tax")
"""Words for a measure only where it is said on what: "the ban on gallium exports"."""
NEWNESS = frozenset({"new", "updated", "revised", "planned", "proposed", "draft", "upcoming"})
_FIELDS = word_set(
    "industrial trade monetary fiscal energy climate tax immigration agricultural farm export "
    "tech technology economic environmental health housing labour labor defence defense "
    "security competition innovation tariff procurement"
)
_POLICY_NOUNS = frozenset({"policy", "strategy"})


def policy_spans(doc: Doc, headline: frozenset[int] = frozenset()) -> Iterator[Found]:
    """Yield the policies found by pattern, in text order of their last word; they may overlap.

    Where all words are capitalised (``headline``: indices of tokens), capitals show no name.
    """
    for token in doc:
        if token.text in NAMED_HEADS and token.i not in headline and not _goes_on(token):
            start = _name_start(doc, token.i)
            if start < token.i:
                yield start, _with_year(doc, token.i + 1), NAMED_HEADS[token.text]
                continue
        lemma = singular(token)
        if lemma in MEASURE_WORDS and _is_noun(token):
            yield token.i, token.i + 1, "Measure"
        elif token.i and lemma in _MEASURE_HEADS.get(doc[token.i - 1].lower_, ()):
            yield token.i - 1, token.i + 1, "Measure"
        elif (
            lemma in _MEASURES_ON
            and _is_noun(token)
            and doc[token.i + 1 : token.i + 2].text == "on"
        ):
            yield token.i, token.i + 1, "Measure"
        elif (
            token.lower_ in _POLICY_NOUNS
            and (token.text[0].islower() or token.i in headline)
            and token.i
            and doc[token.i - 1].lower_ in _FIELDS
        ):
            yield _description_start(doc, token.i - 1), token.i + 1, "Policy"


def singular(token: Token) -> str:
    """The word without the ending of its plural, in lower case; needs no lemmatizer."""
    word: str = token.lower_
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def _is_noun(token: Token) -> bool:
    return not token.tag_ or token.tag_.startswith("NN")


def _name_start(doc: Doc, head: int) -> int:
    """The first token of the capitalised name that ends in ``head``, or ``head`` itself."""
    start = head
    if head and doc[head - 1].lower_ in _JOINING:
        return head  # "School of Law"
    for i in range(head - 1, max(-1, head - _LONGEST_NAME), -1):
        token = doc[i]
        if token.lower_ in _BODY_WORDS:
            return head  # "Center for Security Policy"
        if token.text[0].isupper() or token.text[0].isdigit():
            start = i
        elif token.lower_ == "the" and i and doc[i - 1].lower_ in ("of", "for", "on"):
            continue
        elif token.lower_ not in _JOINING:
            break
    # "The", "They", or a number that belongs to what stands before ("on May 3 Budget Plan").
    while start < head and _opens_no_name(doc[start]):
        start += 1
    return start


def _opens_no_name(token: Token) -> bool:
    return (token.is_stop and not token.like_num) or token.is_digit or token.is_punct


def _goes_on(token: Token) -> bool:
    """Whether the name does not end here: "President Bill Clinton", "the Law Society"."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text[0].isupper()


def _with_year(doc: Doc, end: int) -> int:
    year = doc[end : end + 2]
    if len(year) == 2 and year[0].lower_ == "of" and year[1].text.isdigit() and len(year[1]) == 4:
        return end + 2
    return end


def _description_start(doc: Doc, start: int) -> int:
    """Takes in what stands between "new" and the field: "new high-tech industrial policy"."""
    for i in range(start - 1, max(-1, start - 6), -1):
        if doc[i].lower_ in NEWNESS:
            return i
        if doc[i].text != "-" and not doc[i].is_alpha:
            break
        if doc[i].tag_ and not doc[i].tag_.startswith(("JJ", "NN", "HYPH", "VBN", "VBG")):
            break
    return start
