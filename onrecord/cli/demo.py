"""The command that shows all of it at once: demo."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from onrecord.cli import statements
from onrecord.cli.documents import ingested
from onrecord.cli.output import opened, print_table, results, say
from onrecord.cli.serve import can_listen, run
from onrecord.errors import OnRecordError, RecordError
from onrecord.graph.access import OpenAccess
from onrecord.graph.answers import ask_cypher, ask_sparql
from onrecord.graph.catalogue import question
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.who_said import who_said
from onrecord.ingest.readers import Origin
from onrecord.settings import Settings, load_settings

_BACKGROUND_MINUTES = 30
_START_S = 90
_WHAT = "onrecord demo server"
_MARK = "demo"


def demo(
    docs: Annotated[
        Path | None,
        typer.Argument(help="Your own documents; else the sample corpus.", show_default=False),
    ] = None,
    serve: Annotated[
        bool | None,
        typer.Option(
            "--serve/--no-serve",
            help="Serve the page at the end: in the foreground in a terminal, else in the "
            f"background for {_BACKGROUND_MINUTES} minutes.",
            show_default=False,
        ),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            help="An empty folder, or an earlier demo's, which is made anew; else "
            "ONRECORD_DATA_DIR, else ./demo-data.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read the sample corpus (or your documents), ask it in three ways, and serve the page."""
    chosen = data_dir or os.environ.get("ONRECORD_DATA_DIR")
    folder = Path(chosen) if chosen else Path("demo-data")
    settings = load_settings(data_dir=folder)
    _stop_earlier(folder)
    _begin_anew(folder)
    with opened(settings, "onrecord demo") as graph:
        (folder / _MARK).touch()
        if docs is not None:
            report = ingested(OpenAccess(graph), settings, [docs], Origin())
        else:
            with as_file(files("onrecord").joinpath("sample")) as sample:
                report = ingested(OpenAccess(graph), settings, [sample], Origin())
        _ask(graph, settings, text="manufacturing" if docs is None else None)
        say(f"ask on with --data-dir {folder}; read your own with: onrecord ingest PATH")
    if serve is not False:
        _serve(settings, folder)
    if report.failed:
        raise typer.Exit(1)


def _begin_anew(folder: Path) -> None:
    """Empty a folder that an earlier demo made; one of the user's own is left alone."""
    if (folder / _MARK).exists():
        shutil.rmtree(folder)
    elif (folder / "extractions").exists() and any((folder / "extractions").iterdir()):
        raise RecordError(
            str(folder), "holds documents of yours; the demo wants an empty folder (--data-dir)"
        )


def _ask(graph: KnowledgeGraph, settings: Settings, *, text: str | None) -> None:
    """The same question on the command line, in SPARQL and in Cypher; then another."""
    filters = {"text": text} if text else {}
    where = f"--data-dir {settings.data_dir}"
    limit = 4 if text else 6
    _heading(" ".join(filter(None, ("onrecord who-said", text, f"--limit {limit}", where))))
    statements.show_answer(who_said(graph.rdf.store, filters, limit=limit))

    asked = question("who-said")
    limits = {"max_rows": settings.max_rows}
    sparql = ask_sparql(graph.rdf.store, asked, filters, **limits)
    cypher = ask_cypher(
        graph.property_graph, asked, filters, timeout_ms=settings.query_timeout_ms, **limits
    )
    same = {row[0] for row in sparql.rows} == {row[0] for row in cypher.rows}
    engine = graph.property_graph.name
    results.print(
        Text(
            f"the same in SPARQL (Oxigraph): {len(sparql.rows)} statements, "
            f"in Cypher ({engine}): {len(cypher.rows)} statements, "
            f"{'the same ones' if same else 'NOT the same ones'}"
        )
    )
    name = "statements-by-sector"
    _heading(f"onrecord query {name} --language cypher {where}")
    rows = ask_cypher(
        graph.property_graph, question(name), {}, timeout_ms=settings.query_timeout_ms, max_rows=8
    )
    print_table(rows.columns, rows.rows)
    if not same:
        raise OnRecordError("SPARQL and Cypher disagree; please report this")


def _heading(command: str) -> None:
    results.print(Text(f"\n$ {command}", style="bold cyan"))


def _serve(settings: Settings, folder: Path) -> None:
    """Serve the page: in the foreground in a terminal, else from a process of its own."""
    if not can_listen(settings.host, settings.port):
        say(f"port {settings.port} is taken; using a free one (ONRECORD_PORT names another)")
        settings = settings.model_copy(update={"port": 0})
    if sys.stdout.isatty():
        run(settings, _WHAT)
        return
    log_path = folder / "server.log"
    command = [sys.executable, "-m", "onrecord", "serve", "--data-dir", str(folder)]
    command += ["--port", str(settings.port), "--stop-after", str(_BACKGROUND_MINUTES)]
    with log_path.open("wb") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and child.poll() is None:
        if url := _served_at(log_path):
            results.print(Text(f"\nThe page: {url}", style="bold"))
            say(
                f"(process {child.pid} serves it for {_BACKGROUND_MINUTES} minutes; "
                f"end it with: kill {child.pid})"
            )
            return
        time.sleep(0.2)
    last = log_path.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    raise OnRecordError(f"the server did not start: {' '.join(last) or f'see {log_path}'}")


def _served_at(log_path: Path) -> str | None:
    """The address that the server says it answers at, once it does."""
    found = re.search(r"http://\S+/", log_path.read_text(encoding="utf-8", errors="replace"))
    if found is None:
        return None
    with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{found[0]}healthz"):
        return found[0]
    return None


def _stop_earlier(folder: Path) -> None:
    """End the server that an earlier demo left on this folder, if it is still there."""
    owner = folder / "owner"
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(owner.read_text(encoding="utf-8"))
        command = Path(f"/proc/{held['pid']}/cmdline").read_bytes().split(b"\0")
        if b"onrecord" in command and str(folder).encode() in command:
            os.kill(held["pid"], signal.SIGTERM)
            for _ in range(100):
                os.kill(held["pid"], 0)
                time.sleep(0.1)
