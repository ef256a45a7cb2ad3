"""The first pass of the sieve: names, by entity, place, short form and acronym."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.ingest.coreference.chains import BODY_TYPES, Chains
from onrecord.ingest.coreference.phrases import SAME_LAND, TITLES, Phrase
from onrecord.ingest.first_names import FEMALE_NAMES, MALE_NAMES
from onrecord.ingest.gazetteer import concepts_of
from onrecord.ingest.name_shape import word_set

_GIVEN = MALE_NAMES | FEMALE_NAMES
_STATES = word_set("republic kingdom government")


class Naming:
    """Joins the phrases that names head."""

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._phrases = chains.phrases
        concepts = concepts_of(chains.doc)
        self._lands = {
            form.lower(): entity.label.lower()
            for entity in chains.mentions.names
            if entity.type == "Country"
            for form in (*entity.aliases, *getattr(concepts.get(entity.concept or ""), "names", ()))
        }

    def join(self) -> None:
        """Names first, short forms of them then."""
        self._names()
        self._short_names()

    def _names(self) -> None:
        first: dict[object, int] = {}
        for i, phrase in enumerate(self._phrases):
            for key in self._keys(phrase):
                if first.setdefault(key, i) != i:
                    self._chains.join(first[key], i, "name")

    def _keys(self, phrase: Phrase) -> Iterator[object]:
        if phrase.joint:
            if phrase.proper:
                yield phrase.text
            return
        head = self._chains.doc[phrase.head].lower_
        if phrase.place is not None:
            entity = self._chains.mentions.names[phrase.place]
            if entity.type == "Country":
                # One entity, but a land, its government and its capital are three things to name.
                if head in ("government", "administration"):
                    yield (entity.concept, True)
                elif any(m.start == self._chains.doc[phrase.head].idx for m in entity.metonyms):
                    yield SAME_LAND.get(head, head)
                else:
                    yield entity.label.lower()
                    yield (entity.concept, False)
                return
            yield phrase.place
        if phrase.name is not None:
            yield phrase.name
        elif phrase.noun in _STATES and (land := self._land_in(phrase)):
            yield (land, phrase.noun == "government")
        elif phrase.proper:
            yield self._lands.get(phrase.text, phrase.text)

    def _land_in(self, phrase: Phrase) -> str:
        """The country of "the Republic of Albania", "the Albanian government"."""
        return next(
            (
                token.ent_kb_id_
                for token in self._chains.doc[phrase.start : phrase.end]
                if token.ent_kb_id_ and token.ent_type_ in ("NORP", "Country")
            ),
            "",
        )

    def _short_names(self) -> None:
        """A name whose words lie inside of a longer one's; an acronym of a name's first letters."""
        longer: dict[str, dict[tuple[str, ...], int]] = {}
        acronyms: dict[str, list[int]] = {}
        proper = [i for i, p in enumerate(self._phrases) if p.proper and not p.joint]
        for i in proper:
            for word in self._phrases[i].name_words:
                longer.setdefault(word, {}).setdefault(self._phrases[i].name_words, i)
            initials = self._phrases[i].initials
            if len(initials) > 2:
                acronyms.setdefault(initials, []).append(i)
        for i in proper:
            phrase = self._phrases[i]
            word = self._chains.doc[phrase.head].text
            if word.isupper() and word in acronyms and len(phrase.name_words) == 1:
                long = acronyms[word]
                listed = (
                    phrase.place is not None and self._chains.mentions.names[phrase.place].concept
                )
                if not listed and len({id(self._chains.of[j]) for j in long}) == 1:
                    self._chains.join(long[0], i, "acronym", names=True)
            elif phrase.name is None and phrase.name_words:
                self._join_longer(i, longer.get(phrase.name_words[-1], {}).values())

    def _is_listed(self, phrase: Phrase) -> bool:
        names = self._chains.mentions.names
        return phrase.place is not None and names[phrase.place].concept is not None

    def _join_longer(self, i: int, candidates: Iterable[int]) -> None:
        short = self._phrases[i]
        members = self._chains.of[i].members
        if any(len(self._phrases[k].name_words) > len(short.name_words) for k in members):
            return  # its chain has a longer name
        fitting: dict[int, int] = {}
        for j in candidates:
            long = self._phrases[j]
            if (
                len(long.name_words) > len(short.name_words)
                and long.words <= {*long.name_words, *TITLES}
                and self._chains.of[j] is not self._chains.of[i]
                and long.name is None
                and self._is_short_for(short, long)
            ):
                fitting.setdefault(id(self._chains.of[j]), j)
        if len(fitting) == 1:
            self._chains.join(next(iter(fitting.values())), i, "short", names=True)

    def _is_short_for(self, short: Phrase, long: Phrase) -> bool:
        kinds = {self._chains.type_of(p) for p in (short, long)} - {None}
        if short.plural or long.plural:
            return False
        one = short.name_words
        if len(one) == 1 and one[0] in (long.name_words[0], long.name_words[-1]):
            # A given name or a surname, with a title at most.
            if self._chains.type_of(long) == "Person" and kinds == {"Person"}:
                return True
            return long.name_words[0] in _GIVEN and long.kind is None and "Country" not in kinds
        if not kinds <= BODY_TYPES:
            return False
        if short.noun == long.noun and short.kind == "body":
            return set(short.name_words) < set(long.name_words) and len(short.name_words) > 1
        return False


def abbreviates(short: Phrase, long: Phrase) -> bool:
    """Whether the one is an acronym and may be that of the other."""
    word = "".join(short.name_words)
    if len(short.name_words) != 1 or not short.capitals or len(long.name_words) < len(word) - 1:
        return False
    letters = iter(long.initials.lower())
    return word[0] == long.initials[:1].lower() and sum(c in letters for c in word) >= 2
