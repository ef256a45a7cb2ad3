"""Bad input gets one clear line that names the file and the place, and loses nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, UnknownFormatError
from onrecord.ingest.document import Document
from onrecord.ingest.readers import Origin, documents
from onrecord.ingest.readers.jsonl import read_jsonl

MAX_CHARS = 10_000


def read(*paths: Path, origin: Origin | None = None) -> list[Document | InputError]:
    return list(documents(paths, max_chars=MAX_CHARS, origin=origin))


def document(path: Path) -> Document:
    (found,) = read(path)
    assert isinstance(found, Document), found
    return found


def error(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, InputError), found
    return str(found)


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_text_of_a_plain_file_is_the_decoded_file_unchanged(tmp_path: Path) -> None:
    text = "\ufeffOne.\r\n\r\nTwo “quoted” 😀.\n"
    found = document(written(tmp_path / "a.txt", text))
    assert found.text == text
    assert found.analysed_text == text.replace("\ufeff", " ")


def test_a_plain_text_that_states_its_date_and_headline_has_both(tmp_path: Path) -> None:
    text = "May 28, 2025 | Policy Brief\n\nChina Prepares a New Plan\n\nIt is big.\n"
    found = document(written(tmp_path / "a.txt", text))
    assert (found.published, found.title) == ("2025-05-28", "China Prepares a New Plan")


def test_a_first_sentence_is_no_headline(tmp_path: Path) -> None:
    found = document(written(tmp_path / "a.txt", "China is preparing a plan.\nIt is big.\n"))
    assert (found.published, found.title) == (None, None)


def test_front_matter_is_metadata_and_is_not_analysed(tmp_path: Path) -> None:
    text = "---\ntitle: A plan\npublished: 2025-05-13\noutlet: X\nauthors: [A, B]\n---\nBody.\n"
    found = document(written(tmp_path / "a.md", text))
    assert (found.title, found.published, found.outlet) == ("A plan", "2025-05-13", "X")
    assert found.authors == ("A", "B")
    assert found.text == text
    assert found.analysed_text.strip() == "Body."


def test_a_heading_is_the_title_of_a_markdown_text_without_front_matter(tmp_path: Path) -> None:
    assert document(written(tmp_path / "a.md", "# A plan\n\nBody.\n")).title == "A plan"


def test_front_matter_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", "---\ntitle: [a\n---\nBody.\n")
    assert error(path).startswith(f"{path}:1: its front matter is not YAML")


def test_front_matter_cannot_make_python_objects(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", "---\ntitle: !!python/object/apply:os.getcwd []\n---\nB.\n")
    assert "not YAML" in error(path)


def test_a_date_that_is_none_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", "---\npublished: last week\n---\nBody.\n")
    assert "published must be YYYY, YYYY-MM or YYYY-MM-DD, got 'last week'" in error(path)


def test_rows_of_a_jsonl_file_are_documents_with_their_own_ids(tmp_path: Path) -> None:
    rows = [
        {"id": "r1", "text": "One.", "publisher": "X", "author": "A", "published": "2016-09-12"},
        {"id": 2, "text": "Two.", "wire": "None", "author": "None"},
    ]
    path = written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    first, second = read(path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.row, first.outlet, first.authors) == ("r1", "X", ("A",))
    assert first.published == "2016-09-12"
    assert (second.row, second.authors) == ("2", ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": 1}', "has no text"),
        (b'{"text": "  "}', "has no text"),
        (b'{"text": 3}', "has no text"),
        (b"[1]", "not a JSON object"),
        (b'{"text": "a"', "not JSON"),
        (b'\xff{"text": "a"}', "not UTF-8 JSON"),
        (b'{"text": "\\ud800"}', "lone surrogate"),
        (b"[" * 100_000, "not UTF-8 JSON (RecursionError)"),
        (b'{"text": "a", "published": "2025-02-31"}', "published must be"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_loses_no_other(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    path = written(tmp_path / "a.jsonl", b'{"text": "One."}\n' + line + b'\n{"text": "Three."}\n')
    first, bad, third = read(path)
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert str(bad).startswith(f"{path}:2: ")
    assert reason in str(bad)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n", "is empty"),
        ("bom.txt", b"\xef\xbb\xbf\n", "is empty"),
        ("empty.jsonl", b"\n", "is empty"),
        ("empty.md", b"---\ntitle: a\n---\n", "is empty"),
        ("binary.txt", b"\x7fELF\x00\x01", "is not text (it has NUL bytes)"),
        ("latin.txt", "Ein\nschöner Tag".encode("latin-1"), "latin.txt:2: is not UTF-8 (byte 7)"),
        ("long.txt", b"word " * 10_000, "more than one document may have"),
    ],
)
def test_a_bad_file_is_named_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    assert reason in error(written(tmp_path / name, data))


def test_a_text_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert "52,428,800 bytes is more than one document may have" in error(path)


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    assert error(tmp_path / "nothing.txt") == f"{tmp_path}/nothing.txt: no such file or folder"


def test_a_file_of_unknown_format_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path / "a.docx", b"x"))
    assert isinstance(found, UnknownFormatError)
    assert "known: .jsonl, .markdown, .md, .ndjson, .txt" in str(found)


def test_a_folder_is_read_in_the_order_of_names_without_hidden_and_foreign_files(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "c.png"):
        written(tmp_path / name, "Text.\n")
    names = [d.name for d in read(tmp_path) if isinstance(d, Document)]
    assert names == ["a.md", "b.txt"]


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    assert "holds no document to read" in error(tmp_path)


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "Text.\n")
    assert len(read(path, tmp_path, path)) == 1


def test_a_bad_file_loses_no_other(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", b"\x00")
    written(tmp_path / "b.txt", "Text.\n")
    bad, good = read(tmp_path)
    assert isinstance(bad, InputError)
    assert isinstance(good, Document)


def test_what_the_caller_knows_fills_what_a_document_does_not_say(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.txt", "Text.\n")
    said = written(tmp_path / "b.md", "---\noutlet: Y\n---\nText.\n")
    found = read(plain, said, origin=Origin(outlet="X", published="2025-05-28"))
    assert [(d.outlet, d.published) for d in found if isinstance(d, Document)] == [
        ("X", "2025-05-28"),
        ("Y", "2025-05-28"),
    ]


def test_two_copies_in_two_outlets_are_two_documents_and_two_paths_are_one() -> None:
    here = Document(text="Text.", path="a/x.txt", outlet="X")
    assert here.id == Document(text="Text.", path="b/y.txt", outlet="X").id
    assert here.id != Document(text="Text.", path="a/x.txt", outlet="Y").id


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_a_reader_raise(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.txt", "a.md", "a.jsonl"):
        for found in read(written(folder / name, data)):
            assert isinstance(found, Document | InputError)


def test_a_reader_yields_rows_before_it_has_read_the_whole_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", b'{"text": "One."}\n' * 3)
    rows = read_jsonl(path)
    assert isinstance(next(rows), Document)
