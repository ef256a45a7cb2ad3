"""The child process that runs user SPARQL: `python -m onrecord.graph.sparql_worker`.

Oxigraph cannot stop a query; this process can be killed. It reads requests from its standard
input and writes answers to its standard output, each a line of JSON followed, in answers, by
``size`` bytes, or naming the ``file`` that has them where they are many. It ends when its input
does, also in the middle of a query, which happens when its parent is killed too. It can open no
socket, whatever the query says, and stores only read-only.

Imports nothing but pyoxigraph and the standard library: it starts in some 40 ms. It gives way to
whoever else wants the processor, look-ups for one.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import queue
import resource
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from onrecord.graph.sparql_answer import EnoughError, RowLimit, Spool

_MOST_BYTES = 1024**3
_NICENESS = 15  # look-ups come first
MEMORY_BYTES = 2 * 1024**3
READY = b"ready\n"
"""What it says once it can be asked."""

ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
PREFIXES = {
    "onr": "https://w3id.org/onrecord/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Json = dict[str, Any]

# Linux system calls by machine: the audit architecture, socket, io_uring_setup.
_CALLS = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_SECCOMP_RET_ERRNO_EACCES, _SECCOMP_RET_ALLOW = 0x0005000D, 0x7FFF0000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2


def main() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(_NICENESS)
    forbid_sockets()
    requests: queue.SimpleQueue[Json] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            requests.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    answers.write(READY)
    answers.flush()
    store, folder = ox.Store(), ""
    while True:
        request = requests.get()
        header: Json = {}
        spool = Spool(Path(request["spool"]), _MOST_BYTES)
        try:
            if request["folder"] != folder:
                store = ox.Store.read_only(request["folder"])
                folder = request["folder"]
            if "query" in request:
                header = answer(store, request, spool)
            body = spool.close()
        except SyntaxError as error:
            header, body = {"error": "syntax", "message": str(error)}, b""
        except (OSError, RuntimeError, ValueError, MemoryError) as error:
            header = {"error": "failed", "message": str(error) or type(error).__name__}
            body = b""
        if "error" in header:
            spool.drop()
        elif spool.file is not None:
            header["file"] = str(spool.file)
        header["size"] = len(body)
        answers.write(json.dumps(header).encode() + b"\n")
        answers.write(body)
        answers.flush()


def answer(store: ox.Store, request: Json, spool: Spool) -> Json:
    """Write the answer to a query; the header that says what it is."""
    dataset: dict[str, Any] = {"use_default_graph_as_union": request["union"]}
    if request["default_graphs"] is not None:
        dataset["default_graph"] = [ox.NamedNode(iri) for iri in request["default_graphs"]]
        dataset["named_graphs"] = [ox.NamedNode(iri) for iri in request["named_graphs"]]
    found = store.query(
        request["query"], base_iri=request["base_iri"], prefixes=PREFIXES, **dataset
    )
    most = request["max_rows"]
    if isinstance(found, ox.QueryTriples):
        triples = _Limited(found, most)
        ox.serialize(
            triples, _file(spool), format=GRAPHS[request["graph_format"]], prefixes=PREFIXES
        )
        return {"kind": "graph", "truncated": triples.truncated, "triples": triples.count}
    row_format = ROWS[request["row_format"]]
    if isinstance(found, ox.QueryBoolean):
        found.serialize(_file(spool), row_format)
        return {"kind": "boolean", "truncated": False}
    rows = RowLimit(spool, row_format, most)
    with suppress(EnoughError):
        found.serialize(_file(rows), row_format)
        rows.close()
    return {"kind": "rows", "truncated": rows.truncated}


def _file(writer: Spool | RowLimit) -> IO[bytes]:
    """The writer, as pyoxigraph's types have it; it needs ``write`` and ``flush``."""
    return cast(IO[bytes], writer)


class _Limited:
    """The first ``most`` triples; once read it knows their count, and whether there were more."""

    def __init__(self, triples: ox.QueryTriples, most: int) -> None:
        self._triples = triples
        self._most = most
        self.count = 0
        self.truncated = False

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in self._triples:
            if self.count == self._most:
                self.truncated = True
                return
            self.count += 1
            yield triple


def forbid_sockets() -> bool:
    """Let the kernel refuse sockets to this process for good; whether it could (Linux only)."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return False
    architecture, *forbidden = calls
    # Jumps count from the next instruction: all lead to the last one, the refusal with EACCES.
    count = len(forbidden)
    program = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 0, count + 2, architecture),  # refuse another one
        (0x20, 0, 0, 0),  # load the number of the call
        *((0x15, count - i, 0, call) for i, call in enumerate(forbidden)),  # refuse these
        (0x06, 0, 0, _SECCOMP_RET_ALLOW),
        (0x06, 0, 0, _SECCOMP_RET_ERRNO_EACCES),
    ]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    memory = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("HxxxxxxP", len(program), ctypes.addressof(memory))
    pointer = ctypes.create_string_buffer(filter_, len(filter_))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, pointer, 0, 0) == 0)


if __name__ == "__main__":
    main()
