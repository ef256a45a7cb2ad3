"""Annotated links, read and scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Entity, Extraction, Span
from onrecord.ingest.link_scoring import GoldLink, Linked, LinkScores, gold_links, links

TEXT = "The Washington Post and Ann Lee"
POST = Entity("e1", "Washington Post", "MediaOutlet", (Span(4, 19),), concept="x:post")
LEE = Entity("e2", "Ann Lee", "Person", (Span(24, 31),))


def gold(start: int, end: int, concept: str | None) -> GoldLink:
    return GoldLink("d", Span(start, end), concept, None, "random", "tune")


def found(*wanted: GoldLink) -> list[Linked]:
    extraction = Extraction(Document(TEXT), "p", "rules", (POST, LEE), (), ())
    return list(links(extraction, wanted))


def test_a_mention_that_covers_half_of_both_answers() -> None:
    assert [linked.concept for linked in found(gold(0, 19, "x:post"), gold(4, 14, "x:post"))] == [
        "x:post",
        "x:post",
    ]


def test_a_mention_that_only_touches_does_not() -> None:
    assert [linked.concept for linked in found(gold(15, 31, None))] == [None]


def test_precision_counts_links_of_what_has_none() -> None:
    scores = LinkScores()
    for linked in found(gold(4, 19, "x:post"), gold(4, 19, None), gold(24, 31, "x:lee")):
        scores.add(linked)
    assert scores.figures() == {"mentions": 3, "in_packs": 2, "p": 50.0, "r": 50.0, "f1": 50.0}


def test_a_name_without_a_concept_is_asked_of_the_packs_of_today(tmp_path: Path) -> None:
    row = {"id": "d", "mention": [0, 3], "concept": None, "name": "Ann Lee", "drawn": "random"}
    path = tmp_path / "links.jsonl"
    rows = [{**row, "half": "tune"}, {**row, "half": "measure"}, {**row, "name": None, "half": "x"}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    known = {"Ann Lee": "x:lee"}.get
    assert [link.concept for link in gold_links(path, known)] == ["x:lee", "x:lee", None]
    assert [link.half for link in gold_links(path, known, half="tune")] == ["tune"]


def test_a_row_that_is_no_annotation_is_named(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl"
    path.write_text('{"id": "d"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"links\.jsonl:1"):
        gold_links(path, lambda name: None)
