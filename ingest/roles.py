"""Who belongs to which body: a ``memberOf`` relation for each post that posts.py reads."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import RelationDraft
from onrecord.ingest.coreference.posts import PostReader
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.name_shape import word_set

# Words that say what somebody does for a country without holding a post of it.
_UNHELD = word_set("candidate nominee expert scholar activist citizen journalist doctor official")


class Roles:
    """Appends a ``memberOf`` draft for each post at a known body, once for the same three."""

    def __call__(self, doc: Doc) -> Doc:
        mentions = Mentions(doc)
        drafts: dict[tuple[int, int, str], RelationDraft] = {}
        for post in PostReader(mentions).posts():
            if post.body is None or post.body_mention is None or post.body == post.person:
                continue
            if (
                mentions.names[post.body].type == "Country"
                and post.title.lower().split()[-1] in _UNHELD
            ):
                continue
            sentence = mentions.sentence(post.person_mention.start)
            if sentence is None:
                continue
            drafts.setdefault(
                (post.person, post.body, post.title.lower()),
                RelationDraft(
                    post.person,
                    "memberOf",
                    post.body,
                    post.person_mention,
                    post.body_mention,
                    (sentence,),
                    role=post.title,
                    confidence=0.9 if post.rule == "title" else 0.8,
                    rule=post.rule,
                ),
            )
        doc._.names = tuple(mentions.names)
        doc._.relation_drafts = (*doc._.relation_drafts, *drafts.values())
        return doc


@Language.factory("onrecord_roles")
def make_roles(nlp: Language, name: str) -> Roles:
    """The component that reads posts."""
    return Roles()
