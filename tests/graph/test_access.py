"""Work is done by whoever has the graph: this process, or another that takes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from onrecord.errors import HeldError, InputError, OnRecordError, QueryTimeoutError
from onrecord.graph.access import Access, Reception, handed
from onrecord.graph.derived import Progress
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.ownership import Owner
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.record import Record
from onrecord.ontology.packs import Packs
from tests.handmade import briefing, corpus


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


def owner_of(folder: Path) -> Owner:
    with pytest.raises(HeldError) as held:
        Record(folder)
    assert isinstance(held.value.owner, Owner)
    return held.value.owner


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    """A graph that takes work."""
    with (
        KnowledgeGraph(data_folder, packs, no_engine) as graph,
        closing(Reception(graph, "1")),
    ):
        yield graph


@contextmanager
def reached(folder: Path) -> Iterator[Access]:
    with handed(str(folder), owner_of(folder), "1") as access:
        yield access


def fail(graph: KnowledgeGraph, error: Exception) -> None:
    raise error


def count_to(graph: KnowledgeGraph, progress: Progress) -> str:
    for number in range(3):
        progress(number, 3)
    return "counted"


def test_work_that_is_handed_over_changes_the_graph(
    graph: KnowledgeGraph, data_folder: Path
) -> None:
    with reached(data_folder) as access:
        access.run(KnowledgeGraph.put, briefing())
        assert access.run(KnowledgeGraph.sync_rdf) > 0
        assert access.run(KnowledgeGraph.status).documents == 1
    assert graph.status().documents == 1


def test_progress_comes_back(graph: KnowledgeGraph, data_folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with reached(data_folder) as access:
        assert access.watch(count_to, lambda *far: told.append(far)) == "counted"
    assert told == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize(
    "error", [InputError("a.txt", "is empty"), QueryTimeoutError(5), HeldError("data", Owner(7))]
)
def test_errors_come_back_as_they_are(
    graph: KnowledgeGraph, data_folder: Path, error: OnRecordError
) -> None:
    with reached(data_folder) as access, pytest.raises(type(error)) as raised:
        access.run(fail, error)
    assert str(raised.value) == str(error)
    assert raised.value.__dict__ == error.__dict__


def test_a_fault_of_the_owner_is_told_and_it_lives_on(
    graph: KnowledgeGraph, data_folder: Path
) -> None:
    with reached(data_folder) as access:
        with pytest.raises(OnRecordError, match="the server failed at it: ZeroDivisionError: x"):
            access.run(fail, ZeroDivisionError("x"))
        assert access.run(KnowledgeGraph.status).documents == 0


def test_who_does_not_know_the_secret_is_not_heard(
    graph: KnowledgeGraph, data_folder: Path
) -> None:
    owner = owner_of(data_folder)
    stranger = replace(owner, secret="00" * 32)
    with pytest.raises(HeldError), handed(str(data_folder), stranger, "1"):
        pass
    assert owner.socket is not None
    assert Path(owner.socket).parent.stat().st_mode & 0o077 == 0
    assert (data_folder / "owner").stat().st_mode & 0o077 == 0
    with reached(data_folder) as access:
        assert access.run(KnowledgeGraph.status).documents == 0


def test_another_version_is_refused(graph: KnowledgeGraph, data_folder: Path) -> None:
    with (
        pytest.raises(OnRecordError, match="runs OnRecord 1, this is 2; restart it"),
        handed(str(data_folder), owner_of(data_folder), "2"),
    ):
        pass


def test_an_owner_that_takes_no_work_is_named(data_folder: Path) -> None:
    with closing(Record(data_folder)) as record:
        record.ownership.note("onrecord rebuild")
        with (
            pytest.raises(HeldError, match=r"is held by process \d+ \(onrecord rebuild\) since 2"),
            handed(str(data_folder), owner_of(data_folder), "1"),
        ):
            pass


def test_the_socket_goes_with_its_owner(data_folder: Path, packs: Packs) -> None:
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        with closing(Reception(graph, "1")):
            owner = owner_of(data_folder)
        assert owner.socket is not None
        assert not Path(owner.socket).parent.exists()
        with pytest.raises(HeldError), handed(str(data_folder), owner, "1"):
            pass


def test_the_socket_of_a_killed_owner_is_swept(data_folder: Path, packs: Packs) -> None:
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        left = graph.record.ownership.open_socket(b"secret")
        graph.record.ownership.publish()
    assert left.parent.exists()
    Record(data_folder).close()
    assert not left.parent.exists()


def test_half_a_request_harms_nobody(graph: KnowledgeGraph, data_folder: Path) -> None:
    owner = owner_of(data_folder)
    assert owner.socket is not None
    assert owner.secret is not None
    Client(owner.socket, "AF_UNIX", authkey=bytes.fromhex(owner.secret)).close()
    with reached(data_folder) as access:
        assert access.run(KnowledgeGraph.status).documents == 0


def test_many_at_once_lose_nothing(graph: KnowledgeGraph, data_folder: Path) -> None:
    documents = corpus()
    owner = owner_of(data_folder)

    def take_in(number: int) -> None:
        with handed(str(data_folder), owner, "1") as access:
            for each in documents[number::3]:
                access.run(KnowledgeGraph.put, each)
                access.run(KnowledgeGraph.sync_rdf)

    threads = [threading.Thread(target=take_in, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert graph.status().documents == len(documents)
    before = graph.nquads()
    assert graph.sync_rdf() == 0
    assert graph.nquads() == before
