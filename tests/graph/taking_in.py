"""A process to be killed: takes hand-made documents into a data folder, and says each step.

    python -m tests.graph.taking_in FOLDER [BOLT-URI PASSWORD]

Run again, it goes on. The last line is JSON: what both stores hold at the end.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from onrecord.graph import knowledge_graph
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.neo4j import Neo4jGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from tests.handmade import PACK, corpus, tariffs


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    folder, *server = sys.argv[1:]
    knowledge_graph._BATCH = 6  # more places to be killed at

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
        graph.put(tariffs("denied", pipeline="2-test"))
        say("put")
        graph.remove([documents[3].document.id])
        say("removed")
        for each in documents[5:]:
            graph.put(each)
            say("put")
        graph.sync(lambda done, total: say("synced", done, total))
        content, projected = graph.property_graph.content(), graph.projected()
        ledger = (Path(folder) / "ledgers" / "first-ingest.jsonl").read_text("utf-8")
        rows = [json.loads(line)["document"] for line in ledger.splitlines()]
        report = {
            "facts": graph.fingerprint(),
            "nodes": len(content.nodes),
            "content": hashlib.sha256(repr(content).encode()).hexdigest(),
            "stores_agree": content == projected,
            "documents": sorted(graph.record.ids()),
            "each_document_once_in_the_ledger": sorted(rows) == sorted(set(rows)),
        }
    say(json.dumps(report))


if __name__ == "__main__":
    main()
