"""Whether two SPARQL answers are the same: graphs up to their blank nodes, rows as a bag.

Rows become a graph, each row a blank node of its own with its bindings, so that blank nodes are
matched over all rows at once. Numbers count by their value, their datatype by its name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_DECIMALS = {f"{XSD}{name}" for name in ("decimal", "integer")}
_FLOATS = {f"{XSD}{name}" for name in ("double", "float")}
_HAS_ROW, _ROW_NUMBER = (ox.NamedNode(f"urn:x-rows:{name}") for name in ("row", "number"))
_FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Rows:
    """Variables and bindings of a SELECT."""

    variables: tuple[str, ...]
    rows: list[Row]


Answer = bool | Rows | ox.Dataset


def read_rows(body: bytes, format_: ox.QueryResultsFormat) -> bool | Rows:
    """Rows or truth value in one of the formats of results, CSV among them."""
    if format_ == ox.QueryResultsFormat.CSV:
        return read_csv(body)
    found = ox.parse_query_results(body, format_)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = tuple(variable.value for variable in found.variables)
    return Rows(names, [_row(solution, names) for solution in found])


def _row(solution: ox.QuerySolution, names: Sequence[str]) -> Row:
    return {name: term for name in names if (term := solution[name]) is not None}


def read_csv(body: bytes) -> Rows:
    """Rows of CSV, whose terms are plain strings but for blank nodes."""
    header, *lines = list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))
    return Rows(
        tuple(header),
        [{n: _csv_term(v) for n, v in zip(header, line, strict=True) if v} for line in lines],
    )


def _csv_term(text: str) -> Term:
    """What the text is; a number counts by its value, its datatype is not in CSV."""
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    try:
        return ox.Literal(float(text))
    except ValueError:
        return ox.Literal(text)


def read_graph(body: bytes, format_: ox.RdfFormat, base: str | None = None) -> ox.Dataset:
    """A graph or a dataset."""
    return ox.Dataset(ox.parse(body, format=format_, base_iri=base))


def expected(path: Path, base: str) -> Answer:
    """What a test of the suite wants."""
    body = path.read_bytes()
    if path.suffix == ".csv":
        return read_csv(body)
    if path.suffix in _FORMATS:
        return read_rows(body, _FORMATS[path.suffix])
    graph = read_graph(body, ox.RdfFormat.from_extension(path.suffix[1:]) or ox.RdfFormat.TURTLE,
                       base)  # fmt: skip
    return _result_set(graph) or graph


def _result_set(graph: ox.Dataset) -> Rows | None:
    """Rows that are written as a graph, as older tests do."""

    def objects(subject: ox.NamedNode | ox.BlankNode, name: str) -> list[Term]:
        found = graph.quads_for_subject(subject)
        return [quad.object for quad in found if quad.predicate.value == _RS + name]

    sets = [q.subject for q in graph if q.object == ox.NamedNode(f"{_RS}ResultSet")]
    if not sets:
        return None
    names = tuple(str(getattr(v, "value", v)) for v in objects(_node(sets[0]), "resultVariable"))
    rows: list[Row] = []
    for solution in objects(_node(sets[0]), "solution"):
        row: Row = {}
        for binding in objects(_node(solution), "binding"):
            (name,) = objects(_node(binding), "variable")
            (row[str(getattr(name, "value", name))],) = objects(_node(binding), "value")
        rows.append(row)
    return Rows(names, rows)


def _node(term: object) -> ox.NamedNode | ox.BlankNode:
    if not isinstance(term, ox.NamedNode | ox.BlankNode):
        raise TypeError(f"no node: {term!r}")
    return term


def same(one: Answer, other: Answer, *, ordered: bool = False) -> bool:
    """Whether they say the same; ``ordered`` rows must also come in the same order."""
    if isinstance(one, Rows) and isinstance(other, Rows):
        if set(one.variables) != set(other.variables) or len(one.rows) != len(other.rows):
            return False
        return _canonical(_quads(one, ordered)) == _canonical(_quads(other, ordered))
    if isinstance(one, ox.Dataset) and isinstance(other, ox.Dataset):
        return _canonical(one) == _canonical(other)
    return isinstance(one, bool) and isinstance(other, bool) and one == other


def _quads(rows: Rows, ordered: bool) -> Iterable[ox.Quad]:
    for number, row in enumerate(rows.rows):
        node = ox.BlankNode()
        yield ox.Quad(ox.NamedNode("urn:x-rows:all"), _HAS_ROW, node)
        if ordered:
            yield ox.Quad(node, _ROW_NUMBER, ox.Literal(number))
        for name, term in row.items():
            yield ox.Quad(node, ox.NamedNode(f"urn:x-rows:{name}"), term)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(
        ox.Quad(q.subject, q.predicate, _value(q.object), q.graph_name) for q in quads
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _value(term: Term) -> Term:
    """A number in one form for each value."""
    if not isinstance(term, ox.Literal):
        return term
    try:
        if term.datatype.value in _DECIMALS:
            return ox.Literal(str(Decimal(term.value).normalize()), datatype=term.datatype)
        if term.datatype.value == f"{XSD}boolean":
            return ox.Literal(term.value in ("true", "1"))
        if term.datatype.value in _FLOATS:
            return ox.Literal(str(float(term.value)), datatype=term.datatype)
    except (InvalidOperation, ValueError):
        pass
    return term
