"""What ArcadeDB and Neo4j share: Bolt, the official driver, and how questions are asked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import neo4j
from neo4j import Driver, Query
from neo4j.exceptions import (
    AuthError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.graph import Node as BoltNode
from neo4j.graph import Path as BoltPath
from neo4j.graph import Relationship as BoltRelationship

from onrecord.errors import (
    OnRecordError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReadOnlyError,
    StoreError,
)
from onrecord.graph.property_graph import Content, Rows
from onrecord.graph.steps import chunks

_FETCHED_AT_ONCE = 1000
# How much longer than its time a query may run until it is cut off from outside.
_GRACE_S = 2.0


class BoltGraph:
    """A property graph behind Bolt.

    ``name`` is how errors call the engine; ``least_timeout_ms`` is the shortest time-out that it
    can hold a query to.
    """

    name = "Bolt"
    least_timeout_ms = 0

    def __init__(self, writer: Driver, reader: Driver, database: str) -> None:
        self._writer = writer
        self._reader = reader
        self._changing = threading.Lock()
        # The driver also logs what it raises, and warns of what the engine does not know.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)
        self._database = database

    def close(self) -> None:
        """Close the connections."""
        self._writer.close()
        self._reader.close()

    # Reading our own state

    def versions(self) -> dict[str, str]:
        """The versions of the facts held, by the IRI of their document or entity."""
        found: dict[str, str] = {}
        for label in ("Document", "Actor", "Policy", "Sector"):
            for row in self._fetch(
                f"MATCH (n:{label}) WHERE n.factsVersion IS NOT NULL "
                "RETURN n.iri AS iri, n.factsVersion AS version"
            ):
                found[row["iri"]] = row["version"]
        return found

    def shared_neighbours(self, sources: Sequence[str]) -> set[str]:
        """Nodes that these sources point to and do not own (entities, the run)."""
        rows = self._fetch(
            "UNWIND $iris AS iri MATCH (d:Resource {iri: iri})-->(n) RETURN DISTINCT n.iri AS iri",
            iris=list(sources),
        )
        return {row["iri"] for row in rows}

    def content(self) -> Content:
        """All nodes and relationships, sorted."""
        nodes = [
            (row["n"]["iri"], sorted(row["labels"]), dict(row["n"]))
            for row in self._fetch("MATCH (n:Resource) RETURN n, labels(n) AS labels")
        ]
        relationships = [
            (row["source"], row["type"], row["target"])
            for row in self._fetch(
                "MATCH (a:Resource)-[r]->(b) "
                "RETURN a.iri AS source, type(r) AS type, b.iri AS target"
            )
        ]
        return Content(sorted(nodes, key=lambda n: n[0]), sorted(relationships))

    # Writing

    def missing(self, iris: Sequence[str]) -> set[str]:
        """Those of these nodes that do not exist."""
        return set(iris) - self._labels_of(iris).keys()

    def wipe(self) -> None:
        """Delete every node, in steps that an engine of little memory can take."""
        while any(
            row["n"]
            for row in self._fetch(
                "MATCH (n:Resource) WITH n LIMIT 2000 DETACH DELETE n RETURN count(n) AS n",
                write=True,
            )
        ):
            pass

    def _labels_of(self, iris: Sequence[str]) -> dict[str, set[str]]:
        """Labels of those of these nodes that exist."""
        found: dict[str, set[str]] = {}
        for batch in chunks(iris):
            for row in self._fetch(
                "UNWIND $iris AS iri MATCH (n:Resource {iri: iri}) "
                "RETURN n.iri AS iri, labels(n) AS labels",
                iris=batch,
            ):
                found[row["iri"]] = set(row["labels"]) - {"Resource"}
        return found

    def _fetch(self, cypher: str, *, write: bool = False, **parameters: object) -> list[Any]:
        self.ready()
        with self._errors(), self._writer.session(database=self._database) as session:
            run = session.execute_write if write else session.execute_read
            return run(lambda tx: list(tx.run(cypher, parameters)))

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except AuthError as error:
            raise StoreError(self.name, self.bad_login()) from error
        except ServiceUnavailable as error:
            raise StoreError(self.name, self.not_reachable(), retryable=True) from error
        except (Neo4jError, DriverError) as error:
            raise StoreError(
                self.name, _first_line(error), retryable=isinstance(error, TransientError)
            ) from error

    def bad_login(self) -> str:
        """What to say where the server refuses the password."""
        return "the login was refused"

    def not_reachable(self) -> str:
        """What to say where no server answers."""
        return "no answer"

    # Questions

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout_ms: int,
        max_rows: int,
    ) -> Rows:
        """Answer a query that only reads."""
        timeout_ms = max(timeout_ms, self.least_timeout_ms)
        query = Query(cypher, timeout=timeout_ms / 1000)
        while True:
            self.ready()
            reader, timed_out = self._reader, threading.Event()
            # No engine stops a long calculation within one expression, so none is waited for.
            watchdog = threading.Timer(
                timeout_ms / 1000 + _GRACE_S, self._cut_off, (reader, timed_out)
            )
            watchdog.daemon = True
            watchdog.start()
            try:
                return self._answer(reader, query, dict(parameters or {}), max_rows)
            except (ServiceUnavailable, SessionExpired) as error:
                if timed_out.is_set():
                    raise QueryTimeoutError(timeout_ms) from error
                with self._changing:
                    cut_off_with_another = reader is not self._reader
                if not cut_off_with_another:
                    raise StoreError(self.name, self.not_reachable(), retryable=True) from error
            except AuthError as error:
                raise StoreError(self.name, self.bad_login()) from error
            except (Neo4jError, DriverError) as error:
                raise self.query_error(error, timeout_ms) from error
            except (OverflowError, TypeError, ValueError) as error:
                raise QueryError(f"a parameter cannot be sent ({_first_line(error)})") from error
            finally:
                watchdog.cancel()

    def _answer(
        self, reader: Driver, query: Query, parameters: dict[str, object], max_rows: int
    ) -> Rows:
        columns: list[str] = []
        records: list[neo4j.Record] = []
        with (
            contextlib.suppress(_EnoughError),
            reader.session(
                database=self._database,
                default_access_mode=neo4j.READ_ACCESS,
                fetch_size=min(max_rows + 1, _FETCHED_AT_ONCE),
            ) as session,
        ):
            result = session.run(query, parameters)
            columns = list(result.keys())
            records = list(islice(result, max_rows + 1))
            if len(records) > max_rows:
                raise _EnoughError
        rows = [[plain(record[c]) for c in columns] for record in records[:max_rows]]
        return Rows(columns, rows, truncated=len(records) > max_rows)

    def _cut_off(self, reader: Driver, timed_out: threading.Event) -> None:
        timed_out.set()
        with self._changing:
            if reader is self._reader:
                self._reader = self.replace_reader()
                reader.close()

    def ready(self) -> None:
        """Called before a session opens: an engine of ours that ended is started again."""

    def replace_reader(self) -> Driver:
        """A new driver for user queries, after a query that nothing else stops."""
        raise NotImplementedError

    def query_error(self, error: Neo4jError | DriverError, timeout_ms: int) -> OnRecordError:
        """Our error for one of the driver's."""
        code = (error.code if isinstance(error, Neo4jError) else None) or ""
        message = _first_line(error)
        if "Syntax" in code or "Semantic" in code or "ParameterMissing" in code:
            return QuerySyntaxError(message)
        if any(
            part in code for part in ("Forbidden", "AccessMode", "Security", "ExternalResource")
        ):
            return ReadOnlyError(f"the query may only read this graph ({message})")
        if "TimedOut" in code or "Terminated" in code or "timeout" in message.casefold():
            return QueryTimeoutError(timeout_ms)
        return QueryError(message)


class _EnoughError(asyncio.CancelledError):
    """Leaves a session whose result is not wanted any more.

    The driver closes the connection of a session that is cancelled; otherwise it would ask for the
    rest of the rows and throw them away, which takes ArcadeDB as long as computing them.
    """


def plain(value: object) -> object:
    """JSON form of a value that the driver gives: nodes and relationships as objects."""
    if isinstance(value, BoltNode):
        return {"labels": sorted(value.labels), "properties": plain(dict(value))}
    if isinstance(value, BoltRelationship):
        ends = [node.get("iri") if node is not None else None for node in value.nodes]
        return {"type": value.type, "start": ends[0], "end": ends[1], "properties": dict(value)}
    if isinstance(value, BoltPath):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [plain(relationship) for relationship in value.relationships],
        }
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    iso_format = getattr(value, "iso_format", None)
    return iso_format() if callable(iso_format) else str(value)


def _first_line(error: BaseException) -> str:
    message = error.message if isinstance(error, Neo4jError) and error.message else str(error)
    return " ".join(message.split())[:400]
