"""Names that are other words too: surnames that the model takes for pronouns."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.ingest.gazetteer import Gazetteer


def people(nlp: Language, text: str) -> list[str]:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(())
    return [ent.text for ent in gazetteer(nlp(text)).ents if ent.label_ == "Person"]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry spokesperson, He Yongqian, said on Thursday that China would act.",
        "China opposes the curbs, ministry spokesperson He Yongqian told reporters.",
        "Spokesperson He Yongqian said talks would go on. He said no more.",
        "He Yongqian, a spokesperson for the ministry, said talks would go on.",
        "“We object,” said He Yongqian, a ministry spokesperson.",
    ],
)
def test_he_before_another_name_is_a_surname(nlp: Language, text: str) -> None:
    assert people(nlp, text) == ["He Yongqian"]


@pytest.mark.parametrize(
    "text",
    [
        "He told China to wait.",
        "An Apple executive left. So Beijing waits. My Ukraine trip ended.",
        "He Says No Talks Were Held\n\nIt rained.",
        "HE LEFT CHINA",
    ],
)
def test_a_pronoun_or_an_article_is_no_name(nlp: Language, text: str) -> None:
    assert people(nlp, text) == []
