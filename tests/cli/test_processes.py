"""The same documents in any order, read by any number of processes, give the same facts."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from onrecord.errors import OnRecordError
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ingest.document import Document
from onrecord.ingest.readers import documents
from onrecord.ontology.packs import Packs
from onrecord.pipeline import ReadsDocuments, load_reader, weights
from onrecord.processes import ProcessesReader
from onrecord.settings import Profile, load_settings

SAMPLE = Path(__file__).parents[2] / "onrecord" / "sample"
SETTINGS = load_settings(profile="rules")


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    found = documents([SAMPLE], max_chars=10**6)
    return [each for each in found if isinstance(each, Document)]


def fingerprint(
    folder: Path, packs: Packs, reader: ReadsDocuments, found: Sequence[Document]
) -> str:
    with KnowledgeGraph(folder, packs, no_engine) as graph:
        for extraction in reader.extractions(found):
            graph.put(extraction)
        graph.sync_rdf()
        return graph.fingerprint()


@pytest.mark.parametrize("profile", ["rules", "fast", "accurate"])
def test_order_and_processes_change_no_fact(
    tmp_path: Path, corpus: list[Document], profile: Profile
) -> None:
    if profile != "rules" and weights(profile) is None:
        pytest.skip(f"needs the weights of the profile {profile}")
    packs, settings = Packs(), load_settings(profile=profile)
    alone = fingerprint(tmp_path / "one", packs, load_reader(settings, packs), corpus)
    shuffled = random.Random(7).sample(corpus * 3, 3 * len(corpus))
    two = ProcessesReader(settings, packs, 2)
    assert fingerprint(tmp_path / "two", packs, two, shuffled) == alone


def test_a_reading_process_that_is_killed_is_told(corpus: list[Document]) -> None:
    def killing() -> Iterator[Document]:
        for number, document in enumerate(corpus * 10):
            if number == 5 * 16:
                for child in psutil.Process().children():
                    if "spawn_main" in " ".join(child.cmdline()):
                        os.kill(child.pid, signal.SIGKILL)
            yield document

    reader = ProcessesReader(SETTINGS, Packs(), 2)
    with pytest.raises(OnRecordError, match="ended by itself"):
        list(reader.extractions(killing()))
