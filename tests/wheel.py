"""The wheel as a fresh clone builds it, an environment that has it, and what it serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def sources(folder: Path) -> None:
    """Copy what git would give a fresh clone into a folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    there = b"\0".join(
        name for name in listed.split(b"\0") if name and (ROOT / os.fsdecode(name)).exists()
    )
    archive = subprocess.Popen(
        ["tar", "--null", "--files-from=-", "--create"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    data, _ = archive.communicate(there)
    subprocess.run(["tar", "--extract"], cwd=folder, input=data, check=True)


def build(source: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the wheel of a source tree into a folder."""
    return subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def install(wheel: Path, folder: Path) -> Path:
    """Make an environment that has the wheel and our dependencies only; its `onrecord`."""
    venv.create(folder, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    # Into that environment: told a prefix alone, pip would take our own editable install away.
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet",
         "--no-deps", "--no-index", wheel],
        check=True,
    )  # fmt: skip
    # A path file adds the libraries; the hook of our own editable install is not read from there.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "onrecord"


def environment(**settings: object) -> dict[str, str]:
    """The environment of a command: ours without its settings, with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    return kept | {f"ONRECORD_{name.upper()}": str(value) for name, value in settings.items()}


@contextmanager
def serving(command: Path, data_dir: Path, **settings: object) -> Iterator[str]:
    """`onrecord serve` of that environment over a data folder; where it answers."""
    # A log and not a pipe, which would fill.
    log = data_dir.with_name(data_dir.name + ".log")
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [command, "serve", "--port", "0", "--data-dir", data_dir],
            cwd=data_dir.parent, env=environment(**settings), stderr=errors, stdout=errors,
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
        raise AssertionError(f"it ended: {text}")
