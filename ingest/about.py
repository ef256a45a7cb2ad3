"""What each content is about: the policies and sectors that it mentions.

Few and right: only what stands in the content itself. A policy that the sector or measure is a
word of is preferred to it, and a content that names nothing stays without a topic.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions

TOPIC_TYPES = frozenset({"Policy", "Plan", "Measure", "Legislation", "Sector"})


def topics(mentions: Mentions, attribution: Attribution) -> tuple[int, ...]:
    """Places of the entities that the content mentions, in text order."""
    found: dict[int, Span] = {}
    for content in attribution.content:
        for mention, place in mentions.within(content.start, content.end):
            if mentions.names[place].type in TOPIC_TYPES:
                found.setdefault(place, mention)
    return tuple(found)


class About:
    """Sets ``doc._.topics``."""

    def __call__(self, doc: Doc) -> Doc:
        mentions = Mentions(doc)
        doc._.topics = tuple(topics(mentions, a) for a in doc._.attributions)
        return doc


@Language.factory("onrecord_about")
def make_about(nlp: Language, name: str) -> About:
    """The component that finds topics."""
    return About()
