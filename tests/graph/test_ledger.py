"""The file of corrections: nothing goes, nothing changes unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.errors import LedgerError
from onrecord.graph.corrections.decisions import (
    ChangeDate,
    ChangeRelation,
    Decision,
    Merge,
    Named,
    RelationAnchor,
    Rename,
    Split,
    Undo,
    Words,
)
from onrecord.graph.corrections.ledger import Ledger, read, summaries, written
from onrecord.ingest.extraction import PartialDate

ACME = Named("https://w3id.org/onrecord/id/entity/a", "Acme", "Company")
BOLT = Named("https://w3id.org/onrecord/id/entity/b", "Bolt", "Company")
CORK = Named("https://w3id.org/onrecord/id/entity/c", "Cork", "Company")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


def filled(path: Path, *decisions: Decision) -> Ledger:
    ledger = Ledger(path)
    for decision in decisions or (Merge(ACME, BOLT), Rename(BOLT, "Bolt Inc."), Merge(BOLT, CORK)):
        ledger.append(decision, author="Ann", reason="same register entry")
    return ledger


def test_what_is_appended_is_there_after_opening_again(path: Path) -> None:
    before = filled(path).entries()
    assert Ledger(path).entries() == before
    assert [entry.decision.kind for entry in before] == ["merge", "rename", "merge"]
    assert {entry.author for entry in before} == {"Ann"}


def test_undone_entries_do_not_count_and_stay(path: Path) -> None:
    ledger = filled(path)
    first = ledger.entries()[0]
    undo = ledger.append(Undo(first.id), author="Bo", reason="two registers")
    assert [entry.decision.kind for entry in ledger.live()] == ["rename", "merge"]
    assert len(Ledger(path).entries()) == 4
    ledger.append(Undo(undo.id), author="Bo", reason="one after all")
    assert ledger.live()[0] == first


def test_an_undo_says_what_it_undoes(path: Path) -> None:
    ledger = filled(path)
    merged = ledger.entries()[0]
    undo = ledger.append(Undo(merged.id), author="Bo", reason="two registers")
    again = ledger.append(Undo(undo.id), author="Bo", reason="one after all")
    told = summaries(ledger.entries())
    assert told[merged.id] == "Acme is Bolt"
    assert told[undo.id] == f"undoes {merged.id[:8]}: Acme is Bolt"
    assert told[again.id].endswith(told[undo.id])


def rows(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines(keepends=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda r: [r[0], r[2]], ":2: does not follow the entry before"),
        (lambda r: [r[1], r[0], r[2]], ":1: does not follow"),
        (lambda r: [r[0], r[0], r[1]], ":2: does not follow"),
        (lambda r: [r[0], r[1].replace("Bolt Inc.", "Bold Inc."), r[2]], ":2: is not as it was"),
        (lambda r: [r[0].replace('"Ann"', '"Eve"'), *r[1:]], ":1: is not as it was written"),
        (lambda r: [r[0], "nonsense\n", r[2]], ":2: is damaged"),
        (lambda r: [r[0], "[]\n", r[2]], ":2: is damaged"),
    ],
)
def test_a_broken_chain_is_refused_and_named(
    path: Path, change: Callable[[list[str]], list[str]], reason: str
) -> None:
    filled(path)
    path.write_text("".join(change(rows(path))), "utf-8")
    with pytest.raises(LedgerError, match=reason):
        Ledger(path)


def test_a_last_line_cut_short_by_a_kill_goes(path: Path) -> None:
    before = filled(path).entries()
    with path.open("ab") as file:
        file.write(b'{"author": "Ann", "deci')
    ledger = Ledger(path)
    assert ledger.entries() == before
    ledger.append(Rename(CORK, "Cork plc"), author="Ann", reason="its own name")
    assert len(Ledger(path).entries()) == 4


@pytest.mark.parametrize("field", ["author", "reason"])
def test_nobody_decides_without_a_name_and_a_reason(path: Path, field: str) -> None:
    given = {"author": "Ann", "reason": "why", field: "  "}
    with pytest.raises(LedgerError, match=f"ledger {field}: must have 1 to"):
        Ledger(path).append(Merge(ACME, BOLT), **given)
    assert not path.exists()


def test_a_ledger_that_goes_on_from_ours_keeps_its_ids(tmp_path: Path) -> None:
    ours, theirs = filled(tmp_path / "ours"), filled(tmp_path / "theirs")
    (tmp_path / "ours").write_bytes((tmp_path / "theirs").read_bytes())
    ours = Ledger(tmp_path / "ours")
    theirs.append(Rename(CORK, "Cork plc"), author="Bo", reason="its own name")
    assert ours.absorb(theirs.entries()) == [theirs.entries()[-1]]
    assert ours.head == theirs.head
    assert ours.absorb(theirs.entries()) == []


def test_another_ledger_is_chained_on_once(tmp_path: Path) -> None:
    ours = filled(tmp_path / "ours", Rename(ACME, "ACME"))
    theirs = filled(tmp_path / "theirs")
    theirs.append(Undo(theirs.entries()[1].id), author="Bo", reason="no")
    added = ours.absorb(theirs.entries())
    assert [entry.origin for entry in added] == [entry.id for entry in theirs.entries()]
    assert isinstance(added[3].decision, Undo)
    assert added[3].decision.entry == added[1].id
    assert ours.absorb(theirs.entries()) == []
    assert ours.absorb(list(read(written(ours.entries()), "ours"))) == []
    assert [e.decision for e in Ledger(tmp_path / "ours").live()] == [
        Rename(ACME, "ACME"), Merge(ACME, BOLT), Merge(BOLT, CORK),
    ]  # fmt: skip


def test_what_a_newer_version_wrote_is_not_half_understood(path: Path) -> None:
    filled(path)
    first = json.loads(rows(path)[0])
    with pytest.raises(LedgerError, match="is not as it was written"):
        list(read((json.dumps(first | {"urgency": 1}) + "\n").encode(), "x"))


ANCHOR = RelationAnchor("0" * 32, "imposes", Words("Acme", 0), Words("Tariff", 9))


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (ChangeDate(ANCHOR, PartialDate("soon", "day", "soon")), "date: Value error, must be YYYY"),
        (ChangeRelation(ANCHOR, predicate="eats"), "predicate: Value error, the ontology has no"),
        (Rename(Named("https://w3id.org/onrecord/id/document/x", "X", "Person"), "Y"), "no entity"),
        (Rename(Named("javascript:alert(1)", "X", "Person"), "Y"), "iri: String should match"),
        (Rename(ACME, ""), "label: String should have at least 1"),
        (Split(ACME, (), BOLT), "documents: Tuple should have at least 1"),
    ],
)
def test_what_no_graph_could_apply_is_not_written_down(
    path: Path, decision: Decision, reason: str
) -> None:
    with pytest.raises(LedgerError, match=reason):
        Ledger(path).append(decision, author="Ann", reason="test")
    assert not path.exists()


def test_an_entry_is_found_by_how_its_id_begins(path: Path) -> None:
    ledger = filled(path)
    assert ledger.find(ledger.head[:8]) == ledger.entries()[-1]
    for wrong in ("", "ab", "0" * 8):
        with pytest.raises(LedgerError, match="has no entry"):
            ledger.find(wrong)
