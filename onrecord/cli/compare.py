"""Commands that compare: diff, verify."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from onrecord.cli.output import AsJson, DataDir, count, print_json, print_table, reached, say
from onrecord.errors import OnRecordError
from onrecord.graph.as_of import Clock
from onrecord.graph.comparison import first_difference
from onrecord.graph.difference import Difference, differences
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import load_settings

Day = Annotated[str, typer.Argument(help="YYYY-MM-DD, YYYY-MM or YYYY.", metavar="DAY")]


def diff(
    earlier: Day,
    later: Day,
    known: Annotated[
        bool,
        typer.Option("--known", help="Go by what was known here, not by what was published."),
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what came, went and changed between two days, and why."""
    clocks = [Clock(None, day) if known else Clock(day) for day in (earlier, later)]
    with reached(load_settings(data_dir=data_dir), "onrecord diff") as graph:
        found, left_out = graph.run(_compared, clocks[0], clocks[1])
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        print_table(
            ("thing", "how", "what", "why"), [(d.thing, d.how, d.what, d.why) for d in found]
        )
        say(count(len(found), "difference"))
    if left_out:
        say(f"{count(left_out, 'document')} left out for want of a date of publication")


def _compared(graph: KnowledgeGraph, earlier: Clock, later: Clock) -> tuple[list[Difference], int]:
    """The differences, and how many documents have no date to go by."""
    left_out = graph.past.undated() if earlier.published_by else 0
    with graph.as_of(earlier) as past:
        before = past.snapshot()
    with graph.as_of(later) as past:
        return differences(before, past.rdf.store), left_out


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
