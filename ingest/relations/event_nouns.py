"""Nouns that state events between actors, by the types of PLOVER, and the verbs that carry them.

A noun states its event with those it is aimed at ("the raid on …", "talks between …"), or as the
object of a verb that says no more than that it takes place ("held talks with …"). A verb that ends
it turns it round: aid that is cut is a sanction, a curfew that is lifted a concession.
"""

from __future__ import annotations

from onrecord.ingest.name_shape import word_set
from onrecord.ingest.relations.frame import Frame, event_frame

EVENT_NOUNS: dict[str, Frame] = {}


def _nouns(code: str, nouns: str, prepositions: str) -> None:
    frame = event_frame(code, prepositions, direct=False)
    EVENT_NOUNS.update(dict.fromkeys(nouns.split(), frame))


_nouns(
    "AGREE",
    "agreement deal accord pact treaty ceasefire truce compromise settlement memorandum armistice",
    "with",
)
_nouns("AGREE", "commitment pledge promise offer assurance guarantee", "to with")
_nouns(
    "CONSULT",
    "talk meeting summit negotiation consultation discussion visit dialogue "
    "mediation trip tour conversation",
    "with to between",
)
_nouns(
    "SUPPORT",
    "support praise backing endorsement solidarity apology condolence sympathy "
    "congratulation thanks gratitude tribute recognition",
    "for to with of",
)
_nouns("SUPPORT", "tie link relation friendship rapprochement embassy", "with in to")
_nouns(
    "COOPERATE",
    "cooperation collaboration alliance partnership exchange extradition trade "
    "intelligence expertise coalition wargame",
    "with",
)
_nouns(
    "AID",
    "aid assistance relief asylum refuge loan donation shipment help credit subsidy "
    "bailout shelter",
    "to for",
)
_nouns("CONCEDE", "concession amnesty pardon clemency autonomy", "to for")
_nouns(
    "RETREAT", "withdrawal pullout retreat surrender evacuation disengagement pullback", "from to"
)
_nouns("DEMAND", "demand appeal call request plea petition pressure", "to on from for")
_nouns(
    "DISAPPROVE",
    "complaint lawsuit criticism accusation condemnation allegation denunciation "
    "objection reprimand censure disapproval suit indictment rebuke charge anger outrage "
    "concern",
    "against of about with to",
)
_nouns("REJECT", "rejection refusal veto opposition snub rebuff defiance", "of to")
_nouns("THREATEN", "threat ultimatum warning", "to against")
_nouns(
    "PROTEST",
    "protest demonstration rally march riot sit-in walkout unrest picket vigil uprising revolt",
    "against at outside over",
)
_nouns("SANCTION", "sanction embargo boycott penalty fine", "on against of upon")
_nouns(
    "MOBILIZE",
    "mobilization mobilisation deployment buildup",
    "against near in to along around",
)
_nouns("MOBILIZE", "exercise drill maneuver manoeuvre", "with near in against along")
_nouns(
    "COERCE",
    "arrest detention crackdown curfew censorship expulsion deportation repression "
    "purge imprisonment emergency suppression clampdown eviction restriction ban siege "
    "sentence",
    "of on against in at over",
)
_nouns(
    "ASSAULT",
    "assassination killing murder massacre kidnapping abduction hijacking torture "
    "rape execution atrocity bombing shooting assault stabbing beheading slaughter bomb",
    "of on against in at",
)
_nouns(
    "FIGHT",
    "attack raid offensive airstrike strike war invasion clash battle fighting "
    "shelling bombardment incursion skirmish combat hostility gunfire fire rocket missile "
    "mortar blockade firefight gunbattle ambush operation counteroffensive conflict",
    "on against with at into of in upon",
)
_nouns(
    "INVESTIGATE",
    "investigation probe inquiry enquiry inspection audit interrogation",
    "into against of on",
)

_nouns("SUPPORT", "ambassador envoy consulate", "from to in")
_nouns("AID", "supply delivery funding", "to for")
_nouns("COOPERATE", "export import contact", "to from with of")
_nouns("MOBILIZE", "alert", "over against along on")
_nouns("COERCE", "coup", "against")
CARRYING = word_set(
    "hold make stage carry conduct launch open begin start issue give provide send offer sign "
    "reach strike conclude mount wage impose declare resume lodge file level express voice deliver "
    "pay take undertake have engage commit perpetrate announce slap place put enforce step tighten "
    "extend renew establish restore upgrade normalize normalise form forge build strengthen expand "
    "increase raise set initiate organize organise lead join attend do order fire throw hurl grant "
    "reiterate repeat perform continue stag broker arrange intensify pursue host show exert apply "
    "levy hike plan submit receive suffer bring complete get clinch seal agree unleash exchange "
    "go be"
)
"""Verbs that say of an event that it takes place."""
SIGNING = word_set("sign ratify initial conclude")
"""Verbs that make of an agreement the formal support that PLOVER counts a treaty as."""
BONDS = word_set("tie link relation embassy friendship ambassador envoy consulate")
"""Nouns that state support only where something is made of them: "restored ties with"."""
SUFFERING = word_set("receive suffer get win face have")
"""Verbs whose subject the event is aimed at: "received support from"."""
ENDING = word_set(
    "lift ease relax end stop halt suspend cancel break cut sever freeze withhold terminate "
    "drop scrap abandon postpone shorten remove withdraw reduce scale rescind revoke loosen "
    "downgrade curtail quit interrupt close recall"
)
"""Verbs that end an event or make it less."""
ACCEPTING = word_set("accept meet satisfy fulfil fulfill heed grant honor honour bow")
"""Verbs that give in to a demand."""
HOLLOW = word_set(
    "measure effort package programme program attempt campaign operation mission move process step "
    "proposal round session game regime state series wave day threat call spate string"
)
"""Nouns that take their sense from the one before or below: "emergency measures", "war games"."""
CALLING = word_set("call demand urge want seek push press appeal")
"""Verbs that want an event: sanctions that are called for show disapproval."""
STRIKES = word_set("air missile drone military rocket artillery bombing nuclear preemptive force")
"""Words before "strike" that make a fight of it and not a protest."""
