"""No text makes the pipeline raise, and every span it gives lies in its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.ingest.contract import extraction_json
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction, Span
from onrecord.ontology.packs import Packs
from onrecord.pipeline import Reader, load_reader
from onrecord.settings import load_settings

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora in {CORPORA}")

MARKS = "\"'“”‘’«»‹›„‚`「」…—–-:;,.!?()[]> \n\r\t\u2028\u00a0"
WORDS = st.sampled_from(
    ["Lee", "said", "that", "he", "not", "deny", "told", "Reuters", "according", "to", "on", "May",
     "12", "the", "ministry", "China", "tariffs", "imposed", "MR. WU:", "Q:", "A:", "whether"]
)  # fmt: skip
TEXTS = (
    st.text(max_size=150)
    | st.text(
        alphabet=st.sampled_from(MARKS) | st.characters(exclude_categories=["Cs"]), max_size=150
    )
    | st.lists(WORDS | st.sampled_from(MARKS), max_size=40).map(" ".join)
    | st.lists(WORDS | st.sampled_from(MARKS), max_size=40).map("".join)
).filter(str.strip)  # readers refuse blank texts and lone surrogates


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(load_settings(profile="rules"), Packs())


def spans(extraction: Extraction) -> Iterator[Span]:
    for entity in extraction.entities:
        yield from entity.mentions
    for statement in extraction.statements:
        yield from (*statement.source, *statement.cue, *statement.content, statement.sentence)
    for relation in extraction.relations:
        yield from (relation.subject_mention, relation.object_mention, *relation.evidence)


def read(reader: Reader, texts: list[str]) -> int:
    """The number of statements; asserts that all spans lie in their texts."""
    documents = [Document(text=text, path="robust") for text in texts]
    count = 0
    for extraction in reader.extractions(documents):
        assert all(span.end <= len(extraction.document.text) for span in spans(extraction))
        assert all(statement.content for statement in extraction.statements)
        assert all(0 < statement.confidence <= 1 for statement in extraction.statements)
        json.dumps(extraction_json(extraction))
        count += len(extraction.statements)
    return count


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_no_text_makes_the_pipeline_raise(reader: Reader, text: str) -> None:
    read(reader, [text])


@pytest.mark.timeout(7200)
@pytest.mark.stress
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_no_text_of_many_makes_the_pipeline_raise(reader: Reader, text: str) -> None:
    read(reader, [text])


@pytest.mark.parametrize(
    "text",
    [
        '"' * 5_000,
        "“ " * 5_000,
        "\n" * 5_000 + "Lee said so.",
        "x" * 20_000,
        "Lee said that " * 1_000,
        "“" + "Lee said, ‘no,’ and " * 300,
        "NAME: \n" * 500,
        "> > >\n" * 500,
        "\u202eLee said so.\u202c",
    ],
    ids=range(9),
)
def test_hostile_texts_are_read(reader: Reader, text: str) -> None:
    assert read(reader, [text]) >= 0


def rows(*names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        lines = (CORPORA / name).read_text(encoding="utf-8").splitlines()
        found += [json.loads(line)["text"] for line in lines if line.strip()]
    return found


def gum() -> list[str]:
    """The texts of GUM: its sentences joined, a turn a paragraph."""
    texts = []
    for path in sorted((CORPORA / "gum" / "dep").glob("*.conllu")):
        text = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# newpar"):
                text += "\n\n"
            elif line.startswith("# speaker = "):
                text += f"\n\n{line[12:]}: "
            elif line.startswith("# text = "):
                text += line[9:] + " "
        texts.append(text)
    return texts


def crossner() -> list[str]:
    texts = []
    for path in sorted((CORPORA / "crossner").glob("*.txt")):
        sentences = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
        words = ([line.split("\t")[0] for line in each.splitlines()] for each in sentences)
        texts += [" ".join(each) for each in words if each]
    return texts


@needs_corpora
@pytest.mark.timeout(1800)  # a minute, where nothing else runs
def test_every_document_of_the_corpora_is_read(reader: Reader) -> None:
    texts = [*rows("polnear/dev.jsonl", "plover/gsr-dev.jsonl"), *gum(), *crossner()]
    assert read(reader, texts) > 2_000


@needs_corpora
@pytest.mark.timeout(7200)
@pytest.mark.stress
def test_every_document_of_polnear_is_read(reader: Reader) -> None:
    assert read(reader, rows("polnear/train.jsonl")) > 10_000
