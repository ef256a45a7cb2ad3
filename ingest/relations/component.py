"""Relations between the entities of a document, from the patterns and the lexicon.

Policy relations (policy_relations.py) and events between actors (events.py), each with how sure
the text is of it, the quantities of its clause and its sentence. Needs a dependency parse; without
one it finds nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.ingest.annotation import NamedEntity, RelationDraft
from onrecord.ingest.attribution.negation import tenor
from onrecord.ingest.extraction import Factuality, Span
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.relations.certainty import factuality
from onrecord.ingest.relations.events import Event, Events
from onrecord.ingest.relations.odds import depth, features, probability
from onrecord.ingest.relations.patterns import NEW_GROUP, Argument, Clauses, is_verbal
from onrecord.ingest.relations.policy_relations import PolicyRelations, Stated
from onrecord.ingest.relations.quantities import Quantities

_DEEPEST = 1_000
_NESTING = 4
"""How many contents before a word are looked at for one that holds it."""
_STATING = ("VB", "MD", "NN", "JJ")
"""Tags of the words that state relations."""


class RelationReader:
    """Reads the relations of one document, sentence by sentence."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions = Mentions(doc)
        self.clauses = Clauses(self.mentions)
        self.policies = PolicyRelations(self.clauses)
        self.events = Events(self.clauses)
        self.quantities = Quantities(self.mentions)
        self._groups = {
            name.label.lower(): i
            for i, name in enumerate(self.mentions.names)
            if name.type == "Group"
        }
        self.contents = sorted(
            ((c.start, c.end, a) for a in doc._.attributions for c in a.content),
            key=lambda each: each[:2],
        )
        self._content_starts = [start for start, *_ in self.contents]

    def relations(self) -> Iterator[RelationDraft]:
        """Yield drafts in text order of the word that states them."""
        found = list(self._found())
        leads = self._leading([each for each in found if isinstance(each, Event)])
        for each in found:
            if isinstance(each, Event):
                yield self._event(each, leads=each.word.i in leads)
            else:
                yield self._draft(
                    each.subject,
                    each.predicate,
                    each.object,
                    each.word,
                    rule=each.rule,
                    sure=each.factuality,
                )

    def events_found(self) -> Iterator[tuple[Event, bool]]:
        """Yield all events, likely or not, and whether they stand highest in their sentence."""
        events = [each for each in self._found() if isinstance(each, Event)]
        leads = self._leading(events)
        for event in events:
            yield event, event.word.i in leads

    def _found(self) -> Iterator[Stated | Event]:
        if self.mentions.parsed:
            for token in self.doc:
                if token.tag_.startswith(_STATING):
                    yield from self.policies.of(token)
                    yield from self.events.of(token)

    def _leading(self, events: list[Event]) -> set[int]:
        """Places of the words that no other event's word of their sentence stands above."""
        depths = {event.word.i: depth(event.word) for event in events}
        highest: dict[Span | None, int] = {}
        for event in events:
            sentence = self.mentions.sentence(event.word.idx)
            highest[sentence] = min(highest.get(sentence, _DEEPEST), depths[event.word.i])
        return {
            event.word.i
            for event in events
            if depths[event.word.i] == highest[self.mentions.sentence(event.word.idx)]
        }

    def _event(self, event: Event, *, leads: bool) -> RelationDraft:
        draft = self._draft(
            event.subject,
            event.frame.predicate,
            event.object,
            event.word,
            rule=event.rule,
            plover=event.frame.plover,
            sure=event.factuality,
        )
        return replace(draft, confidence=probability(features(event, self.clauses, leads=leads)))

    # -- shared -----------------------------------------------------------------------------------

    def _place(self, argument: Argument) -> int:
        """The place of the entity, which is added for a group or a country that is new."""
        if argument.place >= 0:
            return argument.place
        mention = argument.mention
        if argument.place < NEW_GROUP:
            concept = self.clauses.new_nations[NEW_GROUP - 1 - argument.place]
            known = self.mentions.of_concept(concept.iri)
            if known is not None:
                return known
            return self.mentions.add(
                NamedEntity(concept.label, concept.type, (mention,), concept=concept.iri)
            )
        label = " ".join(self.mentions.text[mention.start : mention.end].split())
        place = self._groups.get(label.lower())
        if place is None:
            place = self.mentions.add(NamedEntity(label, "Group", (mention,)))
            self._groups[label.lower()] = place
        else:
            self.mentions.add_mention(place, mention)
        return place

    def _as_put(self, word: Token) -> Factuality:
        """What becomes of a plain statement in somebody's words: asserted where in nobody's.

        The narrowest content that holds the word decides.
        """
        i = bisect_right(self._content_starts, word.idx)
        holding = [
            (end - start, attribution)
            for start, end, attribution in self.contents[max(0, i - _NESTING) : i]
            if word.idx < end
        ]
        if not holding:
            return "asserted"
        _, said = min(holding, key=lambda each: each[0])
        cue = " ".join(self.mentions.text[span.start : span.end] for span in said.cue)
        if said.cue_class in ("question", "withhold"):
            return "hypothetical"
        return "denied" if tenor(cue, said.cue_class) == "denied" else "reported"

    def _draft(
        self,
        subject: Argument,
        predicate: str,
        object_: Argument,
        word: Token,
        *,
        rule: str,
        plover: str | None = None,
        sure: Factuality | None = None,
    ) -> RelationDraft:
        if sure is None:
            sure = factuality(word) if is_verbal(word) else "asserted"
        if sure == "asserted":
            sure = self._as_put(word)
        sentence = self.mentions.sentence(word.idx) or Span(0, max(1, len(self.mentions.text)))
        return RelationDraft(
            self._place(subject),
            predicate,
            self._place(object_),
            subject.mention,
            object_.mention,
            (sentence,),
            plover=plover,
            factuality=sure,
            confidence=0.7,
            rule=rule,
            quantities=self.quantities.of(sentence, word, subject.token, object_.token),
        )


class Relations:
    """Appends to ``doc._.relation_drafts``: each relation once, with its first evidence.

    What somebody denies is a relation beside the one that another puts forward; what is stated
    takes the place of what was only considered.
    """

    def __call__(self, doc: Doc) -> Doc:
        found: dict[tuple[int, str, int, bool], RelationDraft] = {}
        reader = RelationReader(doc)
        for draft in reader.relations():
            if draft.subject == draft.object:
                continue
            denied = draft.factuality == "denied"
            key = (draft.subject, draft.predicate, draft.object, denied)
            kept = found.get(key)
            if kept is None or (
                kept.factuality == "hypothetical" and draft.factuality in ("asserted", "reported")
            ):
                found[key] = draft
        doc._.names = tuple(reader.mentions.names)
        doc._.relation_drafts = (*doc._.relation_drafts, *found.values())
        return doc


@Language.factory("onrecord_relations")
def make_relations(nlp: Language, name: str) -> Relations:
    """The component that reads relations."""
    return Relations()
