"""Packs as tables: one concept a row, for people who would rather not write Turtle.

The columns are those of ``COLUMNS``, in any order, the first three at least. Cells that hold
several values part them by ``;``. A short ``id`` stands for an IRI below
``https://w3id.org/onrecord/id/concept/``, where the built-in concepts are too, so that
``country`` and ``broader`` can refer to these by their short names.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from onrecord.errors import PackError
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR

CONCEPT = ID + "concept/"
COLUMNS: Mapping[str, str] = {
    "id": "short name (letters, digits, - and _) or IRI; identifies the concept for good",
    "kind": "class: Person, Company, GovernmentBody, Plan, Sector …",
    "label": "how people are shown it",
    "aliases": "other names that texts use: acronyms, former names, translations",
    "local_names": "names that only texts on its country use for it (Supreme Court)",
    "demonyms": "adjectives and nouns for its people (Chinese)",
    "metonyms": "names of other things that stand for it when they act (Beijing)",
    "posts": "posts at its head or in its service, or those of a person",
    "country": "id or IRI of the country that it belongs to",
    "broader": "ids or IRIs of the next wider concepts (sectors, measures)",
    "notation": "codes, such as ISIC's",
}
_REQUIRED = ("id", "kind", "label")
_LITERALS = {
    "aliases": SKOS.altLabel,
    "local_names": ONR.localName,
    "demonyms": ONR.demonym,
    "metonyms": ONR.metonym,
    "posts": ONR.post,
    "notation": SKOS.notation,
}
_LINKS = {"country": ONR.ofCountry, "broader": SKOS.broader}
_SHORT = re.compile(r"[\w-][\w.-]*")
_EXAMPLE: tuple[Mapping[str, str], ...] = (
    {
        "id": "example-plan",
        "kind": "Plan",
        "label": "Example Robot Plan",
        "aliases": "Robot Plan of the Example",
        "country": "china",
    },
    {
        "id": "example-drones",
        "kind": "Sector",
        "label": "example drone making",
        "aliases": "example drones; example unmanned aircraft",
        "broader": "manufacturing",
        "notation": "C3030",
    },
    {
        "id": "example-agency",
        "kind": "GovernmentBody",
        "label": "Example Drone Agency",
        "posts": "Example Drone Commissioner",
        "country": "united-states",
    },
)


def template() -> str:
    """A table with all columns and three rows to write over."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_EXAMPLE)
    return buffer.getvalue()


def read_table(file: str, text: str) -> tuple[Graph, dict[str, int]]:
    """The concepts of a table as RDF, and the line of each by IRI.

    Raises:
        PackError: a column or a cell is wrong; names the line.
    """
    graph, lines = Graph(), dict[str, int]()
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        columns = _columns(file, next(rows, []))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            line = rows.line_num - sum(cell.count("\n") for cell in row)
            if len(row) != len(columns):
                raise PackError(file, f"has {len(row)} cells, expected {len(columns)}", line)
            _add(graph, lines, file, line, dict(zip(columns, map(str.strip, row), strict=True)))
    except csv.Error as error:
        raise PackError(file, f"is no table ({error})", rows.line_num) from error
    return graph, lines


def _columns(file: str, header: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    for name in columns:
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise PackError(file, f"column {name!r:.40} is unknown; known: {known}", 1)
        if columns.count(name) > 1:
            raise PackError(file, f"column {name!r} stands twice", 1)
    for name in _REQUIRED:
        if name not in columns:
            raise PackError(file, f"column {name!r} is missing", 1)
    return columns


def _add(
    graph: Graph, lines: dict[str, int], file: str, line: int, cells: Mapping[str, str]
) -> None:
    for name in _REQUIRED:
        if not cells[name]:
            raise PackError(file, f"{name} is empty", line)
    subject = _iri(file, line, cells["id"])
    if (before := lines.setdefault(str(subject), line)) != line:
        raise PackError(file, f"{cells['id']} stands in line {before} already", line)
    graph.add((subject, RDF.type, ONR[re.sub(r"\W", "", cells["kind"])]))
    graph.add((subject, SKOS.prefLabel, Literal(cells["label"])))
    for column, predicate in _LITERALS.items():
        for value in _values(cells.get(column, "")):
            if predicate != SKOS.altLabel or value != cells["label"]:
                graph.add((subject, predicate, Literal(value)))
    for column, link in _LINKS.items():
        for value in _values(cells.get(column, "")):
            graph.add((subject, link, _iri(file, line, value)))


def _values(cell: str) -> Iterable[str]:
    return filter(None, (value.strip() for value in cell.split(";")))


def _iri(file: str, line: int, name: str) -> URIRef:
    if ":" in name:
        return URIRef(name)
    if not _SHORT.fullmatch(name):
        raise PackError(
            file, f"id {name!r:.60} may have letters, digits, '-', '_' and '.' only", line
        )
    return URIRef(CONCEPT + name)
