"""Documents are stored while the next are read: in their order, and each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.graph.access import OpenAccess
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.packs import Packs
from onrecord.pipeline import Reader, ingest
from tests.handmade import corpus, extraction, tariffs


class Known(Reader):
    """Reads documents whose extraction is known."""

    def __init__(self, found: Iterable[Extraction]) -> None:
        self._found = {each.document.id: each for each in found}
        first = next(iter(self._found.values()))
        self.pipeline, self.profile = first.pipeline, first.profile

    def extractions(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        return (self._found[document.id] for document in documents)


def unreachable(folder: Path) -> PropertyGraph:
    raise StoreError("engine", "no answer", retryable=True)


def many(count: int) -> list[Extraction]:
    return [extraction(f"Text number {number}.", row=str(number)) for number in range(count)]


def test_documents_become_known_in_the_order_in_which_they_are_read(
    data_folder: Path, packs: Packs
) -> None:
    found = many(100)
    with KnowledgeGraph(data_folder, packs, unreachable) as graph:
        report = ingest(OpenAccess(graph), Known(found), [each.document for each in found])
        assert report.new == 100
        assert len(graph.nquads()) > 100
    rows = (data_folder / "ledgers" / "first-ingest.jsonl").read_text(encoding="utf-8").split("\n")
    order = [row.split('"')[3] for row in rows if row]
    assert order == [each.document.id for each in found]


def test_second_copy_in_the_same_run_is_not_taken_in_again(data_folder: Path, packs: Packs) -> None:
    found = corpus()
    documents = [each.document for each in found]
    with KnowledgeGraph(data_folder, packs, unreachable) as graph:
        report = ingest(OpenAccess(graph), Known(found), documents * 2)
    assert (report.new, report.unchanged) == (len(found), len(found))


def test_store_that_does_not_answer_is_said_once_and_nothing_is_lost(
    data_folder: Path, packs: Packs
) -> None:
    found = many(100)
    with KnowledgeGraph(data_folder, packs, unreachable) as graph:
        report = ingest(OpenAccess(graph), Known(found), [each.document for each in found])
        assert [type(error) for error in report.failed] == [StoreError]
        assert sorted(graph.record.ids()) == sorted(each.document.id for each in found)


def test_document_with_a_term_that_the_ontology_lacks_is_reported_and_no_other_lost(
    data_folder: Path, packs: Packs
) -> None:
    found = [*many(3), tariffs(path="/a/odd.txt")]
    (imposes,) = found[-1].relations
    found[-1] = replace(found[-1], relations=(replace(imposes, predicate="buys"),))
    with KnowledgeGraph(data_folder, packs, unreachable) as graph:
        report = ingest(OpenAccess(graph), Known(found), [each.document for each in found])
        assert report.new == 3
        assert "odd.txt: the ontology (onrecord.ttl) does not declare buys" in map(
            str, report.failed
        )
        assert found[-1].document.id not in graph.record
