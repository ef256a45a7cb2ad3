"""`onrecord who-said`: who said what, each statement with its place in its document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer
from rich.text import Text

from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    KnownBy,
    PublishedBy,
    count,
    print_json,
    printable,
    reached,
    results,
    say,
    say_left_out,
)
from onrecord.graph.as_of import Clock
from onrecord.graph.catalogue import question
from onrecord.graph.citations import OPENING_MARKS
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.near_names import names_near
from onrecord.graph.who_said import NO_CLAIM, Answer, SaidStatement, answer_json
from onrecord.graph.who_said import who_said as look_up
from onrecord.settings import load_settings

_NAMES = ("speaker", "about", "policy", "sector", "outlet", "author", "via")
_INDENT = 12
_WIDTH = 110


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
    attitude: Annotated[
        str | None, typer.Option(help="say or think; else any, which is both.")
    ] = None,
    cue_class: Annotated[
        str | None,
        typer.Option(
            help="What the cue does: assert, announce, deny, withhold, demand, promise, warn, "
            "predict, criticise, praise, question or opine."
        ),
    ] = None,
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
        "cue_class": cue_class,
    }
    filters = {name: value for name, value in given.items() if value}
    clock = Clock(published_by, known_by)
    settings = load_settings(data_dir=data_dir)
    with reached(settings, "onrecord who-said") as graph:
        answer, documents, left_out, near = graph.run(_looked_up, filters, limit, clock)
    if as_json:
        print_json(answer_json(answer))
        return
    show_answer(answer, sentences=sentences, ids=ids)
    say_left_out(left_out)
    now, then = documents
    if not now:
        say("the graph is empty; read documents into it with `onrecord ingest PATH`")
    elif not then:
        say(f"none of the {count(now, 'document')} of today counts as of the day asked for")
    elif since and until and since[: len(until)] > until[: len(since)]:
        say(f"no day is on or after {since} and on or before {until}")
    elif not answer.total:
        say(question("who-said").empty)
        for name, others in near.items():
            say(f"nobody and nothing in the graph is called {filters[name]!r}; is one of these "
                f"meant: {', '.join(others)}?")  # fmt: skip


def _looked_up(
    graph: KnowledgeGraph, filters: Mapping[str, str], limit: int, clock: Clock
) -> tuple[Answer, tuple[int, int], int, dict[str, list[str]]]:
    """The answer, how many documents the graph has now and as of the clock, how many the clock
    cannot place, and for filters by names that nobody has the names that come near them.
    """
    with graph.as_of(clock) as past:
        store = past.rdf.store
        answer, then = look_up(store, filters, limit=limit), len(past.record)
        near = {
            name: others
            for name in (() if answer.total else _NAMES)
            if name in filters and (others := names_near(store, filters[name]))
        }
    left_out = graph.past.undated() if clock.published_by else 0
    return answer, (len(graph.record), then), left_out, near


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
    if statement.cue_class in NO_CLAIM:
        how.insert(0, NO_CLAIM[statement.cue_class])
    if statement.via:
        how.append("via " + " → ".join(thing.label for thing in statement.via))
    first, *more = _lines(who)
    head = Text(f"{statement.document.published or 'undated':<{_INDENT}}")
    head.append(first, style="bold")
    right = printable(" · ".join(how))
    gap = min(results.width, _WIDTH) - head.cell_len - len(right)
    is_beside = gap >= 2 and not more
    results.print(head + Text(" " * gap + right) if is_beside else head)
    for line in more:
        results.print(Text(" " * _INDENT + line, style="bold"))
    words = " … ".join(span.text for span in statement.content)
    body = statement.sentence.text if sentences else _shown(words, statement.mode)
    for line in _wrapped(printable(body)):
        results.print(Text(" " * _INDENT + line, style="italic"))
    last = [] if is_beside else how
    if statement.about:
        last.append("about " + ", ".join(thing.label for thing in statement.about))
    last.append(f"confidence {statement.confidence:.2f}")
    place = f"{statement.content[0].start}–{statement.content[-1].end}"
    last.append(f"{statement.document.name} {place}")
    if ids:
        last.append(statement.id[:SHORT_ID])
    for line in _lines(last):
        results.print(Text(" " * _INDENT + line, style="dim"))


def _nameless(statement: SaidStatement) -> str:
    words = " ".join(span.text for span in statement.source)
    return f"{words} ({statement.speaker_kind})" if words else f"({statement.speaker_kind} speaker)"


def _shown(words: str, mode: str) -> str:
    """Quotation marks stand around words that the text itself puts into them, and no others."""
    if words[:1] in OPENING_MARKS:
        return words
    if mode != "direct":
        return f"… {words}"
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


def _lines(parts: Iterable[str]) -> list[str]:
    """The parts with dots between them, broken between parts, or within one that is too long."""
    lines: list[str] = []
    for part in parts:
        pieces = _wrapped(printable(part))
        if lines and len(lines[-1]) + 3 + len(pieces[0]) <= _room() and len(pieces) == 1:
            lines[-1] += f" · {pieces[0]}"
        else:
            lines += pieces
    return lines


def _wrapped(text: str) -> list[str]:
    return [line.plain.rstrip() for line in Text(text).wrap(results, _room())]


def _room() -> int:
    return max(40, min(results.width, _WIDTH) - _INDENT)
