"""Verbs that state events between actors, by the types of PLOVER.

Written for this project from the published definitions of the types. Verbs stand with their lemma,
phrasal ones with their particle ("back down"). A verb of several types is listed for each; the
first whose object the clause has is meant. Those that state an event only together with a noun
("hold talks", "lift a curfew") are in event_nouns.py.
"""

from __future__ import annotations

from onrecord.ingest.name_shape import word_set
from onrecord.ingest.relations.frame import Frame, event_frame

EVENT_VERBS: dict[str, tuple[Frame, ...]] = {}


def _verbs(code: str, verbs: str, prepositions: str = "", *, direct: bool = True) -> None:
    frame = event_frame(code, prepositions, direct=direct)
    for verb in verbs.split():
        name = verb.replace("_", " ")
        EVENT_VERBS[name] = (*EVENT_VERBS.get(name, ()), frame)


_verbs("AGREE", "agree assent consent accede settle compromise", "with to on upon", direct=False)
_verbs(
    "AGREE",
    "promise pledge vow offer swear undertake volunteer commit",
    "to with",
)
_verbs("AGREE", "accept", "from")

_verbs("CONSULT", "meet visit host receive greet phone telephone consult", "with")
_verbs(
    "CONSULT",
    "negotiate talk speak confer discuss parley converse mediate debate",
    "with to between",
    direct=False,
)
_verbs("CONSULT", "sit_down", "with", direct=False)

_verbs(
    "SUPPORT",
    "support back endorse praise hail congratulate commend applaud defend thank laud "
    "salute acclaim forgive recognize recognise champion compliment extol honor honour cheer "
    "vouch welcome",
    "for",
)
_verbs("SUPPORT", "apologize apologise", "to for", direct=False)
_verbs("SUPPORT", "side sympathize sympathise stand", "with by behind", direct=False)
_verbs("SUPPORT", "rally", "behind", direct=False)

_verbs(
    "COOPERATE",
    "cooperate collaborate trade ally partner coordinate align unite team_up join_forces",
    "with",
    direct=False,
)
_verbs("COOPERATE", "extradite hand_over turn_over", "to")
_verbs("COOPERATE", "sell export lease", "to", direct=False)

_verbs(
    "AID",
    "aid assist help rescue feed fund finance arm shelter bail_out subsidize subsidise "
    "airlift train equip treat vaccinate protect",
)
_verbs(
    "AID", "donate lend deliver provide supply contribute distribute ship", "to for", direct=False
)

_verbs(
    "CONCEDE",
    "concede yield submit bow capitulate give_in cave cave_in relent defer",
    "to",
    direct=False,
)
_verbs(
    "CONCEDE",
    "release free pardon amnesty reinstate rehabilitate readmit exonerate acquit parole",
    "from",
)
_verbs("CONCEDE", "allow permit let admit", "")
_verbs("CONCEDE", "back_down back_off", "on from", direct=False)
_verbs("CONCEDE", "hand_back", "to", direct=False)

_verbs(
    "RETREAT",
    "withdraw retreat evacuate pull_out pull_back disengage pull",
    "from",
    direct=False,
)
_verbs("RETREAT", "surrender", "to", direct=False)
_verbs("RETREAT", "disarm demobilize demobilise evacuate", "")

_verbs("DEMAND", "demand request", "from of")
_verbs("DEMAND", "seek", "from", direct=False)
_verbs(
    "DEMAND",
    "urge press pressure pressurize pressurise instruct order exhort implore "
    "beg petition beseech direct lobby challenge",
    "for",
)
_verbs("DEMAND", "tell ask")
_verbs("DEMAND", "appeal", "to", direct=False)
_verbs("DEMAND", "call", "on upon", direct=False)
_verbs("DEMAND", "push plead pray insist", "for with on", direct=False)

_verbs(
    "DISAPPROVE",
    "criticize criticise condemn denounce accuse blame rebuke slam blast deplore "
    "decry chide lambast lambaste castigate berate scold indict sue reprimand admonish ridicule "
    "mock insult taunt deride vilify fault assail chastise excoriate upbraid reproach disparage "
    "deprecate impeach belittle bash malign pan",
)
_verbs("DISAPPROVE", "charge", "with", direct=True)
_verbs("DISAPPROVE", "complain", "about against over at", direct=False)
_verbs("DISAPPROVE", "disapprove disagree object", "of with to", direct=False)
_verbs("DISAPPROVE", "lash_out hit_out", "at against", direct=False)
_verbs("DISAPPROVE", "call_out tear_into", "")

_verbs(
    "REJECT",
    "reject rebuff snub defy spurn veto dismiss repudiate turn_down rule_out decline "
    "refuse oppose resist overrule override disown disavow brush_aside shrug_off wave_off "
    "block obstruct flout ignore disregard rebut contradict thwart deny",
)
_verbs("REJECT", "balk scoff vote", "at against", direct=False)

_verbs("THREATEN", "threaten", "with")
_verbs("THREATEN", "warn", "against", direct=True)

_verbs("PROTEST", "protest", "against at over outside")
_verbs(
    "PROTEST",
    "demonstrate rally march riot strike rebel revolt agitate chant campaign",
    "against outside",
    direct=False,
)
_verbs("PROTEST", "picket heckle boo jeer", "")

_verbs(
    "SANCTION",
    "sanction blacklist embargo boycott penalize penalise punish fine ostracize ostracise isolate",
    "",
)
_verbs("SANCTION", "suspend bar exclude", "from")

_verbs(
    "MOBILIZE",
    "mobilize mobilise deploy mass amass station fortify",
    "against near to in into along on around at outside",
    direct=False,
)

_verbs(
    "COERCE",
    "arrest detain deport jail imprison incarcerate expel ban raid sentence convict "
    "confine evict repress suppress censor banish outlaw disperse exile purge oust depose "
    "overthrow topple dissolve silence harass intimidate persecute round_up shut_down close_down "
    "quarantine nationalize nationalise confiscate seize try muzzle subdue quash handcuff "
    "apprehend nab hack",
)
_verbs("COERCE", "seal_off break_up")
_verbs("COERCE", "crack_down clamp_down", "on", direct=False)

_verbs(
    "ASSAULT",
    "assault kidnap abduct assassinate torture rape hijack murder execute kill wound "
    "injure stab lynch slay behead massacre poison mutilate rob hang burn maim slaughter "
    "gun_down shoot attack ambush bomb blow_up molest decapitate strangle manhandle rough_up "
    "beat_up club",
    "in at",
)

_verbs(
    "FIGHT",
    "fight shell bombard invade storm battle strafe besiege occupy capture overrun "
    "pound repel rout conquer blockade counterattack raze shoot_down annihilate combat retake "
    "recapture",
    "in at",
)
_verbs("FIGHT", "clash skirmish fight battle war", "with against", direct=False)
_verbs("FIGHT", "fire open_fire", "on at upon into", direct=False)

_verbs(
    "INVESTIGATE",
    "investigate probe inspect interrogate examine question audit scrutinize "
    "scrutinise subpoena search",
    "for",
)
_verbs("INVESTIGATE", "look", "into", direct=False)


RECIPROCAL = word_set(
    "agree meet negotiate talk confer cooperate collaborate trade clash fight battle skirmish war "
    "debate coordinate unite ally settle compromise consult discuss"
)
"""Verbs that two subjects without an object do to each other."""
WITH_INFINITIVE = word_set("tell ask direct challenge")
"""Verbs that demand only where an infinitive follows: not in "told Reuters that"."""
WITH_PURPOSE = word_set("appeal seek plead")
"""Verbs that demand only where it is said what for: not in "appeals to voters"."""
OF_WORDS = word_set(
    "attack assault fight battle clash raid war skirmish strike offensive assault "
    "conflict ambush pound pounding hit savage skewer fire target"
)
"""Words for a fight that people and bodies without arms have by speaking."""
THROUGH_OBJECT = frozenset(
    {
        "SUPPORT",
        "DISAPPROVE",
        "REJECT",
        "DEMAND",
        "INVESTIGATE",
        "COERCE",
        "FIGHT",
        "ASSAULT",
        "SANCTION",
        "THREATEN",
        "MOBILIZE",
        "PROTEST",
    }
)
"""Events that something of an actor stands for: "praised Haiti's efforts"."""
BY_COMPLEMENT = frozenset({"THREATEN", "AGREE", "REJECT", "CONCEDE"})
"""Events whose infinitive tells whom they are aimed at: "threatened to strike Iran"."""
SPEAKING = word_set(
    "comment say answer discuss speak elaborate respond identify name reveal disclose"
)
"""Infinitives that a refusal is about without being aimed at anyone: "declined to comment on"."""
IN_PLACES = frozenset(
    {"CONCEDE", "RETREAT", "AID", "COERCE", "FIGHT", "MOBILIZE", "AGREE", "SANCTION", "THREATEN"}
)
"""Events that a country suffers in which they happen: "lifted a curfew in Montenegro"."""
OBLIGING = word_set("must should ought")
SAYING = word_set(
    "say declare announce reiterate insist conclude argue add state stress warn maintain assert "
    "contend write tweet repeat emphasize emphasise note tell demand believe"
)
"""Verbs whose content demands where it says what others must do."""
READY = word_set("ready willing prepared set poised inclined")
"""Adjectives that speak of the future: "ready to attack"."""
UNREADY = word_set("unwilling reluctant unable loath hesitant unprepared")
EVENT_ADJECTIVES: dict[str, Frame] = {
    "critical": event_frame("DISAPPROVE", "of", direct=False),
    "angry": event_frame("DISAPPROVE", "at with", direct=False),
    "furious": event_frame("DISAPPROVE", "at with", direct=False),
    "supportive": event_frame("SUPPORT", "of", direct=False),
    "grateful": event_frame("SUPPORT", "to", direct=False),
    "proud": event_frame("SUPPORT", "of", direct=False),
}
ARMED = word_set(
    "troop force soldier rebel guerrilla army militia fighter navy marine warship jet warplane "
    "plane helicopter gunship tank artillery airforce brigade battalion regiment commando "
    "insurgent militant paramilitary paratrooper separatist gunner aircraft military infantry "
    "peacekeeper mujahideen mujahedin taliban bomber submarine destroyer frigate gunboat drone "
    "missile squad contingent"
)
"""Heads of groups that wage war; what they do to each other by force is a fight."""
MILITARY_THINGS = ARMED | word_set("reinforcement weapon rocket battery radar carrier vessel unit")
AID_THINGS = word_set(
    "aid food medicine money supply relief rice grain blanket doctor tent fund loan equipment "
    "arm weapon ammunition clothing water medic nurse engineer expert adviser advisor donation "
    "dollar ton tonne credit grant assistance help truckload convoy fuel oil good wheat troops"
)
STATE_FORCES = word_set(
    "police policeman policemen troop soldier army military authority government regime force "
    "officer marine junta commando paratrooper gunner"
)
"""Heads of those who act for a state."""
OF_WAR = word_set("attack bomb shoot kill wound injure ambush fire raid strike bombing shooting")
"""Words that are of war where soldiers do it, and an assault by others."""
UNARMED = word_set(
    "protester demonstrator civilian student worker journalist activist villager refugee marcher "
    "dissident farmer teacher resident striker monk opposition migrant miner supporter"
)
"""Heads of those against whom the force of a state is repression."""
MISSIONS = word_set("inspector observer peacekeeper monitor mission diplomat ambassador envoy")
"""Heads of those whose expulsion cuts an exchange between states."""
VENTING = word_set("march rally demonstrate protest strike walk riot gather picket block parade")
"""What people do to demand something in public."""
BESETTING = word_set("occupy besiege storm blockade surround ransack loot torch vandalize stone")
"""What is a protest where those who do it have no arms."""
PROTESTING = word_set("protester demonstrator rioter striker marcher picketer")
"""Heads of groups whose demands and violence are a protest."""
HOSTILE = word_set(
    "avenge retaliate destroy crush eliminate smash revenge respond annihilate wage "
    "continue resume impose slap step hit target block disrupt"
)
"""Infinitives that make a threat of a promise, as do the verbs of conflict."""
EMBLEMS = word_set("flag effigy portrait picture")
CAPTIVES = word_set("hostage captive prisoner")
MOVING = word_set("arrive enter cross advance land roll pour march")
"""Verbs that make a deployment of armed groups that do it."""
DISPATCHING = word_set("send dispatch move rush order bring redeploy position mass shift fly")
