"""/id/…: every IRI of ours resolves, to a page, to JSON or to Turtle."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from rdflib import RDF

from onrecord.api.asked import Nothing
from onrecord.api.negotiation import chosen
from onrecord.api.serving import Served
from onrecord.api.shapes import ClaimJson, StatementJson
from onrecord.graph.lookup.claims import shown
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR

router = APIRouter(tags=["identifiers"])
_OFFERS = {
    "text/html": "html",
    "application/json": "json",
    "application/ld+json": "jsonld",
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_SHOWN = [each for each in _OFFERS if each != "text/html"]
_VARY = {"Vary": "Accept"}
_PREFIXES = {"onr": str(ONR), "skos": "http://www.w3.org/2004/02/skos/core#"}


@router.get(
    "/id/{path:path}",
    response_class=Response,
    responses={
        200: {"description": "What is known.", "content": {each: {} for each in _SHOWN}},
        301: {"description": "What it was merged into."},
        303: {"description": "The page, or the look-up, that shows it."},
    },
)
def identifier(
    path: str, served: Served, request: Request, _: Annotated[Nothing, Query()]
) -> Response:
    """What the graph says of the thing that the path names."""
    try:
        node = ox.NamedNode(ID + path)
    except ValueError:
        raise HTTPException(404, f"nothing is called {path!r:.200}") from None
    quads = list(served.graph.rdf.store.quads_for_pattern(node, None, None, None))
    if not quads:
        raise HTTPException(404, f"nothing is called {path!r:.200}")
    if (leads_to := served.graph.leads_to(node.value)) != node.value:
        return RedirectResponse(leads_to.replace(ID, "/id/"), 301, headers=_VARY)
    format_ = chosen(request.headers.get("accept"), _OFFERS)
    if format_ is None:
        raise HTTPException(406, f"on offer: {', '.join(_OFFERS)}")
    if format_ in _GRAPHS:
        return _graph(quads, format_)
    as_json = format_ == "json"
    classes = {str(quad.object) for quad in quads if quad.predicate.value == str(RDF.type)}
    if ONR.Claim.n3() in classes:
        claim = shown(served.graph.lookups.table(), path.removeprefix("claim/"))
        if claim is None:
            raise HTTPException(404, f"nothing is called {path!r:.200}")
        if as_json:
            found = claim.statement or claim
            shape = StatementJson if claim.statement else ClaimJson
            return JSONResponse(shape.model_validate(found).model_dump(), headers=_VARY)
        span = claim.sentence
        return _see(f"/#/document/{claim.document.id}?at={span.start}-{span.end}")
    if ONR.Document.n3() in classes:
        id_ = path.removeprefix("document/")
        return _see(f"/documents/{id_}" if as_json else f"/#/document/{id_}")
    if path.startswith(("entity/", "concept/")):
        return _see(f"/entities/{quote(path)}" if as_json else f"/#/entity/{quote(path)}")
    # Spans, relays, runs and corrections have no page of their own.
    return _graph(quads, "jsonld" if as_json else "turtle")


def _graph(quads: list[ox.Quad], format_: str) -> Response:
    kind = _GRAPHS[format_]
    triples = dict.fromkeys(quad.triple for quad in quads)
    body = ox.serialize(triples, format=kind, prefixes=_PREFIXES)
    return Response(body, media_type=kind.media_type, headers=_VARY)


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303, headers=_VARY)
