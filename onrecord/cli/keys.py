"""Commands about access keys: make, list, revoke."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord.api.keys import SCOPES, Key, Keys
from onrecord.cli.output import AsJson, DataDir, print_json, print_table, say
from onrecord.settings import load_settings

keys = typer.Typer(
    help="Access keys, which everybody needs who asks `onrecord serve` from elsewhere.",
    no_args_is_help=True,
)
_SCOPES_HELP = "; ".join(f"{name}: {what}" for name, what in SCOPES.items())


def _keys(data_dir: DataDir) -> Keys:
    return Keys(load_settings(data_dir=data_dir).data_dir)


@keys.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Whose it is, to know it by later.")],
    scope: Annotated[
        list[str] | None, typer.Option(help=f"What it opens, may be repeated ({_SCOPES_HELP}).")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it, once: only a hash of it is kept. Works while serving."""
    secret = _keys(data_dir).create(name, scope or ["read"])
    say(f"keep it, it is not shown again; it opens: {', '.join(scope or ['read'])}")
    sys.stdout.write(secret + "\n")


@keys.command("list")
def list_keys(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the keys."""
    found = _keys(data_dir).all()
    if as_json:
        print_json([dict(zip(_COLUMNS, _row(key), strict=True)) for key in found])
    else:
        print_table(_COLUMNS, [_row(key) for key in found])


@keys.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(help="Id or name of the key.")], data_dir: DataDir = None
) -> None:
    """End a key, also for a server that runs."""
    ended = _keys(data_dir).revoke(key)
    say(f"the key {ended.name!r} ({ended.id}) opens nothing any more")


_COLUMNS = ("id", "name", "scopes", "created", "revoked")


def _row(key: Key) -> tuple[object, ...]:
    return key.id, key.name, " ".join(key.scopes), key.created, key.revoked
