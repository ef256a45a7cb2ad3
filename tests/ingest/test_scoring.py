"""Scoring: the figures of the definitions, on documents made by hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.ingest.attribution.breakdown import (
    Breakdown,
    cue_class_of,
    cue_position,
    source_kind,
)
from onrecord.ingest.attribution.corpus import GoldStatement, gold_documents
from onrecord.ingest.attribution.scoring import Scores, judge
from onrecord.ingest.extraction import Span

SCORER = Path(__file__).resolve().parents[3] / "shared" / "eval" / "score_attribution.py"
Said = tuple[str, str, str]
Judged = tuple[str, list[GoldStatement], list[GoldStatement]]

# Text, what is annotated, what is predicted: source, cue and content, pieces parted by a bar.
DOCUMENTS: list[tuple[str, list[Said], list[Said]]] = [
    (
        "The minister said that prices would fall. He denied it.",
        [("The minister", "said", "that prices would fall"), ("He", "denied", "it")],
        [("minister", "said", "prices would fall"), ("minister", "said", "He denied it")],
    ),
    (
        "“We won,” Lee said. “It is “over” now.” Nobody objects, she added, to the plan.",
        [
            ("Lee", "said", "“We won,”|“It is “over” now.”"),
            ("she", "added", "Nobody objects|to the plan"),
        ],
        [("Lee", "said", "“We won,”"), ("", "added", "Nobody objects|to the plan")],
    ),
    (
        "He spoke of \"a mistake\nof ours\" and said ``no'' to it-all",
        [("", "", '"a mistake\nof ours"'), ("He", "said", "``no'' to it-all")],
        [("He", "spoke", "a mistake"), ("He", "said", "it-all"), ("He", "", "")],
    ),
    ("Nothing is said here.", [], [("Nothing", "said", "here")]),
]


def spans(text: str, role: str) -> tuple[Span, ...]:
    pieces = [piece for piece in role.split("|") if piece]
    return tuple(Span(at := text.index(piece), at + len(piece)) for piece in pieces)


def statements(text: str, said: list[Said]) -> list[GoldStatement]:
    return [GoldStatement(*(spans(text, role) for role in each)) for each in said]


def ours(
    documents: list[tuple[str, list[GoldStatement], list[GoldStatement]]],
) -> dict[str, object]:
    scores = Scores()
    for text, gold, predicted in documents:
        scores.add(judge(text, gold, predicted))
    figures: dict[str, object] = dict(scores.figures)
    del figures["documents"]
    return figures


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer that the project is judged with, where it lies beside the project."""
    if not SCORER.exists():
        pytest.skip("no ../shared/eval here")
    spec = importlib.util.spec_from_file_location("score_attribution", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(scorer: ModuleType, documents: list[Judged]) -> dict[str, object]:
    def row(each: GoldStatement) -> dict[str, list[list[int]]]:
        return {
            role: [[span.start, span.end] for span in getattr(each, role)]
            for role in ("source", "cue", "content")
        }

    result: dict[str, object] = scorer.score(
        (text, [row(g) for g in gold], [row(p) for p in predicted])
        for text, gold, predicted in documents
    )
    return result


MADE = [(text, statements(text, gold), statements(text, said)) for text, gold, said in DOCUMENTS]


def test_the_figures_follow_the_definitions() -> None:
    figures = ours(MADE)
    assert (figures["gold"], figures["predicted"]) == (6, 7)
    assert figures["detect"] == {"p": 42.9, "r": 50.0, "f1": 46.2}
    assert figures["pair_soft"] == {"p": 14.3, "r": 16.7, "f1": 15.4}
    assert figures["pair_exact"] == {"p": 14.3, "r": 16.7, "f1": 15.4}
    assert figures["content_exact"] == {"p": 28.6, "r": 33.3, "f1": 30.8}
    assert [figures[f"n_{mode}"] for mode in ("direct", "mixed", "indirect")] == [0, 3, 3]


def test_the_figures_are_those_of_the_shared_scorer(scorer: ModuleType) -> None:
    assert ours(MADE) == theirs(scorer, MADE)


@st.composite
def judged_texts(
    draw: st.DrawFn,
) -> Judged:
    text = draw(st.text(alphabet="aé1 “”\"'`’-\n.", min_size=1, max_size=60))
    edges = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True).map(sorted)
    roles = st.lists(edges.map(lambda pair: Span(*pair)), max_size=2).map(tuple)
    said = st.lists(st.builds(GoldStatement, roles, roles, roles), max_size=4)
    return text, draw(said), draw(said)


@given(judged_texts())
def test_any_marks_and_spans_score_as_in_the_shared_scorer(
    scorer: ModuleType, document: Judged
) -> None:
    assert ours([document]) == theirs(scorer, [document])


def test_an_empty_corpus_scores_nothing() -> None:
    assert ours([])["detect"] == {"p": 0.0, "r": 0.0, "f1": 0.0}


def test_a_breakdown_counts_recall_over_gold_and_precision_over_found() -> None:
    breakdown = Breakdown()
    for text, gold, predicted in MADE:
        breakdown.add(judge(text, gold, predicted))
    rows = {(row.view, row.value): row for row in breakdown.rows()}
    pronoun = rows["source kind", "pronoun"]
    assert (pronoun.gold, pronoun.recall) == (3, 33.3)
    assert (pronoun.predicted, pronoun.precision) == (2, 50.0)
    for view in ("mode", "cue class", "cue position", "source kind"):
        assert sum(row.gold for (name, _), row in rows.items() if name == view) == 6


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("had said", "assert"),
        ("according to", "assert"),
        ("denied", "deny"),
        ("criticized", "criticise"),
        ("’s promise", "promise"),
        ("planned", "opine"),
        ("begged", "demand"),
        ("", "none"),
        (":", "none"),
        ("danced", "other"),
    ],
)
def test_the_class_of_a_cue_is_read_off_its_words(cue: str, expected: str) -> None:
    assert cue_class_of(cue) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "none"),
        ("She", "pronoun"),
        ("the U.S. president", "named"),
        ("Lee", "named"),
        ("The officials", "role"),
        ("critics", "role"),
    ],
)
def test_the_kind_of_a_source_is_read_off_its_words(source: str, expected: str) -> None:
    assert source_kind(source) == expected


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("said", "that it rains", "before"),
        ("added", "prices will fall", "after"),
        ("added", "prices will fall|soon", "inside"),
        ("", "soon", "none"),
    ],
)
def test_the_position_of_a_cue_is_told_from_its_content(
    cue: str, content: str, expected: str
) -> None:
    text = "Lee said that it rains. Yes, prices will fall, he added, soon."
    assert cue_position(GoldStatement((), spans(text, cue), spans(text, content))) == expected


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("", "is empty"),
        ("[", "is not an annotated document"),
        ('{"id": "a", "text": "b"}', "is not an annotated document"),
        ('{"id": "a", "text": "b", "annotations": []}', "is not an annotated document"),
        ('{"id": "a", "text": "", "annotations": [{"attributions": []}]}', "is empty"),
        (
            '{"text": "b", "annotations": [{"attributions": [{"content": [[0, 9]]}]}]}',
            "a span ends at 9, the text at 1",
        ),
    ],
)
def test_a_broken_corpus_is_named_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(row, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        list(gold_documents(path))


def test_the_first_annotator_is_the_gold_and_a_limit_holds(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    said = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]}
    row = {"id": "r", "text": "Lee said no.", "annotations": [{"attributions": [said]}, {}]}
    path.write_text(f"{json.dumps(row)}\n" * 3, encoding="utf-8")
    found = list(gold_documents(path, limit=2))
    assert [each.document.row for each in found] == ["r", "r"]
    assert found[0].statements == (GoldStatement((Span(0, 3),), (Span(4, 8),), (Span(9, 11),)),)
