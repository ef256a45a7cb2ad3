"""The list of cases, through the whole pipeline, with the rules and each installed trained profile.

The rules must give exactly the statements written down. A trained profile may cut its spans as
its corpus does: it must find each statement with half of its words and of its source.
"""

from __future__ import annotations

import pytest

from onrecord.ingest.attribution.corpus import GoldStatement
from onrecord.ingest.attribution.scoring import judge
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span, Statement
from onrecord.ontology.packs import Packs
from onrecord.pipeline import WEIGHTS, load_reader, weights
from onrecord.settings import load_settings
from tests.ingest.attribution_cases import CASES, MISREAD, Case, Triple

TRAINED = [name for name in WEIGHTS if weights(name) is not None]
Readings = dict[Case, tuple[Statement, ...]]


def readings(profile: str) -> Readings:
    """What a profile reads out of each case; all at once, which is faster."""
    reader = load_reader(load_settings(profile=profile), Packs())
    documents = [Document(text=case.text, path="case") for case in CASES]
    extractions = reader.extractions(documents)
    return {case: each.statements for case, each in zip(CASES, extractions, strict=True)}


@pytest.fixture(scope="module")
def ruled() -> Readings:
    return readings("rules")


@pytest.fixture(scope="module", params=TRAINED)
def trained(request: pytest.FixtureRequest) -> Readings:
    return readings(request.param)


def triple(text: str, statement: Statement) -> Triple:
    def words(spans: tuple[Span, ...]) -> str:
        return "|".join(text[span.start : span.end] for span in spans)

    return words(statement.source), words(statement.cue), words(statement.content)


def gold(text: str, statement: Triple) -> GoldStatement:
    """The statement with offsets: each piece where it stands behind the one before."""

    def spans(role: str) -> tuple[Span, ...]:
        found, at = [], 0
        for piece in role.split("|") if role else ():
            at = text.index(piece, at)
            found.append(Span(at, at + len(piece)))
            at += len(piece)
        return tuple(found)

    return GoldStatement(*(spans(role) for role in statement))


def numbered(case: Case) -> str:
    same = [other for other in CASES if other.name == case.name]
    return f"{case.name}-{same.index(case) + 1}"


@pytest.mark.parametrize("case", CASES, ids=numbered)
def test_the_rules_find_just_the_statements(ruled: Readings, case: Case) -> None:
    found = [triple(case.text, statement) for statement in ruled[case]]
    assert sorted(found) == sorted(case.statements)


@pytest.mark.parametrize("case", CASES, ids=numbered)
def test_a_trained_profile_finds_the_statements(
    trained: Readings, case: Case, request: pytest.FixtureRequest
) -> None:
    profile, place = request.node.callspec.params["trained"], numbered(case)
    if place in MISREAD.get(profile, frozenset()):
        # Not strict: other weights read other cases wrongly.
        request.applymarker(pytest.mark.xfail(reason=f"{profile} misreads this", strict=False))
    wanted = [gold(case.text, statement) for statement in case.statements]
    judged = judge(case.text, wanted, trained[case])
    assert not judged.missed
    assert all(match.same_speaker for match in judged.matches)
