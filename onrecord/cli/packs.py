"""Commands about packs: what is in use, how to write one, whether one can be used."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import AsJson, count, print_json, print_table, say
from onrecord.ontology.pack_csv import COLUMNS, template
from onrecord.ontology.packs import Pack, Packs, load_packs
from onrecord.settings import load_settings

packs = typer.Typer(
    help="The concepts that texts are read with: list them, write your own, check a file.",
    no_args_is_help=True,
)


@packs.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """List the packs in use with what they hold."""
    found = Packs(load_settings().packs).packs
    if as_json:
        print_json([{**_summary(pack), "kinds": _kinds(pack)} for pack in found])
        return
    print_table(
        ("pack", "concepts", "names", "kinds", "file"),
        [(pack.name, len(pack.concepts), _names(pack), _shown(pack), pack.file) for pack in found],
    )


@packs.command("template")
def print_template() -> None:
    """Print a table (CSV) to fill in; its columns are explained on stderr."""
    sys.stdout.write(template())
    for name, meaning in COLUMNS.items():
        say(f"{name}: {meaning}")
    say("several values in a cell are parted by ; – then: onrecord packs check FILE")


@packs.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(help="Your packs, Turtle or CSV.")],
    as_json: AsJson = False,
) -> None:
    """Check whether packs can be used beside the built-in ones; says the line if not."""
    found = load_packs(files)[-len(files) :]
    if as_json:
        print_json([{**_summary(pack), "kinds": _kinds(pack)} for pack in found])
        return
    for pack in found:
        say(f"{pack.file}: {count(len(pack.concepts), 'concept')} ({_shown(pack)}), in order")


def _summary(pack: Pack) -> dict[str, object]:
    return {
        "name": pack.name,
        "file": pack.file,
        "concepts": len(pack.concepts),
        "names": _names(pack),
    }


def _names(pack: Pack) -> int:
    return sum(len(concept.names) for concept in pack.concepts)


def _kinds(pack: Pack) -> dict[str, int]:
    return dict(Counter(concept.type for concept in pack.concepts).most_common())


def _shown(pack: Pack) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in _kinds(pack).items()) or "empty"
