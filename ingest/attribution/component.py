"""The pipeline component that sets ``doc._.attributions``: by rule, or by a trained tagger too."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import register
from onrecord.ingest.attribution.draft import read_page
from onrecord.ingest.attribution.rules import attributions, finished, standing_drafts
from onrecord.ingest.attribution.trained.model import Model
from onrecord.ingest.attribution.trained.tagger import Tagger


@Language.factory(
    "onrecord_attribution",
    default_config={"model": None},
    requires=["token.dep", "token.head", "token.tag", "token.lemma"],
    assigns=["doc._.attributions"],
)
def make_attribution(
    nlp: Language, name: str, model: str | None
) -> AttributionRules | AttributionTagger:
    """The component ``onrecord_attribution``; wants a tagger, a parser and a lemmatizer before.

    ``model`` is the folder of trained weights; without it the rules work alone.
    """
    return AttributionRules(name) if model is None else AttributionTagger(Path(model), name)


class AttributionRules:
    """Reads the parse and the quotation marks, and leaves attributions without via and date."""

    def __init__(self, name: str = "onrecord_attribution") -> None:
        self.name = name
        self.version = "rules"
        register()

    def __call__(self, doc: Doc) -> Doc:
        doc._.attributions = attributions(doc)
        return doc


class AttributionTagger:
    """The same by a trained model, with the rules' findings among what it looks at."""

    def __init__(self, model: Path | Model, name: str = "onrecord_attribution") -> None:
        self.name = name
        self.tagger = Tagger(model if isinstance(model, Model) else Model.load(model))
        self.version = self.tagger.model.name
        register()

    def __call__(self, doc: Doc) -> Doc:
        page = read_page(doc)
        doc._.attributions = finished(page, self.tagger.drafts(page, standing_drafts(page)))
        return doc
