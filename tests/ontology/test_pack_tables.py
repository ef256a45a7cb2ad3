"""Packs as tables, and what is refused in any pack: with file, line and reason."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SKOS, Literal, URIRef

from onrecord.errors import PackError
from onrecord.ontology.pack_csv import COLUMNS, read_table, template
from onrecord.ontology.packs import Pack, Packs, load_packs
from tests.handmade import CONCEPT, PACK

HEADER = "id,kind,label,aliases,country,broader,notation\n"


def load(folder: Path, table: str, *more: Path) -> Pack:
    path = folder / "mine.csv"
    path.write_text(table, encoding="utf-8")
    return load_packs([PACK, *more, path], builtin=False)[-1]


def refused(folder: Path, table: str, *more: Path) -> PackError:
    with pytest.raises(PackError) as caught:
        load(folder, table, *more)
    return caught.value


def test_a_row_is_a_concept(tmp_path: Path) -> None:
    (robots,) = load(
        tmp_path, HEADER + "robots,Sector,robot making,robots; automata,,manufacturing,C28\n"
    ).concepts
    assert robots.iri == CONCEPT + "robots"
    assert robots.names == ("robot making", "automata", "robots")
    assert robots.broader == (CONCEPT + "manufacturing",)


def test_a_notation_is_kept(tmp_path: Path) -> None:
    pack = load(tmp_path, HEADER + "robots,Sector,robot making,,,,C28\n")
    assert pack.graph.value(URIRef(CONCEPT + "robots"), SKOS.notation) == Literal("C28")


def test_an_id_may_be_an_iri_and_columns_come_in_any_order(tmp_path: Path) -> None:
    (acme,) = load(
        tmp_path, "label,country,id,kind\nAcme,china,https://example.org/acme,Company\n"
    ).concepts
    assert (acme.iri, acme.country) == ("https://example.org/acme", CONCEPT + "china")


def test_a_byte_order_mark_blank_lines_and_quoted_line_ends_do_no_harm(tmp_path: Path) -> None:
    pack = load(tmp_path, '\ufeffid,kind,label\n\na,Company,"Acme,\nInc."\n\nb,Company,Bolt\n')
    assert [concept.label for concept in pack.concepts] == ["Acme,\nInc.", "Bolt"]


def test_the_template_can_be_used_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(template(), encoding="utf-8")
    pack = load_packs([path])[-1]
    assert len(pack.concepts) == 3
    assert template().splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("", 1, "column 'id' is missing"),
        ("id,kind\na,Sector\n", 1, "column 'label' is missing"),
        ("id,kind,label,motto\n", 1, "column 'motto' is unknown"),
        ("id,kind,label,label\n", 1, "column 'label' stands twice"),
        (HEADER + "a,Sector,a\n", 2, "has 3 cells, expected 7"),
        (HEADER + ",Sector,a,,,,\n", 2, "id is empty"),
        (HEADER + "a,Sector,,,,,\n", 2, "label is empty"),
        (HEADER + "a b,Sector,a,,,,\n", 2, "id 'a b' may have letters"),
        (HEADER + "http://x/<a>,Sector,a,,,,\n", 2, "is no IRI"),
        (HEADER + "\na,Sector,a,,,,\na,Sector,b,,,,\n", 4, "a stands in line 3 already"),
        (HEADER + "a,Sectr,a,,,,\n", 2, "needs exactly one class"),
        (HEADER + "a,Statement,a,,,,\n", 2, "needs exactly one class"),
        (HEADER + "b,Sector,b,,,,\na,Sector,a,,,gone,\n", 3, "concept/gone, which no pack has"),
        (HEADER + "a,Company,a,,gone,,\n", 2, "concept/gone, which no pack has"),
        (HEADER + "a,Company,a,,manufacturing,,\n", 2, "ofCountry needs a Country"),
        (HEADER + "a,Company,a,,,manufacturing,\n", 2, "a Company cannot be below"),
        (HEADER + "a,Company,a,,china; china,,\n", None, ""),
        (HEADER + "a,Sector,a,,,b,\nb,Sector,b,,,a,\n", 2, "broader than itself (a → b → a)"),
        (HEADER + "a,Sector,a,,,a,\n", 2, "broader than itself (a → a)"),
        (HEADER + "china,Country,Sina,,,,\n", 2, "china is in pack"),
        (HEADER + "a,Company,Daily Post,,,,\n", 2, "concept/daily-post ("),
        (
            HEADER + "a,Company,A,x,,,\nb,Company,B,X,,,\n",
            3,
            "name 'X' is that of https://w3id.org/onrecord/id/concept/a (",
        ),
        (HEADER + "a,Company,…,,,,\n", 2, "name '…' has no letter"),
        (HEADER + 'a,Company,"x,,,,\n', 2, "is no table"),
    ],
)
def test_what_is_refused_is_named_with_file_line_and_reason(
    tmp_path: Path, table: str, line: int | None, reason: str
) -> None:
    if line is None:
        load(tmp_path, table)
        return
    error = refused(tmp_path, table)
    assert error.file == str(tmp_path / "mine.csv")
    assert error.line == line
    assert reason in str(error)
    assert f"mine.csv, line {line}: " in str(error)


TURTLE = """@prefix : <https://example.org/> .
@prefix onr: <https://w3id.org/onrecord/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:steel a onr:Sector ;
    skos:prefLabel "steel" .

"""


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        (':a a onr:Sector ; skos:prefLabel "a" ; skos:broader :a .', 8),
        (':a a onr:Sectr ; skos:prefLabel "a" .', 8),
        (':b a onr:Sector ; skos:prefLabel "b" .\n\n:a a onr:Sector .', 10),
        ('<https://example.org/a> a onr:Sector ; skos:prefLabel "steel" .', 8),
        (":a a onr:Sector ;\n  skos:prefLabel .", 9),
    ],
)
def test_a_broken_turtle_pack_is_named_with_its_line(
    tmp_path: Path, turtle: str, line: int
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(TURTLE + turtle, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([path], builtin=False)
    assert caught.value.line == line


def test_one_concept_in_two_packs_of_a_user_is_refused(tmp_path: Path) -> None:
    first = tmp_path / "first.csv"
    first.write_text("id,kind,label\nrobots,Sector,robots\n", encoding="utf-8")
    error = refused(tmp_path, "id,kind,label\nrobots,Sector,automata\n", first)
    assert f"is in pack {first} already" in str(error)


def test_packs_with_a_table_have_a_version_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,kind,label\nrobots,Sector,robots\n", encoding="utf-8")
    mine = Packs([PACK, path], builtin=False)
    assert mine.version != Packs([PACK], builtin=False).version
    assert mine.by_name[" robots "].iri == CONCEPT + "robots"


@given(st.text() | st.text().map(lambda text: HEADER + text))
def test_any_table_is_read_or_refused(table: str) -> None:
    with contextlib.suppress(PackError):
        read_table("mine.csv", table)
