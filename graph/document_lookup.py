"""The list of documents, from the RDF store alone: for commands that end soon."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from onrecord.graph.answers import select
from onrecord.graph.who_said import Describer, SourceDocument

_LIST = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?document ?published (COUNT(DISTINCT ?statement) AS ?statements)
WHERE {
  ?document a onr:Document .
  OPTIONAL { ?document onr:published ?day . BIND(STR(?day) AS ?published) }
  OPTIONAL { ?statement a onr:Statement ; onr:inDocument ?document }
}
GROUP BY ?document ?published
ORDER BY DESC(?published) ?document
"""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document with how many statements stand in it."""

    document: SourceDocument
    statements: int


def list_documents(
    store: ox.Store, *, offset: int = 0, limit: int = 50
) -> tuple[list[ListedDocument], int]:
    """Documents, newest first, undated ones last; and how many there are."""
    rows = select(store, _LIST, {}, max_rows=10_000_000).rows
    describe = Describer(store)
    page = [
        ListedDocument(describe.document(str(iri)), int(str(statements)))
        for iri, _, statements in rows[offset : offset + limit]
    ]
    return page, len(rows)
