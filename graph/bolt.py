"""What ArcadeDB and Neo4j share: Bolt, the official driver, and how questions are asked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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

from onrecord.errors import (
    OnRecordError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReadOnlyError,
    StoreError,
)
from onrecord.graph.bolt_values import plain, query_api, typed, untyped
from onrecord.graph.property_graph import Cancelled, Content, Form, Rows, SearchField
from onrecord.graph.steps import chunks

_FETCHED_AT_ONCE = 1000
# How long an engine may take to heed that it should stop, until it is cut off from outside.
_GRACE_S = 2.0
_LOOK_S = 0.1
_FORMS: Mapping[Form, Callable[[object], object]] = {
    "plain": plain,
    "query-api": query_api,
    "query-api-typed": typed,
}


class BoltGraph:
    """A property graph behind Bolt.

    ``name`` is how errors call the engine.
    """

    name = "Bolt"

    def __init__(self, writer: Driver, reader: Driver, database: str) -> None:
        self._writer = writer
        self._reader = reader
        self._changing = threading.Lock()
        # The driver also logs what it raises, and warns of what the engine does not know.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)
        self._database = database
        self._searchable = False

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
        """Nodes of others that are as these sources say."""
        found: set[str] = set()
        for pattern in (
            "<-[:IN_DOCUMENT]-(:RelationClaim)-[:HAS_SUBJECT]->(n)",
            "-[:CORRECTED_BY|REPLACES]->(n)",
        ):
            rows = self._fetch(
                f"UNWIND $iris AS iri MATCH (:Resource {{iri: iri}}){pattern} "
                "RETURN DISTINCT n.iri AS iri",
                iris=list(sources),
            )
            found.update(row["iri"] for row in rows)
        return found

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
        form: Form = "plain",
        typed_parameters: bool = False,
        gone: Callable[[], bool] = lambda: False,
    ) -> Rows:
        """Answer a query that only reads."""
        values = dict(parameters or {})
        if typed_parameters:
            try:
                values = {name: untyped(value) for name, value in values.items()}
            except ValueError as error:
                raise QueryError(str(error)) from error
        while True:
            self.ready()
            asking = Asking(self._reader, timeout_ms, gone)
            query = Query(cypher, timeout=timeout_ms / 1000 + _GRACE_S, metadata=asking.metadata)
            watch = threading.Thread(target=self._watch, args=(asking,), daemon=True)
            watch.start()
            try:
                return self._answer(asking, query, values, max_rows, form)
            except (ServiceUnavailable, SessionExpired) as error:
                asking.raise_if_stopped(error)
                with self._changing:
                    cut_off_with_another = asking.reader is not self._reader
                if not cut_off_with_another:
                    raise StoreError(self.name, self.not_reachable(), retryable=True) from error
            except AuthError as error:
                raise StoreError(self.name, self.bad_login()) from error
            except (Neo4jError, DriverError) as error:
                asking.raise_if_stopped(error)
                raise self.query_error(error, timeout_ms) from error
            except (OverflowError, TypeError, ValueError) as error:
                raise QueryError(f"a parameter cannot be sent ({_first_line(error)})") from error
            finally:
                asking.ended.set()

    def search(self, field: SearchField, query: str, *, limit: int, timeout_ms: int) -> list[str]:
        """The nodes whose field matches a query of Lucene's, best first."""
        self.ready()
        if not self._searchable:
            self.make_search_indexes()
            self._searchable = True
        shown = "MATCH (node)<-[:HAS_EVIDENCE]-(:Claim) " if field == "sentences" else ""
        found = self.query(
            "CALL db.index.fulltext.queryNodes($index, $query) YIELD node, score "
            f"{shown}RETURN DISTINCT node.iri AS iri, score ORDER BY score DESC, iri LIMIT $limit",
            {"index": self.search_indexes[field], "query": query, "limit": limit},
            timeout_ms=timeout_ms,
            max_rows=limit,
        )
        return [str(iri) for iri, _ in found.rows]

    search_indexes: Mapping[SearchField, str] = {}

    def make_search_indexes(self) -> None:
        """Make the indexes that are searched, where they are missing."""
        raise NotImplementedError

    def _answer(
        self,
        asking: Asking,
        query: Query,
        parameters: dict[str, object],
        max_rows: int,
        form: Form,
    ) -> Rows:
        columns: list[str] = []
        records: list[neo4j.Record] = []
        plan: dict[str, Any] | None = None
        profile: dict[str, Any] | None = None
        with (
            contextlib.suppress(_EnoughError),
            asking.reader.session(
                database=self._database,
                default_access_mode=neo4j.READ_ACCESS,
                fetch_size=min(max_rows + 1, _FETCHED_AT_ONCE),
            ) as session,
        ):
            asking.session = session
            result = session.run(query, parameters)
            columns = list(result.keys())
            records = list(islice(result, max_rows + 1))
            if len(records) > max_rows:
                raise _EnoughError
            summary = result.consume()
            plan, profile = summary.plan, summary.profile
            self.raise_profiled(profile or {})
            if not columns and not records and plan is None and profile is None:
                columns = self.columns_of_nothing(session, query, parameters)
        convert = _FORMS[form]
        rows = [[convert(record[c]) for c in columns] for record in records[:max_rows]]
        return Rows(columns, rows, len(records) > max_rows, plan, profile)

    def _watch(self, asking: Asking) -> None:
        """Stop a query whose time is up or whose caller is gone.

        The engine is told to end it. No engine looks up from a long calculation within one
        expression, so none is waited for longer than the grace.
        """
        while not asking.ended.wait(_LOOK_S):
            if asking.find_reason_to_stop():
                break
        else:
            return
        while not asking.ended.wait(_LOOK_S):
            if time.monotonic() > asking.stopped_at + _GRACE_S:
                self._cut_off(asking.reader)
                return
            # Again, where it was not yet there to be found.
            with contextlib.suppress(Neo4jError, DriverError, OSError):
                self._end(asking)

    def _end(self, asking: Asking) -> None:
        """Have the engine end the query."""
        with self._writer.session(database=self._database) as session:
            ids = [
                row["transactionId"]
                for row in session.run(self.running_queries)
                if self.is_same(row, asking)
            ]
            if ids:
                session.run("TERMINATE TRANSACTIONS $ids", ids=ids).consume()

    def raise_profiled(self, profile: Mapping[str, Any]) -> None:
        """Raise what went wrong in a query that was profiled, where the engine only notes it."""

    def columns_of_nothing(
        self, session: neo4j.Session, query: Query, parameters: dict[str, object]
    ) -> list[str]:
        """The columns of a query without rows, where the engine did not name them."""
        return []

    running_queries = "SHOW TRANSACTIONS"

    def is_same(self, running: neo4j.Record, asking: Asking) -> bool:
        """Whether a query that the engine lists is this one."""
        raise NotImplementedError

    def _cut_off(self, reader: Driver) -> None:
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


class Asking:
    """A query on its way: when and why it is to be stopped."""

    def __init__(self, reader: Driver, timeout_ms: int, gone: Callable[[], bool]) -> None:
        self.reader = reader
        self.session: neo4j.Session | None = None
        self.ended = threading.Event()
        self.metadata = {"onrecord": secrets.token_hex(8)}
        self.stopped_at = 0.0
        self._timeout_ms = timeout_ms
        self._deadline = time.monotonic() + timeout_ms / 1000
        self._gone = gone
        self._was_gone = False

    def find_reason_to_stop(self) -> bool:
        """Whether the query is to end; remembers since when."""
        now = time.monotonic()
        self._was_gone = self._gone()
        if self._was_gone or now > self._deadline:
            self.stopped_at = now
        return bool(self.stopped_at)

    def raise_if_stopped(self, error: Exception) -> None:
        """Say why it was stopped, where it was."""
        if self._was_gone:
            raise Cancelled from error
        if self.stopped_at:
            raise QueryTimeoutError(self._timeout_ms) from error

    @property
    def port(self) -> int | None:
        """The port that the query is asked from."""
        connection = getattr(self.session, "_connection", None)
        found: int | None = getattr(connection, "local_port", None)
        return found


class _EnoughError(asyncio.CancelledError):
    """Leaves a session whose result is not wanted any more.

    The driver closes the connection of a session that is cancelled; otherwise it would ask for the
    rest of the rows and throw them away, which takes ArcadeDB as long as computing them.
    """


def _first_line(error: BaseException) -> str:
    message = error.message if isinstance(error, Neo4jError) and error.message else str(error)
    return " ".join(message.split())[:400]
