"""What commands share in talking to people and programs.

Text of documents is hostile: control characters could rewrite a terminal, so none gets out.
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column, Table
from rich.text import Text

from onrecord import __version__
from onrecord.errors import HeldError, RecordError
from onrecord.graph.access import Access, OpenAccess, handed
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.ownership import Owner
from onrecord.ontology.identifiers import ID
from onrecord.settings import Settings
from onrecord.stores import open_graph

talk = Console(stderr=True, highlight=False)
results = Console(highlight=False, soft_wrap=False)

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir", help="Data folder; else ONRECORD_DATA_DIR, else ./data.", show_default=False
    ),
]
PublishedBy = Annotated[
    str | None,
    typer.Option(help="Ask the graph as it would be of only what was published by that day."),
]
KnownBy = Annotated[
    str | None,
    typer.Option(help="Ask the graph of what had come into it by that day."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

# Characters of a document's id that people are shown, and may name it by.
SHORT_ID = 8
# How long a command waits for one that holds the folder for a moment.
_PATIENCE_S = 3.0
# And how long a server waits, which is to stay.
_SERVER_PATIENCE_S = 20.0
_BIDI = {*"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def printable(text: str) -> str:
    """The text on one line, without anything that a terminal would obey."""
    return "".join(
        " " if character.isspace() else "\ufffd"
        if unicodedata.category(character) == "Cc" or character in _BIDI
        else character
        for character in text
    )  # fmt: skip


def complain(error: Exception | str) -> None:
    """One line on stderr."""
    talk.print(Text.assemble(("error: ", "bold red"), printable(str(error))), soft_wrap=True)


def say(text: str) -> None:
    """One line of talk on stderr."""
    talk.print(Text(printable(text)), soft_wrap=True)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 document", "2,000 documents"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def say_left_out(undated: int) -> None:
    """Say how many documents no day of publication can place, where there are any."""
    if undated:
        say(f"{count(undated, 'document')} left out for want of a date of publication")


def print_json(value: object) -> None:
    """One JSON document on one line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on stdout; blocks where rows are wide, tab-separated where it is no terminal."""
    rows = list(rows)
    if not results.is_terminal:
        for row in (columns, *rows):
            sys.stdout.write("\t".join(_cell(value) for value in row) + "\n")
        return
    widths = [max(map(len, map(_cell, column))) for column in zip(columns, *rows, strict=True)]
    if sum(widths) + 2 * len(widths) > results.width:
        indent = max(map(len, columns)) + 2
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                text = Text(_cell(value)).wrap(results, max(20, results.width - indent))
                head = Text(f"{printable(column):<{indent}}", style="bold")
                results.print(head + Text("\n" + " " * indent).join(text))
            results.print()
        return
    headers = [Column(Text(printable(column)), overflow="fold") for column in columns]
    table = Table(*headers, box=None, header_style="bold")
    for row in rows:
        table.add_row(*[Text(_cell(value)) for value in row])
    results.print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return printable(text.removeprefix(ID))


@contextmanager
def opened(settings: Settings, what: str) -> Iterator[KnowledgeGraph]:
    """The knowledge graph of the settings, held for a command.

    Work that an earlier process left undone in the RDF store is finished first; the property
    graph follows when it is asked for (``KnowledgeGraph.sync``).
    """
    with open_graph(settings) as graph:
        graph.record.ownership.note(what)
        graph.sync_rdf()
        yield graph


@contextmanager
def opened_when_free(settings: Settings, what: str) -> Iterator[KnowledgeGraph]:
    """The same, once a command that has the folder for a moment is done; says that it waits.

    Raises:
        HeldError: a server has the folder, or another command for longer.
    """
    deadline = time.monotonic() + _SERVER_PATIENCE_S
    is_told = False
    while True:
        with ExitStack() as stack:
            try:
                graph = stack.enter_context(opened(settings, what))
            except HeldError as held:
                is_server = isinstance(held.owner, Owner) and held.owner.socket is not None
                if is_server or time.monotonic() > deadline:
                    raise
                if not is_told:
                    say(f"{settings.data_dir} is held by {held.owner}; waiting until it is done")
                    is_told = True
                time.sleep(0.1)
                continue
            yield graph
            return


@contextmanager
def reached(settings: Settings, what: str, *, makes: bool = False) -> Iterator[Access]:
    """A way to the graph: opened here, or in the process that has it open and takes work.

    A command that holds the folder for a moment is waited for. Only what ``makes`` a folder goes on
    where there is none, since any other would find it empty, which it is not where its name was
    misspelt.

    Raises:
        RecordError: there is no such folder.
        HeldError: another process holds the folder, takes no work, and does not end.
    """
    if not (makes or settings.data_dir.exists()):
        reason = "is not there; `onrecord ingest PATH` makes it, --data-dir names another"
        raise RecordError(str(settings.data_dir), reason)
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        with ExitStack() as stack:
            try:
                access: Access = OpenAccess(stack.enter_context(opened(settings, what)))
            except HeldError as held:
                owner = held.owner if isinstance(held.owner, Owner) else Owner()
                try:
                    access = stack.enter_context(handed(str(settings.data_dir), owner, __version__))
                except HeldError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.1)
                    continue
            yield access
            return


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on stderr, shown to people only."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=talk,
        transient=True,
        disable=not talk.is_terminal,
    ) as progress:
        yield progress
