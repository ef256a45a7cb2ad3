"""Whom a bare surname or given name means: the people of one document.

Two people of one surname stay two: a bare surname goes to the full name that was mentioned last,
unless that was in passing and the text has been calling another so ("Cruz … his wife, Heidi Cruz …
Cruz said"), or has named another in full as often before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.concept import Concept
from onrecord.ingest.coreference.overlooked import OverlookedNames
from onrecord.ingest.extraction import Span
from onrecord.ingest.first_names import FEMALE_NAMES, MALE_NAMES
from onrecord.ingest.name_groups import Group, Groups
from onrecord.ingest.name_shape import name_words, person_key, plain, word_set

HUMAN_VERBS = word_set(
    "say tell argue write add ask think believe note reply respond explain insist suggest "
    "warn claim announce declare tweet continue start begin want call"
)
_BESIDE = 60
"""Tokens after a full name in which a bare surname is taken up from it."""
_TITLES = word_set(
    "mr mr. mrs mrs. ms ms. dr dr. sir mayor sen. senator rep. gov. governor congressman "
    "congresswoman judge justice"
)
_GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES
_BRANDS = frozenset({"MediaOutlet", "Company"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss"})


class Bearers:
    """Full names of a document's people, and whom their shorter forms mean as it goes on."""

    def __init__(
        self,
        doc: Doc,
        ents: Iterable[TokenSpan],
        concepts: Mapping[str, Concept],
        groups: Groups,
    ) -> None:
        """Learns the full names first, so that a headline's surname finds its bearer."""
        self._doc = doc
        self._concepts = concepts
        self._groups = groups
        people = [ent for ent in ents if ent.label_ == "Person"]
        self.bare_names = {ent.text for ent in people if len(ent) == 1}
        self._full_names: dict[str, set[str]] = {}
        self._concept_of: dict[str, str] = {}
        self._places: dict[str, list[tuple[int, str]]] = {}
        self._ahead: dict[str, Group | None] = {}
        self.surnames: set[str] = set()
        for ent in people:
            if len(ent) > 1:
                full = plain(ent.text)
                surname = name_words(full)[-1]
                self._places.setdefault(surname, []).append((ent.start, full))
                self.surnames.add(surname)
                for word in (name_words(full)[-1], full.split()[0]):
                    self._full_names.setdefault(word, set()).add(full)
                if ent.kb_id_ in concepts:
                    self._concept_of[full] = ent.kb_id_
        self._by_surname: dict[str, Group] = {}
        self._by_given_name: dict[str, Group] = {}
        self._last_full: dict[str, TokenSpan] = {}
        self._called_so: dict[str, Group] = {}
        self._overlooked = OverlookedNames(doc)
        self.found: set[int] = set()

    @property
    def by_surname(self) -> Mapping[str, Group]:
        """Whom each surname means by now."""
        return self._by_surname

    def remember(self, group: Group, words: list[str], ent: TokenSpan) -> None:
        """Take note of a full name."""
        self._by_surname[words[-1]] = group
        self._by_given_name[words[0]] = group
        self._last_full[words[-1]] = ent

    def bearer(self, name: str, ent: TokenSpan) -> Group | None:
        """Whom a surname or given name means: the full name mentioned last, else the next."""
        group = self._by_surname.get(name)
        if group is not None:
            group = self._settled(name, group, ent)
        else:
            group = self._by_given_name.get(name)
        if group is None:
            group = self._full_name_ahead(name) or self._by_overlooked(name)
        if group is not None:
            self._called_so[name] = group
        return group

    def is_surname(self, ent: TokenSpan) -> bool:
        """Whether what is taken for a place or a body is somebody's surname.

        Behind a title it always is ("Mr. Bloomberg"). A listed name is one where a full name with
        it was introduced and somebody acts: "Jordan said" is the country otherwise, "Bloomberg
        reported" the agency. "Justice" is no department where a Jim Justice was introduced.
        """
        name = plain(ent.text)
        if len(ent) > 1:
            return False
        if ent.start and self._doc[ent.start - 1].lower_ in _TITLES:
            return ent.root.tag_ in ("NNP", "")
        if ent.label_ == "GovernmentBody":
            return bool(ent.kb_id_) and self._is_known_person(name)
        if ent.root.dep_ not in _SUBJECTS:
            return False
        verb = ent.root.head.lemma_
        if ent.kb_id_ and ent.label_ in _BRANDS:
            return name in self.surnames and verb not in ("report", "publish")
        if ent.kb_id_:
            return name in self.surnames and verb in HUMAN_VERBS and ent.root.dep_ == "nsubj"
        return name in self.surnames or (
            verb in HUMAN_VERBS and bool(self._overlooked.before(name))
        )

    def _is_known_person(self, surname: str) -> bool:
        """Whether somebody with a common given name bears it: "Jim Justice", no "White House"."""
        return any(
            full.split()[0].lower() in _GIVEN_NAMES
            for full in self._full_names.get(surname, ())
            if name_words(full)[-1] == surname
        )

    def _settled(self, surname: str, last: Group, ent: TokenSpan) -> Group:
        """The one whom the text has been calling so, where the newcomer is only passed by."""
        full = self._last_full[surname]
        is_subject = full.root.dep_ in ("nsubj", "nsubjpass")
        is_beside = is_subject and ent.start - full.end < _BESIDE
        known = self._called_so.get(surname)
        if known is last:
            return last
        if known is None:
            if _is_inside_another(full):
                return self._most_often(surname, ent.start) or last
            return last
        if last.concept is None and known.concept is not None:
            return known
        return last if is_beside else known

    def _most_often(self, surname: str, before: int) -> Group | None:
        """The bearer whose full name stands most often before this token; of two, the first."""
        counts: Counter[str] = Counter()
        first: dict[str, str] = {}
        for start, full in self._places.get(surname, ()):
            if start < before:
                counts[person_key(full)] += 1
                first.setdefault(person_key(full), full)
        return self._group_of(first[counts.most_common(1)[0][0]]) if first else None

    def _group_of(self, full: str) -> Group:
        iri = self._concept_of.get(full)
        if iri:
            return self._groups.of_concept(self._concepts[iri])
        return self._groups.of_name(person_key(full), "Person")

    def _full_name_ahead(self, name: str) -> Group | None:
        if name not in self._ahead:  # a name may stand there many times
            bearers = sorted(self._full_names.get(name, ()))
            is_one = len({person_key(full) for full in bearers}) == 1
            self._ahead[name] = self._group_of(bearers[0]) if is_one else None
        return self._ahead[name]

    def _by_overlooked(self, surname: str) -> Group | None:
        """The bearer by a full name that the model did not mark: "Ilya Shapiro argues"."""
        found = self._overlooked.before(surname)
        if len({person_key(plain(span.text)) for span in found}) != 1:
            return None
        group = self._groups.of_name(person_key(plain(found[0].text)), "Person")
        for span in found:
            group.mentions.append(Span(span.start_char, span.end_char))
            self.found.update(range(span.start, span.end))
        self._by_surname[surname] = group
        self._last_full[surname] = found[-1]
        return group

    def add_missed(self, ents: Iterable[TokenSpan]) -> None:
        """Surnames that the model overlooked, once a full name has introduced them."""
        taken = {i for ent in ents for i in range(ent.start, ent.end)} | self.found
        strings = self._doc.vocab.strings
        known = {strings[name]: group for name, group in self._by_surname.items()}
        first_of = {id(group): min(group.mentions, default=None) for group in known.values()}
        orths: list[int] = self._doc.to_array("ORTH").tolist()
        for i, orth in enumerate(orths):
            group = known.get(orth)
            if group is None or i in taken:
                continue
            token = self._doc[i]
            if not token.text[0].isupper():
                continue
            first = first_of[id(group)]
            if first and token.idx > first.start and (token.tag_ in ("NNP", "") or _speaks(token)):
                group.mentions.append(Span(token.idx, token.idx + len(token)))


def _is_inside_another(name: TokenSpan) -> bool:
    """Whether it only tells whose something else is: "the administration of Bill Clinton"."""
    root = name.root
    return root.dep_ == "poss" or (root.dep_ == "pobj" and root.head.lower_ == "of")


def capitalised_pairs(doc: Doc) -> set[str]:
    """Names that tell a glued one: scraped pages have "Jane Doeis an analyst"."""
    return {
        f"{first.text} {second.text}"
        for first, second in pairwise(doc)
        if first.text[0].isupper() and second.text[0].isupper()
    }


def _speaks(token: Token) -> bool:
    """Whether a name that is tagged as a common noun says something."""
    return (
        token.tag_ in ("NN", "NNS", "NNPS")
        and token.dep_ == "nsubj"
        and token.head.lemma_ in HUMAN_VERBS
    )
