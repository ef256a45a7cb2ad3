"""One entity for all that name it in a document.

Mentions are joined by concept, by full name and surname (name_bearers.py), by an acronym in
brackets and by the singular of common nouns. Names of capitals count where they act ("Beijing
said"), and then for the country; a place that only locates is left out.

Coreference of pronouns and descriptions is left to coreference/, posts to roles.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import EntityType, Span
from onrecord.ingest.gazetteer import NATIONALITY, PLACE, concepts_of, titles_of
from onrecord.ingest.metonymy import acts
from onrecord.ingest.name_acronyms import acronyms
from onrecord.ingest.name_bearers import Bearers, capitalised_pairs
from onrecord.ingest.name_groups import Group, Groups
from onrecord.ingest.name_shape import name_words, person_key, plain, word_set
from onrecord.ingest.plan_reference import plan_references
from onrecord.ingest.policies import singular

ENTITY_TYPES: frozenset[str] = frozenset(EntityType.__args__)  # type: ignore[attr-defined]  # Literal
POLICY_TYPES = frozenset({"Policy", "Plan", "Measure", "Legislation"})
_LIKE_SURNAMES = frozenset(
    {PLACE, "Country", "Organization", "GovernmentBody", "MediaOutlet", "Company"}
)
_GOVERNMENT_NOUNS = frozenset({"government", "administration"})
_TEAM_NOUNS = frozenset({"administration", "government", "campaign", "camp", "team", "cabinet"})
_HEADLINE_VERBS = word_set(
    "may might will would could should can did does do has have had is was are were not says "
    "said wins won calls vows slams backs hits tells faces leads"
)
_GLUED_VERB = re.compile(r"(.+[a-z])(is|was|has)")


class Names:
    """Sets ``doc._.names``, in the order of their first mention."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.names = tuple(_Gathering(doc).entities())
        return doc


class _Gathering:
    """The entities of one document, built mention by mention in text order."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text  # put together anew by spaCy each time it is asked for
        self.concepts: Mapping[str, Concept] = concepts_of(doc)
        self.groups = Groups(self.text)
        self.ents = sorted(doc.ents, key=lambda ent: ent.start)
        self.people = Bearers(doc, self.ents, self.concepts, self.groups)
        self.acronyms = acronyms(doc, self.ents)
        self.title_end = self.text.find("\n")

    def entities(self) -> Iterator[NamedEntity]:
        for ent in self.ents:
            self._add(ent)
        self.people.add_missed(self.ents)
        self._add_acronyms()
        self._join_short_plan_names()
        self._add_plan_references()
        yield from self.groups.entities()

    def _add(self, ent: TokenSpan) -> None:
        kind = ent.label_
        if kind == "Person":
            if not self._is_acronym(ent):
                self._add_person(ent)
        elif kind == NATIONALITY:
            self._add_nationality(ent)
        elif kind in _LIKE_SURNAMES and self.people.is_surname(ent):
            self._add_person(ent)
        elif kind == PLACE:
            if ent.kb_id_ in self.concepts and acts(ent):
                group = self.groups.of_concept(self.concepts[ent.kb_id_])
                group.mentions.append(_span(ent))
                group.metonyms.append(_span(ent))
        elif kind in ENTITY_TYPES - {"Person"} and not (
            self._belongs_to_post(ent) or self._is_acronym(ent)
        ):
            self._add_other(ent)

    def _is_acronym(self, ent: TokenSpan) -> bool:
        """Whether it is one that the text explains, whose places are all added at the end."""
        return not ent.kb_id_ and plain(ent.text) in self.acronyms

    # -- people ------------------------------------------------------------------------------

    @cached_property
    def capitalised_pairs(self) -> set[str]:
        return capitalised_pairs(self.doc)

    def _add_person(self, ent: TokenSpan) -> None:
        start, end = ent.start_char, ent.end_char
        name = plain(ent.text)
        glued = _GLUED_VERB.fullmatch(name)
        if glued and glued[1] in self.capitalised_pairs:
            name, end = glued[1], end - len(glued[2])
        head, comma, tail = name.partition(",")
        if comma and len(name_words(f"{head} x {tail}")) > len(head.split()) + 1:
            name, end = head, start + len(head)  # "Clinton, Clinton" of a caption
        words = name_words(name)
        if self._opens_headline(ent, words):
            words, name = words[:1], words[0]
            end = start + len(name)
        cut = next((i for i, word in enumerate(words) if word.lower() in _HEADLINE_VERBS), 0)
        if cut and ent[0].is_sent_start:  # "Trump May Not Have Suggested …"
            words, name = words[:cut], " ".join(words[:cut])
            end = start + len(ent.doc[ent.start : ent.start + cut].text)
        span = Span(start, end)
        if len(words) == 1:
            concept = self.concepts.get(ent.kb_id_)
            group = self.people.bearer(name, ent) or (
                self.groups.of_concept(concept)
                if concept and concept.type == "Person"  # "Mr. Bloomberg" is no outlet
                else self.groups.of_name(name, "Person")
            )
        else:
            concept = self.concepts.get(ent.kb_id_)
            group = (
                self.groups.of_concept(concept)
                if concept
                else self.groups.of_name(person_key(name), "Person")
            )
            self.people.remember(group, words, ent)
        group.mentions.append(span)
        team = self._team_after(ent)
        if team is not None:
            self._add_team(group, words, team)

    def _opens_headline(self, ent: TokenSpan, words: list[str]) -> bool:
        """Whether a title's first words are a surname and no name: "Trump Stands Tall"."""
        return (
            len(words) > 1
            and not ent.kb_id_
            and ent.end_char <= self.title_end
            and words[0] in self.people.surnames - {words[-1]}
            and ent.text.startswith(words[0])
        )

    def _team_after(self, ent: TokenSpan) -> int | None:
        """Index of "administration" in "Donald Trump's administration", "the Xi government"."""
        i = ent.end
        if i < len(self.doc) and self.doc[i].lower_ in ("'s", "’s", "'", "’"):
            i += 1
        if i < len(self.doc) and self.doc[i].lower_ in _TEAM_NOUNS:
            return i
        return None

    def _add_team(self, person: Group, words: list[str], noun: int) -> None:
        mention = Span(person.mentions[-1].start, self.doc[noun].idx + len(self.doc[noun]))
        surname = words[0] if words[0] in self.people.bare_names else words[-1]
        label = f"{surname} {self.doc[noun].lower_}"
        group = self.groups.of_name(label, "Organization")
        group.label = label
        group.mentions.append(mention)

    # -- everything else -----------------------------------------------------------------------

    def _add_nationality(self, ent: TokenSpan) -> None:
        """ "The Chinese government" is the country; "Chinese firms" is not."""
        concept = self.concepts.get(ent.kb_id_)
        if concept is None or ent.end >= len(self.doc):
            return
        name = plain(ent.text)
        if name in self.people.surnames and not self.doc[ent.end].tag_.startswith(
            ("NN", "JJ", "CD")
        ):
            bearer = self.people.bearer(name, ent)  # "Cuban" of "Mark Cuban"
            if bearer is not None and bearer.type == "Person":
                bearer.mentions.append(_span(ent))
                return
        if self.doc[ent.end].lower_ in _GOVERNMENT_NOUNS:
            noun = self.doc[ent.end]
            self.groups.of_concept(concept).mentions.append(
                Span(ent.start_char, noun.idx + len(noun))
            )

    def _add_other(self, ent: TokenSpan) -> None:
        kind: EntityType = ent.label_  # type: ignore[assignment]  # checked against ENTITY_TYPES
        concept = self.concepts.get(ent.kb_id_) or self._concept_of_title(ent)
        span, name = _span(ent), plain(ent.text)
        if len(ent) == 1 and not concept and kind in ("Organization", "Company", "MediaOutlet"):
            bearer = self.people.by_surname.get(name)
            if bearer is not None:
                bearer.mentions.append(span)
                team = self._team_after(ent)
                if team is not None:
                    self._add_team(bearer, [name], team)
                return
        if concept is not None:
            group = self.groups.of_concept(concept)
        else:
            group = self.groups.of_name(_key(ent, kind), kind)
        group.mentions.append(span)

    def _concept_of_title(self, ent: TokenSpan) -> Concept | None:
        """The "Treasury" of "Treasury Secretary": the body that has such a post."""
        after = self.doc[ent.end].text if ent.end < len(self.doc) else ""
        posts = titles_of(self.doc).get(f"{plain(ent.text)} {after}".lower(), ())
        bodies = [concept for concept in posts if concept.type != "Person"]
        return bodies[0] if len(bodies) == 1 else None

    def _belongs_to_post(self, ent: TokenSpan) -> bool:
        """Whether it is the "State" of "Secretary of State", which alone names nothing."""
        before = self.doc[max(0, ent.start - 2) : ent.start]
        return (
            len(ent) == 1
            and len(before) == 2
            and before[1].lower_ == "of"
            and before[0].lower_ in ("secretary", "minister")
            and not ent.kb_id_
        )

    def _join_short_plan_names(self) -> None:
        """ "The Five-Year Plan" is the 15th where that is the only one the text numbers."""
        plans = [g for g in self.groups if g.type in ("Plan", "Legislation") and g.mentions]
        for short in plans:
            name = self.groups.name(short).lower()
            longer = [
                g
                for g in plans
                if g is not short and self.groups.name(g).lower().endswith(" " + name)
            ]
            if len(longer) == 1:
                longer[0].mentions.extend(short.mentions)
                short.mentions.clear()

    def _add_plan_references(self) -> None:
        """ "The plan" is the one spoken of shortly before, where that is one only."""
        groups = list(self.groups)
        taken = {i for ent in self.ents for i in range(ent.start, ent.end)}
        named = sorted(
            (mention, i, name, group.type)
            for i, group in enumerate(groups)
            if group.type in POLICY_TYPES
            for name in (self.groups.name(group) if group.mentions else "",)
            for mention in group.mentions
        )
        for i, span in plan_references(self.doc, named, taken):
            groups[i].references.append(span)

    def _add_acronyms(self) -> None:
        """Every place of an acronym that stood in brackets behind its long form."""
        places = self.doc.vocab.strings
        wanted = {places[acronym]: acronym for acronym in self.acronyms}
        if not wanted:
            return
        listed = {i for ent in self.ents if ent.kb_id_ for i in range(ent.start, ent.end)}
        of_ent = {_span(ent): ent for ent in self.ents}
        found = {m: group for group in self.groups for m in group.mentions if m in of_ent}
        for i, orth in enumerate(self.doc.to_array("ORTH").tolist()):
            acronym = wanted.get(orth)
            if acronym is None or i in listed:
                continue
            group = found.get(_span(self.acronyms[acronym]))
            if group is not None:
                token = self.doc[i]
                group.mentions.append(Span(token.idx, token.idx + len(token)))


def _span(ent: TokenSpan) -> Span:
    return Span(ent.start_char, ent.end_char)


def _key(ent: TokenSpan, kind: str) -> str:
    if kind == "Measure":
        return " ".join([*(t.lower_ for t in ent[:-1]), singular(ent[-1])])
    if kind == "Policy":
        words = plain(ent.text).lower().split()
        return " ".join(words[-2:])
    name = plain(ent.text)
    return name if name.isupper() else name.lower()


@Language.factory("onrecord_names")
def make_names(nlp: Language, name: str) -> Names:
    """The component that joins mentions into entities."""
    return Names()
