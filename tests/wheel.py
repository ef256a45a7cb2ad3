"""The wheel as a fresh clone builds it, and an environment that has it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
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
