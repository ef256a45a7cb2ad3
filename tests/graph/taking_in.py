"""A process to be killed: takes hand-made documents into a data folder, and says each step.

    python -m tests.graph.taking_in FOLDER [BOLT-URI PASSWORD]

Run again, it goes on. The last line is JSON: what both stores hold at the end.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from onrecord.graph import derived as stores
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.corrections.anchors import statement_anchor
from onrecord.graph.corrections.decisions import Merge, Named, Reject, Undo
from onrecord.graph.corrections.ledger import BEGINNING, Entry, _chained
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.entities import entity_iri
from onrecord.ontology.packs import Packs
from tests.handmade import PACK, corpus, tariffs


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def decisions() -> list[Entry]:
    """A merge, a rejection and its undoing, with times of their own so that runs compare."""
    bob, cy = (
        Named(entity_iri(f"person:{name.casefold()}"), name, "Person")
        for name in ("Bob Ray", "Cy Dee")
    )
    case = corpus()[4]
    made: list[Entry] = []
    for decide in (
        lambda: Merge(bob, cy),
        lambda: Reject(statement_anchor(case.statements[0], case)),
        lambda: Undo(made[1].id),
    ):
        previous = made[-1].id if made else BEGINNING
        time = datetime(2025, 7, 1 + len(made), tzinfo=UTC)
        made.append(_chained(previous, decide(), "Ann", time, "test", None))
    return made


def main() -> None:
    folder, *server = sys.argv[1:]
    stores._BATCH = 6  # more places to be killed at

    def engine(derived: Path) -> PropertyGraph:
        if server:
            return Neo4jGraph(server[0], "neo4j", server[1], "neo4j")
        return ArcadeDBGraph(derived / "arcadedb")

    documents = corpus()[:8]
    with KnowledgeGraph(Path(folder), Packs([PACK], builtin=False), engine) as graph:
        say("opened")
        # First half, then one that takes another's place, one that goes, and the rest.
        for each in documents[:5]:
            if not graph.record.first_ingested(each.document.id):
                graph.put(each)
                say("put")
        graph.sync(lambda done, total: say("synced", done, total))
        graph.absorb(decisions()[:2])
        say("corrected")
        graph.put(tariffs("denied", pipeline="2-test"))
        say("put")
        graph.remove([documents[3].document.id])
        say("removed")
        for each in documents[5:]:
            graph.put(each)
            say("put")
        graph.absorb(decisions())
        say("corrected")
        graph.sync(lambda done, total: say("synced", done, total))
        graph.rebuild(lambda done, total: say("rebuilt", done, total))
        content, projected = graph.property_graph.content(), graph.projected()
        ledger = (Path(folder) / "ledgers" / "first-ingest.jsonl").read_text("utf-8")
        rows = [json.loads(line)["document"] for line in ledger.splitlines()]
        report = {
            "facts": graph.fingerprint(),
            "nodes": len(content.nodes),
            "content": hashlib.sha256(repr(content).encode()).hexdigest(),
            "stores_agree": content == projected,
            "corrections": [entry.id for entry in graph.record.ledger.entries()],
            "documents": sorted(graph.record.ids()),
            "each_document_once_in_the_ledger": sorted(rows) == sorted(set(rows)),
        }
    say(json.dumps(report))


if __name__ == "__main__":
    main()
