"""Small random patterns over the ontology, each told in SPARQL and in Cypher.

A pattern is a chain of nodes with classes, joined by object properties in either direction, with
conditions on their properties, perhaps an optional step at its end, and rows, distinct rows or
counts of what it finds. Both texts come from the one description by the rule that makes the
property graph, so a difference in rows is one of the rule, of a store or of an engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from hypothesis import strategies as st
from rdflib import RDFS, SKOS, XSD, Graph, URIRef

from onrecord.ontology.terms import Property, local_name, ontology

Operator = Literal["=", "<>", "<", ">=", "contains", "absent"]
Form = Literal["rows", "distinct", "count"]
Value = str | int | float | bool

# What is named without a domain.
_NAMED = ("Actor", "Policy", "Sector")
_NUMBERS: Mapping[str, Sequence[Value]] = {
    "confidence": (0.5, 0.55, 0.76, 0.83, 0.98),
    "position": (1, 2),
    "recency": (50_000_000_000, 1_008_045_500_000_000_000),
    "length": (500, 3_000),
}
_WORDS: Mapping[str, Sequence[str]] = {
    "mode": ("direct", "indirect", "mixed"),
    "attitude": ("say", "think"),
    "cueClass": ("assert", "deny", "warn"),
    "speakerKind": ("named", "role", "anonymous", "unknown"),
    "factuality": ("asserted", "reported", "denied", "hypothetical"),
    "predicate": ("memberOf", "supports", "targetsSector"),
    "datePrecision": ("day", "month", "year"),
    "profile": ("rules",),
    "published": ("2016-09-10", "2025-05", "2025"),
    "eventDate": ("--05-19", "2016", "2025-05-19"),
}
_PARTS = ("a", " the ", "’", "China", "ü", " in ")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a node's property must be. ``is_list`` is for properties that are not functional."""

    property: Property
    operator: Operator
    value: Value
    is_list: bool

    def sparql(self, node: str, fresh: str) -> str:
        """A triple and a filter, in which ``fresh`` is a variable that is used nowhere else."""
        triple = f"?{node} <{self.property.iri}> ?{fresh} ."
        if self.operator == "absent":
            return f"FILTER NOT EXISTS {{ {triple} }}"
        left = f"STR(?{fresh})" if isinstance(self.value, str) else f"?{fresh}"
        operator = "!=" if self.operator == "<>" else self.operator
        wanted = f"{left} {operator} {_literal(self.value)}"
        if operator == "contains":
            wanted = f"CONTAINS({left}, {_literal(self.value)})"
        inner = f"{triple} FILTER ({wanted})"
        return f"FILTER EXISTS {{ {inner} }}" if self.is_list else inner

    def cypher(self, node: str) -> str:
        """A condition of a WHERE."""
        place = f"{node}.{self.property.name}"
        if self.operator == "absent":
            return f"{place} IS NULL"
        operator = self.operator.upper() if self.operator == "contains" else self.operator
        if self.is_list:
            return f"any(each IN {place} WHERE each {operator} {_literal(self.value)})"
        return f"{place} {operator} {_literal(self.value)}"


@dataclass(frozen=True, slots=True)
class Step:
    """One node more: how it is reached from the one before, its class, and its conditions."""

    property: Property
    is_forward: bool
    class_: str | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The IRI of a node, or one of its functional properties, which may be missing."""

    node: int
    property: Property | None
    is_string: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """A question; ``start`` is the class of the first node, ``last_optional`` of the last step."""

    start: str
    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...]
    last_optional: bool
    columns: tuple[Column, ...]
    form: Form
    limit: int | None = field(default=None)

    @property
    def is_ordered(self) -> bool:
        """Whether rows come in an order that leaves nothing open: by IRIs that are always there."""
        last = len(self.steps) if self.last_optional else -1
        return all(column.property is None and column.node != last for column in self.columns)

    def sparql(self) -> str:
        """The pattern as a SELECT."""
        lines = [f"?n0 a <{_class(self.start)}> ."]
        lines += [c.sparql("n0", f"c0_{i}") for i, c in enumerate(self.conditions)]
        for number, step in enumerate(self.steps, start=1):
            here, there = f"?n{number - 1}", f"?n{number}"
            ends = (here, there) if step.is_forward else (there, here)
            inner = [f"{ends[0]} <{step.property.iri}> {ends[1]} ."]
            if step.class_:
                inner.append(f"{there} a <{_class(step.class_)}> .")
            inner += [
                c.sparql(f"n{number}", f"c{number}_{i}") for i, c in enumerate(step.conditions)
            ]
            optional = self.last_optional and number == len(self.steps)
            inner += self._values(number) if optional else []
            text = " ".join(inner)
            lines.append(f"OPTIONAL {{ {text} }}" if optional else text)
        for number in range(len(self.steps) + (not self.last_optional)):
            lines += self._values(number)
        for i, column in enumerate(self.columns):
            if column.property is None:
                lines.append(f"BIND(STR(?n{column.node}) AS ?v{i})")
            elif column.is_string:
                lines.append(f"BIND(STR(?p{i}) AS ?v{i})")
        where = "WHERE {\n  " + "\n  ".join(lines) + "\n}"
        chosen = " ".join(f"?v{i}" for i in range(len(self.columns)))
        if self.form == "count":
            counts = f"(COUNT(DISTINCT ?n{len(self.steps)}) AS ?found) (COUNT(*) AS ?rows)"
            text = f"SELECT {chosen} {counts} {where} GROUP BY {chosen}"
        else:
            text = f"SELECT {'DISTINCT ' if self.form == 'distinct' else ''}{chosen} {where}"
        if self.is_ordered:
            text += f" ORDER BY {chosen}"
            text += f" LIMIT {self.limit}" if self.limit else ""
        return text

    def _values(self, node: int) -> list[str]:
        """The properties of a node that are asked for, each of which may be missing."""
        return [
            f"OPTIONAL {{ ?n{node} <{c.property.iri}> ?{'p' if c.is_string else 'v'}{i} }}"
            for i, c in enumerate(self.columns)
            if c.node == node and c.property is not None
        ]

    def cypher(self) -> str:
        """The pattern as MATCH … RETURN."""
        lines = [f"MATCH (n0:{self.start})", *_where("n0", self.conditions)]
        for number, step in enumerate(self.steps, start=1):
            optional = self.last_optional and number == len(self.steps)
            label = f":{step.class_ or 'Resource'}"
            arrow = f"-[:{step.property.relationship}]-"
            arrow = f"{arrow}>" if step.is_forward else f"<{arrow}"
            lines.append(
                f"{'OPTIONAL ' if optional else ''}MATCH (n{number - 1}){arrow}(n{number}{label})"
            )
            lines += _where(f"n{number}", step.conditions)
        chosen = ", ".join(
            f"n{column.node}.{column.property.name if column.property else 'iri'} AS v{i}"
            for i, column in enumerate(self.columns)
        )
        if self.form == "count":
            last = f"n{len(self.steps)}"
            chosen += f", count(DISTINCT {last}) AS found, count(*) AS rows"
        lines.append(f"RETURN {'DISTINCT ' if self.form == 'distinct' else ''}{chosen}")
        if self.is_ordered:
            lines.append("ORDER BY " + ", ".join(f"v{i}" for i in range(len(self.columns))))
            lines += [f"LIMIT {self.limit}"] if self.limit else []
        return "\n".join(lines)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Patterns whose classes and properties fit each other, so that most of them have rows."""
    start = draw(st.sampled_from(sorted({end for edge in _edges() for end in edge[1:] if end})))
    classes = [start]
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, 3))):
        leading = [
            (found, is_forward, end)
            for found, domain, range_ in _edges()
            for is_forward, here, end in ((True, domain, range_), (False, range_, domain))
            if _is(classes[-1], here)
        ]
        # Direct edges are many, and few of them are there.
        without = [each for each in leading if not each[0].is_direct_edge]
        common = draw(st.integers(0, 4)) > 0
        leading = without if without and common else leading
        if not leading:
            break
        found, is_forward, end = draw(st.sampled_from(leading))
        narrower = [end, *(c for c in _classes() if end and c != end and _is(c, end))]
        class_ = draw(st.sampled_from(narrower))
        steps.append(Step(found, is_forward, class_, draw(_conditions(class_))))
        classes.append(class_ or "Resource")
    nodes = range(len(classes))
    columns = draw(st.lists(_columns(classes), min_size=1, max_size=3))
    return Pattern(
        start=start,
        conditions=draw(_conditions(start)),
        steps=tuple(steps),
        last_optional=bool(steps) and draw(st.booleans()),
        columns=tuple(column for column in columns if column.node in nodes),
        form=draw(st.sampled_from(("rows", "distinct", "count"))),
        limit=draw(st.sampled_from((None, None, 1, 10))),
    )


@st.composite
def _columns(draw: st.DrawFn, classes: Sequence[str]) -> Column:
    node = draw(st.integers(0, len(classes) - 1))
    fitting = [p for p in _properties(classes[node]) if p.functional]
    if not fitting or draw(st.booleans()):
        return Column(node, None)
    found = draw(st.sampled_from(fitting))
    return Column(node, found, is_string=_type(found) == "string")


@st.composite
def _conditions(draw: st.DrawFn, class_: str | None) -> tuple[Condition, ...]:
    fitting = _properties(class_)
    if not fitting or draw(st.booleans()):
        return ()
    found = draw(st.sampled_from(fitting))
    operator: Operator
    value: Value
    if draw(st.integers(0, 5)) == 0:
        return (Condition(found, "absent", "", is_list=not found.functional),)
    if _type(found) == "boolean":
        operator, value = "=", draw(st.booleans())
    elif _type(found) == "number":
        operator = draw(st.sampled_from(("=", "<>", "<", ">=")))
        value = draw(st.sampled_from(_NUMBERS.get(found.name, (0, 100, 1000))))
    elif found.name in _WORDS:
        operator = draw(st.sampled_from(("=", "<>", "<", ">=")))
        value = draw(st.sampled_from(_WORDS[found.name]))
    else:
        operator, value = "contains", draw(st.sampled_from(_PARTS))
    return (Condition(found, operator, value, is_list=not found.functional),)


@cache
def _declared() -> Graph:
    text = files("onrecord.ontology").joinpath("onrecord.ttl").read_text(encoding="utf-8")
    return Graph().parse(data=text)


@cache
def _edges() -> list[tuple[Property, str | None, str | None]]:
    """Object properties with the classes that they go from and to; None where that is open."""
    return [
        (found, _end(iri, RDFS.domain), _end(iri, RDFS.range))
        for iri, found in sorted(ontology().properties.items())
        if found.relationship is not None
    ]


@cache
def _properties(class_: str | None) -> list[Property]:
    """Datatype properties that nodes of the class may have."""
    if class_ in (None, "Resource"):
        return []
    found = []
    for iri, each in sorted(ontology().properties.items()):
        domain = _end(iri, RDFS.domain)
        of_names = iri.startswith(str(SKOS)) or each.name in ("searchName", "nameWord")
        fits = any(_is(class_, n) for n in _NAMED) if of_names else _is(class_, domain)
        if each.relationship is None and fits:
            found.append(each)
    return found


def _type(found: Property) -> str:
    """string, number or boolean: dates are strings in the property graph."""
    declared = _declared().value(URIRef(found.iri), RDFS.range)
    if declared in (XSD.integer, XSD.decimal):
        return "number"
    return "boolean" if declared == XSD.boolean else "string"


@cache
def _classes() -> list[str]:
    return sorted(local_name(str(class_)) for class_ in ontology().superclasses)


@cache
def _is(class_: str | None, wider: str | None) -> bool:
    if class_ is None or wider is None:
        return False
    above = {local_name(str(a)) for a in ontology().superclasses.get(_class(class_), ())}
    return class_ == wider or wider in above


def _class(name: str) -> URIRef:
    return next((c for c in ontology().superclasses if local_name(str(c)) == name), URIRef(name))


def _end(property_: URIRef, which: URIRef) -> str | None:
    """The local name of its domain or range."""
    term = _declared().value(property_, which)
    return None if term is None else local_name(str(term))


def _literal(value: Value) -> str:
    """The same in both languages."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return str(value)


def _where(node: str, conditions: Sequence[Condition]) -> list[str]:
    told = " AND ".join(condition.cypher(node) for condition in conditions)
    return [f"WHERE {told}"] if told else []
