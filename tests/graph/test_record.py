"""The record: what is damaged is named, and nothing is half written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.errors import HeldError, NewerDataError, RecordError
from onrecord.graph.record import Record
from tests.handmade import briefing, extraction, tariffs

DOCUMENT = briefing().document
HOLD = """
import sys
from pathlib import Path
from onrecord.graph.record import Record
record = Record(Path(sys.argv[1]))
record.ownership.note("onrecord serve")
print("held", flush=True)
sys.stdin.read()
record.close()
"""


@pytest.fixture
def record(data_folder: Path) -> Iterator[Record]:
    record = Record(data_folder)
    yield record
    record.close()


def extraction_file(folder: Path, document_id: str) -> Path:
    return folder / "extractions" / document_id[:2] / f"{document_id}.json"


def text_file(folder: Path, sha256: str) -> Path:
    return folder / "texts" / sha256[:2] / sha256


def ledger_rows(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "ledgers" / "first-ingest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_was_put_comes_back_without_its_path(record: Record) -> None:
    put = record.put(briefing(), ("help.txt",))
    got = record.get(DOCUMENT.id)
    assert got.extraction == briefing(path=None)
    assert got.file_names == ("help.txt",)
    assert got.digest == put.digest


@pytest.mark.parametrize("text", ["a\r\nb", "a\u2028b\x85c", "\ufeffa", "é\u0301 🦊\x00"])
def test_text_comes_back_as_it_was(record: Record, text: str) -> None:
    found = extraction(text)
    record.put(found, ())
    assert record.get(found.document.id).extraction == found


def test_putting_twice_changes_no_file(record: Record) -> None:
    record.put(briefing(), ("help.txt",))
    before = files(record.folder)
    record.put(briefing(), ("help.txt",))
    assert files(record.folder) == before


def test_newer_extraction_takes_the_place_of_the_older(record: Record) -> None:
    old = record.put(briefing(), ())
    new = record.put(briefing(pipeline="2-test"), ())
    assert record.get(DOCUMENT.id).extraction.pipeline == "2-test"
    assert old.digest != new.digest
    assert list(record.ids()) == [DOCUMENT.id]


def test_document_that_is_not_there_is_a_key_error(record: Record) -> None:
    with pytest.raises(KeyError):
        record.get("0" * 32)


def test_first_ingest_is_written_once_and_survives_removal(record: Record) -> None:
    record.put(briefing(), ())
    first = record.first_ingested(DOCUMENT.id)
    record.delete(DOCUMENT.id)
    record.put(briefing(pipeline="2-test"), ())
    assert record.first_ingested(DOCUMENT.id) == first
    assert [row["document"] for row in ledger_rows(record.folder)] == [DOCUMENT.id]
    assert first is not None
    assert first.tzinfo == UTC
    assert first <= datetime.now(UTC)


def test_ledger_is_read_again_at_the_next_start(data_folder: Path) -> None:
    record = Record(data_folder)
    record.put(briefing(), ())
    first = record.first_ingested(DOCUMENT.id)
    record.close()
    record = Record(data_folder)
    assert record.first_ingested(DOCUMENT.id) == first
    record.close()


def test_ledger_row_that_a_kill_cut_goes(data_folder: Path) -> None:
    record = Record(data_folder)
    record.put(briefing(), ())
    record.close()
    with (data_folder / "ledgers" / "first-ingest.jsonl").open("ab") as ledger:
        ledger.write(b'{"document": "0000')
    Record(data_folder).close()
    assert [row["document"] for row in ledger_rows(data_folder)] == [DOCUMENT.id]


def test_damaged_ledger_row_is_named(data_folder: Path) -> None:
    Record(data_folder).close()
    (data_folder / "ledgers" / "first-ingest.jsonl").write_text('{"document": 1\n', "utf-8")
    with pytest.raises(RecordError, match=r"first-ingest\.jsonl:1 is damaged"):
        Record(data_folder)


def test_damaged_extraction_is_named_with_what_to_do(record: Record) -> None:
    record.put(briefing(), ())
    extraction_file(record.folder, DOCUMENT.id).write_text("{", "utf-8")
    with pytest.raises(RecordError, match=rf"{DOCUMENT.id}\.json is damaged .* from a backup"):
        record.get(DOCUMENT.id)


@pytest.mark.parametrize("lost", ["file_names", "digest", "extraction", "sha256"])
def test_extraction_that_lacks_a_field_is_damaged_not_absent(record: Record, lost: str) -> None:
    record.put(briefing(), ())
    path = extraction_file(record.folder, DOCUMENT.id)
    stored = json.loads(path.read_bytes())
    del stored[lost]
    path.write_text(json.dumps(stored), "utf-8")
    with pytest.raises(RecordError, match="is damaged"):
        record.get(DOCUMENT.id)


def test_reference_to_an_entity_that_is_not_there_is_damage_that_is_named(record: Record) -> None:
    record.put(briefing(), ())
    path = extraction_file(record.folder, DOCUMENT.id)
    stored = json.loads(path.read_bytes())
    lost = stored["extraction"]["entities"].pop(0)["id"]
    path.write_text(json.dumps(stored), "utf-8")
    with pytest.raises(RecordError, match=rf"{DOCUMENT.id}\.json is damaged") as told:
        record.get(DOCUMENT.id)
    assert f"refers to an unknown entity {lost}" in str(told.value.__cause__)


def test_text_that_is_gone_is_named(record: Record) -> None:
    record.put(briefing(), ())
    text_file(record.folder, DOCUMENT.sha256).unlink()
    with pytest.raises(RecordError, match=f"its text {DOCUMENT.sha256} is gone"):
        record.get(DOCUMENT.id)


def test_text_that_changed_is_named(record: Record) -> None:
    record.put(briefing(), ())
    path = text_file(record.folder, DOCUMENT.sha256)
    path.write_bytes(path.read_bytes().replace(b"Ann Lee", b"Bob Ray"))
    with pytest.raises(RecordError, match=rf"{DOCUMENT.sha256} is damaged \(is not the text"):
        record.get(DOCUMENT.id)


def test_damaged_document_can_be_deleted(record: Record) -> None:
    record.put(briefing(), ())
    record.put(tariffs(), ())
    extraction_file(record.folder, DOCUMENT.id).write_text("{", "utf-8")
    record.delete(DOCUMENT.id)
    assert list(record.ids()) == [tariffs().document.id]


def test_damaged_document_does_not_keep_another_from_being_deleted(record: Record) -> None:
    record.put(briefing(), ())
    record.put(tariffs(), ())
    extraction_file(record.folder, DOCUMENT.id).write_text("{", "utf-8")
    record.delete(tariffs().document.id)
    assert list(record.ids()) == [DOCUMENT.id]


def test_shared_text_survives_the_removal_of_one_of_two_documents(record: Record) -> None:
    one, two = tariffs(outlet="Daily Post"), tariffs(outlet="The Gazette")
    record.put(one, ())
    record.put(two, ())
    record.delete(one.document.id)
    assert record.get(two.document.id).extraction == two
    record.delete(two.document.id)
    assert not text_file(record.folder, two.document.sha256).exists()


def test_file_of_an_unfinished_write_is_no_document(record: Record) -> None:
    record.put(briefing(), ())
    extraction_file(record.folder, DOCUMENT.id).with_suffix(".json.part").write_text("{", "utf-8")
    assert list(record.ids()) == [DOCUMENT.id]


def test_folder_held_by_another_process_says_who_holds_it(data_folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HeldError, match=rf"is held by process {holder.pid} \(onrecord serve\)"):
            Record(data_folder)
        holder.stdin.close()
    Record(data_folder).close()


def test_folder_of_a_killed_process_is_free(data_folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    Record(data_folder).close()


def test_newer_layout_is_refused(data_folder: Path) -> None:
    Record(data_folder).close()
    (data_folder / "VERSION").write_text("2\n", "utf-8")
    with pytest.raises(NewerDataError, match=r"written by a newer OnRecord .* upgrade OnRecord"):
        Record(data_folder)


def test_version_that_is_no_number_is_named(data_folder: Path) -> None:
    Record(data_folder).close()
    (data_folder / "VERSION").write_text("new\n", "utf-8")
    with pytest.raises(RecordError, match="VERSION file is not a number: 'new'"):
        Record(data_folder)


def test_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(RecordError, match="neither empty nor a data folder"):
        Record(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_folder_that_is_a_file_is_named_with_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.touch()
    with pytest.raises(RecordError, match=r"cannot be written to .* ONRECORD_DATA_DIR"):
        Record(path)


# The tests may run as root, whom no permission stops; these folders are not writable for anybody.
@pytest.mark.parametrize("folder", ["/proc/onrecord", "/dev/null/data"])
def test_folder_that_cannot_be_made_is_named_with_the_setting(folder: str) -> None:
    with pytest.raises(RecordError, match=rf"{folder}: cannot be written to .*ONRECORD_DATA_DIR"):
        Record(Path(folder))


def test_part_of_the_folder_that_cannot_be_written_to_is_named(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "texts").touch()
    with pytest.raises(RecordError, match="cannot be written to"):
        Record(data_folder)


def test_wiping_is_finished_at_the_next_start(data_folder: Path) -> None:
    record = Record(data_folder)
    (record.derived / "manifest.sqlite").touch()
    record.wipe_derived()
    assert sorted(each.name for each in record.derived.iterdir()) == ["1", "VERSION"]
    record.close()
    (data_folder / "derived.gone").mkdir()
    (data_folder / "derived.gone" / "manifest.sqlite").touch()
    Record(data_folder).close()
    assert not (data_folder / "derived.gone").exists()


def test_stores_of_a_newer_version_are_refused(data_folder: Path) -> None:
    Record(data_folder).close()
    (data_folder / "derived" / "VERSION").write_text("99\n", encoding="utf-8")
    (data_folder / "derived" / "rdf").mkdir()
    with pytest.raises(NewerDataError, match=r"version 99, this one knows \d+.*upgrade OnRecord"):
        Record(data_folder)
    assert (data_folder / "derived" / "rdf").exists()


@pytest.mark.parametrize("version", ["1\n", "", "nonsense", None])
def test_stores_of_an_older_version_are_wiped_to_be_made_again(
    data_folder: Path, version: str | None
) -> None:
    Record(data_folder).close()
    path = data_folder / "derived" / "VERSION"
    path.unlink() if version is None else path.write_text(version, encoding="utf-8")
    (data_folder / "derived" / "rdf").mkdir()
    Record(data_folder).close()
    assert sorted(each.name for each in (data_folder / "derived").iterdir()) == ["1", "VERSION"]
    (data_folder / "derived" / "rdf").mkdir()
    Record(data_folder).close()
    assert (data_folder / "derived" / "rdf").exists()


def test_stores_of_a_rebuild_that_was_killed_are_swept_and_the_others_stay(
    data_folder: Path,
) -> None:
    record = Record(data_folder)
    (record.stores / "manifest.sqlite").touch()
    (record.next_stores() / "manifest.sqlite").touch()
    record.close()
    record = Record(data_folder)
    assert [path.name for path in record.derived.iterdir() if path.is_dir()] == ["1"]
    assert (record.stores / "manifest.sqlite").exists()
    record.close()


def test_stores_that_were_made_are_those_of_the_next_start(data_folder: Path) -> None:
    record = Record(data_folder)
    record.adopt_stores(record.next_stores())
    record.close()
    record = Record(data_folder)
    assert record.stores.name == "2"
    assert [path.name for path in record.derived.iterdir() if path.is_dir()] == ["2"]
    record.close()
