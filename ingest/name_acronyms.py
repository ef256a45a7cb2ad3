"""Acronyms that a text explains: "the Galician Nationalist Bloc (BNG)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from spacy.tokens import Doc, Span

_IN_BRACKETS = re.compile(r"\s*\(\s*([A-Z][A-Za-z0-9&.-]{1,9})\s*[);,]")
_ENOUGH = 2
_NAMED_SO = frozenset(
    {
        "Organization", "GovernmentBody", "MediaOutlet", "Company", "Party", "Policy", "Plan",
        "Legislation", "Measure",
    }
)  # fmt: skip


def acronyms(doc: Doc, ents: Iterable[Span]) -> Mapping[str, Span]:
    """The name that each acronym in brackets stands for, the first of them in the text.

    Its letters stand in the name, and no pack has it for another concept.
    """
    known = list(ents)
    concept_at = {ent.start_char: ent.kb_id_ for ent in known if ent.kb_id_}
    text: str = doc.text
    found: dict[str, Span] = {}
    for ent in known:
        if ent.label_ not in _NAMED_SO:
            continue
        match = _IN_BRACKETS.match(text, ent.end_char)
        if match is None or not _abbreviates(match[1], ent.text):
            continue
        if concept_at.get(match.start(1), ent.kb_id_) == ent.kb_id_:
            found.setdefault(match[1], ent)
    return found


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether its letters are the name's initials, or at least its last letters the name's.

    A translated name has the initials of another order; models cut the front of long names off.
    """
    wanted = [letter for letter in acronym.casefold() if letter.isalpha()]
    if len(wanted) > 1 and set(wanted) <= {word[0].casefold() for word in name.split()}:
        return True
    letters = iter(reversed(name.casefold()))
    fitting = 0
    for letter in reversed(wanted):
        if letter not in letters:
            break
        fitting += 1
    return len(name.split()) > 1 and fitting >= min(len(wanted), _ENOUGH)
