"""Neo4j: the graph server that a team shares, over Bolt with the official driver.

Neo4j (5.26 or newer) is GPLv3: connected to, never bundled. All steps of a change run in one
transaction. User queries run in transactions that Neo4j itself holds to reading (READ access mode,
which the server enforces) and to their time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from neo4j import Driver, GraphDatabase, ManagedTransaction, Record
from neo4j.exceptions import ConfigurationError

from onrecord.errors import SettingError
from onrecord.graph.bolt import Asking, BoltGraph
from onrecord.graph.property_graph import SEARCHED, Change, SearchField
from onrecord.graph.steps import Held, Step, chunks, steps_to
from onrecord.ontology.property_graph_rule import Node

_INDEXING_S = 300
_KEY = "CREATE CONSTRAINT resource_iri IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE"
_STATE = (
    "RETURN n.iri AS iri, labels(n) AS labels, properties(n) AS properties, "
    "[(n)-[r]->(m) | [type(r), m.iri]] AS relationships"
)
_NODES = f"UNWIND $iris AS iri MATCH (n:Resource {{iri: iri}}) {_STATE}"
_OWNED = f"UNWIND $iris AS iri MATCH (:Resource {{iri: iri}})<-[:IN_DOCUMENT]-(n) {_STATE}"


class Neo4jGraph(BoltGraph):
    """A property graph in a Neo4j server."""

    name = "Neo4j"

    def __init__(self, uri: str, user: str, password: str | None, database: str) -> None:
        """Connect.

        Raises:
            SettingError: the address is none.
            StoreError: no server answers, or it refuses the login; says which setting is meant.
        """
        self._uri, self._user = uri, user
        if not password:
            raise SettingError(
                "ONRECORD_NEO4J_PASSWORD", f"is not set; Neo4j at {uri} needs one for user {user!r}"
            )
        self._login = (user, password)
        if not re.match(r"(bolt|neo4j)(\+s|\+ssc)?://", uri):
            raise SettingError(
                "ONRECORD_NEO4J_URI", f"{uri!r} does not begin with bolt:// or neo4j://"
            )
        try:
            writer, reader = self._connect(), self._connect()
        except (ValueError, ConfigurationError) as error:
            raise SettingError(
                "ONRECORD_NEO4J_URI", f"{uri!r} is no Bolt address ({error})"
            ) from error
        try:
            with self._errors():
                writer.verify_connectivity()  # at once, where a transaction would try again
            super().__init__(writer, reader, database)
            self._write(lambda tx: _take(tx, [(_KEY, {})]))
        except BaseException:
            writer.close()
            reader.close()
            raise

    def apply(
        self, changes: Sequence[Change], shared: Sequence[Node], stubs: Sequence[Node] = ()
    ) -> None:
        """Bring sources and shared nodes to the state given, in one transaction."""

        def bring(tx: ManagedTransaction) -> None:
            # Read in the transaction that changes it: one that is tried again sees what came of it.
            sources = {change.source for change in changes}
            held = _held(tx, _NODES, sources.union(node.iri for node in (*shared, *stubs)))
            owned = _held(tx, _OWNED, held.keys() & sources)
            _take(tx, steps_to(changes, shared, stubs, held={**held, **owned}, owned=owned))

        self._write(bring)

    def _write(self, work: Callable[[ManagedTransaction], None]) -> None:
        with self._errors(), self._writer.session(database=self._database) as session:
            session.execute_write(work)

    def _connect(self) -> Driver:
        return GraphDatabase.driver(
            self._uri,
            auth=self._login,
            connection_timeout=10,
            max_transaction_retry_time=15,
            notifications_min_severity="OFF",
        )

    search_indexes: Mapping[SearchField, str] = {field: f"onrecord_{field}" for field in SEARCHED}

    def make_search_indexes(self) -> None:
        """Make them, and wait until they hold what is there."""
        steps: list[Step] = [
            (
                f"CREATE FULLTEXT INDEX {self.search_indexes[field]} IF NOT EXISTS "
                f"FOR (n:Resource) ON EACH [n.{name}] "
                "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}",
                {},
            )
            for field, name in SEARCHED.items()
        ]
        self._write(lambda tx: _take(tx, steps))
        self._write(lambda tx: _take(tx, [(f"CALL db.awaitIndexes({_INDEXING_S})", {})]))

    running_queries = "SHOW TRANSACTIONS YIELD transactionId, metaData"

    def is_same(self, running: Record, asking: Asking) -> bool:
        """Known by what it brought along: the port may be another one on the server's side."""
        return dict(running["metaData"] or {}) == asking.metadata

    def replace_reader(self) -> Driver:
        """Neo4j goes on with the query; nobody waits for it any more."""
        return self._connect()

    def bad_login(self) -> str:
        """Names the settings to look at."""
        return (
            f"{self._uri} refused user {self._user!r}; "
            "check ONRECORD_NEO4J_USER and ONRECORD_NEO4J_PASSWORD"
        )

    def not_reachable(self) -> str:
        """Names the setting to look at."""
        return (
            f"no server answers at {self._uri}; start it, check ONRECORD_NEO4J_URI, "
            "or unset it to use the embedded engine"
        )


def _held(tx: ManagedTransaction, cypher: str, iris: Iterable[str]) -> dict[str, Held]:
    """The nodes that a query finds for these, by ``iri``."""
    return {
        row["iri"]: Held(
            frozenset(row["labels"]) - {"Resource"},
            row["properties"],
            frozenset((kind, end) for kind, end in row["relationships"]),
        )
        for batch in chunks(sorted(iris))
        for row in tx.run(cypher, iris=batch)
    }


def _take(tx: ManagedTransaction, steps: Iterable[Step]) -> None:
    for cypher, parameters in steps:
        tx.run(cypher, parameters).consume()
