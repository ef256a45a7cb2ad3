"""The child process that runs user SPARQL: `python -m onrecord.graph.sparql_worker`.

Oxigraph cannot stop a query; this process can be killed. It reads requests from its standard
input and writes answers to its standard output, each a line of JSON followed, in answers, by
``size`` bytes. It ends when its input does, also in the middle of a query, which happens when its
parent is killed too. It can open no socket, whatever the query says, and stores only read-only.

Imports nothing but pyoxigraph and the standard library: it starts in some 40 ms.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
import queue
import resource
import struct
import sys
import threading
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

MOST_BYTES = 64 * 1024 * 1024
_MEMORY_BYTES = 2 * 1024**3
_VERSION = ox.NamedNode("https://w3id.org/onrecord/ns#factsVersion")
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
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    forbid_sockets()
    requests: queue.SimpleQueue[Json] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            requests.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    store, folder, version = ox.Store(), "", ""
    while True:
        request = requests.get()
        body = b""
        try:
            if request["folder"] != folder:
                store = ox.Store.read_only(request["folder"])
                folder, version = request["folder"], store_version(store)
            header, body = answer(store, request) if "query" in request else ({}, b"")
        except SyntaxError as error:
            header = {"error": "syntax", "message": str(error)}
        except (OSError, RuntimeError, ValueError, MemoryError) as error:
            header = {"error": "failed", "message": str(error) or type(error).__name__}
        header |= {"size": len(body), "version": version}
        answers.write(json.dumps(header).encode() + b"\n")
        answers.write(body)
        answers.flush()


def store_version(store: ox.Store) -> str:
    """Identifies what the store holds: equal for equal facts."""
    found = sorted(
        f"{quad.subject} {quad.object}" for quad in store.quads_for_pattern(None, _VERSION, None)
    )
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:16]


def answer(store: ox.Store, request: Json) -> tuple[Json, bytes]:
    """Header and body of the answer to a query."""
    dataset: dict[str, Any] = {"use_default_graph_as_union": request["union"]}
    if request["default_graphs"] is not None:
        dataset["default_graph"] = [ox.NamedNode(iri) for iri in request["default_graphs"]]
        dataset["named_graphs"] = [ox.NamedNode(iri) for iri in request["named_graphs"]]
    found = store.query(
        request["query"], base_iri=request["base_iri"], prefixes=PREFIXES, **dataset
    )
    most = request["max_rows"]
    if isinstance(found, ox.QueryTriples):
        graph_format = GRAPHS[request["graph_format"]]
        triples = list(islice(found, most + 1))
        body = ox.serialize(triples[:most], format=graph_format, prefixes=PREFIXES) or b""
        return {"kind": "graph", "truncated": len(triples) > most}, body
    row_format = ROWS[request["row_format"]]
    if isinstance(found, ox.QueryBoolean):
        body = found.serialize(format=row_format) or b""
        return {"kind": "boolean", "truncated": False}, body
    body, truncated = rows_json(found, most)
    if row_format != ox.QueryResultsFormat.JSON:
        parsed = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        body = parsed.serialize(format=row_format) or b""
    return {"kind": "rows", "truncated": truncated}, body


def rows_json(found: ox.QuerySolutions, most: int) -> tuple[bytes, bool]:
    """At most so many rows as SPARQL results JSON, and whether there were more.

    Oxigraph's own writer knows no limit; the other formats are made from this one by it.

    Raises:
        ValueError: the rows are larger than ``MOST_BYTES``.
    """
    names = [variable.value for variable in found.variables]
    parts: list[str] = []
    size = 0
    truncated = False
    for row in found:
        if len(parts) == most:
            truncated = True
            break
        part = json.dumps(dict(_bindings(row, names)), ensure_ascii=False)
        size += len(part)
        if size > MOST_BYTES:
            raise ValueError(
                f"the answer is larger than {MOST_BYTES // 1024**2} MB; ask for less of it"
            )
        parts.append(part)
    head = json.dumps({"vars": names})
    return f'{{"head":{head},"results":{{"bindings":[{",".join(parts)}]}}}}'.encode(), truncated


def _bindings(row: ox.QuerySolution, names: list[str]) -> Iterator[tuple[str, Json]]:
    for name in names:
        term = row[name]
        if term is not None:
            yield name, _term(term)


def _term(term: object) -> Json:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        value = {name: _term(getattr(term, name)) for name in ("subject", "predicate", "object")}
        return {"type": "triple", "value": value}
    if not isinstance(term, ox.Literal):
        raise TypeError(f"no term of RDF: {term!r}")
    found: Json = {"type": "literal", "value": term.value}
    if term.language is not None:
        found["xml:lang"] = term.language
        if term.direction is not None:
            found["its:dir"] = str(term.direction)
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        found["datatype"] = term.datatype.value
    return found


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
