"""`onrecord query`: SPARQL, Cypher, and the questions of the catalogue by name."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    KnownBy,
    PublishedBy,
    count,
    print_json,
    print_table,
    reached,
    say,
    say_left_out,
)
from onrecord.errors import QueryError
from onrecord.graph.as_of import Clock
from onrecord.graph.asking import answered, asked_in
from onrecord.graph.catalogue import by_group, question
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import Rows
from onrecord.graph.spreadsheets import harmless
from onrecord.graph.who_said import Describer, SourceDocument
from onrecord.settings import load_settings


def query(
    what: Annotated[
        str | None,
        typer.Argument(
            help="sparql, cypher, or the name of a question; leave it out to list the questions.",
            show_default=False,
        ),
    ] = None,
    rest: Annotated[
        list[str] | None,
        typer.Argument(
            help="The query's text (- reads it from stdin, @FILE from a file), "
            "or the question's parameters as name=value.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        str, typer.Option(help="sparql or cypher: in which language a question is asked.")
    ] = "sparql",
    published_by: PublishedBy = None,
    known_by: KnownBy = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    show_text: Annotated[
        bool, typer.Option("--show", help="Print the question's text instead of asking it.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask in SPARQL or Cypher, or ask a question of the catalogue by its name.

    People are shown documents by their titles; --json and --csv give their identifiers.
    """
    if what is None:
        _list_questions(as_json=as_json)
        return
    if language not in ("sparql", "cypher"):
        raise QueryError(f"--language must be sparql or cypher, got {language!r}")
    settings = load_settings(data_dir=data_dir)
    limits = settings.query_timeout_ms, settings.max_rows
    clock = Clock(published_by, known_by)
    empty = None
    if what in ("sparql", "cypher"):
        text = _text(rest or [])
        with reached(settings, f"onrecord query {what}") as graph:
            rows = graph.run(answered, what, text, clock, *limits)
            documents = graph.run(_named, rows.rows)
            undated = graph.run(_undated, clock)
    else:
        values = _parameters(rest or [])
        asked = question(what)
        if show_text:
            shown = asked.sparql(values) if language == "sparql" else asked.cypher(values)
            sys.stdout.write(shown.text)
            return
        with reached(settings, f"onrecord query {what}") as graph:
            rows = graph.run(asked_in, language, what, values, clock, *limits)
            documents = graph.run(_named, rows.rows)
            undated = graph.run(_undated, clock)
        empty = asked.empty
    _print(rows, documents, as_json=as_json, as_csv=as_csv)
    if empty and not rows.rows:
        say(empty)
    say_left_out(undated)


def _named(graph: KnowledgeGraph, rows: list[list[object]]) -> dict[str, SourceDocument]:
    """The documents that rows name."""
    return Describer(graph.rdf.store).documents(rows)


def _undated(graph: KnowledgeGraph, clock: Clock) -> int:
    """How many documents the clock cannot place."""
    return graph.past.undated() if clock.published_by else 0


def _text(rest: list[str]) -> str:
    if len(rest) != 1:
        raise typer.BadParameter("give the query as one argument, - for stdin, or @FILE")
    if rest[0] == "-":
        return sys.stdin.read()
    if rest[0].startswith("@"):
        try:
            return Path(rest[0][1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{rest[0][1:]} cannot be read ({error})") from error
    return rest[0]


def _parameters(rest: list[str]) -> dict[str, str]:
    values = {}
    for each in rest:
        name, equals, value = each.partition("=")
        if not equals:
            raise typer.BadParameter(f"parameters are name=value, got {each!r}")
        values[name.replace("-", "_")] = value
    return values


def _print(
    rows: Rows, documents: Mapping[str, SourceDocument], *, as_json: bool, as_csv: bool
) -> None:
    if as_json:
        print_json({"columns": rows.columns, "rows": rows.rows, "truncated": rows.truncated})
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(rows.columns)
        writer.writerows([harmless(v) if isinstance(v, str) else v for v in r] for r in rows.rows)
    else:
        shown = {iri: _told(document) for iri, document in documents.items()}
        print_table(
            rows.columns,
            [[shown.get(v, v) if isinstance(v, str) else v for v in row] for row in rows.rows],
        )
        say(count(len(rows.rows), "row"))
    if rows.truncated:
        say(f"there are more; only the first {len(rows.rows)} are given (ONRECORD_MAX_ROWS)")


def _told(document: SourceDocument) -> str:
    """How people are told which document it is, with the beginning of its id."""
    where = " ".join(filter(None, (document.outlet, document.published or "undated")))
    return f"{document.title or document.name} ({where}, {document.id[:SHORT_ID]})"


def _list_questions(*, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "group": each.group,
                    "title": each.title,
                    "sentence": each.sentence,
                    "parameters": [
                        {"name": p.name, "required": p.required, "help": p.help}
                        for p in each.parameters
                    ],
                    "example": each.command,
                }
                for each in by_group()
            ]
        )
        return
    print_table(
        ("group", "question", "parameters", "what it answers"),
        [
            (
                each.group,
                each.name,
                " ".join(p.name if p.required else f"[{p.name}]" for p in each.parameters),
                each.sentence,
            )
            for each in by_group()
        ],
    )
    say("ask one with: onrecord query NAME parameter=value …")
