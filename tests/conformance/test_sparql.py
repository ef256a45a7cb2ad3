"""The W3C's suites of SPARQL 1.1 through /sparql (docs/conformance.md)."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from benchmarks.conformance import protocol, w3c

pytestmark = pytest.mark.skipif(not w3c.SUITE.exists(), reason="../shared/suites is not here")
# What the engine itself does otherwise than the suite wants; docs/conformance.md says why.
ENGINE_MISSES = {
    "aggregates/agg-empty-group-count-graph",
    "aggregates/agg-groupconcat-04",
    "aggregates/agg-groupconcat-06",
    "bindings/graph",
    "csv-tsv-res/tsv03",
    "functions/bnode01",
    "negation/graph-minus",
    "property-path/zero_or_more_set_end",
    "property-path/zero_or_more_set_start",
    "property-path/zero_or_one_set_end",
    "property-path/zero_or_one_set_start",
}
UPDATES = {
    "update_base_uri",
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_full",
    "update_dataset_named_graphs",
    "update_post_direct",
    "update_post_form",
}


def test_every_query_test_that_the_engine_passes_passes_through_the_route(
    w3c_client: TestClient,
) -> None:
    store = ox.Store()
    all_ = list(w3c.all_tests())
    w3c.load(store, all_)
    assert {t.id for t in all_ if not w3c.on_engine(store, t).passed} == ENGINE_MISSES
    queries = [test for test in all_ if "Update" not in test.kind]
    outcomes = {test.id: w3c.through_route(w3c_client, test) for test in queries}
    missed = {id_: outcome.why for id_, outcome in outcomes.items() if not outcome.passed}
    assert missed.keys() == ENGINE_MISSES, missed
    assert len(outcomes) == 341


def test_every_update_of_the_suite_is_refused(w3c_client: TestClient) -> None:
    updates = [test for test in w3c.all_tests() if "Update" in test.kind]
    assert len(updates) == 157
    for test in updates:
        assert w3c.through_route(w3c_client, test).passed, test.id


def test_protocol_as_served_fails_where_an_update_should_be_done_and_nowhere_else(
    protocol_client: TestClient,
) -> None:
    suite = protocol.Suite()
    assert len(suite.names) == 34
    missed = {name for name in suite.names if not suite.run(protocol_client, name).passed}
    assert missed == UPDATES


@pytest.mark.parametrize("name", protocol.Suite().names if w3c.SUITE.exists() else [])
def test_protocol_is_read_in_all_its_forms(scratch_client: TestClient, name: str) -> None:
    outcome = protocol.Suite().run(scratch_client, name)
    assert outcome.passed, outcome.why


def test_the_service_describes_itself(protocol_client: TestClient) -> None:
    for name, outcome in protocol.described(protocol_client, "http://127.0.0.1/sparql").items():
        assert outcome.passed, (name, outcome.why)
