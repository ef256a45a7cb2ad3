"""The openCypher TCK, asked of the engine behind the Cypher route.

The query under test goes as the route's queries go, as the user who may only read, and its answer
is read as typed JSON of the Query API. Where it writes, it must be refused; it is then asked as the
writer, and what it changed is counted from the graph before and after. Scenarios that need a
procedure of the TCK's own are left out: no engine of ours has a way to define one.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler, GherkinDocumentWithURI

from benchmarks.conformance.tck_values import Json, read, same, same_bag
from onrecord.errors import OnRecordError, QueryError, QuerySyntaxError, ReadOnlyError
from onrecord.graph.arcadedb import ArcadeDBGraph
from onrecord.graph.property_graph import Rows

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "opencypher-tck"
_TIMEOUT_MS = 20_000
_MAX_ROWS = 10_000
_RAISED = re.compile(r"an? (\w+) should be raised at (.+): (.+)")
_NAME = re.compile(r"\[(\d+)\]")
_LABEL = re.compile(r"\(\s*\w*\s*((?::\s*\w+\s*)+)")
_TYPE = re.compile(r"\[\s*\w*\s*:\s*(\w+(?:\s*\|\s*:?\s*\w+)*)")
# What the TCK raises that is our QuerySyntaxError; all else is a QueryError.
_SYNTAX = {"SyntaxError", "SemanticError", "ParameterMissing"}
_KINDS = ("nodes", "relationships", "labels", "properties")


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done or found, with a text or a table."""

    text: str
    query: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One example. ``id`` is unique: feature, number, and number of the example."""

    id: str
    steps: tuple[Step, ...]

    @property
    def wants_error(self) -> bool:
        """Whether a query of it must fail."""
        return any(_RAISED.fullmatch(step.text) for step in self.steps)

    @property
    def names(self) -> tuple[frozenset[str], frozenset[str]]:
        """Labels and relationship types that it may create."""
        text = "\n".join(step.query for step in self.steps)
        labels = {word for found in _LABEL.findall(text) for word in re.findall(r"\w+", found)}
        types = {word for found in _TYPE.findall(text) for word in re.findall(r"\w+", found)}
        return frozenset(labels), frozenset(types)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the rows were right or the error came; and why not.

    ``lesser`` names what else was not as wanted: ``"columns"`` of an answer without rows,
    ``"side effects"``, the ``"class"`` of an error.
    """

    passed: bool
    why: str = ""
    lesser: frozenset[str] = frozenset()


def scenarios() -> Iterator[Scenario]:
    """All that need no procedure, in order of their files."""
    for path in sorted(SUITE.rglob("*.feature")):
        document = {**Parser().parse(path.read_text("utf-8")), "uri": path.name}
        examples: Counter[str] = Counter()
        for pickle in Compiler().compile(cast(GherkinDocumentWithURI, document)):
            number = _NAME.match(pickle["name"])
            name = f"{path.stem}/{number[1] if number else pickle['name']}"
            examples[name] += 1
            steps = tuple(_step(each) for each in pickle["steps"])
            if not any("there exists a procedure" in step.text for step in steps):
                yield Scenario(f"{name}.{examples[name]}", steps)


def _step(pickled: Mapping[str, object]) -> Step:
    argument = pickled.get("argument")
    arguments = argument if isinstance(argument, dict) else {}
    table = arguments.get("dataTable", {"rows": []})["rows"]
    return Step(
        str(pickled["text"]),
        arguments.get("docString", {"content": ""})["content"],
        tuple(tuple(cell["value"] for cell in row["cells"]) for row in table),
    )


def outcomes(chosen: Sequence[Scenario]) -> Iterator[tuple[Scenario, Outcome]]:
    """Play the scenarios, each group on an engine of its own."""
    for group in groups(chosen):
        with tempfile.TemporaryDirectory() as folder:
            graph = Scratch(Path(folder))
            try:
                for scenario in group:
                    yield scenario, graph.play(scenario)
            finally:
                graph.close()


def groups(chosen: Sequence[Scenario]) -> list[list[Scenario]]:
    """The scenarios, so that in no group a name is a label here and a relationship type there.

    ArcadeDB has one name space for both, and a name stays when its last record is gone.
    """
    found: list[tuple[set[str], set[str], list[Scenario]]] = []
    for scenario in chosen:
        labels, types = scenario.names
        fitting = (each for each in found if not (each[0] | labels) & (each[1] | types))
        chosen_group = next(fitting, None)
        if chosen_group is None:
            found.append(chosen_group := (set(), set(), []))
        chosen_group[0].update(labels)
        chosen_group[1].update(types)
        chosen_group[2].append(scenario)
    return [group for _, _, group in found]


class Scratch(ArcadeDBGraph):
    """A graph that scenarios fill and empty."""

    def play(self, scenario: Scenario) -> Outcome:
        """Play one scenario on the emptied graph."""
        self.change("MATCH (n) DETACH DELETE n")
        try:
            return _Play(self).run(scenario)
        except OnRecordError as error:
            return Outcome(False, f"{type(error).__name__}: {error}")

    def change(self, cypher: str) -> None:
        """Prepare the graph as the writer."""
        self._fetch(cypher, write=True)

    def ask(self, cypher: str, parameters: Mapping[str, object]) -> Rows:
        """Ask as the Cypher route does."""
        return self.query(
            cypher,
            parameters,
            timeout_ms=_TIMEOUT_MS,
            max_rows=_MAX_ROWS,
            form="query-api-typed",
        )

    def ask_as_writer(self, cypher: str, parameters: Mapping[str, object]) -> Rows:
        """Ask on the same way, as the user who may write."""
        reader, self._reader = self._reader, self._writer
        try:
            return self.ask(cypher, parameters)
        finally:
            self._reader = reader

    def state(self) -> Mapping[str, set[object]]:
        """What is there: nodes, relationships, labels and properties, each known by identity."""
        found: Mapping[str, set[object]] = {kind: set() for kind in _KINDS}
        for row in self._fetch("MATCH (n) RETURN id(n) AS id, labels(n) AS labels, n AS it"):
            found["nodes"].add(row["id"])
            found["labels"] |= set(row["labels"])
            found["properties"] |= {(row["id"], k, repr(v)) for k, v in dict(row["it"]).items()}
        for row in self._fetch("MATCH ()-[r]->() RETURN id(r) AS id, r AS it"):
            found["relationships"].add(row["id"])
            found["properties"] |= {(row["id"], k, repr(v)) for k, v in dict(row["it"]).items()}
        return found


class _Play:
    """A scenario as it runs: the parameters, the last answer or error, the graph before it."""

    def __init__(self, graph: Scratch) -> None:
        self._graph = graph
        self._parameters: dict[str, object] = {}
        self._rows: Rows | None = None
        self._error: OnRecordError | None = None
        self._before: Mapping[str, set[object]] | None = None
        self._lesser: dict[str, str] = {}

    def run(self, scenario: Scenario) -> Outcome:
        """Do its steps until one is not as wanted."""
        for step in scenario.steps:
            if why := self._do(step):
                return Outcome(False, why)
        return Outcome(True, "; ".join(self._lesser.values()), frozenset(self._lesser))

    def _do(self, step: Step) -> str:
        """Do a step; what is wrong, or nothing."""
        text = step.text
        if text in ("an empty graph", "any graph"):
            return ""
        if text.startswith("the binary-tree"):
            self._graph.change(_binary_tree(other="Y" if "-2" in text else "X"))
        elif text == "having executed:":
            self._graph.change(step.query)
        elif text == "parameters are:":
            self._parameters = {name: read(value) for name, value in step.rows}
        elif text in ("executing query:", "executing control query:"):
            self._ask(step.query)
        elif found := _RAISED.fullmatch(text):
            return self._raised(found[1])
        elif self._error is not None:
            return f"{type(self._error).__name__}: {self._error}"
        elif text in ("no side effects", "the side effects should be:"):
            self._compare_changes({name: int(number) for name, number in step.rows})
        else:
            return self._answered(text, step.rows)
        return ""

    def _ask(self, cypher: str) -> None:
        self._rows = self._error = self._before = None
        try:
            self._rows = self._graph.ask(cypher, self._parameters)
        except ReadOnlyError:
            self._before = self._graph.state()
            try:
                self._rows = self._graph.ask_as_writer(cypher, self._parameters)
            except (QueryError, QuerySyntaxError) as error:
                self._error = error
        except (QueryError, QuerySyntaxError) as error:
            self._error = error

    def _raised(self, name: str) -> str:
        if self._error is None:
            return f"no {name}, but {self._rows.rows[:2] if self._rows else None}"
        if isinstance(self._error, QuerySyntaxError) != (name in _SYNTAX):
            self._lesser["class"] = f"wanted {name}, got {type(self._error).__name__}"
        return ""

    def _compare_changes(self, wanted: Mapping[str, int]) -> None:
        """The engine refuses the reader all writes, so that without a refusal nothing changed."""
        found = {}
        if self._before is not None:
            after = self._graph.state()
            for kind in _KINDS:
                found[f"+{kind}"] = len(after[kind] - self._before[kind])
                found[f"-{kind}"] = len(self._before[kind] - after[kind])
        found = {name: number for name, number in found.items() if number}
        if found != wanted:
            self._lesser["side effects"] = f"changed {found}, wanted {dict(wanted)}"

    def _answered(self, text: str, table: Sequence[Sequence[str]]) -> str:
        rows = self._rows
        if rows is None:
            raise ValueError(f"nothing was asked before {text!r}")
        if text == "the result should be empty":
            return "" if not rows.rows else f"got {rows.rows[:2]}"
        if not text.startswith("the result should be"):
            raise ValueError(f"unknown step {text!r}")
        columns, *cells = table
        if not rows.rows and not rows.columns and not cells:
            self._lesser["columns"] = f"no columns, wanted {columns}"
            return ""
        if sorted(rows.columns) != sorted(columns):
            return f"columns {rows.columns}, wanted {columns}"
        wanted = [[read(cell) for cell in row] for row in cells]
        order = [rows.columns.index(column) for column in columns]
        found = [[row[i] for i in order] for row in rows.rows]
        equal = partial(_same_row, any_order="ignoring element order" in text)
        if "in order" in text:
            right = len(wanted) == len(found) and all(map(equal, wanted, found))
        else:
            right = same_bag(wanted, found, equal)
        return "" if right else f"got {found[:3]}, wanted {wanted[:3]}"


def _same_row(wanted: Sequence[object], found: Sequence[Json], *, any_order: bool) -> bool:
    return all(same(w, f, any_order=any_order) for w, f in zip(wanted, found, strict=True))


def _binary_tree(*, other: str) -> str:
    """The TCK's graph: a root, four below it in a ring, two below each, the second of a label."""
    nodes = ["(a:A {name: 'a'})"]
    edges = []
    for b in range(1, 5):
        nodes.append(f"(b{b}:X {{name: 'b{b}'}})")
        edges.append(f"(a)-[:{'KNOWS' if b < 3 else 'FOLLOWS'}]->(b{b})")
        edges.append(f"(b{b})-[:FRIEND]->(b{b % 4 + 1})")
        for c, label in ((1, "X"), (2, other)):
            nodes.append(f"(c{b}{c}:{label} {{name: 'c{b}{c}'}})")
            edges.append(f"(b{b})-[:FRIEND]->(c{b}{c})")
    return f"CREATE {', '.join(nodes + edges)}"
