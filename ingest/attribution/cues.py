"""The lexicon of cues: which words signal that somebody said or thought something.

Written for this project, from the verbs of communication and of opinion of English news prose.
A word is listed once, in the class of its commonest use in news; the sets after the
classes say what may follow it as the content. A that-clause may follow any of the verbs, so
there is no set for it.

``strength`` is how far the word alone makes one expect an attribution: 1.0 for "say", less for
words that narrate as often as they report ("show", "offer"). It scales a statement's confidence.

What is left out: adverbs ("reportedly", "allegedly"), which hedge and name nobody, and verbs of
doing that merely take a clause ("ensure", "mean", "help").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onrecord.ingest.extraction import Attitude, CueClass


@dataclass(frozen=True, slots=True)
class Cue:
    """What the lexicon knows of one word."""

    lemma: str
    cue_class: CueClass
    attitude: Attitude
    strength: float


_VERB_CLASSES: Final[tuple[tuple[CueClass, Attitude, float, str], ...]] = (
    (
        "assert", "say", 1.0,
        """acknowledge add admit affirm allege answer argue assert attest aver claim clarify
        comment concede confess confirm contend counter declare emphasise emphasize explain
        insist maintain note observe opine posit quip quote reaffirm recall recount
        reiterate relate remark reply respond retort retweet say state stress tell testify
        tweet underline underscore write""",
    ),
    (
        "assert", "say", 0.9,
        """bark bellow blog boast brag brief caveat chant characterise characterize chime
        chronicle conclude corroborate crack deadpan depict describe drawl echo elaborate
        email enthuse exclaim inform interject intone joke justify mention murmur muse
        muster mutter narrate notify paraphrase portray post preach profess pronounce
        rationalise rationalize recite reckon regale rejoin repeat restate roar scream
        shout sigh snap sob stammer substantiate sum summarise summarize text thunder utter
        voice weigh whisper wisecrack yell""",
    ),
    (
        "assert", "say", 0.7,
        """address articulate attribute brand calculate caption cast certify chat cite
        communicate compare converse convey credit demonstrate detail dictate digress
        disclose discover discuss document dub equate establish exaggerate express find
        frame hear herald highlight hint illustrate imply indicate insinuate intimate
        invoke label learn lie liken list name outline paint point present prove ramble
        rant read reassert recap record refer reference rehash rephrase reveal show signal
        sketch speak specify spell stipulate suggest talk term title verify""",
    ),
    (
        "announce", "say", 0.9,
        """announce broadcast divulge leak proclaim publicise publicize publish release report
        rule trumpet unveil""",
    ),
    (
        "deny", "say", 0.9,
        """balk contradict controvert decline demur deny disavow disclaim discount dismiss
        disown dispute downplay gainsay minimise minimize negate rebuff rebut recant refuse
        refute reject renounce repudiate retract""",
    ),
    (
        "demand", "say", 0.9,
        """admonish advise advocate appeal ask beg beseech bid call challenge coax command
        counsel dare demand direct encourage enjoin entreat exhort implore instruct invite
        lobby mandate nudge order persuade petition plead prescribe press propose push
        recommend remind request require solicit summon urge""",
    ),
    (
        "promise", "say", 0.9,
        """accept agree assure commit consent guarantee offer pledge promise reassure recommit
        swear undertake volunteer vow""",
    ),
    (
        "warn", "say", 0.95,
        """alarm alert caution forewarn menace threaten warn""",
    ),
    (
        "predict", "say", 0.9,
        """anticipate augur bet envisage envision estimate forecast foresee foretell predict
        prognosticate project prophesy wager""",
    ),
    (
        "criticise", "say", 0.85,
        """accuse assail attack bash belittle bemoan berate bewail blame blast carp castigate
        charge chastise chide complain condemn criticise criticize decry denigrate denounce
        deplore deride ding disparage excoriate fault fulminate fume gripe grumble hit
        indict insult inveigh jab knock lambast lambaste lament lash lecture malign moan
        mock needle object pillory protest quibble rage rail rebuke reprimand reproach
        ridicule rip savage scoff scold scorn shame skewer slam sneer taunt upbraid vent
        vilify whine""",
    ),
    (
        "praise", "say", 0.85,
        """acclaim applaud back bless celebrate champion cheer commend compliment congratulate
        defend endorse extol gush hail honor honour laud lionise lionize praise salute
        support thank toast tout vouch welcome""",
    ),
    (
        "question", "say", 0.9,
        """doubt enquire grill inquire interrogate probe query question quiz wonder""",
    ),
    (
        "opine", "think", 0.85,
        """aim appraise appreciate approve aspire assess assume await believe cherish choose
        conceive concur consider contemplate crave decide deduce deem desire despise
        determine disagree disapprove dislike distrust dread dream embrace expect fancy
        favor favour fear feel figure forget gather guess hate hold hope imagine infer
        intend interpret judge know like long love mean misjudge mistrust misunderstand
        mull oppose perceive plan ponder prefer presume rank rate realise realize recognise
        recognize reconsider regard regret remember resent resolve rue see seek speculate
        suppose surmise suspect theorise theorize think trust understand value view want
        wish worry yearn""",
    ),
    (
        "opine", "think", 0.5,
        """appear hesitate look pretend seem sound""",
    ),
)  # fmt: skip

_NOUN_CLASSES: Final[tuple[tuple[CueClass, Attitude, float, str], ...]] = (
    (
        "assert", "say", 0.8,
        """account acknowledgement acknowledgment admission allegation answer argument
        assertion assurance boast claim comment conclusion confirmation contention
        disclosure explanation finding hint implication insinuation insistence letter
        message note observation remark reminder reply report response retort revelation
        statement suggestion testimony tweet""",
    ),
    (
        "announce", "say", 0.8,
        """announcement declaration news proclamation""",
    ),
    (
        "deny", "say", 0.8,
        """denial dismissal rebuttal refusal refutation rejection repudiation""",
    ),
    (
        "demand", "say", 0.8,
        """advice appeal call demand exhortation instruction order petition plea proposal
        recommendation request""",
    ),
    (
        "promise", "say", 0.8,
        """commitment guarantee oath offer pledge promise undertaking vow""",
    ),
    (
        "warn", "say", 0.85,
        """alert caution threat warning""",
    ),
    (
        "predict", "say", 0.8,
        """estimate forecast prediction prognosis projection""",
    ),
    (
        "criticise", "say", 0.7,
        """accusation charge complaint condemnation criticism denunciation objection rebuke""",
    ),
    (
        "praise", "say", 0.7,
        """compliment endorsement praise""",
    ),
    (
        "question", "say", 0.7,
        """query question""",
    ),
    (
        "opine", "think", 0.7,
        """assessment assumption belief concern confidence conviction decision desire
        determination doubt expectation fear feeling hope idea impression intention
        judgement judgment notion opinion speculation suspicion thought view wish worry""",
    ),
)  # fmt: skip

_INFINITIVE = """
agree aim appear ask claim decline expect hope offer pledge plan promise propose refuse report
seem threaten vow undertake swear plead volunteer prefer demand call request profess intend
seek decide pretend hesitate commit resolve consent beg aspire want
"""
_OBJECT_INFINITIVE = """
urge encourage order persuade exhort authorize demand ask advise instruct implore beg beseech
entreat invite challenge request press push call expect recommend warn caution counsel direct
command petition lobby want
"""
_OBJECT = """
accept acknowledge address admit advocate affirm announce applaud articulate assail back
bemoan blast cite commend condemn confirm congratulate criticise criticize declare decline
decry demand denounce deny deplore deride describe detail disclose discount discuss dismiss
dispute downplay echo embrace emphasise emphasize endorse espouse express extol favor favour
forecast hail highlight invoke lament laud list mock note offer oppose outline pledge point
praise predict prefer proclaim profess promise pronounce propose question reaffirm recall
recite recommend recount refute reiterate reject renew repeat report repudiate request reveal
slam state stress support tout trumpet tweet underline underscore unveil urge voice welcome
"""
_OBJECT_COMPLEMENT = "brand call consider deem declare dub label pronounce term"
_GERUND = """
acknowledge admit advise advocate consider contemplate defend deny describe discuss disclose
favor favour mention oppose propose recall recommend regret report resent suggest support threaten
"""
_PREPOSITIONS = {
    "about": "ask boast brag comment complain joke query speak talk tweet worry wonder write",
    "against": "argue caution inveigh lash protest rail speak warn",
    "as": (
        "brand describe characterise characterize dismiss depict frame label portray regard "
        "see view hail cast criticise criticize condemn denounce deride reject slam tout mock "
        "praise welcome ridicule"
    ),
    "at": "hint lash scoff",
    "for": "advocate appeal argue ask beg call lobby plead press push",
    "of": "accuse boast complain remind speak talk tell warn",
    "on": "comment elaborate insist speculate weigh call",
    "to": "admit allude attest confess object point refer testify agree",
    "upon": "call",
    "out": "point",
}
_SPEECH_MANNER = """
begin continue finish go interrupt laugh smile grin nod shrug start proceed press open close
agree recite
"""


def _lexicon(
    classes: tuple[tuple[CueClass, Attitude, float, str], ...],
) -> dict[str, Cue]:
    lexicon: dict[str, Cue] = {}
    for cue_class, attitude, strength, lemmas in classes:
        for lemma in lemmas.split():
            lexicon[lemma] = Cue(lemma, cue_class, attitude, strength)
    return lexicon


WITH_PARTICLE: Final = {"weigh": "in"}
"""Verbs that say something only with their particle: "weighed in on", not "weighs new curbs"."""
VERBS: Final = _lexicon(_VERB_CLASSES)
NOUNS: Final = _lexicon(_NOUN_CLASSES)
INFINITIVE: Final = frozenset(_INFINITIVE.split())
OBJECT_INFINITIVE: Final = frozenset(_OBJECT_INFINITIVE.split())
OBJECT: Final = frozenset(_OBJECT.split())
GERUND: Final = frozenset(_GERUND.split())
OBJECT_COMPLEMENT: Final = frozenset(_OBJECT_COMPLEMENT.split())
PREPOSITIONS: Final = {
    preposition: frozenset(lemmas.split()) for preposition, lemmas in _PREPOSITIONS.items()
}
SPEECH_MANNER: Final = frozenset(_SPEECH_MANNER.split())
