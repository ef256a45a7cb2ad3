"""Which words state which relation, written for this project.

Two tables. ``POLICY_VERBS`` has the policy predicates: what somebody does with a policy, and what
a policy does to a sector, an actor or another policy. ``EVENT_VERBS`` has the event types of the
PLOVER ontology (https://github.com/openeventdata/PLOVER) between actors, by the predicate's local
name in onrecord.ttl. Verbs stand with their lemma; an object may be direct or follow one of the
prepositions given. A word that states different relations according to its object is listed with
the most specific one that needs no further knowledge, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ingest.name_shape import word_set

PLOVER_PREDICATES: dict[str, str] = {
    "AGREE": "agreesWith",
    "CONSULT": "consultsWith",
    "SUPPORT": "expressesSupportFor",
    "COOPERATE": "cooperatesWith",
    "AID": "aids",
    "CONCEDE": "concedesTo",
    "RETREAT": "retreatsFrom",
    "DEMAND": "demandsFrom",
    "DISAPPROVE": "disapprovesOf",
    "REJECT": "rejects",
    "THREATEN": "threatens",
    "PROTEST": "protestsAgainst",
    "SANCTION": "sanctions",
    "MOBILIZE": "mobilizesAgainst",
    "COERCE": "coerces",
    "ASSAULT": "assaults",
    "FIGHT": "fights",
    "INVESTIGATE": "investigates",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """How a verb states a relation.

    Attributes:
        predicate: local name of the property.
        direct: whether the direct object (or the subject of the passive) is the object.
        prepositions: those that the object may follow instead.
        plover: the event type, for relations between actors.
    """

    predicate: str
    direct: bool = True
    prepositions: frozenset[str] = frozenset()
    plover: str | None = None


def _frames(
    predicate: str, verbs: str, prepositions: str = "", *, direct: bool = True
) -> dict[str, Frame]:
    frame = Frame(predicate, direct, word_set(prepositions))
    return dict.fromkeys(verbs.split(), frame)


# -- an actor and a policy -------------------------------------------------------------------------

ACTOR_TO_POLICY: dict[str, Frame] = {
    **_frames(
        "proposes",
        "propose prepare plan draft develop design float mull consider weigh contemplate devise "
        "formulate relaunch revive pursue advocate",
    ),
    **_frames("proposes", "work", "on", direct=False),
    **_frames("proposes", "call push press", "for", direct=False),
    **_frames(
        "adopts",
        "adopt approve pass enact sign ratify launch implement announce unveil introduce issue "
        "release publish promulgate finalize finalise authorize authorise establish extend renew",
    ),
    **_frames("adopts", "roll", "out"),
    **_frames("repeals", "repeal scrap lift revoke rescind abolish cancel withdraw remove suspend "
              "drop overturn nullify annul dismantle ditch axe pause eliminate waive"),
    **_frames("supports", "support back endorse welcome defend champion favor favour hail embrace "
              "praise applaud"),
    **_frames("opposes", "oppose reject criticize criticise condemn block resist denounce veto "
              "slam protest decry blast attack challenge"),
}  # fmt: skip
IMPOSING = word_set(
    "impose levy slap place set raise hike increase introduce announce apply put threaten expand "
    "enact adopt launch reimpose reinstate tighten"
)
"""Verbs that impose where the object is a measure and not a plan or a law."""

# -- a policy and what it is for -------------------------------------------------------------------

TARGETING = word_set(
    "target prioritize prioritise focus emphasize emphasise cover boost strengthen develop upgrade "
    "promote support subsidize subsidise list name identify include aim favor favour hit affect"
)
SUCCEEDING = word_set("succeed replace supersede")
SUCCESSOR_NOUNS = word_set("successor follow-up sequel replacement")
TARGET_PREPOSITIONS = word_set("on against targeting for")
"""What leads from a measure to those it is aimed at: "tariffs on Chinese steel"."""

# -- actors among themselves -----------------------------------------------------------------------


def _events(
    code: str, verbs: str, prepositions: str = "", *, direct: bool = True
) -> dict[str, Frame]:
    frame = Frame(PLOVER_PREDICATES[code], direct, word_set(prepositions), code)
    return dict.fromkeys(verbs.split(), frame)


EVENT_VERBS: dict[str, Frame] = {
    **_events("AGREE", "agree", "with to on upon", direct=False),
    **_events("AGREE", "promise pledge vow offer", "to"),
    **_events("CONSULT", "meet visit host phone telephone receive", "with"),
    **_events("CONSULT", "consult negotiate talk speak confer discuss travel", "with to",
              direct=False),
    **_events("SUPPORT", "support back endorse praise hail congratulate commend applaud defend "
              "thank"),
    **_events("SUPPORT", "apologize apologise", "to for", direct=False),
    **_events("SUPPORT", "sign establish upgrade restore", "with", direct=False),
    **_events("COOPERATE", "cooperate collaborate trade ally partner", "with", direct=False),
    **_events("COOPERATE", "extradite", "to"),
    **_events("AID", "aid assist help rescue feed fund finance arm shelter"),
    **_events("AID", "donate lend send deliver grant provide supply contribute", "to",
              direct=False),
    **_events("CONCEDE", "concede yield surrender submit bow", "to", direct=False),
    **_events("CONCEDE", "lift ease relax", "on against", direct=False),
    **_events("CONCEDE", "release free pardon"),
    **_events("RETREAT", "withdraw retreat evacuate pull", "from", direct=False),
    **_events("DEMAND", "demand", "from of"),
    **_events("DEMAND", "urge ask press pressure instruct order tell request exhort implore"),
    **_events("DEMAND", "appeal call", "to on upon", direct=False),
    **_events("DISAPPROVE", "criticize criticise condemn denounce accuse blame rebuke slam blast "
              "deplore decry chide lambast lambaste castigate berate scold indict sue"),
    **_events("DISAPPROVE", "complain", "about to", direct=False),
    **_events("REJECT", "reject rebuff snub refuse defy ignore spurn veto dismiss"),
    **_events("THREATEN", "threaten warn"),
    **_events("PROTEST", "protest demonstrate rally march riot strike", "against at", direct=False),
    **_events("SANCTION", "sanction blacklist embargo boycott penalize penalise punish fine"),
    **_events("SANCTION", "impose", "on against", direct=False),
    **_events("SANCTION", "suspend expel", "from"),
    **_events("MOBILIZE", "mobilize mobilise deploy mass", "against near to", direct=False),
    **_events("COERCE", "arrest detain deport jail imprison seize expel ban raid blockade occupy "
              "sentence capture confine evict repress suppress censor banish"),
    **_events("ASSAULT", "assault kidnap abduct assassinate torture rape hijack murder "
              "execute kill wound injure ambush"),
    **_events("FIGHT", "fight shell bomb bombard invade storm battle shoot strafe"),
    **_events("FIGHT", "clash", "with", direct=False),
    **_events("INVESTIGATE", "investigate probe inspect interrogate examine"),
}  # fmt: skip


def _nouns(code: str, nouns: str, prepositions: str) -> dict[str, Frame]:
    return dict.fromkeys(
        nouns.split(), Frame(PLOVER_PREDICATES[code], False, word_set(prepositions), code)
    )


EVENT_NOUNS: dict[str, Frame] = {
    **_nouns("AGREE", "agreement deal accord pact treaty ceasefire truce", "with"),
    **_nouns("CONSULT", "talk meeting summit negotiation consultation discussion visit", "with to"),
    **_nouns("SUPPORT", "support praise backing", "for"),
    **_nouns("SUPPORT", "tie relation", "with"),
    **_nouns("AID", "aid assistance relief asylum", "to for"),
    **_nouns("INVESTIGATE", "investigation probe inquiry", "into against of"),
    **_nouns("SANCTION", "sanction embargo boycott blockade", "on against of"),
    **_nouns("FIGHT", "attack raid offensive airstrike assault war invasion", "on against of"),
    **_nouns("PROTEST", "protest demonstration rally strike", "against"),
    **_nouns("DISAPPROVE", "complaint lawsuit criticism accusation condemnation", "against of"),
    **_nouns("THREATEN", "threat ultimatum", "to against"),
}
"""Nouns with those they are aimed at: "opened an investigation into", "the raid on"."""
RECIPROCAL = word_set(
    "agree meet negotiate talk confer cooperate collaborate trade clash fight battle sign "
    "establish upgrade restore"
)
"""Verbs that two subjects without an object do to each other."""
OF_OTHERS = frozenset({"DISAPPROVE", "REJECT", "SUPPORT", "DEMAND", "INVESTIGATE"})
"""Events that something of an actor stands for: "praised Haiti's efforts"."""
BY_COMPLEMENT = frozenset({"THREATEN", "AGREE", "REJECT", "DEMAND"})
"""Events whose infinitive tells whom they are aimed at: "threatened to strike Iran"."""
ACTOR_NOUNS = word_set(
    "official minister president leader government authority troop force soldier rebel guerrilla "
    "army police militia militant extremist fighter navy peacekeeper negotiator diplomat envoy "
    "ambassador lawmaker parliament parliamentarian senator politician opposition party court "
    "judge prosecutor regulator firm company bank citizen national refugee worker settler "
    "protester student activist dissident journalist civilian prisoner policymaker delegation "
    "embassy commander general warship jet premier"
)
WITH_INFINITIVE = word_set("tell ask")
"""Verbs that demand only where an infinitive follows: not in "told Reuters that"."""

# -- certainty -------------------------------------------------------------------------------------

MODALS = word_set("may might could would should must can will shall 'll ’ll")
PLANNING = word_set(
    "plan want seek hope intend threaten consider promise pledge vow offer refuse urge ask call "
    "expect try attempt mull weigh aim wish propose agree prepare need"
)
REFUSING = word_set("refuse decline deny fail reject")
HEARSAY = word_set("reportedly allegedly apparently supposedly purportedly")
TRANSPARENT = word_set(
    "version iteration set series round package raft range draft number host wave combination use "
    "form part spate slew extension expansion renewal establishment implementation imposition"
)
"""Nouns that stand for what follows their "of": "an updated version of the plan"."""
PLAN_NOUNS = word_set(
    "plan policy strategy initiative programme program campaign scheme agenda blueprint act law "
    "bill project drive framework"
)
