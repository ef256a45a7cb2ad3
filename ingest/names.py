"""One entity for all that name it in a document.

Mentions are joined by concept, by full name and surname, by an acronym in brackets and by the
singular of common nouns. Two people of one surname stay two: a bare surname goes to the full name
that was mentioned last, unless the text has been calling another so and the newcomer is mentioned
in passing ("Cruz … his wife, Heidi Cruz … Cruz said"). Names of capitals count where they act
("Beijing said"), and then for the country; a place that only locates is left out.

Coreference of pronouns and descriptions is left to coreference.py, posts to roles.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.coreference.overlooked import OverlookedNames
from onrecord.ingest.extraction import EntityType, Span
from onrecord.ingest.gazetteer import NATIONALITY, PLACE, concepts_of, titles_of
from onrecord.ingest.metonymy import acts
from onrecord.ingest.name_shape import name_words, person_key, plain, word_set
from onrecord.ingest.plan_reference import plan_references
from onrecord.ingest.policies import singular

ENTITY_TYPES: frozenset[str] = frozenset(EntityType.__args__)  # type: ignore[attr-defined]  # Literal
POLICY_TYPES = frozenset({"Policy", "Plan", "Measure", "Legislation"})
_HUMAN_VERBS = word_set(
    "say tell argue write add ask think believe note reply respond explain insist suggest "
    "warn claim announce declare tweet continue start begin want call"
)
_BESIDE = 60
"""Tokens after a full name in which a bare surname is taken up from it."""
_GOVERNMENT_NOUNS = frozenset({"government", "administration"})
_TEAM_NOUNS = frozenset({"administration", "government", "campaign", "camp", "team", "cabinet"})
_ACRONYM_IN_BRACKETS = re.compile(r"\s*\(\s*([A-Z][A-Za-z0-9&.-]{1,9})\s*\)")
_HEADLINE_VERBS = word_set(
    "may might will would could should can did does do has have had is was are were not says "
    "said wins won calls vows slams backs hits tells faces leads"
)
_GLUED_VERB = re.compile(r"(.+[a-z])(is|was|has)")


@dataclass(slots=True)
class _Group:
    """Mentions of one thing, while they are being gathered."""

    type: EntityType
    concept: Concept | None = None
    mentions: list[Span] = field(default_factory=list)
    metonyms: list[Span] = field(default_factory=list)
    references: list[Span] = field(default_factory=list)
    label: str | None = None


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
        self.groups: list[_Group] = []
        self.by_concept: dict[str, _Group] = {}
        self.by_name: dict[str, _Group] = {}
        self.by_surname: dict[str, _Group] = {}
        self.by_given_name: dict[str, _Group] = {}
        self.last_full: dict[str, TokenSpan] = {}
        self.called_so: dict[str, _Group] = {}
        self.overlooked = OverlookedNames(doc)
        self.found: set[int] = set()
        self.title_end = self.text.find("\n")

    def entities(self) -> Iterator[NamedEntity]:
        spans = sorted(self.doc.ents, key=lambda ent: ent.start)
        self._learn_people(spans)
        for ent in spans:
            if ent.label_ == "Person":
                self._add_person(ent)
            elif ent.label_ == NATIONALITY:
                self._add_nationality(ent)
            elif ent.label_ == PLACE:
                if self._is_surname(ent):
                    self._add_person(ent)
                elif ent.kb_id_ in self.concepts and acts(ent):
                    group = self._of_concept(self.concepts[ent.kb_id_])
                    group.mentions.append(_span(ent))
                    group.metonyms.append(_span(ent))
            elif ent.label_ == "Organization" and self._is_surname(ent):
                self._add_person(ent)
            elif ent.label_ in ENTITY_TYPES and not self._belongs_to_post(ent):
                self._add_other(ent)
        self._add_missed_surnames(spans)
        self._join_short_plan_names()
        self._add_plan_references(spans)
        for group in sorted(self.groups, key=lambda g: min(g.mentions, default=Span(0, 1))):
            if group.mentions:
                yield self._finished(group)

    # -- people ------------------------------------------------------------------------------

    def _learn_people(self, ents: list[TokenSpan]) -> None:
        """Full names first, so that a headline's surname finds its bearer further down."""
        self.full_names = {
            plain(ent.text) for ent in ents if ent.label_ == "Person" and len(ent) > 1
        }
        self.full_names_with: dict[str, set[str]] = {}
        for full in self.full_names:
            for word in (name_words(full)[-1], full.split()[0]):
                self.full_names_with.setdefault(word, set()).add(full)
        self.surnames = {name_words(full)[-1] for full in self.full_names}
        self.bare_names = {e.text for e in ents if e.label_ == "Person" and len(e) == 1}

    @cached_property
    def capitalised_pairs(self) -> set[str]:
        """Names that tell a glued one: scraped pages have "Jane Doeis an analyst"."""
        return {
            f"{first.text} {second.text}"
            for first, second in pairwise(self.doc)
            if first.text[0].isupper() and second.text[0].isupper()
        }

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
            group = self._bearer(name, ent) or (
                self._of_concept(self.concepts[ent.kb_id_])
                if ent.kb_id_ in self.concepts
                else self._of_name(name, "Person")
            )
        else:
            concept = self.concepts.get(ent.kb_id_)
            group = (
                self._of_concept(concept) if concept else self._of_name(person_key(name), "Person")
            )
            self._remember(group, words, ent)
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
            and words[0] in self.surnames - {words[-1]}
            and ent.text.startswith(words[0])
        )

    def _remember(self, group: _Group, words: list[str], ent: TokenSpan) -> None:
        self.by_surname[words[-1]] = group
        self.by_given_name[words[0]] = group
        self.last_full[words[-1]] = ent

    def _bearer(self, name: str, ent: TokenSpan) -> _Group | None:
        """Whom a bare surname or given name means: the full name mentioned last, else the next."""
        group = self.by_surname.get(name)
        if group is not None:
            group = self._settled(name, group, ent)
        else:
            group = self.by_given_name.get(name)
        if group is None:
            group = self._full_name_ahead(name) or self._overlooked(name)
        if group is not None:
            self.called_so[name] = group
        return group

    def _settled(self, surname: str, last: _Group, ent: TokenSpan) -> _Group:
        """The one whom the text has been calling so, where the newcomer is mentioned in passing."""
        known = self.called_so.get(surname)
        if known is None or known is last:
            return last
        if last.concept is None and known.concept is not None:
            return known
        full = self.last_full[surname]
        if full.root.dep_ in ("nsubj", "nsubjpass") and ent.start - full.end < _BESIDE:
            return last
        return known

    def _full_name_ahead(self, name: str) -> _Group | None:
        later = sorted(self.full_names_with.get(name, ()))
        if len({person_key(full) for full in later}) != 1:
            return None
        for ent in self.doc.ents:
            if plain(ent.text) == later[0] and ent.kb_id_ in self.concepts:
                return self._of_concept(self.concepts[ent.kb_id_])
        return self._of_name(person_key(later[0]), "Person")

    def _overlooked(self, surname: str) -> _Group | None:
        """The bearer by a full name that the model did not mark: "Ilya Shapiro argues"."""
        found = self.overlooked.before(surname)
        if len({person_key(plain(span.text)) for span in found}) != 1:
            return None
        group = self._of_name(person_key(plain(found[0].text)), "Person")
        for span in found:
            group.mentions.append(_span(span))
            self.found.update(range(span.start, span.end))
        self.by_surname[surname] = group
        self.last_full[surname] = found[-1]
        return group

    def _is_surname(self, ent: TokenSpan) -> bool:
        """Whether what the model takes for a place or a body is somebody's surname, who acts."""
        name = plain(ent.text)
        if len(ent) > 1 or ent.kb_id_ or ent.root.dep_ not in ("nsubj", "nsubjpass", "poss"):
            return False
        if name in self.surnames:
            return True
        return ent.root.head.lemma_ in _HUMAN_VERBS and bool(self.overlooked.before(name))

    def _add_missed_surnames(self, ents: list[TokenSpan]) -> None:
        """Surnames that the model overlooked, once a full name has introduced them."""
        taken = {i for ent in ents for i in range(ent.start, ent.end)}
        taken |= self.found
        known = {self.doc.vocab.strings[name]: group for name, group in self.by_surname.items()}
        orths: list[int] = self.doc.to_array("ORTH").tolist()
        for i, orth in enumerate(orths):
            group = known.get(orth)
            if group is None or i in taken:
                continue
            token = self.doc[i]
            if not token.text[0].isupper():
                continue
            first = min(group.mentions)
            if token.idx > first.start and (token.tag_ in ("NNP", "") or _speaks(token)):
                group.mentions.append(Span(token.idx, token.idx + len(token)))

    def _team_after(self, ent: TokenSpan) -> int | None:
        """Index of "administration" in "Donald Trump's administration", "the Xi government"."""
        i = ent.end
        if i < len(self.doc) and self.doc[i].lower_ in ("'s", "’s", "'", "’"):
            i += 1
        if i < len(self.doc) and self.doc[i].lower_ in _TEAM_NOUNS:
            return i
        return None

    def _add_team(self, person: _Group, words: list[str], noun: int) -> None:
        mention = Span(person.mentions[-1].start, self.doc[noun].idx + len(self.doc[noun]))
        surname = words[0] if words[0] in self.bare_names else words[-1]
        label = f"{surname} {self.doc[noun].lower_}"
        group = self._of_name(label, "Organization")
        group.label = label
        group.mentions.append(mention)

    # -- everything else -----------------------------------------------------------------------

    def _add_nationality(self, ent: TokenSpan) -> None:
        """ "The Chinese government" is the country; "Chinese firms" is not."""
        concept = self.concepts.get(ent.kb_id_)
        if concept is None or ent.end >= len(self.doc):
            return
        name = plain(ent.text)
        if name in self.surnames and not self.doc[ent.end].tag_.startswith(("NN", "JJ", "CD")):
            bearer = self._bearer(name, ent)  # "Cuban" of "Mark Cuban"
            if bearer is not None and bearer.type == "Person":
                bearer.mentions.append(_span(ent))
                return
        if self.doc[ent.end].lower_ in _GOVERNMENT_NOUNS:
            noun = self.doc[ent.end]
            self._of_concept(concept).mentions.append(Span(ent.start_char, noun.idx + len(noun)))

    def _add_other(self, ent: TokenSpan) -> None:
        kind: EntityType = ent.label_  # type: ignore[assignment]  # checked against ENTITY_TYPES
        concept = self.concepts.get(ent.kb_id_) or self._concept_of_title(ent)
        span, name = _span(ent), plain(ent.text)
        if len(ent) == 1 and not concept and kind in ("Organization", "Company", "MediaOutlet"):
            bearer = self.by_surname.get(name)
            if bearer is not None:
                bearer.mentions.append(span)
                team = self._team_after(ent)
                if team is not None:
                    self._add_team(bearer, [name], team)
                return
        if concept is not None:
            group = self._of_concept(concept)
        else:
            group = self._of_name(_key(ent, kind), kind)
        group.mentions.append(span)
        acronym = _ACRONYM_IN_BRACKETS.match(self.text, ent.end_char)
        if acronym and kind not in ("Sector", "Country") and not self._is_own(acronym[1], group):
            self.by_name.setdefault(acronym[1], group)
            self.by_name.setdefault(acronym[1].lower(), group)

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

    def _is_own(self, acronym: str, group: _Group) -> bool:
        """Whether the words in brackets already name another entity by a pack."""
        return any(
            acronym in concept.names and (group.concept is None or group.concept.iri != concept.iri)
            for concept in (g.concept for g in self.groups)
            if concept is not None
        )

    def _join_short_plan_names(self) -> None:
        """ "The Five-Year Plan" is the 15th where that is the only one the text numbers."""
        plans = [g for g in self.groups if g.type in ("Plan", "Legislation") and g.mentions]
        for short in plans:
            name = self._name(short).lower()
            longer = [
                g for g in plans if g is not short and self._name(g).lower().endswith(" " + name)
            ]
            if len(longer) == 1:
                longer[0].mentions.extend(short.mentions)
                short.mentions.clear()

    def _add_plan_references(self, ents: list[TokenSpan]) -> None:
        """ "The plan" is the one spoken of shortly before, where that is one only."""
        taken = {i for ent in ents for i in range(ent.start, ent.end)}
        named = sorted(
            (mention, i, name, group.type)
            for i, group in enumerate(self.groups)
            if group.type in POLICY_TYPES
            for name in (self._name(group) if group.mentions else "",)
            for mention in group.mentions
        )
        for i, span in plan_references(self.doc, named, taken):
            self.groups[i].references.append(span)

    # -- groups ----------------------------------------------------------------------------------

    def _of_concept(self, concept: Concept) -> _Group:
        group = self.by_concept.get(concept.iri)
        if group is None:
            group = _Group(concept.type, concept)
            self.by_concept[concept.iri] = group
            self.groups.append(group)
        return group

    def _of_name(self, key: str, kind: EntityType) -> _Group:
        group = self.by_name.get(key)
        if group is None:
            group = _Group(kind)
            self.by_name[key] = group
            self.groups.append(group)
        return group

    def _name(self, group: _Group) -> str:
        if group.concept is not None:
            return group.concept.label
        return group.label or max(
            (plain(self.text[m.start : m.end]) for m in group.mentions),
            key=lambda name: (len(name), name),
        )

    def _finished(self, group: _Group) -> NamedEntity:
        mentions = tuple(sorted({*group.mentions, *group.references}))
        label = self._name(group)
        metonyms = tuple(sorted(set(group.metonyms)))
        own = set(group.mentions) - set(metonyms)
        forms = {self.text[m.start : m.end] for m in own}
        return NamedEntity(
            label=label,
            type=group.type,
            mentions=mentions,
            aliases=tuple(sorted(forms - {label})),
            concept=group.concept.iri if group.concept else None,
            metonyms=metonyms,
        )


def _span(ent: TokenSpan) -> Span:
    return Span(ent.start_char, ent.end_char)


def _speaks(token: Token) -> bool:
    """Whether a name that is tagged as a common noun says something."""
    return (
        token.tag_ in ("NN", "NNS", "NNPS")
        and token.dep_ == "nsubj"
        and token.head.lemma_ in _HUMAN_VERBS
    )


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
