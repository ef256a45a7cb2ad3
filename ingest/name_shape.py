"""What a name looks like on the page, without any list of names.

Small statistical models mark headlines, scraps and e-mail addresses as people and bodies; these
checks need nothing but the letters and, where there are some, the tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.ingest.accents import unaccented
from onrecord.ingest.extraction import EntityType

if TYPE_CHECKING:  # lists of names are used where nothing is parsed, too
    from spacy.tokens import Doc, Span, Token


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as one string."""
    return frozenset(text.split())


_PERSON_PARTICLES = word_set(
    "de del della der den van von bin bint ibn al el da di dos la le - . ' ’"
)
_PARTICLES = _PERSON_PARTICLES | word_set("of and for the &")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_LONGEST_PERSON, _LONGEST_ORGANIZATION = 5, 12
_TITLE_CASE_SHARE = 0.75

_ORGANIZATION_WORDS: tuple[tuple[EntityType, frozenset[str]], ...] = (
    ("Party", word_set("party gop")),
    (
        "Company",
        word_set(
            "inc inc. corp corp. ltd ltd. llc plc gmbh ag co co. holdings motors airlines bank "
            "electronics pharmaceuticals technologies"
        ),
    ),
    (
        "GovernmentBody",
        word_set(
            "ministry department commission agency administration congress senate parliament court "
            "bureau committee council police army navy embassy treasury bundestag duma cabinet "
            "house office authority"
        ),
    ),
    (
        "MediaOutlet",
        word_set("news times post journal daily herald tribune gazette radio tv broadcasting"),
    ),
)
_GENERIC = frozenset(word for _, marks in _ORGANIZATION_WORDS for word in marks)


def plain(text: str) -> str:
    """The text with straight apostrophes, plain hyphens and single spaces; may change length."""
    text = text.replace("’", "'").replace("‘", "'").replace("‑", "-").replace("–", "-")
    return " ".join(text.split())


def headline_tokens(doc: Doc) -> frozenset[int]:
    """Indices of the tokens on lines that are written in title case or in capitals."""
    found: set[int] = set()
    line: list[Token] = []
    for token in doc:
        line.append(token)
        if "\n" in token.text_with_ws:
            found.update(_if_headline(line))
            line = []
    found.update(_if_headline(line))
    return frozenset(found)


def headline_range(token: Token) -> tuple[int, int, bool]:
    """The line that the token stands on, as a range of tokens, and whether it is such a line."""
    doc, start, end = token.doc, token.i, token.i + 1
    while start and "\n" not in doc[start - 1].text_with_ws:
        start -= 1
    while end < len(doc) and "\n" not in doc[end - 1].text_with_ws:
        end += 1
    return start, end, bool(_if_headline([*doc[start:end]]))


def _if_headline(line: list[Token]) -> list[int]:
    words = [token for token in line if token.is_alpha and len(token) > 3]
    ends = [token for token in line if not token.is_space]
    if len(words) < 3 or ends[-1].text in (".", ";", ",") or _first_letter(line).islower():
        return []
    capitals = sum(token.text[0].isupper() for token in words)
    return [token.i for token in line] if capitals >= _TITLE_CASE_SHARE * len(words) else []


def _first_letter(line: list[Token]) -> str:
    return next((token.text[0] for token in line if token.is_alpha), "")


def trimmed_name(span: Span, *, person: bool) -> Span | None:
    """The span without articles and possessive ending; None where it does not look a name."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (
        doc[start].lower_ in ("the", "a", "an") or not doc[start].text[0].isalnum()
    ):
        start += 1
    while end > start and (
        doc[end - 1].lower_ in ("'s", "’s", "'", "’")
        or not (doc[end - 1].text[-1].isalnum() or doc[end - 1].text[-1] == ".")
    ):
        end -= 1
    if person and end - start > 1 and doc[start].tag_[:2] in ("VB", "IN", "CC"):
        start += 1
    if not person and end - start == 1 and doc[start].lower_ in _GENERIC:
        # The model cut "Yes Bank" short.
        while start and doc[start - 1].text[0].isupper() and doc[start - 1].tag_ in ("NNP", "NNPS"):
            start -= 1
    words = doc[start:end]
    if not words or end - start > (_LONGEST_PERSON if person else _LONGEST_ORGANIZATION):
        return None
    if not words[0].text[0].isupper():
        return None
    particles = _PERSON_PARTICLES if person else _PARTICLES
    for token in words:
        if token.lower_ in particles:
            continue
        if person and not _NAME_WORD.fullmatch(token.text):
            return None
        if not person and ("@" in token.text or token.tag_ in ("VBZ", "VBD", "VBP", "MD")):
            return None
        if not token.text[0].isupper() and not token.text[0].isdigit():
            return None
    return words


def organization_type(name: str) -> EntityType:
    """The class of body that the words of its name show, else Organization."""
    words = set(name.lower().split())
    for kind, marks in _ORGANIZATION_WORDS:
        if words & marks:
            return kind
    return "Organization"


def name_words(name: str) -> list[str]:
    """The words of a person's name without "Jr." and the like."""
    words = name.split()
    return words[:-1] if len(words) > 2 and words[-1].lower() in _SUFFIXES else words


def person_key(name: str) -> str:
    """First and last name, without accents: middle names and initials come and go."""
    words = [word for word in name_words(name) if len(word.rstrip(".")) > 1] or name.split()
    return unaccented(f"{words[0]} {words[-1]}")
