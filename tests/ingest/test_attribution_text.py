"""Attribution on running text with the real model: the cases of ANCHORS and of the goal."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.chain import ReportingChain
from onrecord.ingest.dates import SayingDates
from onrecord.ingest.extraction import Span


def attributions(nlp: Language, text: str) -> tuple[Attribution, ...]:
    result: tuple[Attribution, ...] = AttributionRules()(nlp(text))._.attributions
    return result


def found(nlp: Language, text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, pieces joined by a bar."""

    def words(spans: tuple[Span, ...]) -> str:
        return "|".join(text[s.start : s.end] for s in spans)

    return [(words(a.source), words(a.cue), words(a.content)) for a in attributions(nlp, text)]


def test_a_quotation_goes_on_in_the_next_paragraph_with_a_cue_of_its_own(nlp: Language) -> None:
    text = (
        'Hugh Hill, a doctor, said: "This is a serious issue.\n\n'
        '"If we wait, it will get worse," he added.'
    )
    assert found(nlp, text) == [
        ("Hugh Hill, a doctor", "said", '"This is a serious issue.'),
        ("he", "added", '"If we wait, it will get worse,"'),
    ]


def test_a_mark_opened_again_on_each_paragraph_makes_one_statement(nlp: Language) -> None:
    text = (
        "“We have worked on this for ten years.\n\n“We will not stop now.\n\n"
        "“Nobody should doubt it,” Minister Anna Berg said."
    )
    assert found(nlp, text) == [
        (
            "Minister Anna Berg",
            "said",
            "“We have worked on this for ten years.|“We will not stop now."
            "|“Nobody should doubt it,”",
        )
    ]


def test_what_somebody_calls_a_thing_demands_nothing(nlp: Language) -> None:
    text = "Warren called the export controls a failure."
    assert [each.cue_class for each in attributions(nlp, text)] == ["assert"]


def test_a_dash_and_a_name_sign_a_quotation(nlp: Language) -> None:
    text = '"We must act together on energy security." – Commissioner Kadri Simson'
    assert found(nlp, text) == [
        ("Commissioner Kadri Simson", "", '"We must act together on energy security."')
    ]


def test_a_colon_names_the_speaker(nlp: Language) -> None:
    text = 'And from Chairwoman Maria Lopez: "The committee will look at the plan in June."'
    assert found(nlp, text) == [
        ("Chairwoman Maria Lopez", "", '"The committee will look at the plan in June."')
    ]


def test_the_speaker_may_stand_in_the_sentence_before(nlp: Language) -> None:
    text = 'Maria Lopez was blunt about the plan. "It will cost us ten years and bring nothing."'
    assert found(nlp, text) == [
        ("Maria Lopez", "", '"It will cost us ten years and bring nothing."')
    ]


def test_who_was_blamed_for_saying_has_said_it(nlp: Language) -> None:
    text = "The minister was upset with Germany for saying that the plan had failed."
    assert found(nlp, text) == [("Germany", "saying", "that the plan had failed")]


def test_who_angered_another_for_saying_has_said_it(nlp: Language) -> None:
    text = "Germany spurred the anger of the minister for saying that the plan had failed."
    assert found(nlp, text) == [("Germany", "saying", "that the plan had failed")]


def test_an_odd_number_of_marks_degrades(nlp: Language) -> None:
    text = "The minister said: \"We will raise the tariffs.\n\nFarmers didn't agree."
    assert found(nlp, text) == [("The minister", "said", '"We will raise the tariffs.')]


def test_a_block_quotation_is_said_by_whom_the_line_before_names(nlp: Language) -> None:
    text = (
        "Columnist Jane Smith wrote on Monday:\n\n"
        "> The tariff is a tax on everybody. It will not bring back a single job.\n\n"
        "The ministry did not reply."
    )
    assert found(nlp, text) == [
        (
            "Columnist Jane Smith",
            "wrote",
            "The tariff is a tax on everybody. It will not bring back a single job.",
        )
    ]


def test_scare_quotes_and_titles_are_no_statements(nlp: Language) -> None:
    text = "The so-called “green deal” was the subject of the film “The Long Winter” in May."
    assert found(nlp, text) == []


def test_a_title_in_marks_does_not_make_a_content_mixed(nlp: Language) -> None:
    text = "Lee said that the “Made in China 2025” plan would be extended."
    assert [a.mode for a in attributions(nlp, text)] == ["indirect"]


def test_words_in_marks_make_a_content_mixed(nlp: Language) -> None:
    text = "Lee said that the plan was “not worth the paper it is written on” for farmers."
    assert [a.mode for a in attributions(nlp, text)] == ["mixed"]


def test_a_nested_attribution_comes_out_beside_the_outer_one(nlp: Language) -> None:
    text = "The report said that the minister had told farmers that the subsidy would end."
    assert found(nlp, text) == [
        ("The report", "said", "that the minister had told farmers that the subsidy would end"),
        ("the minister", "told", "that the subsidy would end"),
    ]


def test_a_quotation_inside_of_a_quotation_is_no_statement_of_its_own(nlp: Language) -> None:
    text = "“He told me, ‘Sell everything,’ and I did,” the trader said."
    assert found(nlp, text) == [
        ("the trader", "said", "“He told me, ‘Sell everything,’ and I did,”")
    ]


def test_a_quotation_on_both_sides_of_its_cue_is_one_statement(nlp: Language) -> None:
    text = '"We will vote in May," she said. "After that we will see."'
    assert found(nlp, text) == [("she", "said", '"We will vote in May,"|"After that we will see."')]


def test_a_postponed_that_clause_is_the_content_of_a_passive_cue(nlp: Language) -> None:
    text = "It was announced on Monday by the ministry that the plan had been dropped."
    assert found(nlp, text) == [("the ministry", "announced", "that the plan had been dropped")]


def test_a_source_may_follow_the_content_behind_a_comma(nlp: Language) -> None:
    text = "The tariffs will be lifted in June, the ministry said."
    assert found(nlp, text) == [("the ministry", "said", "The tariffs will be lifted in June")]


def test_a_cue_may_stand_in_the_middle_of_its_content(nlp: Language) -> None:
    text = "The tariffs, the ministry said, will be lifted in June."
    assert found(nlp, text) == [("the ministry", "said", "The tariffs|will be lifted in June")]


def test_a_list_of_quoted_items_is_one_content(nlp: Language) -> None:
    text = "He demanded “an end to subsidies,” “lower tariffs” and “fair rules.”"
    assert found(nlp, text) == [
        ("He", "demanded", "“an end to subsidies,”|“lower tariffs”|“fair rules.”")
    ]


@pytest.mark.parametrize(
    "quotation",
    [
        "«We will not sign the treaty»,",
        "„We will not sign the treaty,“",
        "“We will not sign the treaty,”",
        "‘We will not sign the treaty,’",
    ],
)
def test_marks_of_every_kind_make_direct_speech(nlp: Language, quotation: str) -> None:
    statements = attributions(nlp, f"{quotation} the president said.")
    assert [a.mode for a in statements] == ["direct"]


def test_lines_that_begin_with_a_name_are_a_transcript(nlp: Language) -> None:
    text = "MODERATOR: Welcome to the hearing.\nMR. SMITH: I oppose the tariff.\n"
    assert found(nlp, text) == [
        ("MODERATOR", "", "Welcome to the hearing."),
        ("MR. SMITH", "", "I oppose the tariff."),
    ]


def test_a_hedge_is_no_speaker(nlp: Language) -> None:
    assert found(nlp, "China reportedly prepares a new plan.") == []


def test_an_appositive_speaker_is_taken_whole(nlp: Language) -> None:
    text = "“The rate will rise,” Lee, chief economist at Yes Bank, told Reuters."
    assert found(nlp, text) == [
        ("Lee, chief economist at Yes Bank", "told", "“The rate will rise,”")
    ]


def test_according_to_takes_the_rest_of_the_sentence(nlp: Language) -> None:
    text = "According to Bloomberg, both plans will be ready in March."
    assert found(nlp, text) == [("Bloomberg", "According to", "both plans will be ready in March")]


def test_in_the_words_of_is_a_cue(nlp: Language) -> None:
    text = "In the words of the minister, the plan is dead."
    assert found(nlp, text) == [("the minister", "In the words of", "the plan is dead")]


def test_a_remark_of_the_writer_is_no_part_of_the_content(nlp: Language) -> None:
    text = "Xi urged officials to “master core technologies” — a reference to the chip industry."
    assert found(nlp, text) == [("Xi", "urged", "officials to “master core technologies”")]


def test_a_colon_before_a_quotation_does_not_take_its_own_cue_away(nlp: Language) -> None:
    text = "Lee noted that both sides have goals: “We need more trade,” he said on Monday."
    assert found(nlp, text) == [
        ("Lee", "noted", "that both sides have goals"),
        ("he", "said", "“We need more trade,”"),
    ]


def test_a_second_cue_behind_an_indirect_question_is_one(nlp: Language) -> None:
    text = "She asked whether the plan was dead and urged him to reply."
    assert [cue for _, cue, _ in found(nlp, text)] == ["asked", "urged"]


def test_a_sentence_of_300_words_is_read(nlp: Language) -> None:
    text = "Lee said that " + "prices rose and costs fell and " * 50 + "nobody knew why."
    source, cue, _ = found(nlp, text)[0]
    assert (source, cue) == ("Lee", "said")


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=200) | st.text(alphabet="\"'“”‘’«»:,.\n> aI said Xu toldby", max_size=200))
def test_no_text_makes_the_components_raise(nlp: Language, text: str) -> None:
    doc = AttributionRules()(nlp(text))
    doc._.published = "2025-05-28"
    for attribution in SayingDates()(ReportingChain()(doc))._.attributions:
        spans = (*attribution.source, *attribution.cue, *attribution.content, *attribution.via)
        assert all(span.end <= len(text) for span in spans)
        assert attribution.content
        assert 0 < attribution.confidence <= 1


def test_time_is_linear_in_the_text(nlp: Language) -> None:
    paragraph = (
        "“The rate will rise,” Lee told Reuters. He said that prices fell, and warned us.\n\n"
    )

    def once(times: int) -> float:
        doc = nlp(paragraph * times)
        started = time.process_time()
        SayingDates()(ReportingChain()(AttributionRules()(doc)))
        return time.process_time() - started

    def seconds(times: int) -> float:
        """The least of three: a busy machine makes one of them take twice as long."""
        return min(once(times) for _ in range(3))

    assert seconds(800) < 20 * (seconds(100) + 0.01)
