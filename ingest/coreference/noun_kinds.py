"""What a common noun can stand for: a person, a body, a land or place, a plan.

Written for this project from the nouns that news, speeches and interviews use in place of names;
a noun on no list stands for something that has no entity here. ``people``, ``team`` and the like
stand for a body or for several people and are left with the first that fits.
"""

from __future__ import annotations

from typing import Literal

from onrecord.ingest.coreference.descriptions import EPITHETS
from onrecord.ingest.coreference.groups import PEOPLE_NOUNS
from onrecord.ingest.coreference.source_words import BODY_NOUNS
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.post_words import POST_WORDS

Kind = Literal["person", "body", "land", "policy"]

_FAMILY = word_set(
    "mother father mom dad mum parent son daughter brother sister wife husband spouse child kid "
    "baby boy girl uncle aunt nephew niece cousin grandfather grandmother grandson granddaughter "
    "granddad grandma grandpa fiance fiancee boyfriend girlfriend partner twin widow family friend"
)
_PEOPLE = word_set(
    "guy folk individual human citizen american adult youth teen teenager guest visitor customer "
    "client plaintiff defendant appellant appellee respondent petitioner witness juror suspect "
    "criminal thief murderer killer gunman attacker hero survivor inmate prisoner hostage captain "
    "sergeant lieutenant commissioner warden clerk bailiff firefighter nurse pilot driver athlete "
    "player teammate medalist medallist champion winner loser artist musician magician poet "
    "painter photographer architect designer programmer publisher principal dean graduate alumnus "
    "graduand peer mentor manager boss foreman carpenter plumber electrician contractor helper "
    "assistant servant maid chef waiter cook barber landlord tenant owner buyer seller borrower "
    "lender taxpayer user gamer reader listener viewer audience crowd mob gang generation "
    "population people person man woman gentleman lady counsel counselor counsellor colleague "
    "majesty excellency honor honour highness general dictator tyrant ruler monarch emperor "
    "whistleblower hacker terrorist rapist dealer smuggler migrant foreigner stranger neighbor "
    "biologist physicist chemist mathematician philosopher linguist psychologist sociologist "
    "economist engineer translator interpreter instructor trainer trainee intern apprentice "
    "sponsor donor founder inventor pioneer creator host moderator panelist panellist anchor"
)
_BODIES = word_set(
    "government parliament congress senate legislature assembly council cabinet army navy police "
    "force military troop regiment corporation business enterprise firm brand label studio club "
    "school college academy church mosque hospital library museum restaurant bar pub hotel shop "
    "store cafe theater theatre orchestra band league federation alliance coalition consortium "
    "society secretariat tribunal court jury board panel committee commission task-force body "
    "institution establishment organization organisation agency authority department ministry "
    "office bureau embassy mission delegation treasury bank fund newspaper magazine channel "
    "station chamber house platform startup movement faction militia cartel supplier developer "
    "operator subsidiary affiliate owner shipyard refinery airline utility insurer brewer "
    "drugmaker studio think-tank thinktank nation-state forum"
)
_LANDS = word_set(
    "country nation state city town village region province county continent world area place "
    "district island suburb republic kingdom territory municipality borough capital homeland "
    "neighborhood neighbourhood metropolis peninsula archipelago coast border valley river lake "
    "sea ocean mountain desert park street road square building room hall courtroom kitchen "
    "bedroom house home planet earth globe land site location airport port prison camp"
)
_POLICIES = word_set(
    "plan strategy initiative programme program proposal policy bill law act legislation statute "
    "agreement deal pact treaty accord tariff sanction measure rule regulation ban budget"
)
_PERSON_ENDINGS = ("ist", "man", "woman", "men", "women")


def noun_kind(noun: str) -> Kind | None:
    """What the singular noun, in lower case, stands for; a body before a person where both."""
    if noun in _POLICIES:
        return "policy"
    if noun in _LANDS:
        return "land"
    if noun in BODY_NOUNS or noun in _BODIES:
        return "body"
    if noun in _PEOPLE or noun in _FAMILY or noun in PEOPLE_NOUNS:
        return "person"
    if noun in POST_WORDS or noun in EPITHETS or noun.endswith(_PERSON_ENDINGS):
        return "person"
    return None
