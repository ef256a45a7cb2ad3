"""The command line. Every command is a thin wrapper; results go to stdout, talk to stderr.

Exit code 0: done; 1: an OnRecordError, told in one line; 2: wrong usage.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli.audit import audit
from onrecord.cli.backups import backup, restore
from onrecord.cli.compare import diff, verify
from onrecord.cli.correct import correct
from onrecord.cli.demo import demo
from onrecord.cli.doctor import doctor, review
from onrecord.cli.documents import extract, ingest, remove
from onrecord.cli.evaluate import evaluate
from onrecord.cli.evaluate_coreference import evaluate_coreference
from onrecord.cli.evaluate_entities import (
    evaluate_coverage,
    evaluate_linking,
    evaluate_names,
)
from onrecord.cli.evaluate_relations import evaluate_relations
from onrecord.cli.evaluate_voices import evaluate_chains, evaluate_speakers
from onrecord.cli.keys import keys
from onrecord.cli.mcp import mcp
from onrecord.cli.output import complain
from onrecord.cli.packs import packs
from onrecord.cli.questions import query
from onrecord.cli.search import search
from onrecord.cli.serve import serve
from onrecord.cli.statements import who_said
from onrecord.cli.train import train
from onrecord.cli.train_confidence import train_confidence
from onrecord.cli.upkeep import export, rebuild, status
from onrecord.errors import OnRecordError

app = typer.Typer(
    name="onrecord",
    help="Who said what about which policy and which sector, with the sentence behind every fact.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo)
app.command("ingest")(ingest)
app.command("remove")(remove)
app.command("extract")(extract)
app.command("who-said")(who_said)
app.command("search")(search)
app.command("query")(query)
app.command("serve")(serve)
app.command("mcp")(mcp)
app.command("export")(export)
app.command("rebuild")(rebuild)
app.command("backup")(backup)
app.command("restore")(restore)
evaluate.command("speakers")(evaluate_speakers)
evaluate.command("chains")(evaluate_chains)
evaluate.command("coreference")(evaluate_coreference)
evaluate.command("relations")(evaluate_relations)
evaluate.command("names")(evaluate_names)
evaluate.command("linking")(evaluate_linking)
evaluate.command("coverage")(evaluate_coverage)
app.add_typer(evaluate, name="evaluate")
train.command("confidence")(train_confidence)
app.add_typer(train, name="train")
app.add_typer(correct, name="correct")
app.add_typer(packs, name="packs")
app.add_typer(keys, name="keys")
app.command("audit")(audit)
app.command("diff")(diff)
app.command("status")(status)
app.command("verify")(verify)
app.command("doctor")(doctor)
app.command("review")(review)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Options before the command."""


def main() -> None:
    """Run a command; an error that a user can meet is one line on stderr and exit code 1."""
    try:
        app()
    except OnRecordError as error:
        complain(error)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has enough of it (`onrecord export | head`).
        sys.stderr.close()
        sys.exit(0)
