"""Full-text search: words in any of their forms, ranked by the property graph's engine.

Both engines break text with Lucene's analyzer for English ("tariff" finds "tariffs", "China"
finds "China’s") and rank by BM25, so they find the same; what ranks how is each one's own. What
people type is taken apart here, into words that all must be there: no sign of Lucene's syntax gets
through. Everything else in OnRecord matches whole words as they stand (``name_words``) and ranks
nothing, which is what counts and filters need.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from onrecord.errors import QueryError
from onrecord.graph.as_of import Clock
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import SEARCHED, SearchField
from onrecord.graph.who_said import Describer, NamedThing, SaidStatement, SourceDocument, Words
from onrecord.ontology.entities import name_words
from onrecord.ontology.terms import ONR, local_name

_MOST_WORDS = 40
# As Lucene's tokenizer has it (UAX 29): a Chinese character is a word, marks within one stay.
_HAN = "\u2e80-\u309f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])\w)+(?:['’.](?:(?![{_HAN}])\w)+)*")


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence with the claims that it shows, by id."""

    sentence: Words
    document: SourceDocument
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first: entities by name, statements by content, other sentences.

    ``truncated`` says whether any of the three has more.
    """

    names: tuple[NamedThing, ...]
    statements: tuple[SaidStatement, ...]
    sentences: tuple[FoundSentence, ...]
    truncated: bool


def lucene(text: str) -> str:
    """The words of a text as a query of Lucene's that wants them all, in any order.

    Raises:
        QueryError: it has no word, or too many.
    """
    words = _WORD.findall(text)
    if not words or len(words) > _MOST_WORDS:
        raise QueryError(f"a search takes 1 to {_MOST_WORDS} words, got {len(words)}")
    # In quotation marks none of them is an operator, and no sign but a quotation mark counts.
    return " ".join(f'+"{word}"' for word in words)


def search(graph: KnowledgeGraph, text: str, clock: Clock, limit: int, timeout_ms: int) -> Found:
    """What has all of these words, as of a clock: ``limit`` of each kind.

    The engine is started, and makes its indexes where nobody has searched before.

    Raises:
        QueryError: there is no word in it, or too many.
        StoreError: the engine cannot be reached.
    """
    # What is searched of names are their words already, in which no mark is left.
    in_names, in_texts = lucene(name_words(text)), lucene(text)
    with graph.as_of(clock) as past:
        past.sync()
        store = past.property_graph
        hits: dict[SearchField, list[str]] = {
            field: store.search(
                field,
                in_names if field == "names" else in_texts,
                limit=limit + 1,
                timeout_ms=timeout_ms,
            )
            for field in SEARCHED
        }
        return _described(past.rdf.store, hits, limit)


def _described(store: ox.Store, hits: Mapping[SearchField, list[str]], limit: int) -> Found:
    describe = Describer(store)
    statements = tuple(describe.statement(iri) for iri in hits["contents"][:limit])
    shown = {statement.id for statement in statements}
    sentences = (_sentence(store, describe, iri) for iri in hits["sentences"][:limit])
    return Found(
        names=tuple(describe.thing(iri) for iri in hits["names"][:limit]),
        statements=statements,
        # A sentence whose statement is found needs no second telling.
        sentences=tuple(each for each in sentences if shown.isdisjoint(each.claims)),
        truncated=any(len(found) > limit for found in hits.values()),
    )


def _sentence(store: ox.Store, describe: Describer, iri: str) -> FoundSentence:
    span = ox.NamedNode(iri)
    about = {
        quad.predicate.value: quad.object for quad in store.quads_for_pattern(span, None, None)
    }
    claims = store.quads_for_pattern(None, ox.NamedNode(ONR.hasEvidence), span)
    start, end, exact, document = (
        about[str(ONR[name])].value  # type: ignore[union-attr] # as the shapes have it
        for name in ("start", "end", "exact", "inDocument")
    )
    return FoundSentence(
        Words(int(start), int(end), exact),
        describe.document(document),
        tuple(sorted(local_name(quad.subject.value) for quad in claims)),  # type: ignore[union-attr] # an IRI
    )
