"""What a request of the SPARQL 1.1 Protocol asks for, whatever form it comes in.

Source:
    SPARQL 1.1 Protocol, W3C Recommendation 2013, sections 2.1 and 2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from fastapi import HTTPException

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the dataset that the request names; None where it names none.

    ``more`` are the parameters that the protocol does not know.
    """

    text: str
    default_graphs: list[str] | None
    named_graphs: list[str] | None
    more: Parameters = ()

    def own(self, name: str) -> str | None:
        """The value of a parameter of our own.

        Raises:
            HTTPException: it is there more than once.
        """
        given = [value for key, value in self.more if key == name]
        if len(given) > 1:
            raise HTTPException(400, f"give at most one parameter {name!r}, got {len(given)}")
        return given[0] if given else None


@dataclass(frozen=True, slots=True)
class Update:
    """An update with the dataset that its patterns are matched in."""

    text: str
    using: list[str]
    using_named: list[str]


def of_get(query_string: bytes) -> Query | Update | None:
    """What a GET asks; None where it names neither query nor update."""
    parameters = _parameters(query_string)
    if not any(name in ("query", "update") for name, _ in parameters):
        return None
    return _operation(parameters)


def of_post(content_type: str, query_string: bytes, body: bytes) -> Query | Update:
    """What a POST asks.

    Raises:
        HTTPException: 415 for another kind of body, 400 for one that is none of its kind.
    """
    media_type, charset = _content_type(content_type)
    if charset not in ("utf-8", "us-ascii"):
        raise HTTPException(415, f"a query is sent as UTF-8, got {charset!r:.40}")
    of_url = _parameters(query_string)
    if media_type == FORM:
        return _operation([*of_url, *_parameters(body)])
    if media_type == QUERY:
        return _operation([*of_url, ("query", _text(body))])
    if media_type == UPDATE:
        return _operation([*of_url, ("update", _text(body))])
    raise HTTPException(
        415, f"a query is sent as {QUERY} or {FORM}, an update as {UPDATE}; got {media_type!r:.80}"
    )


def _operation(parameters: Parameters) -> Query | Update:
    def values(name: str) -> list[str]:
        return [value for key, value in parameters if key == name]

    queries, updates = values("query"), values("update")
    if len(queries) + len(updates) != 1:
        raise HTTPException(
            400, f"give one parameter 'query', got {len(queries)}, and {len(updates)} of 'update'"
        )
    if updates:
        return Update(updates[0], values("using-graph-uri"), values("using-named-graph-uri"))
    known = ("query", "default-graph-uri", "named-graph-uri")
    return Query(
        queries[0],
        values("default-graph-uri") or None,
        values("named-graph-uri") or None,
        [(key, value) for key, value in parameters if key not in known],
    )


def _content_type(header: str) -> tuple[str, str]:
    """Media type and charset, in lower case."""
    parsed = Message()
    parsed["content-type"] = header
    given = header.split(";")[0].strip().lower()
    return given, str(parsed.get_param("charset", "utf-8")).lower()


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise HTTPException(400, "the parameters are not URL-encoded UTF-8") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the text is not UTF-8 (byte {error.start})") from error
