"""Who a verb's words are attributed to: the source as a stretch of tokens.

A source is what the sentence itself names: a noun phrase with its appositions, a pronoun, a
relative pronoun. Whom it means is for coreference to say.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from onrecord.ingest.attribution.cues import VERBS
from onrecord.ingest.attribution.tree import (
    Range,
    child,
    children,
    conjuncts_head,
    is_passive,
    is_verb,
    yield_of,
)

_MAX_DEPTH: Final = 6
# "criticised B for saying": with these before "for", the object has spoken, not the subject.
_JUDGEMENTS_WORDS: Final = """
criticise criticize blast slam attack assail praise thank blame rebuke chide scold mock fault
condemn denounce accuse rip berate chastise castigate lambast lambaste admonish censure fire
sue punish applaud commend ridicule forgive fine suspend arrest jail
"""
_JUDGEMENTS: Final = frozenset(_JUDGEMENTS_WORDS.split())
# "a statement saying that …": who issued it has spoken.
_VESSELS_WORDS: Final = """
statement letter memo tweet post email e-mail message report note release speech interview op-
ed editorial column filing article video
"""
_VESSELS: Final = frozenset(_VESSELS_WORDS.split())
_LIFELESS: Final = frozenset({"it", "that", "this", "there", "these", "those", "which", "what"})
_WITH: Final = frozenset({"with", "at"})


def source_of(verb: Token) -> Range | None:
    """The source of a cue verb in the active or the passive voice, None if none is named."""
    return _source(verb, 0)


def _source(verb: Token, depth: int) -> Range | None:
    if depth > _MAX_DEPTH:
        return None
    if is_passive(verb):
        agent = agent_of(verb)
        by = child(agent, "pobj") if agent is not None else None
        return noun_phrase(by, verb) if by is not None else None
    subject = _subject(verb)
    if subject is not None:
        return noun_phrase(subject, verb)
    if verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl", "amod") and child(verb, "aux") is None:
        return None  # "Asked about …": who asked is not named
    dep, head = verb.dep_, verb.head
    if head.i == verb.i:
        return None
    if dep == "conj" and is_verb(head):
        return _shared(outer_verb(verb) or conjuncts_head(verb), depth)
    if dep in ("xcomp", "advcl", "ccomp", "dep", "parataxis", "ROOT") and _is_predicate(head):
        if dep == "ccomp" and verb.tag_ not in ("VBG", "VB"):
            return None
        if (
            dep == "xcomp"
            and (thing := child(head, "dobj")) is not None
            and head.lemma_ != "promise"
        ):
            return noun_phrase(thing, verb)
        return _shared(head, depth)
    if dep in ("acl", "relcl"):
        return _of_noun(verb, head, depth)
    if dep == "pcomp":
        return _of_preposition(head, depth)
    return None


def agent_of(verb: Token) -> Token | None:
    """The "by" of a passive verb, also where it hangs below the complement.

    "was criticised by X", "was called “a joke” by X".
    """
    agent = child(verb, "agent")
    complement = child(verb, "oprd")
    if agent is not None:
        return agent
    by = child(complement, "prep", "agent") if complement is not None else None
    return by if by is not None and by.lower_ == "by" else None


def outer_verb(verb: Token) -> Token | None:
    """The verb that a cue verb continues, where the parser hung it into the clause between.

    "She asked whether the plan was dead and urged him to reply": plans do not urge.
    """
    if verb.dep_ != "conj" or child(verb, "nsubj", "nsubjpass") is not None:
        return None
    cue = VERBS.get(verb.lemma_)
    clause = conjuncts_head(verb)
    outer = clause.head
    if cue is None or cue.attitude != "say" or clause.dep_ != "ccomp" or outer.i > clause.i:
        return None
    if outer.tag_ != verb.tag_ or outer.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    subject = child(clause, "nsubj", "nsubjpass", "expl")
    speaker = child(outer, "nsubj")
    if subject is None or speaker is None or not (clause.lemma_ == "be" or is_passive(clause)):
        return None
    lifeless = subject.lower_ in _LIFELESS or subject.tag_ in ("NN", "NNS")
    living = speaker.tag_ in ("PRP", "NNP", "NNPS")
    return outer if lifeless and living else None


def _shared(verb: Token, depth: int) -> Range | None:
    """The subject of another verb, which the cue verb shares."""
    if verb.dep_ == "conj":
        verb = conjuncts_head(verb)
    subject = _subject(verb) or child(verb, "nsubjpass")
    if subject is not None:
        return noun_phrase(subject, verb)
    return _source(verb, depth + 1)


def _of_noun(verb: Token, noun: Token, depth: int) -> Range | None:
    """ "a statement saying …" → who issued it; "critics saying …" → the critics."""
    if noun.lemma_.lower() in _VESSELS and noun.dep_ in ("dobj", "pobj"):
        head = noun.head if noun.dep_ == "dobj" else noun.head.head
        if is_verb(head) and (owner := _shared(head, depth)) is not None:
            return owner
    start = noun.left_edge.i
    return (start, verb.left_edge.i) if start < verb.left_edge.i else None


def _of_preposition(preposition: Token, depth: int) -> Range | None:
    """ "In announcing …, X", "criticised X for saying", "upset with X for saying"."""
    head = preposition.head
    if preposition.text.lower() == "for" and _is_predicate(head):
        state = child(head, "acomp")  # "was furious with X for saying"
        for other in (*children(head, "prep"), *(children(state, "prep") if state else ())):
            if other.i < preposition.i and other.text.lower() in _WITH:
                target = child(other, "pobj")
                if target is not None and head.lemma_ not in ("agree",):
                    return noun_phrase(target, preposition)
        thing = child(head, "dobj", "nsubjpass")
        if thing is not None and head.lemma_.lower() in _JUDGEMENTS:
            return noun_phrase(thing, preposition)
    if preposition.text.lower() == "of" and head.lemma_.lower() == "accuse":
        thing = child(head, "dobj", "nsubjpass")
        return noun_phrase(thing, preposition) if thing is not None else None
    if _is_predicate(head):
        return _shared(head, depth)
    if head.pos_ == "NOUN":
        owner = child(head, "poss")
        if owner is not None:
            return yield_of(owner)
        verb = head.head if head.dep_ in ("dobj", "nsubj") else head.head.head
        if is_verb(verb):
            return _shared(verb, depth)
    return None


def _is_predicate(token: Token) -> bool:
    return (
        is_verb(token)
        or token.pos_ in ("AUX", "VERB")
        or child(token, "cop") is not None
        or (token.pos_ == "ADJ" and token.dep_ == "acomp")
    )


def _subject(verb: Token) -> Token | None:
    if verb.dep_ == "acomp":
        verb = verb.head
    subject = child(verb, "nsubj")
    if subject is None:
        return None
    if subject.pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "X", "VERB", "ADV", "SYM"):
        return subject
    return None


def noun_phrase(noun: Token, verb: Token) -> Range:
    """The noun's subtree, as far as it lies on the noun's side of the verb.

    A possessive ending, and a verb that the parser hung inside of its own subject, stay out.
    """
    start, end = yield_of(noun)
    if noun.i < verb.i:
        end = min(end, verb.i)
    elif start <= verb.i:
        start = verb.i + 1
    return start, max(end, noun.i + 1)
