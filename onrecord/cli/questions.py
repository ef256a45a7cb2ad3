"""Commands that ask: who-said, query."""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    count,
    print_json,
    print_table,
    printable,
    reached,
    results,
    say,
)
from onrecord.errors import QueryError
from onrecord.graph.as_of import Clock
from onrecord.graph.asking import answered, asked_in
from onrecord.graph.catalogue import question, questions
from onrecord.graph.citations import OPENING_MARKS
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import Rows
from onrecord.graph.who_said import Answer, SaidStatement, answer_json
from onrecord.graph.who_said import who_said as look_up
from onrecord.settings import load_settings

PublishedBy = Annotated[
    str | None,
    typer.Option(help="Ask the graph as it would be of only what was published by that day."),
]
KnownBy = Annotated[
    str | None,
    typer.Option(help="Ask the graph of what had come into it by that day."),
]
_INDENT = 12
_WIDTH = 110
_NO_CLAIM = {"deny": "denied", "withhold": "declined to say"}
"""Statements that are not to be read as what somebody claims, by the class of their cue."""


def who_said(
    text: Annotated[
        str | None, typer.Argument(help="Whole words that the content holds.", show_default=False)
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Name of the speaker.")] = None,
    about: Annotated[str | None, typer.Option(help="Policy or sector that it is about.")] = None,
    policy: Annotated[str | None, typer.Option(help="Policy that it is about.")] = None,
    sector: Annotated[
        str | None, typer.Option(help="Sector that it is about, narrower ones included.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet that published it.")] = None,
    author: Annotated[str | None, typer.Option(help="Author of the document.")] = None,
    via: Annotated[str | None, typer.Option(help="Who relayed it.")] = None,
    since: Annotated[str | None, typer.Option(help="Published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Published on this day or earlier.")] = None,
    event_since: Annotated[str | None, typer.Option(help="Said on this day or later.")] = None,
    mode: Annotated[str | None, typer.Option(help="direct, indirect or mixed.")] = None,
    attitude: Annotated[str | None, typer.Option(help="say (the default), think or any.")] = None,
    published_by: PublishedBy = None,
    known_by: KnownBy = None,
    limit: Annotated[int, typer.Option(min=1, help="Most statements to show.")] = 50,
    sentences: Annotated[bool, typer.Option("--sentences", help="Show whole sentences.")] = False,
    ids: Annotated[
        bool, typer.Option("--ids", help="Show ids, by which `correct` is told what to correct.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show who said what, newest first, each statement with its place in its document."""
    given = {
        "text": text,
        "speaker": speaker,
        "about": about,
        "policy": policy,
        "sector": sector,
        "outlet": outlet,
        "author": author,
        "via": via,
        "since": since,
        "until": until,
        "event_since": event_since,
        "mode": mode,
        "attitude": attitude,
    }
    filters = {name: value for name, value in given.items() if value}
    clock = Clock(published_by, known_by)
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord who-said") as graph:
        answer, empty, left_out = graph.run(_looked_up, filters, limit, clock)
    if as_json:
        print_json(answer_json(answer))
        return
    show_answer(answer, sentences=sentences, ids=ids)
    if left_out:
        say(f"{count(left_out, 'document')} left out for want of a date of publication")
    if empty:
        say("the graph is empty; read documents into it with `onrecord ingest PATH`")
    elif not answer.total:
        say("nothing matches all of this; leave a filter out, or use fewer words")


def _looked_up(
    graph: KnowledgeGraph, filters: Mapping[str, str], limit: int, clock: Clock
) -> tuple[Answer, bool, int]:
    """The answer, whether the graph is empty, and how many documents the clock cannot place."""
    with graph.as_of(clock) as past:
        answer = look_up(past.rdf.store, filters, limit=limit)
    left_out = graph.past.undated() if clock.published_by else 0
    return answer, graph.status().documents == 0, left_out


def show_answer(answer: Answer, *, sentences: bool = False, ids: bool = False) -> None:
    """Statements for people, then the totals."""
    for statement in answer.statements:
        _show(statement, sentences=sentences, ids=ids)
    results.print(Text(summary(answer), style="bold"))


def summary(answer: Answer) -> str:
    """The line of totals: what there is, what was cut, what has no date."""
    parts = [
        f"{count(answer.total, 'statement')} in {count(answer.documents, 'document')}",
    ]
    if answer.truncated:
        parts.append(f"the first {len(answer.statements)} shown")
    if answer.undated_documents:
        parts.append(f"{count(answer.undated_documents, 'document')} undated")
    if answer.undated:
        parts.append(f"{count(answer.undated, 'statement')} left out for want of a date")
    return ", ".join(parts)


def _show(statement: SaidStatement, *, sentences: bool, ids: bool) -> None:
    who = [statement.speaker.label if statement.speaker else _nameless(statement)]
    if statement.speaker_role:
        who.append(statement.speaker_role)
    if statement.date:
        who.append(f"said {_when(statement.date)}")
    how = [statement.mode if statement.attitude == "say" else f"{statement.mode}, thought"]
    if statement.cue_class in _NO_CLAIM:
        how.insert(0, _NO_CLAIM[statement.cue_class])
    if statement.via:
        how.append("via " + " → ".join(thing.label for thing in statement.via))
    head = Text(f"{statement.document.published or 'undated':<{_INDENT}}")
    head.append(printable(" · ".join(who)), style="bold")
    right = printable(" · ".join(how))
    gap = min(results.width, _WIDTH) - head.cell_len - len(right)
    results.print(head + Text(" " * gap + right) if gap >= 2 else head)
    words = " … ".join(span.text for span in statement.content)
    body = statement.sentence.text if sentences else _shown(words, statement.mode)
    results.print(_indented(printable(body), "italic"))
    last = [] if gap >= 2 else [right]
    if statement.about:
        last.append("about " + ", ".join(thing.label for thing in statement.about))
    last.append(f"confidence {statement.confidence:.2f}")
    place = f"{statement.content[0].start}–{statement.content[-1].end}"
    last.append(f"{statement.document.name} {place}")
    if ids:
        last.append(statement.id[:SHORT_ID])
    results.print(_indented(printable(" · ".join(last)), "dim"))


def _nameless(statement: SaidStatement) -> str:
    words = " ".join(span.text for span in statement.source)
    return f"{words} ({statement.speaker_kind})" if words else f"({statement.speaker_kind} speaker)"


def _shown(words: str, mode: str) -> str:
    """Quotation marks are for words that the text itself puts into them, in part at least."""
    if mode == "indirect":
        return f"… {words}"
    if words[:1] in OPENING_MARKS:
        return words
    inner = words.replace("“", "‘").replace("”", "’")
    return f"“… {inner}”"


def _when(value: str) -> str:
    """ "on 19 May" of ``--05-19``; dates with a year stay as they are."""
    if value.startswith("--"):
        day = datetime.date(2000, int(value[2:4]), int(value[5:7]))
        return f"on {day.day} {day:%B}"
    if len(value) == 7:
        return f"in {datetime.date.fromisoformat(value + '-01'):%B %Y}"
    return f"on {value}" if len(value) == 10 else f"in {value}"


def _indented(text: str, style: str) -> Text:
    width = max(40, min(results.width, _WIDTH) - _INDENT)
    wrapped = Text(text, style=style).wrap(results, width)
    return Text("\n").join(Text(" " * _INDENT) + line for line in wrapped)


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
    """Ask in SPARQL or Cypher, or ask a question of the catalogue by its name."""
    if what is None:
        _list_questions(as_json=as_json)
        return
    if language not in ("sparql", "cypher"):
        raise QueryError(f"--language must be sparql or cypher, got {language!r}")
    settings = load_settings(data_dir=data_dir)
    limits = settings.query_timeout_ms, settings.max_rows
    clock = Clock(published_by, known_by)
    if what in ("sparql", "cypher"):
        text = _text(rest or [])
        with reached(settings, f"onrecord query {what}") as graph:
            rows = graph.run(answered, what, text, clock, *limits)
    else:
        values = _parameters(rest or [])
        asked = question(what)
        if show_text:
            shown = asked.sparql(values) if language == "sparql" else asked.cypher(values)
            sys.stdout.write(shown.text)
            return
        with reached(settings, f"onrecord query {what}") as graph:
            rows = graph.run(asked_in, language, what, values, clock, *limits)
    _print(rows, as_json=as_json, as_csv=as_csv)


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


def _print(rows: Rows, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        print_json({"columns": rows.columns, "rows": rows.rows, "truncated": rows.truncated})
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(rows.columns)
        writer.writerows(rows.rows)
    else:
        print_table(rows.columns, rows.rows)
        say(count(len(rows.rows), "row"))
    if rows.truncated:
        say(f"there are more; only the first {len(rows.rows)} are given (ONRECORD_MAX_ROWS)")


def _list_questions(*, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "group": each.group,
                    "sentence": each.sentence,
                    "parameters": [
                        {"name": p.name, "required": p.required, "help": p.help}
                        for p in each.parameters
                    ],
                }
                for each in questions().values()
            ]
        )
        return
    print_table(
        ("question", "parameters", "what it answers"),
        [
            (
                each.name,
                " ".join(p.name if p.required else f"[{p.name}]" for p in each.parameters),
                each.sentence,
            )
            for each in sorted(questions().values(), key=lambda q: (q.group, q.name))
        ],
    )
    say("ask one with: onrecord query NAME parameter=value …")
