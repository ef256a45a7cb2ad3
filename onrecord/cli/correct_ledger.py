"""Commands that show and move the ledger: correct list, conflicts, export, import."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import AsJson, DataDir, count, print_json, print_table, reached, say
from onrecord.errors import OnRecordError
from onrecord.graph.corrections.decisions import summary
from onrecord.graph.corrections.ledger import Entry, read, summaries, undone, written
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import load_settings

SHORT_ENTRY = 8


def list_(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List all decisions, oldest first, and whether they count."""
    with reached(load_settings(data_dir=data_dir), "onrecord correct list") as graph:
        entries = graph.run(_entries)
    gone, what = undone(entries), summaries(entries)
    rows = [entry_row(each, in_force=each.id not in gone, what=what[each.id]) for each in entries]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("id", "in force", "time", "author", "decision", "what", "reason"),
        [
            (str(row["id"])[:SHORT_ENTRY], "yes" if row["in_force"] else "no", row["time"],
             row["author"], row["kind"], row["what"], row["reason"])
            for row in rows
        ],
    )  # fmt: skip


def conflicts(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List decisions that are not applied: what they are about is not to be found in what is read
    now, or another one says otherwise; of two about one claim or name the later counts.
    """
    with reached(load_settings(data_dir=data_dir), "onrecord correct conflicts") as graph:
        found = graph.run(KnowledgeGraph.conflicts)
    if as_json:
        print_json([{**entry_row(c.entry, in_force=True), "conflict": c.reason} for c in found])
        return
    print_table(
        ("id", "decision", "what", "why it is not applied"),
        [
            (c.entry.id[:SHORT_ENTRY], c.entry.decision.kind, summary(c.entry.decision), c.reason)
            for c in found
        ],
    )
    say(count(len(found), "conflict"))


def export(
    file: Annotated[Path, typer.Argument(help="File to write.")], data_dir: DataDir = None
) -> None:
    """Write all decisions to one file."""
    with reached(load_settings(data_dir=data_dir), "onrecord correct export") as graph:
        entries = graph.run(_entries)
    try:
        file.write_bytes(written(entries))
    except OSError as error:
        raise OnRecordError(f"{file}: cannot be written ({error.strerror})") from error
    say(f"{count(len(entries), 'decision')} written to {file}")


def import_(
    file: Annotated[Path, typer.Argument(help="File that `correct export` wrote.")],
    data_dir: DataDir = None,
) -> None:
    """Take in the decisions of another folder; those that are here already are passed over."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OnRecordError(f"{file}: cannot be read ({error.strerror})") from error
    entries = list(read(data if data.endswith(b"\n") or not data else data + b"\n", str(file)))
    with reached(load_settings(data_dir=data_dir), "onrecord correct import") as graph:
        added = graph.run(KnowledgeGraph.absorb, entries)
        graph.run(KnowledgeGraph.sync)
        found = graph.run(KnowledgeGraph.conflicts)
    say(f"{count(len(added), 'decision')} taken in, {len(entries) - len(added)} known")
    if found:
        say(f"{count(len(found), 'conflict')}; see `onrecord correct conflicts`")


def _entries(graph: KnowledgeGraph) -> list[Entry]:
    return list(graph.record.ledger.entries())


def entry_row(entry: Entry, *, in_force: bool, what: str | None = None) -> dict[str, object]:
    """An entry as programs get it."""
    return {
        "id": entry.id,
        "kind": entry.decision.kind,
        "what": what or summary(entry.decision),
        "author": entry.author,
        "time": entry.time.isoformat(),
        "reason": entry.reason,
        "in_force": in_force,
        "decision": asdict(entry.decision),
    }
