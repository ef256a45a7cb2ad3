"""The catalogue: questions that analysts ask, each in SPARQL and in Cypher.

A question is three files beside this one: NAME.toml (title, sentence, parameters), NAME.rq and
NAME.cypher. Both texts give the same columns and the same rows. Lines between ``# when PARAMETER``
(``// when`` in Cypher) and ``end`` are there only when the parameter is given. Values are bound by
the engines, never pasted into the text; in both languages the variable is the parameter's name in
camelCase, or, where a column has that name, what ``_VARIABLES`` says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from onrecord.errors import QueryError, UnknownQuestionError
from onrecord.ontology.entities import name_words

Kind = Literal["words", "text", "date", "number"]
Value = str | float
_VARIABLES = {
    "speaker": "speakerName",
    "outlet": "outletName",
    "mode": "wantedMode",
    "attitude": "wantedAttitude",
}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_WHEN = re.compile(r"^\s*(?:#|//) when (\w+)\s*$")
_END = re.compile(r"^\s*(?:#|//) end\s*$")
# What says that a parameter with a default is not wanted at all.
ANY = "any"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question. ``words`` match whole words of a name or a text."""

    name: str
    kind: Kind
    help: str
    required: bool
    default: str | None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """What the query texts call it."""
        head, *rest = self.name.split("_")
        return _VARIABLES.get(self.name, head + "".join(part.title() for part in rest))


@dataclass(frozen=True, slots=True)
class Query:
    """One language's text with the values to bind."""

    text: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be asked in both languages."""

    name: str
    group: str
    title: str
    sentence: str
    parameters: tuple[Parameter, ...]
    sparql_template: str
    cypher_template: str

    def sparql(self, values: Mapping[str, str]) -> Query:
        """The SPARQL text for these values.

        Raises:
            QueryError: a value is missing, unknown or of the wrong form; names it.
        """
        bound = self._bind(values)
        return Query(_without_absent(self.sparql_template, bound.keys()), self._named(bound))

    def cypher(self, values: Mapping[str, str]) -> Query:
        """The Cypher text for these values; raises as ``sparql`` does."""
        bound = self._bind(values)
        return Query(_without_absent(self.cypher_template, bound.keys()), self._named(bound))

    def _named(self, bound: Mapping[str, Value]) -> dict[str, Value]:
        return {p.variable: bound[p.name] for p in self.parameters if p.name in bound}

    def _bind(self, values: Mapping[str, str]) -> dict[str, Value]:
        known = {parameter.name for parameter in self.parameters}
        if unknown := sorted(values.keys() - known):
            raise QueryError(
                f"question {self.name!r} has no parameter {unknown[0]!r}; "
                f"known: {', '.join(sorted(known)) or 'none'}"
            )
        bound: dict[str, Value] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name) or parameter.default
            if value == ANY and parameter.default is not None:
                continue
            if value is not None:
                bound[parameter.name] = self._value(parameter, value)
            elif parameter.required:
                raise QueryError(f"question {self.name!r} needs {parameter.name}: {parameter.help}")
        return bound

    def _value(self, parameter: Parameter, value: str) -> Value:
        wrong = f"{parameter.name} of question {self.name!r}"
        if parameter.kind == "words":
            if words := name_words(value):
                return words
            raise QueryError(f"{wrong} needs a word, got {value!r:.60}")
        if parameter.choices and value not in parameter.choices:
            raise QueryError(f"{wrong} must be {' or '.join(parameter.choices)}, got {value!r:.60}")
        if parameter.kind == "date" and not _DATE.fullmatch(value):
            raise QueryError(f"{wrong} must be YYYY, YYYY-MM or YYYY-MM-DD, got {value!r:.60}")
        if parameter.kind == "number":
            try:
                return float(value)
            except ValueError:
                raise QueryError(f"{wrong} must be a number, got {value!r:.60}") from None
        return value


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name, sorted."""
    folder = files("onrecord.graph.catalogue")
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    return {name: _read(name) for name in names}


def question(name: str) -> Question:
    """The question of that name.

    Raises:
        UnknownQuestionError: the catalogue has none; lists those that it has.
    """
    try:
        return questions()[name]
    except KeyError:
        raise UnknownQuestionError(name, questions()) from None


def _read(name: str) -> Question:
    folder = files("onrecord.graph.catalogue")

    def text(ending: str) -> str:
        return folder.joinpath(f"{name}.{ending}").read_text(encoding="utf-8")

    described = tomllib.loads(text("toml"))
    return Question(
        name=name,
        group=described["group"],
        title=described["title"],
        sentence=described["sentence"],
        parameters=tuple(_parameters(described.get("parameters", {}))),
        sparql_template=text("rq"),
        cypher_template=text("cypher"),
    )


def _parameters(described: Mapping[str, Mapping[str, object]]) -> Iterator[Parameter]:
    for name, each in described.items():
        kind = each["kind"]
        if kind not in get_args(Kind):
            raise ValueError(f"parameter {name} has an unknown kind {kind!r}")
        default = each.get("default")
        yield Parameter(
            name=name,
            kind=kind,  # type: ignore[arg-type] # checked above
            help=str(each["help"]),
            required=bool(each.get("required", False)),
            default=None if default is None else str(default),
            choices=tuple(each.get("choices", ())),  # type: ignore[arg-type] # TOML list of strings
        )


def _without_absent(template: str, given: Set[str]) -> str:
    """The template without the blocks of parameters that are not given, and without the marks."""
    lines: list[str] = []
    keep = True
    for line in template.splitlines():
        if when := _WHEN.match(line):
            keep = when.group(1) in given
        elif _END.match(line):
            keep = True
        elif keep:
            lines.append(line)
    return "\n".join(lines) + "\n"
