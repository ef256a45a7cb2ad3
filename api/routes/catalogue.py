"""/catalogue: questions that analysts ask, in both languages."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import LISTED, AskedFormat, Format, listed, rows_listed
from onrecord.api.serving import KnownBy, PublishedBy, Served
from onrecord.api.shapes import RowsJson
from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.as_of import Clock
from onrecord.graph.catalogue import Question, by_group, question
from onrecord.graph.who_said import Describer

router = APIRouter(tags=["questions"], route_class=FreshRoute)
_OWN = {"language", "published_by", "known_by", "format"}


class ParameterJson(BaseModel):
    """A parameter of a question; ``variable`` is what both texts call it."""

    name: str
    kind: str
    help: str
    example: str
    required: bool
    default: str | None
    choices: list[str]
    variable: str


class QuestionJson(BaseModel):
    """A question with its texts; lines between "when" and "end" are for that parameter only.

    ``empty`` is what to say to who gets no rows.
    """

    name: str
    group: str
    title: str
    sentence: str
    empty: str
    parameters: list[ParameterJson]
    sparql: str
    cypher: str


class QuestionsJson(BaseModel):
    """All questions, or those of a group."""

    questions: list[QuestionJson]
    total: int
    truncated: bool


class QuestionsAsked(BaseModel):
    """Which questions. Any other parameter is refused by name."""

    model_config = ConfigDict(extra="forbid")

    group: str | None = Field(None, max_length=100, description="Only this group.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


@router.get("/catalogue", response_model=QuestionsJson, responses=LISTED)
def catalogue(request: Request, asked: Annotated[QuestionsAsked, Query()]) -> Response:
    """All questions by their group, with their parameters and their text in both languages."""
    found = [_json(each) for each in by_group() if asked.group in (None, "", each.group)]
    answer = QuestionsJson(questions=found, total=len(found), truncated=False)
    return listed(request, answer, found, asked.format, total=len(found), following=None)


@router.get("/catalogue/{name}", response_model=RowsJson, responses=LISTED)
def ask(
    name: str,
    served: Served,
    request: Request,
    language: Annotated[
        Literal["sparql", "cypher"], Query(description="Which store answers.")
    ] = "sparql",
    published_by: PublishedBy = None,
    known_by: KnownBy = None,
    format: AskedFormat = None,
) -> Response:
    """Ask a question. Its parameters are query parameters of the same names.

    Documents that rows name by their IRI are told in ``documents``; ``hint`` says what to do where
    nothing answers.
    """
    asked = question(name)
    values = {k: value for k, value in request.query_params.items() if k not in _OWN}
    most, timeout_ms = served.settings.max_rows, served.settings.query_timeout_ms
    clock = Clock(published_by, known_by)
    if language == "sparql":
        with served.graph.as_of(clock) as past:
            rows = ask_sparql(past.rdf.store, asked, values, max_rows=most)
    else:
        asked.cypher(values)  # a wrong value is said before an engine is started
        with served.property_graph_as_of(clock) as store:
            rows = ask_cypher(store, asked, values, max_rows=most, timeout_ms=timeout_ms)
    answer = RowsJson(
        columns=rows.columns,
        rows=rows.rows,
        truncated=rows.truncated,
        documents=Describer(served.graph.rdf.store).documents(rows.rows),
        hint=None if rows.rows else asked.empty,
    )
    return rows_listed(request, answer, format)


def _json(asked: Question) -> QuestionJson:
    return QuestionJson(
        name=asked.name,
        group=asked.group,
        title=asked.title,
        sentence=asked.sentence,
        empty=asked.empty,
        parameters=[
            ParameterJson(
                name=each.name,
                kind=each.kind,
                help=each.help,
                example=each.example,
                required=each.required,
                default=each.default,
                choices=list(each.choices),
                variable=each.variable,
            )
            for each in asked.parameters
        ],
        sparql=asked.sparql_template,
        cypher=asked.cypher_template,
    )
