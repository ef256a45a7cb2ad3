"""/corrections: what analysts decided, and deciding."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.asked import MOST_ON_A_PAGE
from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import LISTED, Format, listed
from onrecord.api.serving import Served
from onrecord.graph.corrections.ledger import Entry, summaries, undone
from onrecord.graph.corrections.proposals import NO_DATE, NOBODY, Kind, Proposal, decision_of
from onrecord.graph.lookup.paging import cursor, page
from onrecord.ingest.extraction import Attitude, CueClass, Factuality, Mode

router = APIRouter(tags=["corrections"], route_class=FreshRoute)
_MOST = 50
_Text = Annotated[str, Field(max_length=20_000)]
_Name = Annotated[str, Field(max_length=500)]
_Names = Annotated[list[_Name], Field(max_length=_MOST)]
_Words = Annotated[list[_Text], Field(max_length=_MOST)]


class ProposalJson(BaseModel):
    """What is to be decided; which fields count depends on ``kind``.

    An entity is given by its id, its IRI or its exact name, one that the graph does not have as
    ``new:TYPE:NAME``; a claim and a document by their id; words as they stand in the document.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    claim: _Name = Field("", description="Statement or relation.")
    entity: _Name = Field("", description="Entity that merge, split, rename, keep-apart are about.")
    other: _Name = Field("", description="The other entity of merge (stays), split, keep-apart.")
    documents: _Names = Field([], description="Documents that split and add are about.")
    label: _Name = Field("", description="Name that rename and split give.")
    speaker: _Name = Field(NOBODY, description=f"Who says it, or {NOBODY}.")
    content: _Words = Field([], description="Words of the content.")
    cue: _Words | None = Field(None, description="Words of the cue.")
    source: _Words | None = Field(None, description="Words of the source.")
    via: _Names = Field([], description="Who relayed it, from the speaker to the reader.")
    about: _Names = Field([], description="Policies and sectors.")
    date: _Name = Field(NO_DATE, description=f"YYYY, YYYY-MM, YYYY-MM-DD, --MM-DD or {NO_DATE}.")
    subject: _Name = Field("", description="Subject of a relation.")
    predicate: _Name = Field("", description="Direct edge that a relation supports.")
    object: _Name = Field("", description="Object of a relation.")
    role: _Name | None = Field(None, description='Post or part; "" takes it away.')
    factuality: Factuality | None = None
    mode: Mode = "indirect"
    attitude: Attitude = "say"
    cue_class: CueClass = "assert"
    entry: str = Field("", max_length=64, description="Entry of the ledger that undo takes back.")

    def proposal(self) -> Proposal:
        """The same, for the graph."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name in ProposalJson.model_fields
            for value in (getattr(self, name),)
        }
        return Proposal(**fields)


class DecisionJson(ProposalJson):
    """A decision with who makes it and why."""

    author: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000)


class UndoJson(BaseModel):
    """Who undoes a decision, and why."""

    model_config = ConfigDict(extra="forbid")

    author: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000)


class CorrectionJson(BaseModel):
    """An entry of the ledger; ``conflict`` says why it is not applied, where it is not.

    ``number`` is its place in the ledger, from 1.
    """

    id: str
    number: int
    kind: str
    what: str
    author: str
    time: datetime
    reason: str
    in_force: bool
    conflict: str | None
    decision: dict[str, object]


class CorrectionsJson(BaseModel):
    """Entries, newest first; ``head`` identifies the whole ledger."""

    corrections: list[CorrectionJson]
    total: int
    truncated: bool
    next: str | None
    head: str


class CorrectionsAsked(BaseModel):
    """Which entries. Any other parameter is refused by name."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(MOST_ON_A_PAGE, ge=1, le=MOST_ON_A_PAGE, description="Most on a page.")
    cursor: str | None = Field(
        None, max_length=2000, description='What the page before gave as "next".'
    )
    in_force: bool | None = Field(None, description="Only what counts, or only what was undone.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


class ChangedJson(BaseModel):
    """One property of a claim; empty where there was, or will be, none."""

    what: str
    before: str
    after: str


class ClaimChangeJson(BaseModel):
    """What happens to a claim; ``text`` is what it says, afterwards where it stays."""

    claim: str
    how: Literal["comes", "goes", "changes"]
    text: str
    changes: list[ChangedJson]


class EntityChangeJson(BaseModel):
    """An entity that is shown as, or becomes, another one: the names before and after."""

    entity: str
    before: str
    after: str


class ConsequenceJson(BaseModel):
    """What a decision would change: claims, entities, and direct edges as people read them."""

    documents: int
    claims: list[ClaimChangeJson]
    claims_new: list[str]
    claims_gone: list[str]
    claims_changed: list[str]
    edges_new: list[str]
    edges_gone: list[str]
    entities: list[EntityChangeJson]


@router.get("/corrections", response_model=CorrectionsJson, responses=LISTED)
def corrections(
    request: Request, served: Served, asked: Annotated[CorrectionsAsked, Query()]
) -> Response:
    """All decisions, newest first."""
    wanted = page(asked.limit, asked.cursor, (int,))
    ledger = served.graph.record.ledger
    entries, head = ledger.entries(), ledger.head
    gone = undone(entries)
    found = [
        (number, entry)
        for number, entry in reversed([*enumerate(entries, start=1)])
        if asked.in_force in (None, entry.id not in gone)
    ]
    if wanted.after:
        (after,) = wanted.after
        left = [(number, entry) for number, entry in found if number < int(after or 0)]
    else:
        left = found
    conflicts = {each.entry.id: each.reason for each in served.graph.conflicts()}
    what = summaries(entries)
    items = [
        _json(entry, number, what[entry.id], entry.id not in gone, conflicts.get(entry.id))
        for number, entry in left[: wanted.limit]
    ]
    following = cursor([items[-1].number]) if len(left) > len(items) else None
    answer = CorrectionsJson(
        corrections=items,
        total=len(found),
        truncated=len(found) > len(items),
        next=following,
        head=head,
    )
    return listed(request, answer, items, asked.format, total=len(found), following=following)


@router.post("/corrections/preview")
def preview(asked: ProposalJson, served: Served) -> ConsequenceJson:
    """What a decision would change; nothing is written."""
    graph = served.graph
    found = graph.preview(decision_of(graph, asked.proposal()))
    return ConsequenceJson(
        **asdict(found),
        claims_new=list(found.ids("comes")),
        claims_gone=list(found.ids("goes")),
        claims_changed=list(found.ids("changes")),
    )


@router.post("/corrections", status_code=201)
def decide(asked: DecisionJson, served: Served) -> CorrectionJson:
    """Make a decision. Both stores show it when this answers."""
    return _made(served, asked.proposal(), asked.author, asked.reason)


@router.post("/corrections/{id}/undo", status_code=201)
def undo(
    id: Annotated[str, PathParameter(pattern="^[0-9a-f]{8,64}$", description="Id of the entry.")],
    asked: UndoJson,
    served: Served,
) -> CorrectionJson:
    """A decision counts no more. Undo the undo to have it back."""
    return _made(served, Proposal("undo", entry=id), asked.author, asked.reason)


def _made(served: Served, proposal: Proposal, author: str, reason: str) -> CorrectionJson:
    graph = served.graph
    entry = graph.correct(decision_of(graph, proposal), author=author, reason=reason)
    served.property_graph()
    graph.sync()
    conflicts = {each.entry.id: each.reason for each in graph.conflicts()}
    entries = graph.record.ledger.entries()
    number = 1 + entries.index(entry)
    return _json(entry, number, summaries(entries)[entry.id], True, conflicts.get(entry.id))


def _json(
    entry: Entry, number: int, what: str, in_force: bool, conflict: str | None
) -> CorrectionJson:
    return CorrectionJson(
        id=entry.id,
        number=number,
        kind=entry.decision.kind,
        what=what,
        author=entry.author,
        time=entry.time,
        reason=entry.reason,
        in_force=in_force,
        conflict=conflict,
        decision=asdict(entry.decision),
    )
