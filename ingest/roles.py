"""Reads posts from titles and appositions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Roles:
    """Sets nothing yet."""

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("onrecord_roles")
def make_roles(nlp: Language, name: str) -> Roles:
    """A component that sets nothing yet."""
    return Roles()
