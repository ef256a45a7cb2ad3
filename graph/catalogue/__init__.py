"""The catalogue: questions that analysts ask, each in SPARQL and in Cypher.

A question is three files beside this one: NAME.toml (title, sentence, what to say where nothing
answers, parameters), NAME.rq and NAME.cypher, written as ``templates`` says. Both texts give the
same columns and the same rows in the same order: what may be null is sorted as the empty string.
Values are bound by the engines, never pasted into the text; in both languages the variable is the
parameter's name in camelCase, or, where a column has that name, what ``_VARIABLES`` says. For words
there is also their longest one, ``…Word``, for an index to begin with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from onrecord.errors import QueryError, UnknownQuestionError
from onrecord.graph.catalogue.templates import filled, folder, part, template
from onrecord.graph.periods import last_day
from onrecord.ingest.document import is_date
from onrecord.ontology.entities import name_words

Kind = Literal["words", "text", "date", "number", "count"]
Value = str | int | float
# In the order in which people look for them.
GROUPS = (
    "statements", "actors", "policies", "sectors", "chains", "time", "networks", "evidence",
    "provenance", "quality",
)  # fmt: skip
_VARIABLES = {
    "speaker": "speakerName",
    "outlet": "outletName",
    "mode": "wantedMode",
    "attitude": "wantedAttitude",
    "document": "documentId",
}
_MOST = 10**9
# What says that a parameter with a default is not wanted at all.
ANY = "any"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question. ``words`` match whole words of a name or a text."""

    name: str
    kind: Kind
    help: str
    example: str
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
    """A question that can be asked in both languages; ``empty`` is for who gets no rows."""

    name: str
    group: str
    title: str
    sentence: str
    empty: str
    parameters: tuple[Parameter, ...]
    sparql_template: str
    cypher_template: str

    @property
    def command(self) -> str:
        """An example on the command line: what is needed, else the first parameter."""
        shown = [p for p in self.parameters if p.required] or self.parameters[:1]
        values = [f"{p.name}={p.example}" for p in shown]
        quoted = [f'"{value}"' if " " in value else value for value in values]
        return " ".join(["onrecord query", self.name, *quoted])

    def sparql(self, values: Mapping[str, str]) -> Query:
        """The SPARQL text for these values.

        Raises:
            QueryError: a value is missing, unknown or of the wrong form; names it.
        """
        bound = self._bind(values)
        return Query(filled(self.sparql_template, bound.keys()), self._named(bound))

    def cypher(self, values: Mapping[str, str]) -> Query:
        """The Cypher text for these values; raises as ``sparql`` does."""
        bound = self._bind(values)
        return Query(filled(self.cypher_template, bound.keys()), self._named(bound))

    def _named(self, bound: Mapping[str, Value]) -> dict[str, Value]:
        named: dict[str, Value] = {}
        for parameter in self.parameters:
            if (value := bound.get(parameter.name)) is not None:
                named[parameter.variable] = value
                if parameter.kind == "words":
                    named[f"{parameter.variable}Word"] = max(str(value).split(), key=len)
        return named

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
        if parameter.kind == "date":
            if not is_date(value):
                raise QueryError(f"{wrong} must be YYYY, YYYY-MM or YYYY-MM-DD, got {value!r:.60}")
            return last_day(value) if parameter.name.endswith("until") else value
        if parameter.kind == "number":
            try:
                return float(value)
            except ValueError:
                raise QueryError(f"{wrong} must be a number, got {value!r:.60}") from None
        if parameter.kind == "count":
            if value.isascii() and value.isdigit() and 0 < int(value) < _MOST:
                return int(value)
            raise QueryError(f"{wrong} must be a whole number above 0, got {value!r:.60}")
        return value


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name, sorted."""
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in folder().iterdir()
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


def by_group() -> list[Question]:
    """All questions in the order of ``GROUPS``, then by name."""
    return sorted(questions().values(), key=lambda each: (GROUPS.index(each.group), each.name))


def _read(name: str) -> Question:
    described = tomllib.loads(folder().joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    shared = [tomllib.loads(part(f"{each}.toml")) for each in described.get("parts", ())]
    return Question(
        name=name,
        group=described["group"],
        title=described["title"],
        sentence=described["sentence"],
        empty=described["empty"],
        parameters=tuple(
            parameter
            for each in (*shared, described)
            for parameter in _parameters(each.get("parameters", {}))
        ),
        sparql_template=template(name, "rq"),
        cypher_template=template(name, "cypher"),
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
            example=str(each["example"]),
            required=bool(each.get("required", False)),
            default=None if default is None else str(default),
            choices=tuple(each.get("choices", ())),  # type: ignore[arg-type] # TOML list of strings
        )
