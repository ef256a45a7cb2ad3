"""Names that are spelled much like one that nobody in the graph has: "Bessnt", "Jinping Xi"."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

import pyoxigraph as ox

from onrecord.graph.answers import select
from onrecord.ontology.entities import name_words

_PREFIXES = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_HAS = "SELECT ?e WHERE { ?e onr:searchName ?name . FILTER CONTAINS(?name, ?words) } LIMIT 1"
_WORDS = "SELECT DISTINCT ?word WHERE { ?e onr:nameWord ?word }"
_LIKE = 0.75
"""How much two words have in common, of 1, to be taken for two spellings of one."""
_SPELLINGS = 5
_MOST_ROWS = 1_000_000


def names_near(store: ox.Store, name: str, *, most: int = 3) -> list[str]:
    """Names of entities with the words of ``name``, misspelt or in another order, best first.

    None where an entity is found by ``name``, or nothing comes near it.
    """
    wanted = name_words(name)
    if not wanted or select(store, _PREFIXES + _HAS, {"words": wanted}, max_rows=1).rows:
        return []
    known = _column(store, _WORDS)
    spelled = [get_close_matches(word, known, _SPELLINGS, _LIKE) for word in wanted.split()]
    patterns = [
        f"VALUES ?word{i} {{ {' '.join(str(ox.Literal(word)) for word in words)} }} "
        f"?e onr:nameWord ?word{i} ."
        for i, words in enumerate(filter(None, spelled))
    ]
    if not patterns:
        return []
    label = "?e skos:prefLabel ?text . BIND(STR(?text) AS ?label)"
    labels = _column(store, f"SELECT DISTINCT ?label WHERE {{ {' '.join(patterns)} {label} }}")

    def unlike(label: str) -> float:
        return -SequenceMatcher(None, wanted, name_words(label)).ratio()

    return sorted(labels, key=lambda label: (unlike(label), label))[:most]


def _column(store: ox.Store, text: str) -> list[str]:
    rows = select(store, _PREFIXES + text, {}, max_rows=_MOST_ROWS).rows
    return [str(value) for (value,) in rows]
