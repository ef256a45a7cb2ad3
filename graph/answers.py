"""Asking the catalogue: rows from Oxigraph or from the property graph, in the same form.

These queries are ours and bounded, so they run in this process; what users write goes through
``sparql_service`` and the engines' own limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF, XSD, Literal, URIRef

from onrecord.errors import QueryError
from onrecord.graph.catalogue import Question, Value
from onrecord.graph.catalogue.templates import filled
from onrecord.graph.property_graph import PropertyGraph, Rows
from onrecord.graph.terms import to_oxigraph, to_rdflib
from onrecord.ontology.property_graph_rule import property_value

_VARIABLE = re.compile(r"\?(\w+)")
# What ``property_value`` gives for the datatypes that most values have, ten times as fast.
_FORMS: Mapping[str, Callable[[str], object]] = {
    str(XSD.string): str,
    str(RDF.langString): str,
    str(XSD.integer): int,
    str(XSD.decimal): float,
    str(XSD.date): str,
}


def ask_sparql(
    store: ox.Store, asked: Question, values: Mapping[str, str], *, max_rows: int
) -> Rows:
    """Answer a question of the catalogue from the RDF store."""
    query = asked.sparql(values)
    return select(store, query.text, query.values, max_rows=max_rows)


def ask_cypher(
    store: PropertyGraph,
    asked: Question,
    values: Mapping[str, str],
    *,
    max_rows: int,
    timeout_ms: int,
) -> Rows:
    """Answer a question of the catalogue from the property graph."""
    query = asked.cypher(values)
    found = store.query(query.text, query.values, max_rows=max_rows, timeout_ms=timeout_ms)
    # ArcadeDB names no columns where there are no rows.
    return found if found.rows else replace(found, columns=columns(asked))


def columns(asked: Question) -> list[str]:
    """The columns of a question's answer."""
    solutions = ox.Store().query(filled(asked.sparql_template, frozenset()))
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("only a SELECT gives rows")
    return [variable.value for variable in solutions.variables]


def select(store: ox.Store, text: str, values: Mapping[str, Value], *, max_rows: int) -> Rows:
    """Rows of a SELECT, over the union of all graphs, with values bound to its variables."""
    solutions = store.query(with_values(text, values), use_default_graph_as_union=True)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("only a SELECT gives rows")
    names = [variable.value for variable in solutions.variables]
    found = list(islice(solutions, max_rows + 1))
    rows = [[plain(solution[column]) for column in names] for solution in found[:max_rows]]
    return Rows(names, rows, truncated=len(found) > max_rows)


def with_values(text: str, values: Mapping[str, Value]) -> str:
    """The query with each variable that has a value replaced by it, serialised by Oxigraph.

    A VALUES block would do too, but its join keeps the optimiser from beginning with the filters:
    who-said by speaker took a hundred times as long. (Oxigraph's own substitution knows the
    variables of the projection only.)
    """
    terms = {name: _term(value) for name, value in values.items()}
    return _VARIABLE.sub(lambda found: terms.get(found[1], found[0]), text)


def plain(term: object) -> object:
    """JSON form of an RDF term: the same that the property graph gives for it."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal) and (form := _FORMS.get(term.datatype.value)) is not None:
        return form(term.value)
    known = to_rdflib(term)
    return str(known) if isinstance(known, URIRef) else property_value(known)


def _term(value: Value) -> str:
    if isinstance(value, int):
        return str(value)  # LIMIT takes no literal with a datatype
    if isinstance(value, float):
        literal = Literal(f"{value:f}", datatype=XSD.decimal, normalize=False)
    else:
        literal = Literal(value)
    return str(to_oxigraph(literal))
