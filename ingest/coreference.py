"""Says who speaks in each attribution."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Speakers:
    """Sets nothing yet."""

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("onrecord_speakers")
def make_speakers(nlp: Language, name: str) -> Speakers:
    """A component that sets nothing yet."""
    return Speakers()
