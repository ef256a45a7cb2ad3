"""Commands that keep the record safe: backup, restore."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import DataDir, count, opened, progress_bar, reached, say
from onrecord.errors import OnRecordError
from onrecord.ontology.packs import Packs
from onrecord.settings import load_settings


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, a gzipped tar.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Write the whole record to one file, also while `onrecord serve` runs.

    Texts, what was read out of them, corrections, when each document came, and your own packs
    (ONRECORD_PACKS); the stores follow from these.
    """
    from onrecord.graph.backup import freeze, write

    if file.exists() and not force:
        raise OnRecordError(f"{file}: is there already; name another file, or add --force")
    with reached(load_settings(data_dir=data_dir), "onrecord backup") as graph:
        frozen = graph.run(freeze)
        try:
            size = write(frozen, file)
        finally:
            shutil.rmtree(frozen.folder, ignore_errors=True)
    say(f"{count(frozen.about.documents, 'document')}, {size:,} bytes written to {file}")


def restore(
    file: Annotated[Path, typer.Argument(help="File that `onrecord backup` wrote.")],
    data_dir: DataDir = None,
) -> None:
    """Make a data folder of a backup, build both stores from it, and check that they are the same.

    The folder must be new or empty. A backup that is damaged leaves nothing behind.
    """
    from onrecord.graph import backup as backups

    settings = load_settings(data_dir=data_dir)
    about = backups.restore(file, settings.data_dir)
    packs = backups.restored_packs(settings.data_dir)
    as_backed_up = settings.model_copy(update={"packs": packs})
    with opened(as_backed_up, "onrecord restore") as graph, progress_bar() as bar:
        task = bar.add_task("Writing to the stores", total=None)
        graph.sync(lambda done, all_: bar.update(task, completed=done, total=all_))
        same = graph.fingerprint() == about.fingerprint
        other_rules = graph.rules != about.rules
    say(f"{count(about.documents, 'document')} restored to {settings.data_dir}")
    if same:
        say("the facts are those that were backed up")
    elif other_rules:
        say("the facts differ from those that were backed up: the built-in packs, or the way in "
            "which this version makes facts, are others")  # fmt: skip
    else:
        raise OnRecordError(
            "the facts differ from those that were backed up, though they are made by the same "
            "rules: report this"
        )
    if Packs(settings.packs).version != Packs(packs).version:
        named = json.dumps([str(path.resolve()) for path in packs], ensure_ascii=False)
        say("they are made with the packs of the backup, and ONRECORD_PACKS names others: set it "
            f"to {named}, or the next command makes them with yours")  # fmt: skip
