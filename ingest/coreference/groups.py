"""Speakers without a name: anonymous sources, and groups such as "Chinese policymakers"."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.policies import singular

PEOPLE_NOUNS = word_set(
    "official policymaker lawmaker analyst economist expert critic supporter source leader "
    "minister diplomat aide adviser advisor executive investor trader researcher scientist "
    "scholar observer activist protester voter resident worker farmer student teacher doctor "
    "lawyer prosecutor investigator police officer soldier rebel militant senator congressman "
    "republican democrat conservative liberal person people man woman witness victim opponent "
    "ally rival negotiator regulator authority historian journalist reporter commentator "
    "academic insider strategist pollster delegate member participant manufacturer producer "
    "firm company industry government union employer employee consumer family parent advocate "
    "campaigner staffer spokesman spokeswoman spokesperson agency majority team donor organizer "
    "organiser volunteer operative backer fan attendee guest immigrant refugee candidate nominee "
    "economist scholar columnist editor writer author lobbyist philanthropist veteran patient "
    "mayor governor ambassador envoy judge justice progressive liberal moderate evangelical "
    "democrat socialist neighbor neighbour friend colleague counterpart successor predecessor"
)
_PEOPLE_ENDINGS = ("ists", "ians", "eers", "makers", "holders", "workers", "goers", "leaders")
_BODIES = word_set("firm company industry government majority agency union family authority team")
_KNOWS_SECRETS = re.compile(
    r"familiar with|briefed on|close to|knowledge of|with knowledge"
    r"|involved in the (?:talks|matter)|anonymity|anonymous"
    r"|not to be (?:named|identified)|declined to be (?:named|identified)"
    r"|unnamed|unidentified|who asked",
    re.IGNORECASE,
)
_THINGS = word_set("things words numbers figures facts results rules laws years days events issues")
_LONGEST_LABEL = 10
_LEADING = word_set(
    "the a an some many several these those even all both most few other her his its their our my"
)


def is_anonymous(source: TokenSpan, root: Token) -> bool:
    """Whether somebody is meant whose name the text keeps back."""
    noun = singular(root)
    if noun == "source" or _KNOWS_SECRETS.search(source.text):
        return noun in PEOPLE_NOUNS
    opening = source[0].lower_
    return opening in ("a", "an", "one", "another") and noun in PEOPLE_NOUNS - _BODIES


def is_group_noun(root: Token) -> bool:
    """Whether the word is for people or bodies taken together."""
    if root.tag_ == "NNS":
        return root.lower_ not in _THINGS
    noun = singular(root)
    return noun in PEOPLE_NOUNS and (
        root.lower_ != noun
        or noun in ("people", "police", "industry", "majority", "government", "team")
    )


def plural_subject(doc: Doc, start: int, end: int) -> Token | None:
    """The last subject between two characters that is people taken together, for "they" to mean."""
    span = doc.char_span(start, end, alignment_mode="contract") if start < end else None
    for token in reversed(span or ()):
        if token.dep_ in ("nsubj", "nsubjpass") and _is_people(token):
            return token
    return None


def _is_people(token: Token) -> bool:
    if token.tag_ not in ("NNS", "NNPS"):
        return token.lower_ in ("people", "police")
    return singular(token) in PEOPLE_NOUNS or token.lower_.endswith(_PEOPLE_ENDINGS)


def _leads(token: Token) -> bool:
    return token.lower_ in _LEADING or token.is_punct or token.is_digit


def group_label(source: TokenSpan, root: Token) -> tuple[str, Span]:
    """What to call the group, and where it stands: without article, with a short addition."""
    doc, start = root.doc, max(source.start, root.left_edge.i)
    while start < root.i and _leads(doc[start]):
        start += 1
    end = root.i + 1
    right = min(source.end, root.right_edge.i + 1)
    if right - start <= _LONGEST_LABEL and not any(
        t.text in (",", "—", "–") for t in doc[end:right]
    ):
        end = max(end, right)
    span = doc[start:end]
    return " ".join(span.text.split()), Span(span.start_char, span.end_char)
