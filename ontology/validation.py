"""Checks before facts are taken in, and SHACL over whole graphs.

The cheap checks run at every load; SHACL (``shapes.ttl``) runs in ``onrecord doctor`` and in the
tests, because it costs more than the mapping itself.
"""

from __future__ import annotations

from importlib.resources import files

from rdflib import Graph

from onrecord.errors import SpanMismatchError, UnknownTermError
from onrecord.ingest.extraction import Extraction, Span
from onrecord.ontology.terms import ONR, ontology


def verify_spans(extraction: Extraction) -> None:
    """Check that every span lies in the stored text and shows words.

    ``document.text[start:end] == exact`` holds by construction, because facts are cut from the
    text; what can go wrong is a span beyond the text, or one that shows only white space.

    Raises:
        SpanMismatchError: names the document and the span.
    """
    text, document = extraction.document.text, extraction.document.name

    def check(span: Span) -> None:
        if span.end > len(text):
            raise SpanMismatchError(
                document, span.start, span.end, f"lies beyond the text of {len(text)} code points"
            )
        if text[span.start : span.end].isspace():
            raise SpanMismatchError(document, span.start, span.end, "shows only white space")

    for entity in extraction.entities:
        for span in entity.mentions:
            check(span)
    for statement in extraction.statements:
        for span in (
            statement.sentence,
            *statement.source,
            *statement.cue,
            *statement.content,
        ):
            check(span)
    for relation in extraction.relations:
        for span in (
            relation.subject_mention,
            relation.object_mention,
            *relation.evidence,
            *relation.quantities,
        ):
            check(span)


def verify_terms(extraction: Extraction) -> None:
    """Check that the ontology has each entity's class and the direct edge of each relation.

    Components of a pipeline may come from anybody.

    Raises:
        UnknownTermError: names the term and the document.
    """
    declared, document = ontology(), extraction.document.name
    for entity in extraction.entities:
        if ONR[entity.type] not in declared.superclasses:
            raise UnknownTermError(entity.type, document)
    for relation in extraction.relations:
        if declared.direct_edge(relation.predicate) is None:
            raise UnknownTermError(relation.predicate, document)


def shacl_report(facts: Graph) -> str | None:
    """What breaks the shapes, as text for people; None where everything conforms."""
    import pyshacl  # half a second that no command should wait for but the one that validates

    shapes = Graph().parse(
        data=files("onrecord.ontology").joinpath("shapes.ttl").read_text(encoding="utf-8"),
        format="turtle",
    )
    conforms, _, report = pyshacl.validate(facts, shacl_graph=shapes, inference="none")
    return None if conforms else str(report)
