"""Who speaks in each attribution, and through whom.

A sieve over the source's words: a name in it, a report that a body made, an anonymous source, a
post that somebody in the text holds, a group, a pronoun, the speaker of the sentence before.
What none of them settles stays unknown.

The kind of a speaker says how the source words it, not whether it was found: ``named`` by a name,
by a report that somebody made or by a pronoun that leads to a name; ``role`` by a post or a common
noun ("the Chinese president", "the ministry", "his campaign"), with or without a holder; ``group``
for people taken together; ``anonymous`` where the text keeps the name back; else ``unknown``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.ingest import origin
from onrecord.ingest.annotation import Attribution, NamedEntity, Voice
from onrecord.ingest.chain.relays import Relays
from onrecord.ingest.chain.reports import without_reports
from onrecord.ingest.coreference.descriptions import Descriptions
from onrecord.ingest.coreference.groups import (
    group_label,
    is_anonymous,
    is_group_noun,
    plural_subject,
)
from onrecord.ingest.coreference.named_sources import NamedSources
from onrecord.ingest.coreference.pronouns import FIRST, PRONOUNS, THEY, Pronouns
from onrecord.ingest.coreference.source_words import (
    BODY_NOUNS,
    REPORT_NOUNS,
    TEAM_NOUNS,
    head_of,
    meant_by,
)
from onrecord.ingest.extraction import Span, SpeakerKind
from onrecord.ingest.mentions import Mentions, token_span
from onrecord.ingest.name_shape import name_words, organization_type, word_set
from onrecord.ingest.policies import singular

_NESTING = 6
"""How many contents before a source are looked at for one that it lies in."""
_ANSWER = re.compile(r"^(?:A|Q): ", re.MULTILINE)
_NEWSROOM = word_set("staff editors editorial board desk team wire reuters bloomberg network ap")
_THEY_REACH, _NEAR_MENTIONS, _LONG = 3, 60, 2_000

_Before: TypeAlias = "tuple[Attribution, Voice] | None"
_Found: TypeAlias = "tuple[int | None, SpeakerKind]"


class SpeakerReader:
    """Resolves the sources of one document, in text order."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions = Mentions(doc)
        self.attributions: tuple[Attribution, ...] = doc._.attributions
        self.pronouns = Pronouns(
            self.mentions,
            [s for a in self.attributions if a.mode != "indirect" for s in a.content],
        )
        self.descriptions = Descriptions(self.mentions, self.pronouns)
        self.named = NamedSources(self.mentions)
        self.relays = Relays(self.mentions, self.named)
        # The answers of an interview are not its author's.
        self._is_interview = _ANSWER.search(self.mentions.text) is not None
        self._added: dict[str, int] = {}

    def voices(self) -> tuple[Voice, ...]:
        """One voice for each attribution."""
        found: list[Voice] = []
        for i, attribution in enumerate(self.attributions):
            before = (self.attributions[i - 1], found[i - 1]) if i else None
            speaker, kind = self._speaker(attribution, before)
            via = self.relays.via(attribution, speaker)
            found.append(Voice(speaker, kind, via))
        carried = self.relays.carried_on(self.attributions, found)
        return tuple(self._inside_others(carried))

    def _speaker(self, attribution: Attribution, before: _Before) -> _Found:
        source = token_span(self.doc, attribution.source)
        if source is None or not source.text.strip():
            return self._continued(attribution, before)
        root = head_of(source, self.mentions.parsed)
        word = root.lower_
        if word in PRONOUNS and len(source) <= 2 and not root.ent_type_:
            return self._pronoun(root, before)
        if root.lower_ in ("one", "another", "someone", "somebody"):
            return None, "anonymous"
        if root.tag_ == "WP" and (beside := self._person_before(root)) is not None:
            return beside, "named"
        root = meant_by(root)
        if root not in source:
            source = self.doc[root.left_edge.i : root.i + 1]
        named = self.named.actor(root)
        if named is not None:
            return named, self._kind(named)
        noun = singular(root)
        apposed = self.named.apposed(root)
        if apposed is not None and noun.startswith("spokes"):
            return apposed, "named"
        if noun in REPORT_NOUNS and (maker := self.named.maker(source, root)) is not None:
            return maker, "role" if noun.startswith("spokes") else "named"
        if apposed is not None:
            return apposed, "named"
        if is_anonymous(source, root):
            return None, "anonymous"
        person = self.named.person_beside(source)
        if person is not None:
            return person, "named"
        return self._described(source, root, before)

    def _described(self, source: TokenSpan, root: Token, before: _Before) -> _Found:
        """Whom a noun without a name means; a name that nothing knows is a new entity."""
        noun = singular(root)
        if noun in BODY_NOUNS and root.lower_ == noun:
            body = self._body(noun, source, root, before)
            if body is None and noun not in TEAM_NOUNS:
                body = self._referred(root)
            if body is not None:
                return body, "role"
        if noun in REPORT_NOUNS and not noun.startswith("spokes"):
            return None, "unknown"
        if self.descriptions.describes(root):
            last, since = _last(before)
            if before and before[1].kind == "anonymous" and self._same_noun(before[0], noun):
                return None, "anonymous"
            place = self.descriptions.person(source, root, last, since)
            if place is None and self.descriptions.is_nameless(root):
                return None, "anonymous"
            return self._referred(root) if place is None else place, "role"
        if root.text[0].isupper() and len(source) == 1:
            bearer = self.named.bearer(root.text)
            if bearer is not None:
                self.mentions.add_mention(bearer, Span(root.idx, root.idx + len(root)))
                return bearer, "named"
        if is_group_noun(root):
            return self._group(source, root), "group"
        unlisted = self.named.unlisted(source, root)
        return unlisted, self._kind(unlisted)

    def _referred(self, root: Token) -> int | None:
        """Whom the text elsewhere shows the noun to mean."""
        meant = self.mentions.meant(root)
        return None if meant is None else meant[1]

    def _same_noun(self, attribution: Attribution, noun: str) -> bool:
        source = token_span(self.doc, attribution.source)
        return source is not None and any(token.lower_ == noun for token in source)

    # -- pronouns ---------------------------------------------------------------------------------

    def _pronoun(self, root: Token, before: _Before) -> _Found:
        word = root.lower_
        if word in THEY:
            return self._they(root, before)
        if word in FIRST:
            author = self._author(root)
            return author, self._kind(author)
        last, since = _last(before)
        place = self.pronouns.entity(word, root.idx, last, since)
        return place, self._kind(place)

    def _they(self, root: Token, before: _Before) -> _Found:
        """The last people or body that the text speaks of; never one person, nor two."""
        sentence = self.mentions.sentence(root.idx)
        near = None if sentence is None else self.mentions.sentence_before(sentence)
        spoke = before is not None and near is not None and before[0].sentence.start >= near.start
        if before is not None and spoke and before[1].kind in ("anonymous", "group"):
            return before[1].speaker, before[1].kind
        for _ in range(_THEY_REACH):
            if sentence is None:
                break
            end = min(sentence.end, root.idx)
            people = plural_subject(self.doc, max(sentence.start, end - _LONG), end)
            if people is not None and not self.pronouns.is_quoted(people.idx):
                return self._people(people)
            if before is not None and sentence.start <= before[0].sentence.start < end:
                break
            sentence = self.mentions.sentence_before(sentence)
        if before is None:
            return None, "unknown"
        last, kind = before[1].speaker, before[1].kind
        if kind == "anonymous":
            return None, kind
        if last is None or self.mentions.names[last].type in ("Person", "Country"):
            return None, "unknown"
        return last, self._kind(last)

    def _people(self, root: Token) -> _Found:
        source = self.doc[root.left_edge.i : root.i + 1]
        named = self.named.actor(root)
        if named is not None:
            return named, self._kind(named)
        if is_anonymous(self.doc[root.left_edge.i : root.right_edge.i + 1], root):
            return None, "anonymous"
        return self._group(source, root), "group"

    def _author(self, root: Token) -> int | None:
        """The author of a signed text, for the "I" outside of quotations."""
        authors: tuple[str, ...] = self.doc._.authors
        if root.lower_ != "i" or self.pronouns.is_quoted(root.idx):
            return None
        if len(authors) != 1 or self._is_interview:
            return None
        name = " ".join(authors[0].split())
        if not 2 <= len(name.split()) <= 4 or not _is_persons(name):
            return None
        mention = Span(root.idx, root.idx + len(root))
        return self.named.labelled(name, "Person", mention)

    def _person_before(self, pronoun: Token) -> int | None:
        """The person whose name "who" follows at once, whatever the parser made of it."""
        i = pronoun.i - 1
        if i > 0 and self.doc[i].text == ",":
            i -= 1
        at = self.mentions.at(self.doc[i]) if i >= 0 else None
        return at[1] if at and self.mentions.names[at[1]].type == "Person" else None

    # -- named ------------------------------------------------------------------------------------

    # -- described --------------------------------------------------------------------------------

    def _body(self, noun: str, source: TokenSpan, root: Token, before: _Before) -> int | None:
        """The body last mentioned that "the ministry" may mean, or whose "his campaign" is."""
        if noun in TEAM_NOUNS:
            for child in root.lefts:
                owner = self._owner(child, before) if child.i >= source.start else None
                if owner is not None:
                    return self._team_of(owner, noun, child, root)
            if any(t.tag_ == "PRP$" for t in root.lefts):
                return None
        if not any(t.lower_ in ("the", "that", "this") for t in root.lefts):
            return None
        kinds = BODY_NOUNS[noun] if noun not in TEAM_NOUNS else frozenset()
        spoken_of = self.pronouns.body(root.idx, *_last(before), kinds)
        if spoken_of is not None:
            return spoken_of
        for _, place in reversed(self.mentions.before(root.idx)[-_NEAR_MENTIONS:]):
            entity = self.mentions.names[place]
            named_so = noun in entity.label.lower().split()
            if named_so or entity.type in kinds:
                return place
        return None

    def _owner(self, word: Token, before: _Before) -> int | None:
        """Whose campaign it is: "his", "Sanders", "the nominee's"."""
        if word.lower_ in ("his", "her"):
            return self.pronouns.entity(word.lower_, word.idx, None, -1)
        if word.dep_ not in ("poss", "compound", "nmod"):
            return None
        at = self.mentions.at(word)
        if at is not None:
            return at[1] if self.mentions.names[at[1]].type == "Person" else None
        if not self.descriptions.describes(word):
            return None
        phrase = self.doc[word.left_edge.i : word.i + 1]
        return self.descriptions.person(phrase, word, *_last(before))

    def _team_of(self, person: int, noun: str, owner: Token, root: Token) -> int:
        """ "Trump campaign" for "his campaign"."""
        surname = name_words(self.mentions.names[person].label)[-1]
        label = f"{surname} {noun}"
        mention = Span(owner.idx, root.idx + len(root))
        return self.named.labelled(label, "Organization", mention)

    def _group(self, source: TokenSpan, root: Token) -> int:
        label, mention = group_label(source, root)
        place = self._added.get(label.lower())
        if place is None:
            place = self.mentions.add(NamedEntity(label, "Group", (mention,)))
            self._added[label.lower()] = place
        else:
            self.mentions.add_mention(place, mention)
        return place

    # -- without words of its own -----------------------------------------------------------------

    def _continued(self, attribution: Attribution, before: _Before) -> _Found:
        """The speaker of the sentence before goes on, else its subject speaks."""
        if self._is_agentless(attribution):
            return None, "unknown"
        previous = self.mentions.sentence_before(attribution.sentence)
        if before is not None:
            last = max(s.end for s in (*before[0].content, *before[0].cue, *before[0].source))
            near = previous.start if previous is not None else attribution.sentence.start
            if last >= near:
                return before[1].speaker, before[1].kind
        if previous is None:
            return None, "unknown"
        for mention, place in self.mentions.within(previous.start, previous.end):
            span = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if (
                span is not None
                and span.root.dep_ == "nsubj"
                and self.mentions.names[place].type == "Person"
            ):
                return place, "named"
        return None, "unknown"

    def _is_agentless(self, attribution: Attribution) -> bool:
        """Whether the cue is a passive that keeps back who spoke.

        "It was announced that …"; "Asked whether …, X said": asked of X, and nobody says by whom.
        """
        cue = token_span(self.doc, attribution.cue)
        return cue is not None and any(
            token.dep_ == "auxpass"
            or any(child.dep_ == "auxpass" for child in token.children)
            or (token.tag_ == "VBN" and token.dep_ in ("advcl", "csubj") and not _has_helper(token))
            for token in cue
        )

    def _inside_others(self, found: list[Voice]) -> list[Voice]:
        """Inside of somebody's words, "I" and "we" are that somebody; an outlet's report relays."""
        contents = sorted(
            (content.start, content.end, j)
            for j, attribution in enumerate(self.attributions)
            for content in attribution.content
        )
        for i, attribution in enumerate(self.attributions):
            source = token_span(self.doc, attribution.source)
            start, end = (
                (source.start_char, source.end_char)
                if source is not None
                else (attribution.content[0].start, attribution.content[-1].end)
            )
            after = bisect_left(contents, (start + 1,))
            outer = next(
                (
                    j
                    for _, until, j in reversed(contents[max(0, after - _NESTING) : after])
                    if j != i and until >= end
                ),
                None,
            )
            if outer is None:
                continue
            speaker, kind = found[outer].speaker, found[outer].kind
            voice = found[i]
            if voice.speaker is None and source is not None and source.text.lower() in FIRST:
                found[i] = Voice(speaker, kind, voice.via)
            elif speaker is not None and self.relays.relays(speaker, voice):
                found[i] = Voice(voice.speaker, voice.kind, (speaker, *voice.via))
        return found

    def _kind(self, place: int | None) -> SpeakerKind:
        if place is None:
            return "unknown"
        return "group" if self.mentions.names[place].type == "Group" else "named"


def _is_persons(name: str) -> bool:
    """Whether a byline names a person and not a newsroom."""
    words = set(name.lower().split())
    return organization_type(name) == "Organization" and not words & _NEWSROOM


def _last(before: _Before) -> tuple[int | None, int]:
    """Who spoke in the statement before, and where its sentence starts."""
    return (before[1].speaker, before[0].sentence.start) if before else (None, -1)


class Speakers:
    """Sets ``doc._.voices``; may append entities and mentions to ``doc._.names``.

    Takes those out of ``doc._.attributions`` that only report another one (chain/reports.py).
    """

    def __init__(self) -> None:
        origin.register()

    def __call__(self, doc: Doc) -> Doc:
        reader = SpeakerReader(doc)
        voices = reader.voices()
        doc._.names = tuple(reader.mentions.names)
        doc._.attributions, doc._.voices = without_reports(reader.attributions, voices)
        return doc


@Language.factory("onrecord_speakers")
def make_speakers(nlp: Language, name: str) -> Speakers:
    """The component that finds out who speaks."""
    return Speakers()


def _has_helper(verb: Token) -> bool:
    return any(child.dep_ == "aux" for child in verb.children)
