"""What an encoder reads and adds: word pieces, signs, windows, scores beside a field's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.errors import ModelError
from onrecord.ingest.attribution.component import AttributionTagger
from onrecord.ingest.attribution.draft import read_page
from onrecord.ingest.attribution.rules import standing_drafts
from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Crf, Floats
from onrecord.ingest.attribution.trained.labels import labels_of
from onrecord.ingest.attribution.trained.model import META, Model
from onrecord.ingest.attribution.trained.pieces import WINDOW, Pieces, SignTable, signs
from onrecord.ingest.attribution.trained.word_pieces import WordPieces, words

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "un",
    "##aff",
    "##able",
    "said",
    '"',
    "'",
    "e",
    "##s",
]
SAID = 'Lee said prices would fall.\n\n"It is over," Kim said.\n'


@pytest.fixture
def word_pieces() -> WordPieces:
    return WordPieces(VOCABULARY)


def columns_of(nlp: Language, text: str) -> Columns:
    page = read_page(nlp(text))
    return Columns(page, standing_drafts(page))


def test_a_word_is_cut_into_the_longest_pieces_from_the_left(word_pieces: WordPieces) -> None:
    assert word_pieces("unaffable") == [4, 5, 6]
    assert word_pieces("Said") == [7]
    assert word_pieces("é") == [10]


def test_a_word_without_pieces_is_unknown_as_a_whole(word_pieces: WordPieces) -> None:
    assert word_pieces("unq") == [1]
    assert word_pieces("x" * 101) == [1]
    assert word_pieces("") == []


def test_words_end_at_punctuation_and_at_each_ideograph() -> None:
    assert words("don't") == ["don", "'", "t"]
    assert words("中国制造2025") == ["中", "国", "制", "造", "2025"]
    assert words("a\u00ad\u200bb\x00c") == ["abc"]


def test_a_vocabulary_without_the_marks_of_an_encoder_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has no \[CLS\]"):
        WordPieces(["[UNK]", "[SEP]", "a"])


def test_a_sign_that_training_hardly_saw_has_no_number() -> None:
    table = SignTable.counted([("a", "x"), ("a", "y"), ("b", "x")], least=2)
    assert table(("a", "x")) == [1, 2]
    assert table(("b", "y")) == [0, 0]
    assert table.size == 3


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            ["said", "unaffable", "\n", "\n\n", ". ", '"', "“", "x" * 300, "中国", " ", "a"]
        ),
        max_size=600,
    )
)
def test_each_word_lies_in_one_window_once_and_windows_fit_the_encoder(
    nlp: Language, parts: list[str]
) -> None:
    doc = nlp.make_doc(" ".join(parts))
    page = read_page(doc)
    columns = Columns(page, [])
    pieces = Pieces(WordPieces(VOCABULARY), SignTable.counted(signs(columns), least=1))
    windows = list(pieces.windows(columns))
    tokens = [i for window in windows for part, _ in window.parts for i in part]
    assert tokens == [token.i for token in doc if not token.is_space]
    for window in windows:
        assert len(window.pieces) == len(window.signs) <= WINDOW
        for part, places in window.parts:
            assert [window.pieces[place] for place in places] == [
                pieces.of(doc[i].text)[0] for i in part
            ]


def test_paragraphs_share_a_window_but_do_not_touch(nlp: Language, word_pieces: WordPieces) -> None:
    columns = columns_of(nlp, SAID)
    (window,) = Pieces(word_pieces, SignTable.counted(signs(columns))).windows(columns)
    assert [len(part) for part, _ in window.parts] == [len(p) for p in columns.paragraphs]
    assert window.pieces.count(3) == 2
    assert window.feed()["signs"].shape == (1, len(window.pieces), 12)


def test_signs_say_what_the_rules_made_of_a_token(nlp: Language) -> None:
    columns = columns_of(nlp, SAID)
    rows = list(signs(columns))
    said = next(i for i, token in enumerate(columns.doc) if token.text == "said")
    assert "r=B-C" in rows[said]
    assert len({len(row) for row in rows}) == 1


def test_pieces_that_are_saved_cut_the_same_way(
    nlp: Language, word_pieces: WordPieces, tmp_path: Path
) -> None:
    columns = columns_of(nlp, SAID)
    pieces = Pieces(word_pieces, SignTable.counted(signs(columns), least=1))
    pieces.save(tmp_path)
    assert list(Pieces.load(tmp_path).windows(columns)) == list(pieces.windows(columns))


class Knowing:
    """An encoder that knows the labels of one text."""

    def __init__(self, labels: list[str], right: list[str]) -> None:
        self.weight = 1.0
        self._scores: Floats = np.zeros((len(right), len(labels)), dtype=np.float32)
        for i, label in enumerate(right):
            self._scores[i, labels.index(label)] = 9.0

    def scores(self, columns: Columns) -> Floats:
        return self._scores * self.weight


def test_an_encoders_scores_count_beside_the_fields_own(nlp: Language) -> None:
    from onrecord.ingest.attribution.trained.labels import Linked

    doc = nlp("Lee zorbed prices would fall.")
    right = labels_of(len(doc), [Linked([(0, 1)], [(1, 2)], [(2, 5)])])
    labels = sorted(set(right) | {"O"})
    silent = Crf(labels, [], np.zeros((0, len(labels))), np.zeros((len(labels),) * 2))
    steps = silent.steps.copy()
    steps[:, :] = -1.0
    steps[:, labels.index("O")] = 1.0
    model = Model(Crf(labels, [], np.zeros((0, len(labels))), steps), "m")
    assert AttributionTagger(model)(doc)._.attributions == ()
    (found,) = AttributionTagger(replace(model, encoder=Knowing(labels, right)))(doc)._.attributions
    assert [doc.text[span.start : span.end] for span in (*found.cue, *found.content)] == [
        "zorbed",
        "prices would fall",
    ]


def test_weights_whose_encoder_is_missing_are_refused_by_name(tmp_path: Path) -> None:
    crf = Crf(["O", "B-C"], ["w=said"], np.zeros((1, 2)), np.zeros((2, 2)))
    Model(crf, "m", encoder=Knowing(["O"], ["O"])).save(tmp_path)
    assert '"encoder": 1.0' in (tmp_path / META).read_text(encoding="utf-8")
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        Model.load(tmp_path)


def test_an_encoder_that_is_no_network_is_refused_by_name(tmp_path: Path) -> None:
    crf = Crf(["O", "B-C"], ["w=said"], np.zeros((1, 2)), np.zeros((2, 2)))
    Model(crf, "m", encoder=Knowing(["O"], ["O"])).save(tmp_path)
    Pieces(WordPieces(VOCABULARY), SignTable([])).save(tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"not a network")
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        Model.load(tmp_path)
