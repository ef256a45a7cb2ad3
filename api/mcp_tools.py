"""What the tools of the MCP server answer: functions of the graph, with plain values.

They run wherever the graph is open, this process or another. An answer never grows beyond what a
model's window can take: rows are capped, then whole items are left out, and both are said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from onrecord.errors import QueryError
from onrecord.graph.as_of import Clock
from onrecord.graph.asking import asked_in
from onrecord.graph.catalogue import Question, questions
from onrecord.graph.entity_lookup import iri_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.lookup.claims import shown
from onrecord.graph.lookup.entity_pages import ENTITY_KEY, found_entities, known_entity
from onrecord.graph.lookup.paging import cursor, page
from onrecord.graph.lookup.showing import Shower
from onrecord.graph.lookup.statements import STATEMENT_KEY, Filters, find
from onrecord.graph.property_graph import Rows
from onrecord.graph.who_said import SaidStatement, SourceDocument

MOST_ROWS = 100
MOST_CHARS = 40_000
"""About ten thousand tokens of English."""
_CONTEXT = 400
Answer = dict[str, Any]


def who_said(
    graph: KnowledgeGraph,
    filters: Mapping[str, Any],
    clock: Clock,
    limit: int,
    after: str | None,
) -> Answer:
    """Statements that match, newest first."""
    given = {n: v for n, v in filters.items() if v not in (None, "")}
    wanted = page(_rows(limit), after, STATEMENT_KEY)
    with graph.as_of(clock) as past:
        table = past.lookups.table()
    found = find(table, Filters(**given), wanted)
    shower = Shower(table)
    answer: Answer = {
        "statements": [_said(shower.statement(row)) for row in found.page],
        "total": found.total,
        "documents": found.documents,
        "undated_statements_left_out": found.undated,
        "next": cursor(found.next) if found.next else None,
    }
    return fitted(answer, "statements", found.total)


def find_entity(
    graph: KnowledgeGraph, name: str, type_: str | None, clock: Clock, limit: int
) -> Answer:
    """Entities by the beginning of their names; one that is alone comes with what is known."""
    with graph.as_of(clock) as past:
        table = past.lookups.table()
    found = found_entities(table, name, type_ or None, page(_rows(limit), None, ENTITY_KEY))
    entities: list[Answer] = [
        {
            "id": each.id, "label": each.label, "type": each.type,
            "statements": each.statements, "about": each.about,
        }
        for each in found.page
    ]  # fmt: skip
    if found.total == 1:
        known = known_entity(table, table.network, graph.leads_to(iri_of(entities[0]["id"])))
        if known is not None:
            entities[0]["aliases"] = list(known.aliases)
            entities[0]["relations"] = [
                {"predicate": r.predicate, "direction": r.direction, "entities": r.entities}
                for r in known.relations
            ]
            entities[0]["roles"] = [role.citation for role in known.roles[:10]]
    return fitted({"entities": entities, "total": found.total}, "entities", found.total)


def get_evidence(graph: KnowledgeGraph, id_: str) -> Answer:
    """A claim with its exact sentence, what stands around it, and its document."""
    table = graph.lookups.table()
    claim = shown(table, id_.removeprefix("claim/"))
    if claim is None:
        raise QueryError(f"no claim {id_!r:.80}; ids come from who_said")
    rows = table.documents[table.by_id[claim.document.id]]
    text, words = rows.document.text, claim.sentence
    answer: Answer = {
        "id": claim.id,
        "kind": claim.kind,
        "sentence": words.text,
        "characters": [words.start, words.end],
        "before": text[max(0, words.start - _CONTEXT) : words.start],
        "after": text[words.end : words.end + _CONTEXT],
        "document": _document(claim.document),
        "text_sha256": rows.document.sha256,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "citation": claim.citation,
    }
    if claim.statement is not None:
        answer["statement"] = _said(claim.statement)
    else:
        ends = [thing.label if thing else None for thing in (claim.subject, claim.object)]
        answer["relation"] = [ends[0], claim.predicate, ends[1]]
        answer |= {"role": claim.role, "factuality": claim.factuality, "date": claim.date}
    return answer


def list_questions(group: str | None) -> Answer:
    """The questions of the catalogue."""
    found = [_question(each) for each in questions().values() if group in (None, "", each.group)]
    return fitted({"questions": found, "total": len(found)}, "questions", len(found))


def ask_question(
    graph: KnowledgeGraph,
    name: str,
    values: Mapping[str, str],
    language: str,
    clock: Clock,
    limit: int,
    timeout_ms: int,
) -> Answer:
    """The rows of a question."""
    rows = asked_in(graph, language, name, values, clock, timeout_ms, _rows(limit))
    return rows_answer(rows)


def rows_answer(rows: Rows) -> Answer:
    """Rows as a tool gives them."""
    answer: Answer = {"columns": rows.columns, "rows": rows.rows, "truncated": rows.truncated}
    return fitted(answer, "rows", None)


def fitted(answer: Answer, items: str, total: int | None) -> Answer:
    """The answer with as many of its items as fit, and a note where that is not all."""
    listed = answer[items]
    left = MOST_CHARS - len(json.dumps({**answer, items: []}, ensure_ascii=False))
    count = 0
    for item in listed:
        left -= len(json.dumps(item, ensure_ascii=False, default=str)) + 1
        if left < 0:
            break
        count += 1
    cut = count < len(listed)
    answer[items] = listed[:count]
    if cut:
        answer["truncated"] = True
        # The cursor leads past what was left out here.
        answer.pop("next", None)
    if cut or answer.get("truncated") or (total is not None and total > count):
        of = f" of {total}" if total is not None else ", there are more"
        how = "narrow it down" if "next" not in answer else "go on with next, or narrow it down"
        answer["truncated"] = True
        answer["note"] = f"{count} {items}{of} are given; {how}"
    else:
        answer["truncated"] = False
    return answer


def _rows(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))


def _said(said: SaidStatement) -> Answer:
    return {
        "id": said.id,
        "speaker": said.speaker.label if said.speaker else None,
        "speaker_id": said.speaker.id if said.speaker else None,
        "role": said.speaker_role,
        "via": [thing.label for thing in said.via],
        "content": " … ".join(words.text for words in said.content),
        "sentence": said.sentence.text,
        "mode": said.mode,
        "attitude": said.attitude,
        "cue_class": said.cue_class,
        "about": [thing.label for thing in said.about],
        "said_on": said.date,
        "confidence": said.confidence,
        "document": _document(said.document),
        "characters": [said.sentence.start, said.sentence.end],
    }


def _document(document: SourceDocument) -> Answer:
    return {
        "id": document.id,
        "title": document.title or document.name,
        "outlet": document.outlet,
        "published": document.published,
    }


def _question(asked: Question) -> Answer:
    return {
        "name": asked.name,
        "group": asked.group,
        "sentence": asked.sentence,
        "parameters": {
            each.name: each.help + (" (needed)" if each.required else "")
            for each in asked.parameters
        },
    }
