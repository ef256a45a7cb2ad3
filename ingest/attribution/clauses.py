"""Contents that a cue verb governs in the parse: clauses, infinitives, noun phrases.

"said that …", "…, he said", "urged X to …", "called for …", "highlighted the importance of …",
"called him …", "was described by X as …". Quotation marks play no part here.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from onrecord.ingest.attribution.cues import (
    GERUND,
    INFINITIVE,
    OBJECT,
    OBJECT_COMPLEMENT,
    OBJECT_INFINITIVE,
    PREPOSITIONS,
    VERBS,
    Cue,
)
from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.negation import negated_from, spoken_of
from onrecord.ingest.attribution.sources import agent_of, outer_verb, source_of
from onrecord.ingest.attribution.tree import (
    Range,
    child,
    children,
    is_passive,
    is_verb,
    without,
    yield_of,
)
from onrecord.ingest.extraction import CueClass

_WHETHER: Final = frozenset({"whether", "if", "how", "why", "what", "who", "when", "where"})
_EMPTY: Final = frozenset(
    {"it", "that", "this", "so", "them", "him", "himself", "herself", "themselves", "itself"}
)


def clause_drafts(page: Page, verb: Token, cue: Cue) -> Iterator[Draft]:
    """The attribution that the verb makes, if any: the surest frame wins."""
    found = _frame(verb, cue)
    if found is None:
        return
    said = spoken_of(verb)
    if said is not None and _frame(said, VERBS[said.lemma_]) is not None:
        return  # "declined to say whether …" is one cue; it comes with "say"
    rule, certainty, content, particle = found
    cue_class: CueClass = cue.cue_class
    if cue.lemma == "rule" and particle is not None:
        cue_class = "deny"
    if cue.lemma == "ask" and rule in ("clause", "clause-before", "question", "preposition"):
        cue_class = "question"
    if rule == "calls-it" or (cue.lemma == "call" and rule == "clause"):
        cue_class = "assert"  # the parser takes "called the controls a failure" for a clause
    cue_start = verb.i
    negated = negated_from(verb)
    if negated is not None:  # "did not say", "did not deny", "declined to say"
        cue_class = "deny"
        certainty *= 0.85
        cue_start = negated
    source = source_of(verb)
    if source is not None and any(a < source[1] and source[0] < b for a, b in content):
        content = tuple(piece for part in content for piece in without(part, [source]))
    content = tuple(
        kept for part in content if (kept := _in_paragraph(page, verb, part)) is not None
    )
    if not content:
        return
    cue_end = particle if particle is not None else verb.i + 1
    cue_ranges = ((cue_start, max(cue_end, verb.i + 1)),)
    if source is None:
        certainty *= 0.6
    yield Draft(
        source,
        cue_ranges,
        content,
        cue_class,
        cue.attitude,
        round(certainty * cue.strength, 3),
        rule,
    )


_Found = tuple[str, float, tuple[Range, ...], int | None]


def _frame(verb: Token, cue: Cue) -> _Found | None:
    """Rule, certainty, content and end of the cue, as the surest frame has them."""
    return (
        _clause(verb)
        or _infinitive(verb, cue)
        or _complement(verb, cue)
        or _prepositional(verb, cue)
        or _parenthetical(verb, cue)
        or _ruled_out(verb, cue)
        or _object(verb, cue)
        or _gerund(verb, cue)
        or _question(verb, cue)
        or _inserted(verb, cue)
    )


def _clause(verb: Token) -> _Found | None:
    """ "said that …", "…, said X", "wondered whether …"."""
    for clause in children(verb, "ccomp"):
        if child(clause, "mark") is None and _to(clause) and child(clause, "nsubj") is None:
            continue
        if _to(clause) and not (clause.i < verb.i and child(clause, "nsubj") is not None):
            continue
        whole = _without_next_cue(clause)
        if whole[0] <= verb.i < whole[1]:
            return "clause-around", 0.8, without(whole, [_cue_phrase(verb)]), None
        if clause.i < verb.i:
            if not is_verb(clause) or not _comma_between(verb, whole):
                continue
            return "clause-before", 0.9, (whole,), None
        return "clause", 0.92, (whole,), None
    for clause in children(verb, "advcl"):  # "told the House, after a pause, that …"
        mark = child(clause, "mark")
        if clause.i > verb.i and mark is not None and mark.lower_ == "that":
            return "clause", 0.9, ((mark.i, yield_of(clause)[1]),), None
    return None


def _without_next_cue(clause: Token) -> Range:
    """The clause, without a next cue of its governor's that the parser hung into it."""
    start, end = yield_of(clause)
    for other in clause.conjuncts:
        if other.i > clause.i and outer_verb(other) is not None:
            joint = other.i
            while joint > clause.i and clause.doc[joint].dep_ != "cc":
                joint -= 1
            return (start, joint) if joint > clause.i else (start, end)
    return start, end


def _in_paragraph(page: Page, verb: Token, part: Range) -> Range | None:
    """The piece of the range on the verb's side of a line break."""
    start, end = part
    place = bisect.bisect_left(page.breaks, max(verb.i, start))
    if place > 0 and page.breaks[place - 1] >= start:
        start = page.breaks[place - 1] + 1
    if place < len(page.breaks) and page.breaks[place] < end:
        end = page.breaks[place]
    return (start, end) if start < end else None


def _comma_between(verb: Token, clause: Range) -> bool:
    """Whether a comma or a closing mark, and no break, parts the clause from what follows."""
    doc = verb.doc
    last = doc[clause[1] - 1].text if clause[1] > 0 else ""
    if last in (",", "”", '"', "''", "’", "?", "!"):
        return True
    return clause[1] < len(doc) and doc[clause[1]].text in (",", "”", '"', "''", "’", "?", "!")


def _infinitive(verb: Token, cue: Cue) -> _Found | None:
    """ "promised to …", "urged X to …", "wants X to …", "called for X to …"."""
    for clause in verb.children:
        if clause.dep_ not in ("xcomp", "ccomp", "advcl") or clause.i < verb.i or not _to(clause):
            continue
        if _led_by_preposition(verb, cue, clause):
            return None
        subject = child(clause, "nsubj")
        thing = child(verb, "dobj")
        start, end = yield_of(clause)
        mark = child(clause, "mark")
        if mark is not None and mark.text.lower() == "for":
            if mark.i == verb.i + 1 and cue.lemma in PREPOSITIONS["for"]:
                return "called-for", 0.85, ((mark.i + 1, end),), mark.i + 1
            continue
        if clause.dep_ == "advcl":
            continue
        if subject is not None or (thing is not None and verb.i < thing.i < clause.i):
            if cue.lemma not in OBJECT_INFINITIVE:
                continue
            if thing is not None and thing.i < clause.i:
                start = thing.left_edge.i
            return "object-infinitive", 0.75, ((start, end),), None
        if cue.lemma in INFINITIVE:
            return "infinitive", 0.7, ((start, end),), None
    return None


def _led_by_preposition(verb: Token, cue: Cue, clause: Token) -> bool:
    """ "called on X to …", "called for X to …": the content begins behind the preposition."""
    return any(
        c.text.lower() in ("on", "upon", "for")
        and verb.i < c.i < clause.i
        and cue.lemma in PREPOSITIONS[c.text.lower()]
        for c in children(verb, "prep", "dative")
    )


def _complement(verb: Token, cue: Cue) -> _Found | None:
    """ "called him a liar", "what it calls “strategic decoupling”"."""
    if cue.lemma not in OBJECT_COMPLEMENT:
        return None
    complement = child(verb, "oprd")
    if (
        complement is None
        or complement.i < verb.i
        or (
            verb.dep_ == "acl" and verb.tag_ != "VBG"  # "a firm called …" is its name
        )
    ):
        return None
    start, end = yield_of(complement)
    if is_passive(verb):  # "was called “a joke” by X"
        agent, subject = agent_of(verb), child(verb, "nsubjpass")
        if agent is None or subject is None:
            return None
        end = agent.i if start < agent.i < end else end
        return "calls-it", 0.75, (yield_of(subject), (start, end)), None
    if verb.i + 1 < start:
        start = verb.i + 1
    return "calls-it", 0.75, ((start, end),), None


def _prepositional(verb: Token, cue: Cue) -> _Found | None:
    """ "called for …", "warned of …", "called on X to …", "described X as …"."""
    for preposition in children(verb, "prep", "prt", "dative"):
        word = preposition.text.lower()
        if cue.lemma not in PREPOSITIONS.get(word, ()) or preposition.i < verb.i:
            continue
        thing = child(preposition, "pobj", "pcomp")
        start, end = yield_of(thing if thing is not None else preposition)
        if thing is None:  # "as “cruel,” “stupid” and “late”": adjectives hang where they can
            start = preposition.i + 1
            if word != "as" or start >= end:
                continue
        if word in ("on", "upon", "for"):
            for clause in children(verb, "xcomp", "advcl"):
                if clause.i > end and _to(clause):
                    return (
                        "called-for" if word == "for" else "called-on",
                        0.8,
                        ((start, yield_of(clause)[1]),),
                        preposition.i + 1,
                    )
        if word == "as":
            target = child(verb, "dobj")
            if target is not None and verb.i < target.i < preposition.i:
                return "described-as", 0.7, ((target.left_edge.i, end),), None
            subject = child(verb, "nsubjpass") if is_passive(verb) else None
            if subject is not None:
                return "described-as", 0.65, (yield_of(subject), (preposition.i, end)), None
            continue
        if word == "of" and cue.lemma in ("accuse", "remind"):
            target = child(verb, "dobj")
            if target is not None and verb.i < target.i < preposition.i:
                return "accused-of", 0.75, ((target.left_edge.i, end),), None
            accused = child(verb, "nsubjpass") if cue.lemma == "accuse" else None
            if accused is not None:
                return "accused-of", 0.7, (yield_of(accused), (preposition.i, end)), None
        if word == "for" and cue.lemma == "ask" and child(verb, "dobj") is not None:
            continue
        adjacent = preposition.i == verb.i + 1
        return (
            "preposition",
            0.75 if adjacent else 0.6,
            ((start, end),),
            (preposition.i + 1 if adjacent else None),
        )
    return None


def _parenthetical(verb: Token, cue: Cue) -> _Found | None:
    """ "The plan, he said, is ready", "as X said": the cue hangs below the content."""
    head = verb.head
    if verb.dep_ not in ("parataxis", "ccomp", "advcl", "dep") or head.i == verb.i:
        return None
    if child(verb, "nsubj") is None or child(verb, "dobj") is not None or not is_verb(head):
        return None
    if child(verb, "mark") is not None and verb.dep_ != "advcl":
        return None
    if verb.dep_ == "advcl":
        mark = child(verb, "mark")
        if mark is None or mark.text.lower() != "as":
            return None
    own = yield_of(verb)
    before = verb.doc[own[0] - 1].text if own[0] > 0 else ","
    if before not in (",", "—", "–", "-", "(", "”", '"', "''") and own[0] != 0:
        return None
    if cue.cue_class in ("demand", "criticise", "praise"):
        return None
    whole = yield_of(head)
    return "parenthetical", 0.8, without(whole, [own]), None


def _object(verb: Token, cue: Cue) -> _Found | None:
    """ "announced a plan", "criticised the deal", "reaffirmed the commitment to …"."""
    if cue.lemma not in OBJECT:
        return None
    thing = child(verb, "dobj")
    if thing is None or thing.i < verb.i or thing.text.lower() in _EMPTY:
        return None
    return "object", 0.6, (yield_of(thing),), None


def _ruled_out(verb: Token, cue: Cue) -> _Found | None:
    """ "ruled out a tax", "did not rule out raising the tax"."""
    particle = child(verb, "prt")
    if cue.lemma != "rule" or particle is None or particle.lower_ != "out":
        return None
    thing = child(verb, "dobj", "xcomp", "ccomp", "pcomp")
    if thing is None or thing.i < particle.i:
        return None
    return "object", 0.85, (yield_of(thing),), particle.i + 1


def _gerund(verb: Token, cue: Cue) -> _Found | None:
    """ "denied taking bribes", "suggested raising the tax"."""
    if cue.lemma not in GERUND:
        return None
    for clause in children(verb, "xcomp", "ccomp"):
        if clause.i > verb.i and clause.left_edge.tag_ == "VBG":
            return "gerund", 0.75, (yield_of(clause),), None
    return None


def _question(verb: Token, cue: Cue) -> _Found | None:
    """ "asked if …", which the parser takes for a condition."""
    if cue.cue_class != "question":
        return None
    for clause in children(verb, "advcl"):
        mark = child(clause, "mark", "advmod")
        if clause.i > verb.i and mark is not None and mark.text.lower() in _WHETHER:
            return "question", 0.8, (yield_of(clause),), None
    return None


def _inserted(verb: Token, cue: Cue) -> _Found | None:
    """ "The plan, X said, is ready", where the parser lost the thread: commas on both sides."""
    subject = child(verb, "nsubj")
    if subject is None or cue.cue_class != "assert" or cue.attitude != "say":
        return None
    doc = verb.doc
    start, end = _cue_phrase(verb)
    if start == 0 or end >= len(doc) or doc[start - 1].text != "," or doc[end].text != ",":
        return None
    if any(c.dep_ in ("ccomp", "dobj", "xcomp", "prep") and c.i > verb.i for c in verb.children):
        return None
    sentence = verb.sent
    if start - 1 <= sentence.start:
        return None
    return "inserted", 0.7, without((sentence.start, sentence.end), [(start, end)]), None


def _cue_phrase(verb: Token) -> Range:
    """The verb with its subject: what is cut out of a content that surrounds it."""
    subject = child(verb, "nsubj")
    if subject is None:
        return verb.i, verb.i + 1
    start, end = yield_of(subject)
    return min(start, verb.i), max(end, verb.i + 1)


def _to(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children)
