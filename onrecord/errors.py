"""Everything that can go wrong in a way that a user can meet.

    OnRecordError
    ├── InputError              a document cannot be read; names the file and the place
    │   └── UnknownFormatError  no reader knows the file's ending
    ├── SettingError            a setting is wrong; names it
    ├── UnknownTermError        a term that the ontology does not declare
    ├── UnknownQuestionError    a question that the catalogue does not have
    ├── PackError               a pack is broken; names the file and the concept
    ├── ModelError              trained weights are missing, broken or of another version
    ├── SpanMismatchError       a span does not show the text that it claims to show
    ├── RecordError             the data folder cannot be used
    │   ├── HeldError           another process holds it
    │   └── NewerDataError      a newer version of OnRecord wrote it
    ├── LedgerError             the correction ledger is broken, or has no such entry
    ├── CorrectionError         a correction cannot be made: says why
    ├── AccessKeyError          an access key cannot be made, found or read
    ├── QueryError              a query was refused or failed
    │   ├── QuerySyntaxError    … because it does not parse
    │   ├── ReadOnlyError       … because it would write or reach outside
    │   └── QueryTimeoutError   … because it ran too long
    └── StoreError              a graph engine cannot be reached or refused its work

Errors carry values, not only text; ``str(error)`` is one line that a person can act on.
Misuse by a programmer is ValueError or TypeError and is not in this tree.
"""

from __future__ import annotations

from collections.abc import Iterable


class OnRecordError(Exception):
    """Root of all errors that a user can meet."""

    def __reduce__(self) -> tuple[object, ...]:
        # Errors go from one process to another. Exception would call the class with the message.
        return (_error_again, (type(self), self.args, self.__dict__))


def _error_again(
    class_: type[OnRecordError], arguments: tuple[object, ...], values: dict[str, object]
) -> OnRecordError:
    error = class_.__new__(class_, *arguments)
    error.args = arguments
    error.__dict__.update(values)
    return error


class InputError(OnRecordError):
    """A document cannot be read.

    ``place`` is the file, with a line number where there is one.
    """

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}")


class UnknownFormatError(InputError):
    """No reader knows the file's ending."""

    def __init__(self, place: str, ending: str, known: Iterable[str]) -> None:
        self.ending = ending
        super().__init__(
            place,
            f"no reader for {ending or 'a file without ending'}; known: {', '.join(sorted(known))}",
        )


class SettingError(OnRecordError):
    """A setting is wrong."""

    def __init__(self, setting: str, reason: str) -> None:
        self.setting = setting
        super().__init__(f"{setting}: {reason}")


class UnknownTermError(OnRecordError):
    """A term that onrecord.ttl does not declare."""

    def __init__(self, term: str, where: str) -> None:
        self.term = term
        super().__init__(f"{where}: the ontology (onrecord.ttl) does not declare {term}")


class UnknownQuestionError(OnRecordError):
    """A question that the catalogue does not have."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(
            f"no question {name!r} in the catalogue; known: {', '.join(sorted(known))}"
        )


class PackError(OnRecordError):
    """A pack of concepts is broken.

    ``line`` is where, counted from 1, as far as that is known.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        self.file, self.reason, self.line = file, reason, line
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"pack {place}: {reason}")


class ModelError(OnRecordError):
    """Trained weights are missing, broken, or made for another version."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        super().__init__(f"model {place}: {reason}")


class SpanMismatchError(OnRecordError):
    """A span does not show the text that it claims to show."""

    def __init__(self, document: str, start: int, end: int, reason: str) -> None:
        self.document, self.start, self.end = document, start, end
        super().__init__(f"{document}: span {start}-{end} {reason}")


class RecordError(OnRecordError):
    """The data folder cannot be used."""

    def __init__(self, folder: str, reason: str) -> None:
        self.folder = folder
        super().__init__(f"data folder {folder}: {reason}")


class HeldError(RecordError):
    """Another process holds the data folder; ``owner`` says what is known of it."""

    def __init__(self, folder: str, owner: object) -> None:
        self.owner = owner
        super().__init__(folder, f"is held by {owner}; stop it, or name another folder")


class NewerDataError(RecordError):
    """A newer version of OnRecord wrote the data folder."""


class LedgerError(OnRecordError):
    """The correction ledger is broken, or an entry does not fit into it."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        super().__init__(f"ledger {place}: {reason}")


class CorrectionError(OnRecordError):
    """A correction cannot be made: what it names is not there, or it contradicts another."""


class AccessKeyError(OnRecordError):
    """An access key cannot be made, found or read."""


class QueryError(OnRecordError):
    """A query was refused or failed."""


class QuerySyntaxError(QueryError):
    """A query does not parse."""


class ReadOnlyError(QueryError):
    """A query would write, or reach outside of the graph."""


class QueryTimeoutError(QueryError):
    """A query ran longer than it may."""

    def __init__(self, timeout_ms: int) -> None:
        self.timeout_ms = timeout_ms
        super().__init__(
            f"the query ran longer than {timeout_ms} ms and was stopped; narrow it down, "
            "or raise ONRECORD_QUERY_TIMEOUT_MS"
        )


class StoreError(OnRecordError):
    """A graph engine cannot be reached, or refused its work.

    ``retryable`` says whether the same call may succeed later.
    """

    def __init__(self, engine: str, reason: str, *, retryable: bool = False) -> None:
        self.engine = engine
        self.retryable = retryable
        super().__init__(f"{engine}: {reason}")
