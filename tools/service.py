"""`onrecord serve` of any environment, as a process on a free port of loopback."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def environment(**settings: object) -> dict[str, str]:
    """The environment of a command: ours without its settings, with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    return kept | {f"ONRECORD_{name.upper()}": str(value) for name, value in settings.items()}


@contextmanager
def serving(command: Path, data_dir: Path, **settings: object) -> Iterator[str]:
    """`onrecord serve` over a data folder until the end of the block; where it answers.

    Raises:
        ChildProcessError: it ended by itself; has what it wrote.
    """
    # A log and not a pipe, which would fill.
    log = data_dir.with_name(data_dir.name + ".log")
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [command, "serve", "--port", "0", "--data-dir", data_dir],
            cwd=data_dir.parent, env=environment(**settings), stderr=written, stdout=written,
        )  # fmt: skip
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.wait(60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where a service says that it answers."""
    while True:
        text = log.read_text(encoding="utf-8")
        if found := re.search(r"serving on (http://[\d.:]+)/", text):
            return found[1]
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise ChildProcessError(text)
