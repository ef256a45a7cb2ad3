"""The command that measures precision on the user's own graph: audit."""

from __future__ import annotations

import csv
import getpass
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.output import (
    AsJson,
    DataDir,
    count,
    print_json,
    print_table,
    printable,
    reached,
    results,
    say,
    talk,
)
from onrecord.errors import CorrectionError, InputError, OnRecordError
from onrecord.graph.access import Access
from onrecord.graph.audit import By, Precision, Sampled, precisions, sample
from onrecord.graph.corrections.proposals import Proposal, decision_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.spreadsheets import harmless
from onrecord.settings import load_settings

Verdict = Literal["right", "wrong", "skipped"]
_COLUMNS = ("id", "group", "what", "sentence", "document", "verdict")
_ANSWERS: dict[str, Verdict] = {
    "y": "right", "yes": "right", "right": "right", "1": "right",
    "n": "wrong", "no": "wrong", "wrong": "wrong", "0": "wrong",
    "": "skipped", "s": "skipped", "?": "skipped", "skipped": "skipped",
}  # fmt: skip


def audit(
    by: Annotated[
        str, typer.Option(help="What to break precision down by: relation, rule or outlet.")
    ] = "relation",
    only: Annotated[
        str | None,
        typer.Option(help="Draw from one of these groups only.", show_default=False),
    ] = None,
    size: Annotated[int, typer.Option(min=1, help="How many claims to judge.")] = 50,
    seed: Annotated[int, typer.Option(help="Another seed draws other claims.")] = 0,
    sheet: Annotated[
        Path | None,
        typer.Option(
            help="Write the sample to a CSV file, to be judged there.", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a sheet that is there.")
    ] = False,
    verdicts: Annotated[
        Path | None,
        typer.Option(
            help="Read the verdicts (y or n) from such a file instead.", show_default=False
        ),
    ] = None,
    reject: Annotated[
        bool, typer.Option("--reject", help="Reject in the ledger what is judged wrong.")
    ] = False,
    author: Annotated[
        str | None,
        typer.Option(help="Who judges; else your user name.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Judge a random sample of claims by their sentences; prints precision with its interval."""
    groups: dict[str, By] = {each: each for each in get_args(By)}
    if by not in groups:
        raise typer.BadParameter(f"--by must be one of {', '.join(groups)}")
    if sheet is not None and sheet.exists() and not force:
        raise OnRecordError(
            f"{sheet} is there, and may hold verdicts; name another, or use --force"
        )
    with reached(load_settings(data_dir=data_dir), "onrecord audit") as graph:
        if verdicts is not None:
            judged = list(_read(verdicts))
        else:
            drawn = graph.run(_drawn, groups[by], only, size, seed)
            if sheet is not None:
                _write(sheet, drawn)
                say(f"{count(len(drawn), 'claim')} written to {sheet}; fill in the last column, "
                    f"y or n, then: onrecord audit --verdicts {sheet}")  # fmt: skip
                return
            judged = list(_asked(drawn, talk if as_json else results))
        found = precisions((c.group, v == "right") for c, v in judged if v != "skipped")
        if reject:
            wrong = [claim.id for claim, verdict in judged if verdict == "wrong"]
            _reject(graph, wrong, author or getpass.getuser())
    _show(found, as_json=as_json)


def _drawn(graph: KnowledgeGraph, by: By, only: str | None, size: int, seed: int) -> list[Sampled]:
    return sample(graph.rdf.store, by=by, only=only, size=size, seed=seed)


def _asked(drawn: list[Sampled], screen: Console) -> Iterator[tuple[Sampled, Verdict]]:
    """Ask about each in the terminal, until there are no more or no more answers."""
    for number, claim in enumerate(drawn, start=1):
        screen.print(Text(f"\n{number} of {len(drawn)} · {printable(claim.document)}", style="dim"))
        screen.print(Text(printable(claim.what), style="bold"))
        screen.print(Text(printable(claim.sentence), style="italic"))
        while True:
            say("Does the sentence say so? y, n, s (skip), q (stop)")
            answer = sys.stdin.readline()
            word = answer.strip().casefold()
            if not answer or word == "q":
                return
            if word in _ANSWERS:
                yield claim, _ANSWERS[word]
                break


def _write(path: Path, drawn: Iterable[Sampled]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            for each in drawn:
                row = (each.id, each.group, each.what, each.sentence, each.document, "")
                writer.writerow([harmless(value) for value in row])
    except OSError as error:
        raise OnRecordError(f"{path}: cannot be written ({error.strerror})") from error


def _read(path: Path) -> Iterator[tuple[Sampled, Verdict]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(str(path), f"cannot be read ({error})") from error
    for number, row in enumerate(rows, start=2):
        if not {"id", "group", "verdict"} <= row.keys():
            raise InputError(str(path), f"needs the columns {', '.join(_COLUMNS)}")
        word = (row["verdict"] or "").strip().casefold()
        if word not in _ANSWERS:
            raise InputError(f"{path}:{number}", f"the verdict must be y or n, got {word!r:.40}")
        what, sentence, document = (
            row.get(name) or "" for name in ("what", "sentence", "document")
        )
        yield Sampled(row["id"], row["group"], what, sentence, document), _ANSWERS[word]


def _reject(graph: Access, wrong: Iterable[str], author: str) -> None:
    rejected = 0
    for id_ in wrong:
        try:
            graph.run(_rejected, id_, author)
            rejected += 1
        except CorrectionError as error:
            say(f"not rejected: {error}")
    graph.run(KnowledgeGraph.sync)
    say(f"{count(rejected, 'claim')} rejected")


def _rejected(graph: KnowledgeGraph, id_: str, author: str) -> None:
    decision = decision_of(graph, Proposal("reject", claim=id_))
    graph.correct(decision, author=author, reason="judged wrong in an audit")
    graph.sync_rdf()


def _show(found: list[Precision], *, as_json: bool) -> None:
    rows = [(each, *each.interval) for each in found]
    if as_json:
        print_json(
            [
                {"group": e.group, "right": e.right, "judged": e.judged,
                 "precision": round(e.share, 4), "low": round(low, 4), "high": round(high, 4)}
                for e, low, high in rows
            ]
        )  # fmt: skip
        return
    print_table(
        ("group", "judged", "right", "precision", "95 % interval"),
        [
            (e.group, e.judged, e.right, f"{e.share:.0%}", f"{low:.0%} to {high:.0%}")
            for e, low, high in rows
        ],
    )
    if not found:
        say("nothing was judged")
