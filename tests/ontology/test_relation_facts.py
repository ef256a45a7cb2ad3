"""What the facts of a relation hold beyond its two sides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import Literal

from onrecord.errors import SpanMismatchError
from onrecord.ingest.extraction import Span
from onrecord.ontology.facts import document_facts
from onrecord.ontology.terms import ONR
from onrecord.ontology.validation import shacl_report, verify_spans
from tests.handmade import tariffs

TEXT = "Acme imposes the Chip Tariff of 145 per cent."


def test_quantities_stand_on_the_claim_as_the_text_words_them() -> None:
    made = tariffs(text=TEXT)
    made = replace(made, relations=(replace(made.relations[0], quantities=(Span(32, 44),)),))
    iris = {entity.id: f"https://example.org/{entity.label}" for entity in made.entities}
    facts = document_facts(made, iris, version="1")
    assert set(facts.objects(None, ONR.quantity)) == {Literal("145 per cent")}
    assert "quantity" not in (shacl_report(facts) or "")


def test_a_quantity_outside_of_the_text_is_refused() -> None:
    made = tariffs(text=TEXT)
    made = replace(made, relations=(replace(made.relations[0], quantities=(Span(32, 999),)),))
    with pytest.raises(SpanMismatchError):
        verify_spans(made)
