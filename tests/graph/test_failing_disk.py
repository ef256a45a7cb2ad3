"""A disk that is full: a clear error, nothing half written, and a later run finishes."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError, RecordError, StoreError
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.corrections.decisions import Named, Rename
from onrecord.graph.corrections.ledger import Ledger
from onrecord.graph.files import append, replace_file
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from tests.handmade import corpus, extraction

Resize = Callable[[str], None]
ACME = Named("https://w3id.org/onrecord/id/entity/a", "Acme", "Company")


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_line_that_does_not_fit_leaves_no_half(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    append(path, b"one\n")
    with (
        files_of_at_most(6),
        pytest.raises(RecordError, match=r"ledger cannot be written to .* is kept"),
    ):
        append(path, b"two and a half\n")
    assert path.read_bytes() == b"one\n"
    append(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_file_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "text"
    replace_file(path, b"one")
    with files_of_at_most(2), pytest.raises(RecordError, match="cannot be written to"):
        replace_file(path, b"other")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_decision_that_does_not_fit_leaves_the_chain_whole(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    ledger = Ledger(path)
    ledger.append(Rename(ACME, "Acme Inc."), author="Ann", reason="register")
    before = ledger.entries()
    with files_of_at_most(path.stat().st_size + 40), pytest.raises(RecordError):
        ledger.append(Rename(ACME, "Acme plc"), author="Ann", reason="register")
    assert ledger.entries() == Ledger(path).entries() == before
    ledger.append(Rename(ACME, "Acme plc"), author="Ann", reason="register")
    assert len(Ledger(path).entries()) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Resize]]:
    """A file system of its own, and what makes it larger or smaller; a visible skip elsewhere."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(*options: str) -> int:
        command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(disk)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    try:
        mounted = mount("-o", "size=100m") == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("needs to mount a file system, as root")

    def resize(size: str) -> None:
        assert mount("-o", f"remount,size={size}") == 0

    yield disk / "data", resize
    subprocess.run(["umount", "-l", str(disk)], check=True)


def take_in(folder: Path, packs: Packs) -> str:
    text = "Ann Lee said the Chip Tariff hurts. " + "and so on " * 2000
    long = [extraction(f"{number}. {text}", {"Ann Lee": "Person"}) for number in range(40)]
    with KnowledgeGraph(folder, packs, no_engine) as graph:
        for each in (*corpus(), *long):
            graph.put(each)
        graph.sync_rdf()
        return graph.fingerprint()


@pytest.mark.parametrize("size", ["64k", "200k", "400k", "800k"])
def test_a_full_disk_is_told_and_a_later_run_finishes(
    tmp_path: Path, packs: Packs, small_disk: tuple[Path, Resize], size: str
) -> None:
    folder, resize = small_disk
    resize(size)
    with pytest.raises(OnRecordError, match=r"(?i)no space left|disk is full"):
        take_in(folder, packs)
    resize("100m")
    assert take_in(folder, packs) == take_in(tmp_path / "undisturbed", packs)


@pytest.mark.engine
def test_an_engine_without_room_is_told_and_a_later_run_finishes(
    packs: Packs, small_disk: tuple[Path, Resize]
) -> None:
    folder, resize = small_disk
    take_in(folder, packs)

    def sync() -> bool:
        def engine(derived: Path) -> PropertyGraph:
            return ArcadeDBGraph(derived / "arcadedb")

        with KnowledgeGraph(folder, packs, engine) as graph:
            graph.sync()
            return graph.property_graph.content() == graph.projected()

    resize("30m")
    with pytest.raises(StoreError, match="no space left on device") as told:
        sync()
    assert told.value.retryable
    resize("100m")
    assert sync()
