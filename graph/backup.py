"""Backups: the record in one file, from which everything else is made again.

    BACKUP.json                which facts follow from it, and by which rules
    VERSION, ledgers/, extractions/, texts/        as in the data folder
    packs/<n>/<name>           the user's own packs, in their order, which facts are made by too
    SHA256SUMS                 of all of them; last, so that a backup cut short is known by it

A gzipped tar without times, owners or anything else that is not of the record: the same record
gives the same bytes. What is restored is checked before the folder appears: nothing but plain files
of these names gets out of a backup, wherever it may come from.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from onrecord.errors import InputError, NewerDataError, PackError, RecordError
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.record import LAYOUT_VERSION, as_written

_ABOUT, _SUMS, _PACKS = "BACKUP.json", "SHA256SUMS", "packs"
_NAME = re.compile(
    rf"{_ABOUT}|VERSION|ledgers/(corrections|first-ingest)\.jsonl"
    r"|extractions/[0-9a-f]{2}/[0-9a-f]{32}\.json|texts/[0-9a-f]{2}/[0-9a-f]{64}"
    r"|packs/[0-9]{1,3}/(?!\.)[^/\\\x00-\x1f]{1,90}"
)
_CHUNK = 1 << 20
# Of the two files that are read as a whole: a line for each of ten million files.
_MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class About:
    """What follows from a record: its documents, its facts, and the rules that made them."""

    documents: int
    fingerprint: str
    rules: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """The record as it was at a moment, in a folder that changes no more."""

    folder: Path
    about: About


def freeze(graph: KnowledgeGraph) -> Frozen:
    """The record as it is now: links to its files, which are replaced and never written into.

    The user's packs are copied. Whoever asked deletes the folder.

    Raises:
        PackError: a pack cannot be read.
    """
    with graph.unchanged():
        graph.sync_rdf()
        record = graph.record
        folder = Path(tempfile.mkdtemp(prefix="backup-", dir=record.derived))
        for path in record.paths():
            there = folder / path.relative_to(record.folder)
            there.parent.mkdir(parents=True, exist_ok=True)
            if there.suffix == ".jsonl":
                shutil.copyfile(path, there)  # a ledger grows where it is
            else:
                os.link(path, there)
        for number, pack in enumerate(graph.packs.own):
            there = folder / _PACKS / str(number) / pack.name
            there.parent.mkdir(parents=True)
            try:
                shutil.copyfile(pack, there)
            except OSError as error:
                raise PackError(str(pack), f"cannot be read ({error.strerror})") from error
        documents = len(record)
        return Frozen(folder, About(documents, graph.fingerprint(), graph.rules))


def write(frozen: Frozen, file: Path) -> int:
    """Write a backup, whole or not at all; its size in bytes.

    Raises:
        RecordError: a file of the record is damaged, or the backup cannot be written.
    """
    names = {path.relative_to(frozen.folder).as_posix() for path in _files(frozen.folder)}
    beside = file.with_name(file.name + ".part")
    try:
        with beside.open("wb") as raw:
            with (
                gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as zipped,
                tarfile.open(fileobj=zipped, mode="w|", format=tarfile.USTAR_FORMAT) as tar,
            ):
                sums = [_add_bytes(tar, _ABOUT, json.dumps(asdict(frozen.about)).encode())]
                for name in sorted(names):
                    sums.append(_add_file(tar, name, frozen.folder / name))
                    if (reason := _damage(frozen.folder, name, sums[-1].split()[0])) is not None:
                        raise RecordError(
                            str(frozen.folder.parents[1]),
                            f"nothing is backed up: {reason}; put it back from an older backup, "
                            "or delete it to give the document up",
                        )
                _add_bytes(tar, _SUMS, "".join(f"{line}\n" for line in sums).encode())
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(file)
    except RecordError:
        beside.unlink()
        raise
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise RecordError(
            str(frozen.folder.parent), f"backup {file} cannot be written ({error.strerror})"
        ) from error
    return file.stat().st_size


def restore(file: Path, folder: Path) -> About:
    """Make a data folder of a backup: the whole record, checked, or nothing.

    Raises:
        InputError: it is no backup, is damaged, or was cut short; says where.
        NewerDataError: a newer OnRecord wrote it.
        RecordError: the folder is in use, or cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RecordError(str(folder), "is not empty; restore into a new folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as beside:
            made = Path(beside, "data")
            about = _unpack(file, made)
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
    except OSError as error:
        raise RecordError(str(folder), f"cannot be written to ({error.strerror})") from error
    return about


def restored_packs(folder: Path) -> list[Path]:
    """The user's packs that a backup brought into a data folder, in their order."""
    found = (folder / _PACKS).glob("*/*")
    return sorted(found, key=lambda path: int(path.parent.name))


def _unpack(file: Path, folder: Path) -> About:
    sums: dict[str, str] = {}
    about: About | None = None
    told: bytes | None = None
    with _opened(file) as tar:
        for member in _members(tar, file):
            if told is not None:
                raise InputError(str(file), f"goes on behind its end with {member.name!r:.80}")
            content = tar.extractfile(member)
            if content is None:
                raise TypeError(f"{member.name} is a plain file without content")
            if member.name == _SUMS:
                told = _small(content, member, file)
                continue
            if not _NAME.fullmatch(member.name) or member.name in sums:
                raise InputError(str(file), f"has {member.name!r:.80}, which no backup has")
            if member.name == _ABOUT:
                data = _small(content, member, file)
                about, content = _read_about(data, file), io.BytesIO(data)
            sums[member.name] = _keep(content, folder / member.name)
    wanted = "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items()).encode()
    if told is None or about is None:
        raise InputError(str(file), "was cut short: its end is not there")
    if told != wanted:
        raise InputError(str(file), f"is damaged: {_first_wrong(told, wanted)}")
    for name, sha256 in sums.items():
        if (reason := _damage(folder, name, sha256)) is not None:
            raise InputError(str(file), f"was made of a damaged record: {reason}")
    (folder / _ABOUT).unlink()
    _check_version(file, folder)
    return about


def _damage(folder: Path, name: str, sha256: str) -> str | None:
    """What is wrong with a file of a record, by what it says of itself."""
    if name.startswith("texts/") and not name.endswith(sha256):
        return f"{name} is not the text that it was"
    if name.startswith("extractions/") and not as_written((folder / name).read_bytes()):
        return f"{name} is not as it was written"
    return None


def _check_version(file: Path, folder: Path) -> None:
    path = folder / "VERSION"
    text = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if not text.isdigit():
        raise InputError(str(file), "does not say which version wrote it")
    if int(text) > LAYOUT_VERSION:
        raise NewerDataError(str(file), f"was written by a newer OnRecord (layout {text})")


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        raw = file.open("rb")
    except OSError as error:
        raise InputError(str(file), f"cannot be read ({error.strerror})") from error
    try:
        with raw, tarfile.open(fileobj=raw, mode="r|gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error) as error:
        reason = f"is no backup, or is damaged or cut short ({error!s:.80})"
        raise InputError(str(file), reason) from error


def _members(tar: tarfile.TarFile, file: Path) -> Iterator[tarfile.TarInfo]:
    """Yield the members, each before the next is looked at: plain files, and nothing else."""
    while (member := tar.next()) is not None:
        if not member.isreg() or member.issparse():
            raise InputError(str(file), f"{member.name!r:.80} is no plain file")
        yield member
        # Kept for going back, which a stream cannot: a list as long as the record.
        tar.members.clear()  # type: ignore[attr-defined] # not in the stubs


def _small(content: IO[bytes], member: tarfile.TarInfo, file: Path) -> bytes:
    if member.size > _MOST_BYTES:
        raise InputError(str(file), f"{member.name} is too long")
    return content.read()


def _read_about(data: bytes, file: Path) -> About:
    try:
        return About(**json.loads(data))
    except (ValueError, TypeError) as error:
        raise InputError(str(file), f"{_ABOUT} is damaged ({error!s:.80})") from error


def _keep(content: IO[bytes], path: Path) -> str:
    """Write a file, and the SHA-256 of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = hashlib.sha256()
    with path.open("xb") as kept:
        while chunk := content.read(_CHUNK):
            hashed.update(chunk)
            kept.write(chunk)
    return hashed.hexdigest()


def _first_wrong(told: bytes, found: bytes) -> str:
    told_lines, found_lines = told.splitlines(), found.splitlines()
    for line, other in zip(told_lines, found_lines, strict=False):
        if line != other:
            return f"{other.decode().split('  ', 1)[-1]} is not as it was written"
    return f"it has {len(found_lines)} files instead of {len(told_lines)}"


def _add_file(tar: tarfile.TarFile, name: str, path: Path) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        tar.addfile(_member(name, size), _Hashing(file, hashed))
    return f"{hashed.hexdigest()}  {name}"


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> str:
    tar.addfile(_member(name, len(data)), io.BytesIO(data))
    return f"{hashlib.sha256(data).hexdigest()}  {name}"


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    return member


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes], hashed: hashlib._Hash) -> None:
        self._file, self._hashed = file, hashed

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hashed.update(data)
        return data


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
