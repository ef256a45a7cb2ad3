"""Reads uploaded files into the graph of the server that got them, in a process of its own.

    python -m onrecord.reading_job < JOB

The job comes as JSON on stdin; what becomes of each file goes to stdout, a JSON object a line. So
the server needs no spaCy, and ends a job by ending the process: what was taken in stays, and the
same job begun again passes over it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.cli.output import reached
from onrecord.errors import OnRecordError
from onrecord.graph.access import Access
from onrecord.ingest.readers import Origin, documents
from onrecord.ontology.packs import Packs
from onrecord.pipeline import Reader, ingest, load_reader
from onrecord.settings import Settings, load_settings

_NICENESS = 15  # whoever asks comes first


def run(job: Mapping[str, Any]) -> None:
    """Read the files of a job, one after the other.

    Raises:
        OnRecordError: none can be read: the model is missing, the server is gone.
    """
    settings = load_settings(data_dir=job["data_dir"])
    reader = load_reader(settings, Packs(settings.packs))
    with reached(settings, "onrecord upload") as graph:
        for number, file in enumerate(job["files"]):
            _say(file=number, state="running")
            authors = (job["author"],) if job["author"] else ()
            origin = Origin(job["outlet"], job["published"], authors)
            _say(file=number, **_read(graph, reader, settings, Path(file), origin))


def _read(
    graph: Access, reader: Reader, settings: Settings, file: Path, origin: Origin
) -> dict[str, Any]:
    found = documents([file], max_chars=settings.max_document_chars, origin=origin)
    report = ingest(graph, reader, found)
    # The folder of the upload is nobody's business.
    errors = [str(error).replace(f"{file.parent}/", "") for error in report.failed]
    return {
        "state": "failed" if errors else "done",
        "new": report.new,
        "unchanged": report.unchanged,
        "statements": report.statements,
        "relations": report.relations,
        "error": "; ".join(errors) or None,
    }


def _say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the job on stdin; an error that a user can meet is one line on stderr."""
    os.nice(_NICENESS)
    try:
        run(json.load(sys.stdin))
    except OnRecordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
