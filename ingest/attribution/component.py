"""The pipeline component that sets ``doc._.attributions`` by rule."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import register
from onrecord.ingest.attribution.rules import attributions


@Language.factory(
    "onrecord_attribution",
    requires=["token.dep", "token.head", "token.tag", "token.lemma"],
    assigns=["doc._.attributions"],
)
def make_attribution(nlp: Language, name: str) -> AttributionRules:
    """The component ``onrecord_attribution``; wants a tagger, a parser and a lemmatizer before."""
    return AttributionRules(name)


class AttributionRules:
    """Reads the parse and the quotation marks, and leaves attributions without via and date."""

    def __init__(self, name: str = "onrecord_attribution") -> None:
        self.name = name
        register()

    def __call__(self, doc: Doc) -> Doc:
        doc._.attributions = attributions(doc)
        return doc
