"""How much of what texts name the packs have: a measure of the packs alone.

The names are annotations in JSON Lines (tests/data/README.md): ``{"corpus", "id", "mention",
"kind", "name"}``, one row a mention, ``name`` being the full name of what is meant. A name is
covered where a concept has it among its names, those for texts on its country included, or its
demonyms; whether a pipeline finds the concept in the text is another question (`onrecord
evaluate linking`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from onrecord.errors import InputError
from onrecord.ingest.concept import Concept
from onrecord.ontology.entities import name_words

BODIES: Final = ("body", "outlet", "law")
"""The kinds that packs are meant to cover; others are shown beside them."""


@dataclass(frozen=True, slots=True)
class NamedThing:
    """One mention of something by name."""

    corpus: str
    kind: str
    name: str


@dataclass(slots=True)
class Coverage:
    """Mentions by corpus and kind, those that are covered, and the names that are not."""

    mentions: Counter[tuple[str, str]] = field(default_factory=Counter)
    covered: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def rows(self) -> Iterator[tuple[str, str, int, int]]:
        """Corpus, kind, mentions and covered ones; first, for each corpus, those of BODIES."""
        for corpus in sorted({corpus for corpus, _ in self.mentions}):
            kinds = sorted(kind for each, kind in self.mentions if each == corpus)
            together = [kind for kind in kinds if kind in BODIES]
            yield (
                corpus,
                " + ".join(together),
                sum(self.mentions[corpus, kind] for kind in together),
                sum(self.covered[corpus, kind] for kind in together),
            )
            for kind in kinds:
                yield corpus, kind, self.mentions[corpus, kind], self.covered[corpus, kind]


def named_things(path: Path) -> list[NamedThing]:
    """The annotated names of a file.

    Raises:
        InputError: the file cannot be read, or a row is no annotation.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})") from error
    found: list[NamedThing] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            found.append(NamedThing(str(row["corpus"]), str(row["kind"]), str(row["name"])))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}:{number}", f"is no annotation ({type(error).__name__}: {error})"
            ) from error
    return found


def coverage(things: Iterable[NamedThing], concepts: Iterable[Concept]) -> Coverage:
    """How many of these mentions name a concept."""
    known = {
        name_words(name)
        for concept in concepts
        for name in (*concept.names, *concept.local_names, *concept.demonyms)
    }
    found = Coverage()
    for thing in things:
        key = (thing.corpus, thing.kind)
        found.mentions[key] += 1
        if name_words(thing.name) in known:
            found.covered[key] += 1
        else:
            found.missing[*key, thing.name] += 1
    return found
