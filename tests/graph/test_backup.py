"""A backup gives the record back, whole and checked, or nothing."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.errors import InputError, NewerDataError, PackError, RecordError
from onrecord.graph.backup import Frozen, freeze, restore, restored_packs, write
from onrecord.graph.corrections.anchors import statement_anchor
from onrecord.graph.corrections.decisions import Reject
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from tests.handmade import PACK, briefing, corpus

Members = list[tuple[tarfile.TarInfo, bytes]]


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


@contextmanager
def opened(folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(folder, packs, no_engine) as graph:
        graph.sync_rdf()
        yield graph


@pytest.fixture
def graph(data_folder: Path, packs: Packs) -> Iterator[KnowledgeGraph]:
    """Some documents and a correction."""
    with opened(data_folder, packs) as graph:
        for each in corpus()[:5]:
            graph.put(each)
        case = corpus()[4]
        graph.correct(Reject(statement_anchor(case.statements[0], case)), author="Ann", reason="no")
        graph.sync_rdf()
        yield graph


def written(frozen: Frozen, file: Path) -> Path:
    write(frozen, file)
    shutil.rmtree(frozen.folder)
    return file


@pytest.fixture
def file(graph: KnowledgeGraph, tmp_path: Path) -> Path:
    return written(freeze(graph), tmp_path / "backup.tar.gz")


def test_what_is_restored_gives_the_same_facts_corrections_and_times(
    graph: KnowledgeGraph, file: Path, tmp_path: Path, packs: Packs
) -> None:
    about = restore(file, tmp_path / "new")
    with opened(tmp_path / "new", packs) as again:
        assert again.nquads() == graph.nquads()
        assert again.fingerprint() == about.fingerprint
        assert again.rules == about.rules
        assert again.record.ledger.entries() == graph.record.ledger.entries()
        for id_ in graph.record.ids():
            assert again.record.get(id_) == graph.record.get(id_)
            assert again.record.first_ingested(id_) == graph.record.first_ingested(id_)


@pytest.mark.parametrize("pattern", ["texts/??/*", "extractions/??/*.json"])
def test_a_damaged_record_is_named_and_no_backup_made_of_it(
    graph: KnowledgeGraph, tmp_path: Path, pattern: str
) -> None:
    hurt = next(graph.record.folder.glob(pattern))
    hurt.write_bytes(hurt.read_bytes()[:-9] + b"x" * 9)
    frozen = freeze(graph)
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(b"the last one")
    with pytest.raises(RecordError, match=f"{hurt.name}.* is not .*put it back"):
        write(frozen, file)
    assert file.read_bytes() == b"the last one"
    assert not list(tmp_path.glob("*.part"))


def test_the_same_record_gives_the_same_bytes(
    graph: KnowledgeGraph, file: Path, tmp_path: Path
) -> None:
    again = written(freeze(graph), tmp_path / "again.tar.gz")
    assert again.read_bytes() == file.read_bytes()


def test_what_changes_after_the_moment_is_not_in_it(
    graph: KnowledgeGraph, tmp_path: Path, packs: Packs
) -> None:
    before, frozen = graph.nquads(), freeze(graph)
    graph.remove([corpus()[0].document.id])
    graph.put(briefing(pipeline="2-test"))
    graph.correct(_rejection(2), author="Ann", reason="no")
    graph.sync_rdf()
    restore(written(frozen, tmp_path / "backup.tar.gz"), tmp_path / "new")
    with opened(tmp_path / "new", packs) as again:
        assert again.nquads() == before != graph.nquads()


def _rejection(number: int) -> Reject:
    case = corpus()[number + 3]
    return Reject(statement_anchor(case.statements[0], case))


def members(file: Path) -> Members:
    with tarfile.open(file) as tar:
        return [(m, (tar.extractfile(m) or io.BytesIO()).read()) for m in tar.getmembers()]


def rewrite(file: Path, change: Callable[[Members], Members]) -> None:
    """Make the backup of other members."""
    found = change(members(file))
    with tarfile.open(file, "w:gz") as tar:
        for member, data in found:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def other_text(found: Members) -> Members:
    return [(m, b"x" + d[1:] if m.name.startswith("texts/") else d) for m, d in found]


def named(name: str, type_: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = type_, target
    return member


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (other_text, r"texts/\w+/\w+ is not as it was written"),
        (lambda f: f[:-1], "was cut short"),
        (lambda f: [f[0], *f[2:]], "is not as it was written"),
        (lambda f: [*f[:-1], f[-2], f[-1]], "which no backup has"),
        (lambda f: [*f, (named("texts/aa/more"), b"")], "goes on behind its end"),
        (lambda f: [(named("../evil"), b"x"), *f], r"has '\.\./evil', which no backup has"),
        (lambda f: [(named("/etc/evil"), b"x"), *f], "which no backup has"),
        (lambda f: [(named("packs/0/.."), b"x"), *f], "which no backup has"),
        (lambda f: [(named("packs/0/../../evil"), b"x"), *f], "which no backup has"),
        (lambda f: [(named("texts/../../evil"), b"x"), *f], "which no backup has"),
        (lambda f: [(named("VERSION", tarfile.SYMTYPE, "/etc/passwd"), b""), *f], "no plain file"),
        (lambda f: [(named("VERSION", tarfile.LNKTYPE, "/etc/passwd"), b""), *f], "no plain file"),
        (lambda f: [(named("texts", tarfile.SYMTYPE, "/tmp"), b""), *f], "no plain file"),
        (lambda f: [(named("VERSION", tarfile.CHRTYPE), b""), *f], "no plain file"),
        (lambda f: [(named("texts", tarfile.DIRTYPE), b""), *f], "no plain file"),
    ],
)
def test_what_is_not_as_it_was_written_is_refused_and_leaves_nothing(
    file: Path, tmp_path: Path, change: Callable[[Members], Members], reason: str
) -> None:
    rewrite(file, change)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=reason):
        restore(file, tmp_path / "new")
    assert sorted(tmp_path.rglob("*")) == before


def test_text_that_is_not_that_of_its_name_is_refused(file: Path, tmp_path: Path) -> None:
    import hashlib

    def consistently(found: Members) -> Members:
        *rest, (sums, _) = other_text(found)
        lines = [f"{hashlib.sha256(data).hexdigest()}  {m.name}\n" for m, data in rest]
        return [*rest, (sums, "".join(lines).encode())]

    rewrite(file, consistently)
    with pytest.raises(InputError, match="is not the text that it was"):
        restore(file, tmp_path / "new")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_backup_cut_short_is_refused_and_leaves_nothing(
    file: Path, tmp_path: Path, share: float
) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match="cut short"):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("data", [b"hello", gzip.compress(b"hello"), gzip.compress(b"x" * 5000)])
def test_what_is_no_backup_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(InputError, match="is no backup"):
        restore(tmp_path / "file", tmp_path / "new")


def test_backup_of_a_newer_version_is_refused(graph: KnowledgeGraph, tmp_path: Path) -> None:
    frozen = freeze(graph)
    (frozen.folder / "VERSION").unlink()
    (frozen.folder / "VERSION").write_text("99\n", encoding="utf-8")
    file = written(frozen, tmp_path / "backup.tar.gz")
    with pytest.raises(NewerDataError, match="written by a newer OnRecord"):
        restore(file, tmp_path / "new")


def test_folder_that_has_something_is_left_alone(file: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "holiday.jpg").touch()
    with pytest.raises(RecordError, match="is not empty"):
        restore(file, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["holiday.jpg"]


def test_a_backup_that_was_killed_is_swept(
    data_folder: Path, packs: Packs, graph: KnowledgeGraph
) -> None:
    left = freeze(graph).folder
    graph.close()
    with opened(data_folder, packs):
        assert not left.exists()


def test_about_says_how_many_documents(file: Path) -> None:
    ((first, data), *_) = members(file)
    assert first.name == "BACKUP.json"
    assert json.loads(data)["documents"] == 5


def test_own_packs_come_along_and_give_the_same_facts(tmp_path: Path) -> None:
    one, two = tmp_path / "a" / "own.ttl", tmp_path / "b" / "own words.csv"
    for path, text in (
        (one, PACK.read_text("utf-8")),
        (two, "id,kind,label\nrobot-plan,Plan,Robot Plan\nacme,Company,Acme\n"),
    ):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    with opened(tmp_path / "data", Packs([one, two], builtin=False)) as graph:
        for each in corpus()[:5]:
            graph.put(each)
        graph.sync_rdf()
        file = written(freeze(graph), tmp_path / "backup.tar.gz")
        before = graph.nquads()
    one.unlink()
    two.unlink()
    about = restore(file, tmp_path / "new")
    packs = restored_packs(tmp_path / "new")
    assert [path.name for path in packs] == ["own.ttl", "own words.csv"]
    with opened(tmp_path / "new", Packs(packs, builtin=False)) as again:
        assert (again.rules, again.nquads()) == (about.rules, before)


def test_a_pack_that_is_gone_is_named(tmp_path: Path) -> None:
    pack = tmp_path / "own.ttl"
    pack.write_bytes(PACK.read_bytes())
    with opened(tmp_path / "data", Packs([pack], builtin=False)) as graph:
        pack.unlink()
        with pytest.raises(PackError, match=r"own\.ttl: cannot be read"):
            freeze(graph)
