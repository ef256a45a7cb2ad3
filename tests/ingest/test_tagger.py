"""The trained tagger, on models of a few sentences that the tests train themselves."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.errors import ModelError
from onrecord.ingest.annotation import Attribution, NamedEntity
from onrecord.ingest.attribution.component import AttributionRules, AttributionTagger
from onrecord.ingest.attribution.corpus import GoldDocument, GoldStatement
from onrecord.ingest.attribution.draft import Draft, read_page
from onrecord.ingest.attribution.trained.crf import Crf
from onrecord.ingest.attribution.trained.labels import Linked, chunks, labels_of, linked
from onrecord.ingest.attribution.trained.model import META, Model
from onrecord.ingest.attribution.trained.relayed import relayed
from onrecord.ingest.attribution.trained.tagger import settled
from onrecord.ingest.attribution.trained.training import Fit, rising, train
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span

NAMES = ("Lee", "Kim", "Ann", "Bob", "Sue", "Tom")
CONTENTS = ("prices would fall", "wages had risen", "the plan was dead", "no deal was near")
FIT = Fit(c2=0.05, min_count=1, epochs=40)


def example(name: str, content: str) -> GoldDocument:
    """Somebody "zorbed": a cue that no lexicon has."""
    text = f"{name} zorbed {content}. It rained all day."
    at = text.index(content)
    said = GoldStatement(
        (Span(0, len(name)),),
        (Span(len(name) + 1, len(name) + 7),),
        (Span(at, at + len(content)),),
    )
    return GoldDocument(Document(text=text), (said,))


EXAMPLES = [example(name, content) for name in NAMES for content in CONTENTS]


def trained(nlp: Language, *, seed: int = 0) -> Model:
    pairs = [(nlp(each.document.text), each) for each in EXAMPLES]
    return train(pairs, fit=Fit(FIT.c2, FIT.min_count, FIT.epochs, seed))


@pytest.fixture(scope="module")
def model(nlp: Language) -> Model:
    return trained(nlp)


def found(nlp: Language, model: Model, text: str) -> tuple[Attribution, ...]:
    result: tuple[Attribution, ...] = AttributionTagger(model)(nlp(text))._.attributions
    return result


def roles(text: str, attribution: Attribution) -> tuple[str, ...]:
    return tuple(
        "|".join(text[span.start : span.end] for span in role)
        for role in (attribution.source, attribution.cue, attribution.content)
    )


def test_a_cue_outside_of_the_lexicon_is_learned_from_examples(nlp: Language, model: Model) -> None:
    text = "Pat zorbed taxes would rise. It snowed."
    (only,) = found(nlp, model, text)
    assert roles(text, only) == ("Pat", "zorbed", "taxes would rise")
    assert (only.mode, only.attitude, only.cue_class) == ("indirect", "think", "opine")
    assert only.rule == model.name
    assert AttributionRules()(nlp(text))._.attributions == ()


@pytest.mark.parametrize(("share", "kept"), [(0.9, True), (0.2, False)])
def test_what_the_tagger_leaves_alone_is_the_rules_where_they_were_mostly_right(
    nlp: Language, share: float, kept: bool
) -> None:
    text = "According to the bank, growth was slow."
    silent = Crf(["B-C", "O"], ["none"], np.zeros((1, 2), np.float32), np.eye(2) * [-9, 9])
    attributions = found(nlp, Model(silent, "m", (), {"according-to": share}), text)
    said = [(roles(text, each), each.rule, each.confidence) for each in attributions]
    expected = (("the bank", "According to", "growth was slow"), "according-to", share)
    assert said == ([expected] if kept else [])


def test_a_quotation_that_the_tagger_cuts_up_is_the_rules_again() -> None:
    def draft(start: int, end: int, rule: str) -> Draft:
        return Draft(None, (), ((start, end),), "assert", "say", 0.9, rule)

    pieces = [draft(0, 4, "m"), draft(12, 20, "m"), draft(30, 40, "m")]
    whole, same = draft(0, 20, "quote-cue"), draft(30, 38, "quote-cue")
    assert settled(pieces, [whole, same, draft(12, 40, "clause")]) == [pieces[2], whole]


def test_a_quotation_that_is_found_with_its_speaker_inside_is_the_rules_again() -> None:
    relay = Draft((14, 15), ((12, 14),), ((0, 11),), "assert", "say", 0.9, "m")
    quoted = Draft((9, 10), ((10, 11),), ((0, 9),), "assert", "say", 0.9, "quote-cue")
    assert settled([relay], [quoted]) == [quoted]


def test_what_an_outlet_relays_is_said_by_who_said_it_too(nlp: Language) -> None:
    text = "Wang said tariffs would hurt, Reuters reported."
    doc = nlp(text)
    doc._.names = (NamedEntity("Reuters", "MediaOutlet", (Span(30, 37),)),)
    page = read_page(doc)
    outer = Draft((6, 7), ((7, 8),), ((0, 5),), "assert", "say", 0.9, "m")
    ruled = Draft((0, 1), ((1, 2),), ((2, 8),), "assert", "say", 0.8, "clause")
    assert list(relayed(page, [outer], [ruled])) == [replace(ruled, content=((2, 5),))]
    by_wang = replace(outer, source=(0, 1))
    assert list(relayed(page, [by_wang], [ruled])) == []


def test_the_same_text_gives_the_same_attributions(nlp: Language, model: Model) -> None:
    text = "Pat zorbed taxes would rise. “No,” said Lee. Critics think it failed."
    assert found(nlp, model, text) == found(nlp, model, text)


def test_the_same_examples_and_seed_give_the_same_files(nlp: Language, tmp_path: Path) -> None:
    for name in ("a", "b"):
        trained(nlp).save(tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_saved_model_reads_as_before(nlp: Language, model: Model, tmp_path: Path) -> None:
    model.save(tmp_path)
    text = "Pat zorbed taxes would rise. It snowed."
    assert found(nlp, Model.load(tmp_path), text) == found(nlp, model, text)


def test_the_component_takes_the_folder_of_a_model(
    nlp: Language, model: Model, tmp_path: Path
) -> None:
    model.save(tmp_path)
    component = nlp.create_pipe("onrecord_attribution", config={"model": str(tmp_path)})
    assert isinstance(component, AttributionTagger)
    assert component.version == model.name


def test_weights_that_are_not_there_or_of_another_format_are_named(
    model: Model, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Model.load(tmp_path / "none")
    model.save(tmp_path)
    (tmp_path / META).write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(ModelError, match="has format 99, this version reads 1"):
        Model.load(tmp_path)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=200) | st.text(alphabet='Lee said zorbed “”"\n.,:', max_size=200))
def test_no_text_makes_it_raise_and_spans_lie_in_the_text(
    nlp: Language, model: Model, text: str
) -> None:
    for attribution in found(nlp, model, text):
        assert attribution.content
        assert 0.0 <= attribution.confidence <= 1.0
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert span.end <= len(text)


def small_crf() -> Crf:
    random = np.random.default_rng(3)
    states = random.normal(size=(5, 3)).astype(np.float32)
    return Crf(["A", "B", "C"], list("vwxyz"), states, random.normal(size=(3, 3)))


def test_labels_and_marginals_are_those_of_all_sequences_weighed() -> None:
    crf = small_crf()
    sequences = [[[1, 2], [3], [4, 5, 0], [2]], [[5]], [[0], [1, 1]]]
    for sequence, labelled in zip(
        sequences, crf.tag([crf.scores(each) for each in sequences]), strict=True
    ):
        weights: dict[tuple[int, ...], float] = {}
        for path in itertools.product(range(3), repeat=len(sequence)):
            score = sum(float(crf.states[row, y]) for y, rows in zip(path, sequence, strict=True)
                        for row in rows)  # fmt: skip
            score += sum(float(crf.steps[a, b]) for a, b in itertools.pairwise(path))
            weights[path] = float(np.exp(score))
        best = max(weights, key=lambda path: weights[path])
        assert labelled.labels == [crf.labels[y] for y in best]
        total = sum(weights.values())
        for place in range(len(sequence)):
            for y in range(3):
                share = sum(w for path, w in weights.items() if path[place] == y) / total
                assert labelled.marginals[place, y] == pytest.approx(share, abs=1e-4)


def test_no_sequences_give_no_labels() -> None:
    assert small_crf().tag([]) == []


@pytest.mark.parametrize(
    "statement",
    [
        Linked([(0, 1)], [(1, 2)], [(2, 5)]),
        Linked([(6, 7)], [(5, 6)], [(0, 4)]),
        Linked([(3, 4)], [(4, 5)], [(0, 2), (6, 9)]),
        Linked([], [(0, 1)], [(1, 3)]),
    ],
    ids=["before", "after", "inside", "no source"],
)
def test_a_statement_written_as_labels_is_read_back(statement: Linked) -> None:
    assert linked(list(chunks(labels_of(10, [statement])))) == [statement]


def test_two_statements_beside_each_other_stay_two() -> None:
    both = [Linked([(0, 1)], [(1, 2)], [(2, 4)]), Linked([(5, 6)], [(6, 7)], [(7, 9)])]
    assert linked(list(chunks(labels_of(10, both)))) == both


def test_content_without_any_cue_is_a_statement_of_its_own() -> None:
    assert linked(list(chunks(["O", "B-XL", "I-XL", "O"]))) == [Linked([], [], [(1, 3)])]


def test_a_calibration_curve_never_falls() -> None:
    judged = [(i / 100, i % 3 != 0 if i < 50 else i % 5 != 0) for i in range(100)]
    shares = [share for _, share in rising(judged)]
    assert shares == sorted(shares)
    assert rising([]) == ()


def test_confidence_lies_on_the_curve(model: Model) -> None:
    bent = Model(model.crf, "m", ((0.2, 0.4), (0.6, 0.8)))
    assert [round(bent.confidence(x), 2) for x in (0.0, 0.2, 0.4, 0.6, 0.9)] == [
        0.4, 0.4, 0.6, 0.8, 0.8,
    ]  # fmt: skip
