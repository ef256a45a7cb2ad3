"""Reading GUM's CoNLL-U, on a text made up for the purpose, and judging chains on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from onrecord.errors import InputError
from onrecord.ingest.coreference.gum import GoldText, gum_texts, half_of
from onrecord.ingest.coreference.judging import judge
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.names import Names

_ROWS = """\
# newpar
# speaker = AnnLee
1	Robert	_	PROPN	NNP	_	4	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1,2-coref
2	Hill	_	PROPN	NNP	_	1	flat	_	Entity=1)
3-4	didn't	_	_	_	_	_	_	_	_
3	did	_	AUX	VBD	_	4	aux	_	_
4	n't	_	PART	RB	_	0	root	_	_
5	see	_	VERB	VB	_	4	dep	_	_
6	his	_	PRON	PRP$	_	7	nmod	_	Entity=(2-person-x-n-c-2-sgl(1-person-x-n-c-1-ana)
7	wife	_	NOUN	NN	_	5	obj	_	Entity=2)|SpaceAfter=No
8	.	_	PUNCT	.	_	4	punct	_	_

# newpar
# speaker = Bo
1	Hill	_	PROPN	NNP	_	2	nsubj	_	Entity=(1-person-giv-nnnnn-cf1-1-coref)
2	left	_	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	_	PUNCT	.	_	2	punct	_	_

"""


@pytest.fixture
def text(tmp_path: Path) -> GoldText:
    (tmp_path / "GUM_x.conllu").write_text(_ROWS, encoding="utf-8")
    return next(gum_texts(tmp_path))


def test_the_text_is_put_together_with_turns_and_contractions(text: GoldText) -> None:
    assert text.document.text == "Ann Lee: Robert Hill didn't see his wife.\n\nBo: Hill left.\n"


def test_mentions_have_their_type_form_head_and_chain(text: GoldText) -> None:
    shown = [
        (text.document.text[m.span.start : m.span.end], m.type, m.form, m.head, m.chain)
        for m in text.mentions
    ]
    assert shown == [
        ("Robert Hill", "person", "named", "Robert", "1"),
        ("his wife", "person", "nominal", "wife", "2"),
        ("his", "person", "pronoun", "his", "1"),
        ("Hill", "person", "named", "Hill", "1"),
    ]


def test_documents_alternate_between_the_halves() -> None:
    assert [half_of(i) for i in range(3)] == ["tune", "measure", "tune"]


def test_what_is_no_conllu_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text("1\tbroken\n\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no CoNLL-U"):
        list(gum_texts(tmp_path))


def test_a_folder_without_conllu_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no \.conllu files"):
        list(gum_texts(tmp_path))


@pytest.mark.parametrize("setting", ["given", "found"])
def test_a_surname_is_put_with_the_full_name(nlp: Language, text: GoldText, setting: str) -> None:
    gazetteer = Gazetteer(nlp)
    doc = Names()(gazetteer(nlp(text.document.text)))
    judged = judge(doc, text, setting)  # type: ignore[arg-type]  # one of the literals
    assert {0, 3} in judged.key
    assert {0, 3} in judged.responses["onrecord"]
    assert {0, 3} not in judged.responses["same words"]
