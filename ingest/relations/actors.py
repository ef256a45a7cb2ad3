"""Actors that have no name: "Iranian troops", "rebels in Darfur", "police".

People taken together and bodies that act, told by their head. Where a country or a body stands
before or after it the group has something to tell it apart by; where none does it is ``bare``, and
counts only beside an actor with a name, or for what nameless people do to each other by force.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import NATIONALITY
from onrecord.ingest.mentions import ACTOR_TYPES, Mentions
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.policies import singular

_ORGANISED = word_set(
    "troop force soldier rebel guerrilla army police militia militant extremist fighter navy "
    "peacekeeper insurgent terrorist gunman bomber separatist paramilitary commando marine "
    "policeman policemen gunmen militiaman militiamen serviceman servicemen guardsman "
    "guardsmen tourist passenger artillery assailant attacker kidnapper hijacker pirate mob "
    "tribesman tribesmen military protester demonstrator rioter striker activist dissident "
    "opposition "
    "parliament government authority regime coalition junta court tribunal police regulator "
    "refugee migrant immigrant settler prisoner hostage detainee civilian worker farmer student "
    "teacher miner trucker villager resident journalist reporter lawmaker legislator senator "
    "parliamentarian prosecutor diplomat negotiator peacekeeper mediator envoy official monk "
    "cleric nun shopkeeper trader squatter convict inmate supporter nationalist islamist "
    "secessionist loyalist vigilante jihadist suspect union unionist officer warplane jet warship "
    "gunboat helicopter gunship plane missile vessel aircraft inspector observer monitor "
    "faction party"
)
"""Heads that are actors without more said of them."""
_TITLED = word_set(
    "minister president leader ambassador politician judge policymaker delegation embassy "
    "commander general premier citizen national chancellor king queen emir sultan pope governor "
    "mayor secretary spokesman spokeswoman chief director chairman council ministry agency "
    "commission assembly congress senate cabinet administration delegate mission team group "
    "forces tank newspaper radio television company firm bank organization organisation "
    "association foundation institute community people tribe clan minority scientist doctor nurse "
    "engineer lawyer adviser advisor aide representative intelligence spy agent crew convoy "
    "fisherman fishermen businessman businessmen warlord chiefs consumer exporter importer "
    "manufacturer producer investor executive industry editor"
)
"""Heads that are actors where it is said whose."""
ACTOR_NOUNS = _ORGANISED | _TITLED
_BARE = _ORGANISED - word_set(
    "party plane jet vessel missile union official officer "
    "helicopter suspect supporter inspector observer monitor court aircraft faction trader "
    "force coalition reporter military prosecutor senator"
) | word_set("forces")
_STATES = word_set("government regime")
_JOINING = frozenset({"of", "in", "from"})
_LONGEST_ADDITION = 9
_LEADING_TAGS = frozenset({"DT", "PDT", "CD", "PRP$", "RB", "IN", "TO", "JJR", "JJS", "RBR", "WP$"})
_LEADING = word_set(
    "other several many some few top senior leading suspected alleged more up about least most "
    "numerous various certain following former new own such"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An actor phrase: its words, whether nothing tells it apart, the country that it governs."""

    mention: Span
    bare: bool
    country: int | None = None


class ActorPhrases:
    """Finds actors without a name among the noun phrases of a document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions

    def at(self, token: Token) -> Phrase | None:
        """The actor that the noun phrase with this head is, if it is one."""
        if not token.tag_.startswith("NN"):
            return None
        noun = singular(token)
        plural_name = token.tag_ == "NNPS"
        if not plural_name and noun not in ACTOR_NOUNS:
            return None
        if noun == "opposition" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "to":
            return None  # what somebody thinks, and nobody
        owner = self._owner(token)
        # "Palestinians", "Bosnian Serbs"
        nationals = plural_name and (token.ent_type_ == NATIONALITY or owner == -1)
        if not nationals and noun not in ACTOR_NOUNS:
            return None
        addition = self._addition(token)
        if not nationals and owner is None and not addition and not self._stands_alone(token, noun):
            return None
        start, end = self._start(token), token.i + 1 + addition
        span = token.doc[start:end]
        country = None
        if noun in _STATES and owner is not None and owner >= 0:
            country = owner if self._mentions.names[owner].type == "Country" else None
        bare = not nationals and owner is None and not addition
        if bare and any(child.tag_ == "PRP$" for child in token.lefts):
            return None  # "its troops" are somebody's
        return Phrase(Span(span.start_char, span.end_char), bare, country)

    def _owner(self, token: Token) -> int | None:
        """The place of the body or country before the noun, -1 for one that has no entity."""
        for child in token.lefts:
            if child.ent_type_ == NATIONALITY:
                return -1
            at = self._mentions.at(child)
            if at is not None and self._mentions.names[at[1]].type in ACTOR_TYPES - {"Person"}:
                return at[1]
        return None

    def _stands_alone(self, token: Token, noun: str) -> bool:
        """Whether the noun is enough, or another group stands before it: "opposition leaders"."""
        return (
            noun in _BARE
            or token.lower_ in _BARE
            or any(c.dep_ == "compound" and singular(c) in _ORGANISED for c in token.lefts)
        )

    def _addition(self, token: Token) -> int:
        """How many tokens after the noun say which ones: "of southern Serbia", "in Darfur"."""
        if token.i + 1 >= len(token.doc):
            return 0
        preposition = token.nbor(1)
        if preposition.lower_ not in _JOINING or preposition.head.i != token.i:
            return 0
        for below in preposition.children:
            if below.dep_ != "pobj":
                continue
            end = below.i + 1
            named = below.tag_.startswith("NNP") or self._mentions.at(below) is not None
            if not named and not (
                singular(below) in ACTOR_NOUNS and self._owner(below) is not None
            ):
                return 0
            at = self._mentions.at(below)
            if at is not None:  # "the United Bus Company of Tehran"
                while end < len(token.doc) and token.doc[end].idx < at[0].end:
                    end += 1
            length = end - token.i - 1
            return length if length <= _LONGEST_ADDITION else 0
        return 0

    def _start(self, token: Token) -> int:
        doc, start = token.doc, token.left_edge.i
        for i in range(token.i - 1, start - 1, -1):
            # "U.S. and Russian negotiators": the first is the country's, these are the second's.
            if doc[i].dep_ == "cc" or doc[i].text in (",", ":", ";", "(", "``", "“"):
                start = i + 1
                break
        while start < token.i and (
            (doc[start].tag_ in _LEADING_TAGS and doc[start].ent_type_ != NATIONALITY)
            or doc[start].lower_ in _LEADING
            or doc[start].is_punct
            or doc[start].is_space
        ):
            start += 1
        return start
