"""The words of a source: which of them it is about, and what kind of speaker they stand for."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.ingest.name_shape import word_set

REPORT_NOUNS = word_set(
    "report research study survey statement data article poll analysis newspaper paper editorial "
    "document brief briefing release figure statistic estimate forecast dispatch story letter memo "
    "tweet post website spokesman spokeswoman spokesperson commentary note index review"
)
BODY_NOUNS: dict[str, frozenset[str]] = {
    "ministry": frozenset({"GovernmentBody"}),
    "department": frozenset({"GovernmentBody"}),
    "commission": frozenset({"GovernmentBody", "Organization"}),
    "committee": frozenset({"GovernmentBody", "Organization"}),
    "court": frozenset({"GovernmentBody"}),
    "agency": frozenset({"GovernmentBody", "Organization", "MediaOutlet"}),
    "newspaper": frozenset({"MediaOutlet"}),
    "paper": frozenset({"MediaOutlet"}),
    "outlet": frozenset({"MediaOutlet"}),
    "magazine": frozenset({"MediaOutlet"}),
    "network": frozenset({"MediaOutlet"}),
    "company": frozenset({"Company", "Organization", "MediaOutlet"}),
    "firm": frozenset({"Company", "Organization"}),
    "bank": frozenset({"Company", "Organization", "GovernmentBody"}),
    "group": frozenset({"Organization", "Company"}),
    "organization": frozenset({"Organization"}),
    "organisation": frozenset({"Organization"}),
    "service": frozenset({"MediaOutlet"}),
    "channel": frozenset({"MediaOutlet"}),
    "tabloid": frozenset({"MediaOutlet"}),
    "site": frozenset({"MediaOutlet"}),
    "website": frozenset({"MediaOutlet"}),
    "bureau": frozenset({"GovernmentBody"}),
    "regulator": frozenset({"GovernmentBody"}),
    "watchdog": frozenset({"GovernmentBody", "Organization"}),
    "nonprofit": frozenset({"Organization"}),
    "charity": frozenset({"Organization"}),
    "foundation": frozenset({"Organization"}),
    "university": frozenset({"Organization"}),
    "automaker": frozenset({"Company"}),
    "carmaker": frozenset({"Company"}),
    "chipmaker": frozenset({"Company"}),
    "retailer": frozenset({"Company"}),
    "lender": frozenset({"Company"}),
    "manufacturer": frozenset({"Company"}),
    "startup": frozenset({"Company"}),
    "conglomerate": frozenset({"Company"}),
    "camp": frozenset({"Organization"}),
    "team": frozenset({"Organization"}),
    "publication": frozenset({"MediaOutlet"}),
    "broadcaster": frozenset({"MediaOutlet"}),
    "union": frozenset({"Organization"}),
    "association": frozenset({"Organization"}),
    "institute": frozenset({"Organization"}),
    "council": frozenset({"GovernmentBody", "Organization"}),
    "bloc": frozenset({"Organization"}),
    "alliance": frozenset({"Organization"}),
    "party": frozenset({"Party"}),
    "country": frozenset({"Country"}),
    "campaign": frozenset({"Organization"}),
    "administration": frozenset({"Organization"}),
}
TEAM_NOUNS = word_set("campaign camp team administration")
"""Bodies that are called after a person; "the campaign" means none that the text does not name."""
_PARTS = word_set(
    "one all none some most many few several half majority number percent group dozens hundreds "
    "thousands both each any member members"
)

_CLIMB = 6


def head_of(source: TokenSpan, parsed: bool) -> Token:
    """The word that the source is about; without a parse, its last word before a comma."""
    if parsed:
        return source.root
    words = [t for t in source if t.is_alpha or t.like_num] or list(source)
    for token in source:
        if token.text == "," and token.i > source.start:
            return source.doc[token.i - 1]
    return words[-1]


def meant_by(root: Token) -> Token:
    """What "who" refers to, and those that "most of" is taken from."""
    if root.tag_ in ("WP", "WDT") and root.head.dep_ == "relcl" and root.head.head.i != root.head.i:
        root = _person_above(root.head.head)
    if root.lower_ in _PARTS:
        for child in root.children:
            if child.lower_ == "of":
                for below in child.children:
                    if below.dep_ == "pobj" and below.tag_ != "PRP":
                        return below
    return root


def _person_above(noun: Token) -> Token:
    """Whom a clause with "who" is about, where the parser hung it on their home town."""
    token = noun
    for _ in range(_CLIMB):
        if token.ent_type_ == "Person" or (token.ent_type_ == "" and token.tag_ in ("NN", "NNS")):
            break
        if token.dep_ not in ("pobj", "prep", "appos", "conj", "compound", "npadvmod"):
            return noun
        token = token.head
    if token.ent_type_ != "Person" and token.dep_ == "appos":
        return token.head
    return token
