"""The record: what cannot be derived, and from which everything else is.

    VERSION                       version of this layout
    owner                         who holds the folder (locked while somebody does), ownership.py
    texts/<xx>/<sha256>           the stored text of a document, UTF-8
    extractions/<xx>/<id>.json    what the latest pipeline read out of it, and its metadata
    ledgers/first-ingest.jsonl    when each document was first taken in; append-only
    ledgers/corrections.jsonl     what analysts decided; append-only, hash-chained
    derived/                      the manifest and the stores; may be wiped at any time
    derived/VERSION               version of what is below it
    derived/current               which of the numbered folders beside it is in use; a rebuild
                                  makes the next one, and what it leaves when killed is swept
    derived/backup-*/             what a backup that was killed left; swept
    derived.gone/                 what is left of a derived/ that is being wiped

Files are written beside their place and renamed, so that a process killed at any moment leaves
whole files only. The first two hexadecimal digits spread the files over folders.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from onrecord.errors import NewerDataError, RecordError
from onrecord.graph.corrections.ledger import Ledger
from onrecord.graph.files import append, replace_file
from onrecord.graph.ownership import Ownership
from onrecord.ingest.document import digest
from onrecord.ingest.extraction import Extraction

LAYOUT_VERSION = 1
# Raised by hand when what an older version left below derived/ has to be made again.
DERIVED_VERSION = 3
_EXTRACTION = TypeAdapter(Extraction)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the record.

    ``digest`` identifies all that facts are made of: the extraction and the file names.
    """

    extraction: Extraction
    file_names: tuple[str, ...]
    digest: str


_OURS = {"owner", "keys.json", "texts", "extractions", "ledgers", "derived"}


def as_written(data: bytes) -> bool:
    """Whether the file of an extraction is what ``Record.put`` wrote."""
    try:
        stored: dict[str, Any] = json.loads(data)
        return bool(stored["digest"] == _digest(stored["extraction"], stored["file_names"]))
    except (KeyError, TypeError, ValueError):
        return False


def _digest(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    return digest("entry", json.dumps(fields, sort_keys=True), list(names))


class Record:
    """The record in a data folder, held by this process until it is closed."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, or make it.

        Raises:
            HeldError: another process holds it; says which.
            NewerDataError: a newer version of OnRecord wrote it.
            RecordError: it cannot be written to, or is no data folder.
            LedgerError: its correction ledger is broken.
        """
        self.folder = folder
        self.derived = folder / "derived"
        self._gone = folder / "derived.gone"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._refuse_foreign()
            self.ownership = Ownership(folder)
        except OSError as error:
            raise RecordError(
                str(folder),
                f"cannot be written to ({error.strerror}); "
                "name another with ONRECORD_DATA_DIR or --data-dir",
            ) from error
        try:
            self._check_version()
            for part in ("texts", "extractions", "ledgers", "derived"):
                (folder / part).mkdir(exist_ok=True)
            self._finish_wiping()
            self._check_derived()
            self.sweep_stores()
            for left in self.derived.glob("backup-*"):
                shutil.rmtree(left)
            self._ledger = folder / "ledgers" / "first-ingest.jsonl"
            self._first_ingest = self._read_ledger()
            self.ledger = Ledger(folder / "ledgers" / "corrections.jsonl")
        except OSError as error:
            self.ownership.close()
            raise RecordError(str(folder), f"cannot be written to ({error.strerror})") from error
        except BaseException:
            self.ownership.close()
            raise

    def close(self) -> None:
        """Let go of the folder."""
        self.ownership.close()

    def _refuse_foreign(self) -> None:
        """Leave a folder with somebody's own files as it is."""
        found = {path.name for path in self.folder.iterdir()}
        if "VERSION" not in found and found - _OURS:
            raise RecordError(
                str(self.folder), "is neither empty nor a data folder of OnRecord (no VERSION)"
            )

    def _check_version(self) -> None:
        path = self.folder / "VERSION"
        if not path.exists():
            replace_file(path, f"{LAYOUT_VERSION}\n".encode())
            return
        text = path.read_text(encoding="utf-8").strip()
        if not text.isdigit():
            raise RecordError(str(self.folder), f"its VERSION file is not a number: {text!r:.40}")
        if int(text) > LAYOUT_VERSION:
            raise NewerDataError(
                str(self.folder),
                f"was written by a newer OnRecord (layout {text}, this one knows "
                f"{LAYOUT_VERSION}); upgrade OnRecord",
            )

    def _check_derived(self) -> None:
        """Refuse stores of a newer version; wipe those of an older one, to be made again."""
        path = self.derived / "VERSION"
        text = path.read_text(encoding="utf-8").strip() if path.exists() else "0"
        if text.isdigit() and int(text) > DERIVED_VERSION:
            raise NewerDataError(
                str(self.folder),
                f"its stores were written by a newer OnRecord (version {text}, this one knows "
                f"{DERIVED_VERSION}); upgrade OnRecord, or delete {self.derived} to have them "
                "made again by this one",
            )
        if text != str(DERIVED_VERSION):
            self.wipe_derived()

    # The stores

    @property
    def stores(self) -> Path:
        """The folder of the manifest and the stores that are in use."""
        path = self.derived / "current"
        return self.derived / (path.read_text(encoding="utf-8").strip() if path.exists() else "1")

    def next_stores(self) -> Path:
        """An empty folder for stores that are to take the place of those in use."""
        self.sweep_stores()
        folder = self.derived / str(int(self.stores.name) + 1)
        folder.mkdir()
        return folder

    def adopt_stores(self, folder: Path) -> None:
        """Use these from now on: at once, as seen from the next start."""
        replace_file(self.derived / "current", f"{folder.name}\n".encode())

    def sweep_stores(self) -> None:
        """Delete stores that are not in use: made by a rebuild that was killed, or replaced."""
        current = self.stores
        current.mkdir(exist_ok=True)
        for folder in self.derived.iterdir():
            if folder.name.isdigit() and folder != current:
                shutil.rmtree(folder)

    # What is in it

    def ids(self) -> Iterator[str]:
        """Yield the ids of all documents, sorted."""
        for path in sorted((self.folder / "extractions").glob("??/*.json")):
            yield path.stem

    def __len__(self) -> int:
        return sum(1 for _ in self.ids())

    def __contains__(self, document_id: object) -> bool:
        return isinstance(document_id, str) and self._extraction_path(document_id).exists()

    def get(self, document_id: str) -> Entry:
        """One document with its text.

        Raises:
            KeyError: the record does not have it.
            RecordError: its files are damaged; names them.
        """
        path = self._extraction_path(document_id)
        try:
            stored: dict[str, Any] = json.loads(path.read_bytes())
            fields = stored["extraction"]
            text_path = self._text_path(stored["sha256"])
            fields["document"]["text"] = text_path.read_bytes().decode()
            extraction = _EXTRACTION.validate_python(fields)
            entry = Entry(extraction, tuple(stored["file_names"]), stored["digest"])
        except FileNotFoundError as error:
            if Path(error.filename) == path:
                raise KeyError(document_id) from None
            raise self._damaged(path, f"its text {Path(error.filename).name} is gone") from error
        except (KeyError, TypeError, OSError, ValueError) as error:
            raise self._damaged(path, str(error).splitlines()[0]) from error
        if extraction.document.sha256 != stored["sha256"]:
            raise self._damaged(text_path, "is not the text that it was")
        if extraction.document.id != document_id:
            raise self._damaged(path, f"describes document {extraction.document.id}")
        return entry

    def _damaged(self, path: Path, reason: str) -> RecordError:
        return RecordError(
            str(self.folder),
            f"{path.relative_to(self.folder)} is damaged ({reason}); put it back from a backup, "
            "or delete it to give the document up",
        )

    def files(self, document_id: str) -> tuple[Path, Path]:
        """The files of a document: its text and its extraction.

        Raises:
            KeyError: the record does not have it.
            RecordError: it is damaged.
        """
        sha256 = self.get(document_id).extraction.document.sha256
        return self._text_path(sha256), self._extraction_path(document_id)

    def paths(self) -> Iterator[Path]:
        """Yield all files that make up the record, sorted within each folder."""
        yield self.folder / "VERSION"
        for pattern in ("ledgers/*.jsonl", "extractions/??/*.json", "texts/??/*"):
            yield from sorted(p for p in self.folder.glob(pattern) if p.suffix != ".part")

    def has_text(self, sha256: str) -> bool:
        """Whether any document has this text."""
        return self._text_path(sha256).exists()

    def first_ingested(self, document_id: str) -> datetime | None:
        """When the document was first taken in, in UTC."""
        return self._first_ingest.get(document_id)

    def first_ingests(self) -> Iterator[str]:
        """Yield the ids of all documents that ever came, in the order in which they did."""
        yield from self._first_ingest

    # What changes it

    def put(self, extraction: Extraction, file_names: tuple[str, ...]) -> Entry:
        """Keep an extraction with its text, in place of an older one of the same document."""
        document = extraction.document
        names = tuple(sorted(file_names))
        fields = _EXTRACTION.dump_python(extraction, mode="json")
        # The path says where a file lay on somebody's machine; it is no part of the record.
        del fields["document"]["text"], fields["document"]["path"]
        stored = {
            "sha256": document.sha256,
            "digest": _digest(fields, names),
            "file_names": list(names),
            "extraction": fields,
        }
        text_path = self._text_path(document.sha256)
        if not text_path.exists():
            replace_file(text_path, document.text.encode())
        replace_file(
            self._extraction_path(document.id), json.dumps(stored, ensure_ascii=False).encode()
        )
        self.remember(document.id)
        return Entry(extraction, names, stored["digest"])

    def remember(self, document_id: str) -> None:
        """Write down that the document is known from now on, unless it has been."""
        if document_id in self._first_ingest:
            return
        now = datetime.now(UTC).replace(microsecond=0)
        row = {"document": document_id, "known": now.isoformat()}
        append(self._ledger, json.dumps(row).encode() + b"\n")
        self._first_ingest[document_id] = now

    def delete(self, document_id: str) -> None:
        """Forget a document; its text stays while another document shares it.

        The first-ingest ledger keeps its row: what was known when does not change.
        """
        path = self._extraction_path(document_id)
        sha256 = _text_of(path)
        path.unlink(missing_ok=True)
        if sha256 is not None and not any(
            _text_of(other) == sha256 for other in (self.folder / "extractions").glob("??/*.json")
        ):
            self._text_path(sha256).unlink(missing_ok=True)

    def wipe_derived(self) -> None:
        """Delete everything that can be made again: at once, as seen from the next start."""
        self._finish_wiping()
        self.derived.rename(self._gone)
        self.derived.mkdir()
        replace_file(self.derived / "VERSION", f"{DERIVED_VERSION}\n".encode())
        self._finish_wiping()
        self.sweep_stores()

    def _finish_wiping(self) -> None:
        if self._gone.exists():
            shutil.rmtree(self._gone)

    def _read_ledger(self) -> dict[str, datetime]:
        """First-ingest times; a last row cut short by a kill was never acknowledged and goes."""
        if not self._ledger.exists():
            return {}
        data = self._ledger.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            replace_file(self._ledger, whole)
        known: dict[str, datetime] = {}
        for number, line in enumerate(whole.splitlines(), start=1):
            try:
                row = json.loads(line)
                known.setdefault(row["document"], datetime.fromisoformat(row["known"]))
            except (ValueError, KeyError, TypeError) as error:
                raise RecordError(
                    str(self.folder), f"{self._ledger.name}:{number} is damaged ({error})"
                ) from error
        return known

    def _text_path(self, sha256: str) -> Path:
        return self.folder / "texts" / sha256[:2] / sha256

    def _extraction_path(self, document_id: str) -> Path:
        return self.folder / "extractions" / document_id[:2] / f"{document_id}.json"


def _text_of(path: Path) -> str | None:
    """The text that an extraction was made of; None where its file is gone or damaged."""
    try:
        return str(json.loads(path.read_bytes())["sha256"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
