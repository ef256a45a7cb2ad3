"""The scorer of speakers and chains: its definitions, on documents of two sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from onrecord.errors import InputError
from onrecord.ingest.attribution.corpus import GoldDocument, GoldStatement
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span
from onrecord.ingest.voice_scoring import VoiceScores, answers, gold_voices

TEXT = "Ann Lee came to town. She told Reuters that it rains. The clerk said that it snows."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


GOLD = GoldDocument(
    Document(TEXT, row="a"),
    (
        GoldStatement((span("She"),), (span("told"),), (span("that it rains"),)),
        GoldStatement((span("The clerk"),), (span("said"),), (span("that it snows"),)),
    ),
)


def rows(tmp_path: Path, *found: dict[str, object]) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    return path


def speaker(words: str, name: str | None, *accept: str, half: str = "tune") -> dict[str, object]:
    at = span(words)
    return {
        "id": "a", "source": [at.start, at.end], "kind": "pronoun", "speaker": name,
        "accept": accept, "half": half,
    }  # fmt: skip


def chain(words: str, via: list[str], also: dict[str, list[str]]) -> dict[str, object]:
    at = span(words)
    return {
        "id": "a", "source": None, "content": [at.start, at.end], "via": via, "also": also,
        "form": "told", "half": "tune",
    }  # fmt: skip


@pytest.fixture(scope="module")
def read(nlp: Language) -> Language:
    """The pipeline that gives speakers, of its own, since it is added to."""
    pipeline = type(nlp)(vocab=nlp.vocab)
    for name in nlp.pipe_names:
        pipeline.add_pipe(name, source=nlp)
    for name in ("gazetteer", "names", "attribution", "chain", "speakers"):
        pipeline.add_pipe(f"onrecord_{name}")
    return pipeline


def scored(read: Language, path: Path) -> dict[str, float | int]:
    scores = VoiceScores()
    for answer in answers(read, [GOLD], gold_voices(path)):
        scores.add(answer)
    return scores.total.figures()


def test_a_name_counts_without_title_case_and_article(read: Language, tmp_path: Path) -> None:
    path = rows(tmp_path, speaker("She", "the Sen. ANN LEE’s"))
    assert scored(read, path)["right"] == 1


def test_nobody_is_right_where_nobody_can_be_known(read: Language, tmp_path: Path) -> None:
    path = rows(tmp_path, speaker("The clerk", None, "a clerk"), speaker("She", None))
    assert scored(read, path)["right"] == 1


def test_links_count_one_by_one_by_any_of_their_names(read: Language, tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        chain("that it rains", ["Thomson", "CNN"], {"Thomson": ["Reuters"]}),
        chain("that it snows", [], {}),
    )
    figures = scored(read, path)
    assert (figures["p"], figures["r"], figures["right"]) == (100.0, 50.0, 1)


def test_one_half_is_read_where_it_is_named(tmp_path: Path) -> None:
    path = rows(tmp_path, speaker("She", "Ann Lee"), speaker("She", "Ann Lee", half="measure"))
    assert [voice.half for voice in gold_voices(path, half="measure")] == ["measure"]


def test_a_row_that_is_no_annotation_is_named_with_its_line(tmp_path: Path) -> None:
    path = rows(tmp_path, speaker("She", "Ann Lee"), {"id": "a"})
    with pytest.raises(InputError, match=r"gold\.jsonl:2"):
        gold_voices(path)


def test_an_annotation_of_no_attribution_is_an_error(read: Language, tmp_path: Path) -> None:
    path = rows(tmp_path, speaker("town", "Ann Lee"))
    with pytest.raises(InputError, match="no attribution"):
        scored(read, path)
