"""Commands that compare: diff, verify."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import pyoxigraph as ox
import typer

from onrecord.cli.output import (
    AsJson,
    DataDir,
    count,
    print_json,
    print_table,
    reached,
    say,
    say_left_out,
)
from onrecord.errors import InputError, OnRecordError
from onrecord.graph.as_of import Clock
from onrecord.graph.comparison import first_difference
from onrecord.graph.difference import differences
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import Settings, load_settings

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_NOW, _LAST_DAY = "now", "9999-12-31"
_STATE = "A day (YYYY-MM-DD, YYYY-MM or YYYY), now, a data folder, or a file of `export`."


def diff(
    earlier: Annotated[str, typer.Argument(help=_STATE, metavar="EARLIER")],
    later: Annotated[str, typer.Argument(help=_STATE, metavar="LATER")] = _NOW,
    known: Annotated[
        bool,
        typer.Option("--known", help="Go by what was known here, not by what was published."),
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what came, went and changed, and why: which document, version of the pipeline, rule,
    pack or decision.

    Between two days, or a day and now (what has no date is in neither):

        onrecord diff 2025-05-20 2025-05-29

    Between two builds, say before and after an upgrade:

        onrecord export -o before.nq

        onrecord ingest PATH

        onrecord diff before.nq
    """
    settings = load_settings(data_dir=data_dir)
    states, left_out = [], 0
    by_publication = not known and any(map(_DAY.fullmatch, (earlier, later)))
    for name in (earlier, later):
        facts, undated = _state(name, settings, known=known, by_publication=by_publication)
        states.append(facts)
        left_out = max(left_out, undated)
    found = differences(*states)
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        print_table(
            ("thing", "how", "what", "why"), [(d.thing, d.how, d.what, d.why) for d in found]
        )
        say(count(len(found), "difference"))
    say_left_out(left_out)


def _state(
    name: str, settings: Settings, *, known: bool, by_publication: bool
) -> tuple[ox.Store, int]:
    """The facts that are meant, and how many documents have no date to go by.

    Beside a day of publication, now is all that has one: what is undated did not come since.
    """
    path, undated, held = Path(name), 0, ox.Store()
    if name == _NOW or _DAY.fullmatch(name):
        if name == _NOW:
            clock = Clock(_LAST_DAY) if by_publication else Clock()
        else:
            clock = Clock(None, name) if known else Clock(name)
        with reached(settings, "onrecord diff") as graph:
            data, undated = graph.run(_facts, clock)
    elif path.is_dir():
        if not (path / "VERSION").exists():
            raise InputError(name, "is no data folder of OnRecord (no VERSION)")
        other = settings.model_copy(update={"data_dir": path})
        with reached(other, "onrecord diff") as graph:
            data, _ = graph.run(_facts, Clock())
    else:
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = f"is neither a day nor now, and cannot be read ({error.strerror})"
            raise InputError(name, reason) from error
    try:
        held.bulk_load(data, ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        reason = f"is no file of `onrecord export` ({error!s:.120})"
        raise InputError(name, reason) from error
    return held, undated


def _facts(graph: KnowledgeGraph, clock: Clock) -> tuple[bytes, int]:
    """All facts as N-Quads, and how many documents have no date to go by."""
    with graph.as_of(clock) as state:
        facts = state.rdf.store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return facts, graph.past.undated() if clock.published_by else 0


def verify(data_dir: DataDir = None) -> None:
    """Compare both stores: every node, relationship and property; name the first difference."""
    with reached(load_settings(data_dir=data_dir), "onrecord verify") as graph:
        nodes, relationships, difference = graph.run(_verified)
    if difference is not None:
        raise OnRecordError(
            f"{difference}; `onrecord rebuild` makes both stores again from the record"
        )
    say(
        f"both stores hold the same: {count(nodes, 'node')}, "
        f"{count(relationships, 'relationship')}, all properties"
    )


def _verified(graph: KnowledgeGraph) -> tuple[int, int, str | None]:
    graph.sync()
    held = graph.property_graph.content()
    difference = first_difference(graph.projected(), held)
    return len(held.nodes), len(held.relationships), difference
