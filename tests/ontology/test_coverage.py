"""How much of what texts name the packs have."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.ingest.concept import Concept
from onrecord.ontology.coverage import NamedThing, coverage, named_things
from onrecord.ontology.packs import concepts, load_packs

ANNOTATED = Path(__file__).parents[1] / "data" / "pack_coverage.jsonl"
WTO = Concept("x:wto", "World Trade Organization", "Organization", ("WTO",), ("Geneva",))
COURT = Concept("x:court", "Court", "GovernmentBody", ("Court",), local_names=("Supreme Court",))


def test_a_thing_is_covered_by_any_name_of_a_concept() -> None:
    things = [
        NamedThing("a", "body", "wto"),
        NamedThing("a", "body", "Supreme Court"),
        NamedThing("a", "law", "Trade Act"),
        NamedThing("a", "party", "Greens"),
    ]
    assert list(coverage(things, [WTO, COURT]).rows()) == [
        ("a", "body + law", 3, 2),
        ("a", "body", 2, 2),
        ("a", "law", 1, 0),
        ("a", "party", 1, 0),
    ]


def test_names_that_are_missing_are_counted() -> None:
    things = [NamedThing("a", "law", "Trade Act")] * 2
    assert coverage(things, [WTO]).missing == {("a", "law", "Trade Act"): 2}


def test_a_row_that_is_no_annotation_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text('{"corpus": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"names\.jsonl:1"):
        named_things(path)


def test_the_packs_cover_four_fifths_of_the_bodies_outlets_and_laws_of_both_corpora() -> None:
    found = coverage(named_things(ANNOTATED), concepts(load_packs()))
    shares = {
        corpus: covered / mentions
        for corpus, kind, mentions, covered in found.rows()
        if kind == "body + law + outlet"
    }
    assert set(shares) == {"polnear-dev", "crossner-politics-dev"}
    assert min(shares.values()) > 0.8
