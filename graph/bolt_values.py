"""Values that the Bolt driver gives, as JSON: our own form, and the two of Neo4j's Query API."""

from __future__ import annotations

import base64
import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any, TypeGuard

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

_DURATION = re.compile(
    r"P(?:(-?[\d.]+)Y)?(?:(-?[\d.]+)M)?(?:(-?[\d.]+)W)?(?:(-?[\d.]+)D)?"
    r"(?:T(?:(-?[\d.]+)H)?(?:(-?[\d.]+)M)?(?:(-?[\d.]+)S)?)?"
)
_ZEROS = re.compile(r"\.0+(?!\d)|(?<=[1-9])0+(?=$|[Z+-])(?<=\.\d{9})")
_POINT = re.compile(r"SRID=(\d+);POINT(?: Z)? ?\(([^)]+)\)")


def plain(value: object) -> object:
    """Our own form: nodes and relationships by their IRI, without the engine's numbers."""
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": plain(dict(value))}
    if isinstance(value, Relationship):
        ends = [node.get("iri") if node is not None else None for node in value.nodes]
        return {"type": value.type, "start": ends[0], "end": ends[1], "properties": dict(value)}
    if isinstance(value, Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [plain(relationship) for relationship in value.relationships],
        }
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if _is_list(value):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return _text(value)


def query_api(value: object) -> object:
    """Plain JSON of Neo4j's Query API."""
    if isinstance(value, Node):
        return {
            "elementId": value.element_id,
            "labels": sorted(value.labels),
            "properties": query_api(dict(value)),
        }
    if isinstance(value, Relationship):
        start, end = _ends(value)
        return {
            "elementId": value.element_id,
            "startNodeElementId": start,
            "endNodeElementId": end,
            "type": value.type,
            "properties": query_api(dict(value)),
        }
    if isinstance(value, Path):
        return [query_api(each) for each in _steps(value)]
    if isinstance(value, dict):
        return {str(key): query_api(each) for key, each in value.items()}
    if _is_list(value):
        return [query_api(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return _float(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return _text(value)


def typed(value: object) -> dict[str, object]:
    """Typed JSON of the Query API: each value with its ``$type``."""
    if isinstance(value, Node):
        return _typed(
            "Node",
            {
                "_element_id": value.element_id,
                "_labels": sorted(value.labels),
                "_properties": {key: typed(each) for key, each in value.items()},
            },
        )
    if isinstance(value, Relationship):
        start, end = _ends(value)
        return _typed(
            "Relationship",
            {
                "_element_id": value.element_id,
                "_start_node_element_id": start,
                "_end_node_element_id": end,
                "_type": value.type,
                "_properties": {key: typed(each) for key, each in value.items()},
            },
        )
    if isinstance(value, Path):
        return _typed("Path", [typed(each) for each in _steps(value)])
    if isinstance(value, dict):
        return _typed("Map", {str(key): typed(each) for key, each in value.items()})
    if _is_list(value):
        return _typed("List", [typed(each) for each in value])
    if value is None or isinstance(value, str | bool):
        name = {type(None): "Null", str: "String"}.get(type(value), "Boolean")
        return _typed(name, value)
    if isinstance(value, int):
        return _typed("Integer", str(value))
    if isinstance(value, float):
        return _typed("Float", _float(value))
    return _typed(_name(value), _text(value))


def untyped(value: object) -> object:
    """A parameter that came as typed JSON.

    Raises:
        ValueError: it is none; says what is wrong.
    """
    if not isinstance(value, Mapping) or set(value) != {"$type", "_value"}:
        raise ValueError(f"a typed parameter is {{'$type': …, '_value': …}}, got {value!r:.80}")
    name, given = value["$type"], value["_value"]
    if name == "List" and isinstance(given, list):
        return [untyped(each) for each in given]
    if name == "Map" and isinstance(given, Mapping):
        return {str(key): untyped(each) for key, each in given.items()}
    if name == "Null" and given is None:
        return None
    if name == "Boolean" and isinstance(given, bool):
        return given
    reading = _READINGS.get(name) if isinstance(name, str) else None
    if reading is None or not isinstance(given, str):
        raise ValueError(f"{given!r:.80} is no value of the type {name!r:.40}")
    try:
        return reading(given)
    except (ValueError, TypeError, LookupError, OverflowError, AttributeError) as error:
        raise ValueError(f"{given!r:.80} is no value of the type {name}") from error


def _is_list(value: object) -> TypeGuard[Iterable[object]]:
    """Whether it is a list of Cypher; the driver's durations and points are tuples too."""
    return isinstance(value, list | tuple | set | frozenset) and not isinstance(
        value, Duration | Point
    )


def _typed(name: str, value: object) -> dict[str, object]:
    return {"$type": name, "_value": value}


def _ends(relationship: Relationship) -> list[str | None]:
    return [node.element_id if node is not None else None for node in relationship.nodes]


def _steps(path: Path) -> list[Node | Relationship]:
    """Nodes and relationships of a path by turns."""
    pairs = zip_longest(path.nodes, path.relationships)
    return [each for pair in pairs for each in pair if each is not None]


def _float(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return ("Infinity" if value > 0 else "-Infinity") if math.isinf(value) else repr(value)


def _name(value: object) -> str:
    if isinstance(value, Date | datetime.date) and not isinstance(value, datetime.datetime):
        return "Date"
    if isinstance(value, Time):
        return "LocalTime" if value.tzinfo is None else "Time"
    if isinstance(value, DateTime):
        if value.tzinfo is None:
            return "LocalDateTime"
        return "ZonedDateTime" if _zone(value) else "OffsetDateTime"
    names = ((Duration, "Duration"), (Point, "Point"), (bytes | bytearray, "Base64"))
    return next((name for class_, name in names if isinstance(value, class_)), "String")


def _zone(value: DateTime) -> str | None:
    """The name of its zone; None for an offset.

    The driver gives an offset of zero as the zone UTC (pytz makes no other), which it is here.
    """
    zone = getattr(value.tzinfo, "zone", None) or getattr(value.tzinfo, "key", None)
    return None if zone == "UTC" else zone


def _text(value: object) -> str:
    if isinstance(value, Point):
        z = " Z" if len(value) == 3 else ""
        return f"SRID={value.srid};POINT{z} ({' '.join(map(str, value))})"
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    iso_format = getattr(value, "iso_format", None)
    text = str(iso_format()) if callable(iso_format) else str(value)
    if isinstance(value, Time | DateTime):
        text = _ZEROS.sub("", text).replace("+00:00", "Z")
    zone = _zone(value) if isinstance(value, DateTime) else None
    return f"{text}[{zone}]" if zone else text


def _point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    numbers = [float(number) for number in found[2].split()]
    classes: dict[str, Any] = {"4326": WGS84Point, "4979": WGS84Point,
                               "7203": CartesianPoint, "9157": CartesianPoint}  # fmt: skip
    made: Point = classes[found[1]](numbers)
    return made


def _duration(text: str) -> Duration:
    found = _DURATION.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        raise ValueError(text)
    names = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
    return Duration(**{n: float(v) if "." in v else int(v)
                       for n, v in zip(names, found.groups(), strict=True) if v})  # fmt: skip


_READINGS: Mapping[str, Callable[[str], object]] = {
    "String": str,
    "Integer": int,
    "Float": float,
    "Base64": lambda text: base64.b64decode(text, validate=True),
    "Date": Date.from_iso_format,
    "Time": Time.from_iso_format,
    "LocalTime": Time.from_iso_format,
    "OffsetDateTime": DateTime.from_iso_format,
    "LocalDateTime": DateTime.from_iso_format,
    "Duration": _duration,
    "Point": _point,
}
