"""Whether the name of a place is used for those who act from it.

"Beijing said", "talks between Washington and Beijing", "Brussels's decision" name governments;
"in Beijing", "the Beijing bureau", "Washington, DC" name places (GDELT's users found the
"Christchurch attack" among the actors).
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from onrecord.ingest.name_shape import word_set

_LOCATING = word_set("in at near outside around inside throughout across within into through via")
_ADDRESSED = word_set("with against between by for on upon among of to from toward towards")
_ACTED_ON = word_set(
    "urge press ask tell warn accuse blame pressure persuade convince force push criticize "
    "criticise condemn help allow want call sanction oppose support let anger threaten keep deter "
    "confront provoke embarrass defy isolate punish engage contain counter challenge appease lobby "
    "trust worry alarm infuriate frustrate consult notify alert assure reassure sue embolden "
    "antagonise antagonize outmanoeuvre outmaneuver"
)
_GIVEN = word_set(
    "hand give cede delegate yield surrender concede appeal listen complain object apologise "
    "apologize answer respond report owe bow pander turn"
)
_SENT = word_set(
    "pressure demand criticism support response statement opposition reaction threat call request "
    "order signal complaint retaliation approval concession invitation permission help funding "
    "message warning appeal challenge rebuke snub letter"
)
_MOVEMENT = word_set("visit trip travel fly go return arrive move flight come tour drive head")


def acts(place: Span) -> bool:
    """Whether the place stands for its government here; False where nothing tells."""
    doc = place.doc
    before = doc[place.start - 1].lower_ if place.start else ""
    if before in _LOCATING or _addition_follows(place):
        return False
    if _possesses(place) or (before == "to" and doc[max(0, place.start - 2)].lower_ == "according"):
        return True
    root = place.root
    if not root.dep_:
        return before not in _ADDRESSED and before != ","
    return _acts_as(root)


def _acts_as(token: Token) -> bool:
    if token.dep_ in ("nsubj", "agent", "csubj"):
        return True
    if token.dep_ == "nsubjpass":
        return token.head.lemma_ not in ("locate", "situate", "hit", "strike")
    if token.dep_ == "poss":
        return True
    if token.dep_ in ("conj", "appos") and token.head.i != token.i:
        return _acts_as(token.head)
    if token.dep_ in ("dobj", "dative"):
        return token.head.lemma_ in _ACTED_ON
    if token.dep_ == "pobj":
        preposition = token.head.lower_
        if preposition in ("by", "between", "against"):
            return True
        if preposition == "on":  # "sanctions on Beijing", but not "work on Capitol Hill"
            return bool(token.head.head.tag_.startswith("NN"))
        if preposition in ("from", "to") and token.head.head.lemma_ in _SENT:
            return True  # "pressure from Washington", "a warning to Beijing"
        if preposition == "to":
            return token.head.head.lemma_ in _GIVEN
        if preposition in ("with", "for", "toward", "towards"):
            return token.head.head.lemma_ not in _MOVEMENT
        return False
    return False


def _possesses(place: Span) -> bool:
    """ "Brussels’ role": the parser takes an apostrophe alone for a quotation mark."""
    doc, i = place.doc, place.end
    return (
        place.text.endswith("s")
        and i + 1 < len(doc)
        and doc[i].text in ("'", "’")
        and doc[i + 1].tag_.startswith(("NN", "JJ"))
    )


def _addition_follows(place: Span) -> bool:
    """ "Washington, DC", "Washington-based", "Beijing, China"."""
    doc, i = place.doc, place.end
    if i + 1 >= len(doc):
        return False
    if doc[i].text == "-" or (doc[i].text == "," and doc[i + 1].ent_type_ in ("GPE", "Country")):
        return doc[i + 1].lower_ in ("based", "born", "area") or doc[i].text == ","
    return False
