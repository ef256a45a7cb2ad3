"""`onrecord serve` on a folder, with what its processes use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_EVERY_S = 1.0
_IDLE_CPU_S = 0.05


@dataclass(frozen=True, slots=True)
class Served:
    """A running service: where it answers, SPARQL below which path, and its processes."""

    url: str
    process: psutil.Process
    path: str = "/sparql"

    def cpu_s(self) -> float:
        """CPU seconds of the service, its engine and its workers so far, those that ended too."""
        used = 0.0
        for each in [self.process, *self.process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                used += times.user + times.system
                if each.pid == self.process.pid:
                    used += times.children_user + times.children_system
        return used

    def rest(self) -> None:
        """Wait until it does nothing: tables and packs are read once it answers."""
        used = -1.0
        while (now := self.cpu_s()) - used > _IDLE_CPU_S:
            used = now
            time.sleep(_EVERY_S)

    def rss_mib(self) -> dict[str, float]:
        """Memory of the service, the engine and the workers of SPARQL."""
        found = {"service": self.process.memory_info().rss / 2**20, "engine": 0.0, "workers": 0.0}
        for child in self.process.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                command = " ".join(child.cmdline())
                kind = "engine" if "arcadedb" in command else "workers"
                if kind == "engine" or "sparql_worker" in command:
                    found[kind] += child.memory_info().rss / 2**20
        return found


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Served]:
    """Serve the folder on a free port; the settings are environment variables."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")}
    command = [sys.executable, "-m", "onrecord", "serve", "--port", "0", "--data-dir", str(folder)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**environment, **settings}
    )
    if process.stderr is None:
        raise TypeError("the service was started without a pipe")
    with process.stderr as said:
        # What it says once it answers is passed on.
        passing = threading.Thread(target=sys.stderr.writelines, args=(said,))
        try:
            url = _address(said)
            passing.start()
            yield Served(url, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(60)
            if passing.ident is not None:
                passing.join()


def _address(said: Iterable[str]) -> str:
    """Where it says that it answers."""
    for line in said:
        if found := re.search(r"serving on (http://\S+)/", line):
            return found[1]
    raise SystemExit("the service did not start")


@dataclass(slots=True)
class Memory:
    """What the processes of a service had, second by second, in MiB."""

    seen: list[dict[str, float]] = field(default_factory=list)

    @contextmanager
    def watching(self, service: Served) -> Iterator[None]:
        """Look once a second, and at the beginning and the end."""
        over = threading.Event()

        def watch() -> None:
            while True:
                with suppress(psutil.NoSuchProcess):
                    self.seen.append(service.rss_mib())
                if over.wait(_EVERY_S):
                    return

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.seen.append(service.rss_mib())

    def span(self, kind: str) -> str:
        """At the start, at the end, and at most."""
        values = [each[kind] for each in self.seen]
        return f"{values[0]:.0f} → {values[-1]:.0f} (most {max(values):.0f})"
