"""Values as the openCypher TCK writes them, and whether one of the Query API's is the same.

``[:T {since: 1.0}]``, ``<(:A)-[:T]->()>`` and so on. An expected value is plain Python, with these
classes for what Python has no word for. Integers are not floats. Temporal values are written as
strings; they count by what they say, since ``12:00`` and ``12:00:00`` are the same time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Wanted = TypeVar("Wanted")
Found = TypeVar("Found")
Json = Mapping[str, object]  # a value of typed JSON: ``$type`` and ``_value``


@dataclass(frozen=True, slots=True)
class Node:
    """Labels in any order, and properties."""

    labels: frozenset[str]
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Relationship:
    """Type and properties."""

    type: str
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes, and between them relationships, each with whether it points along the path."""

    nodes: Sequence[Node]
    steps: Sequence[tuple[Relationship, bool]]


_TOKEN = re.compile(
    r"""\s*(?:(?P<string>'(?:[^'\\]|\\.)*')
    |(?P<float>-?(?:\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|Inf(?:inity)?\b|NaN\b))
    |(?P<integer>-?\d+)
    |(?P<name>`[^`]+`|\w+)
    |(?P<sign><-\[|\]->|-\[|\]-|[][(){}<>:,]))""",
    re.VERBOSE | re.DOTALL,
)
_WORDS: Mapping[str, object] = {"null": None, "true": True, "false": False}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_INTEGRAL_SECONDS = re.compile(r"(\d\d:\d\d):00(?![.\d:])")
_TEMPORAL = {
    "Date", "Time", "LocalTime", "LocalDateTime", "OffsetDateTime", "ZonedDateTime",
}  # fmt: skip
_DURATION = re.compile(
    r"P(?:(?P<years>-?\d+)Y)?(?:(?P<months>-?\d+)M)?(?:(?P<weeks>-?\d+)W)?(?:(?P<days>-?\d+)D)?"
    r"(?:T(?:(?P<hours>-?\d+)H)?(?:(?P<minutes>-?\d+)M)?"
    r"(?:(?P<seconds>-?\d+)(?:\.(?P<fraction>\d+))?S)?)?"
)


def read(text: str) -> object:
    """The value that a cell of the TCK writes.

    Raises:
        ValueError: it writes none.
    """
    tokens: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ValueError(f"no value of the TCK: {text!r} from {at}")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    reader = _Reader(tokens)
    value = reader.value()
    if reader.tokens:
        raise ValueError(f"no value of the TCK: {text!r}")
    return value


class _Reader:
    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self.tokens = list(tokens)

    def value(self) -> object:
        kind, text = self._next()
        if kind == "string":
            return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text[1:-1], flags=re.S)
        if kind == "float":
            return float(text)
        if kind == "integer":
            return int(text)
        if kind == "name":
            return _WORDS[text]
        return self._composite(text)

    def _composite(self, sign: str) -> object:
        if sign == "[":
            if self._is(":"):
                return self._relationship("]")
            return self._many("]", self.value)
        if sign == "{":
            return dict(self._many("}", self._entry))
        if sign == "(":
            return self._node()
        if sign == "<":
            return self._path()
        raise ValueError(f"no value begins with {sign}")

    def _many(self, end: str, item: Callable[[], T]) -> list[T]:
        items: list[T] = []
        while not self._took(end):
            items.append(item())
            self._took(",")
        return items

    def _entry(self) -> tuple[str, object]:
        name = self._name()
        self._expect(":")
        return name, self.value()

    def _node(self) -> Node:
        labels = set()
        while self._took(":"):
            labels.add(self._name())
        properties = self._properties()
        self._expect(")")
        return Node(frozenset(labels), properties)

    def _relationship(self, *ends: str) -> Relationship:
        self._expect(":")
        name, properties = self._name(), self._properties()
        if not any(self._took(end) for end in ends):
            raise ValueError(f"a relationship ends with {ends}")
        return Relationship(name, properties)

    def _path(self) -> Path:
        self._expect("(")
        nodes, steps = [self._node()], []
        while not self._took(">"):
            forward = not self._took("<-[")
            if forward:
                self._expect("-[")
            steps.append((self._relationship("]->", "]-"), forward))
            self._expect("(")
            nodes.append(self._node())
        return Path(nodes, steps)

    def _properties(self) -> Mapping[str, object]:
        return dict(self._many("}", self._entry)) if self._took("{") else {}

    def _name(self) -> str:
        kind, text = self._next()
        if kind != "name":
            raise ValueError(f"no name: {text}")
        return text.strip("`")

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise ValueError("a value ends too early")
        return self.tokens.pop(0)

    def _is(self, sign: str) -> bool:
        return self.tokens[:1] == [("sign", sign)]

    def _took(self, sign: str) -> bool:
        if self._is(sign):
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            raise ValueError(f"{sign} is missing before {self.tokens[:3]}")


def same(wanted: object, found: Json, *, any_order: bool = False) -> bool:
    """Whether they are the same value; ``any_order`` is about the elements of lists."""
    kind, value = found["$type"], found["_value"]
    match wanted:
        case Node():
            return kind == "Node" and _same_node(wanted, value, any_order)
        case Relationship():
            return kind == "Relationship" and _same_relationship(wanted, value, any_order)
        case Path():
            return kind == "Path" and _same_path(wanted, value, any_order)
        case dict():
            return kind == "Map" and _same_map(wanted, value, any_order)
        case list():
            return kind == "List" and _same_list(wanted, value, any_order)
        case bool() | None:
            return kind in ("Boolean", "Null") and value is wanted
        case int():
            return kind == "Integer" and int(str(value)) == wanted
        case float():
            return kind == "Float" and _same_float(wanted, float(str(value)))
        case str():
            return _same_text(wanted, str(kind), value)
    raise TypeError(f"no value of the TCK: {wanted!r}")


def _same_float(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _same_text(wanted: str, kind: str, value: object) -> bool:
    if kind == "Duration":
        return duration(wanted) == duration(str(value))
    if kind in _TEMPORAL:
        return _INTEGRAL_SECONDS.sub(r"\1", wanted) == _INTEGRAL_SECONDS.sub(r"\1", str(value))
    return kind == "String" and value == wanted


def duration(text: str) -> tuple[int, int, int, int] | None:
    """Months, days, seconds, nanoseconds; None where the text is no duration."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None

    def part(name: str) -> int:
        return int(found[name] or 0)

    nanoseconds = int((found["fraction"] or "").ljust(9, "0")[:9])
    if (found["seconds"] or "").startswith("-"):
        nanoseconds = -nanoseconds
    seconds = part("hours") * 3600 + part("minutes") * 60 + part("seconds")
    in_all = seconds * 1_000_000_000 + nanoseconds
    return (
        part("years") * 12 + part("months"),
        part("weeks") * 7 + part("days"),
        *divmod(in_all, 1_000_000_000),
    )


def _same_map(wanted: Mapping[str, object], found: object, any_order: bool) -> bool:
    return (
        isinstance(found, dict)
        and wanted.keys() == found.keys()
        and all(same(value, found[key], any_order=any_order) for key, value in wanted.items())
    )


def _same_list(wanted: Sequence[object], found: object, any_order: bool) -> bool:
    if not isinstance(found, list) or len(wanted) != len(found):
        return False
    if any_order:
        return same_bag(wanted, found, lambda w, f: same(w, f, any_order=True))
    return all(same(w, f) for w, f in zip(wanted, found, strict=True))


def same_bag(
    wanted: Sequence[Wanted], found: Sequence[Found], equal: Callable[[Wanted, Found], bool]
) -> bool:
    """Whether each of one side has a partner of its own on the other."""
    left = list(found)
    for each in wanted:
        partner = next((i for i, other in enumerate(left) if equal(each, other)), None)
        if partner is None:
            return False
        del left[partner]
    return not left


def _same_node(wanted: Node, found: object, any_order: bool) -> bool:
    return (
        isinstance(found, dict)
        and wanted.labels == set(found["_labels"])
        and _same_map(wanted.properties, found["_properties"], any_order)
    )


def _same_relationship(wanted: Relationship, found: object, any_order: bool) -> bool:
    return (
        isinstance(found, dict)
        and wanted.type == found["_type"]
        and _same_map(wanted.properties, found["_properties"], any_order)
    )


def _same_path(wanted: Path, found: object, any_order: bool) -> bool:
    if not isinstance(found, list) or len(found) != 2 * len(wanted.steps) + 1:
        return False
    values = [each["_value"] for each in found]
    nodes = values[::2]
    return all(
        _same_node(node, value, any_order) for node, value in zip(wanted.nodes, nodes, strict=True)
    ) and all(
        _same_relationship(step, value, any_order)
        and value["_start_node_element_id"] == nodes[i if forward else i + 1]["_element_id"]
        for i, ((step, forward), value) in enumerate(zip(wanted.steps, values[1::2], strict=True))
    )
