"""How a word states a relation, and the event types of PLOVER.

PLOVER (https://github.com/openeventdata/PLOVER) sorts what political actors do to each other into
types; each is a property of onrecord.ttl that carries the type's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
COOPERATIVE = frozenset({"SUPPORT", "CONSULT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
"""Types that, said of the future, are an agreement, and denied are a rejection."""
CONFLICTUAL = frozenset({"SANCTION", "COERCE", "ASSAULT", "FIGHT", "MOBILIZE", "PROTEST"})
"""Types that, said of the future, are a threat."""
VIOLENT = frozenset({"ASSAULT", "FIGHT", "COERCE", "PROTEST", "MOBILIZE"})
"""Types whose two sides may both be nameless: "police arrested protesters"."""
REVERSED: Mapping[str, str] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"), "SANCTION"),
    **dict.fromkeys(("SANCTION", "COERCE", "PROTEST", "DEMAND", "THREATEN"), "CONCEDE"),
    **dict.fromkeys(("INVESTIGATE", "REJECT", "DISAPPROVE", "CONCEDE"), "CONCEDE"),
    **dict.fromkeys(("FIGHT", "ASSAULT", "MOBILIZE"), "RETREAT"),
}
"""What ending an event of the type is: aid that is cut is a sanction, a lifted curfew is not."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a word states a relation.

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

    def typed(self, code: str) -> Frame:
        """The same for another event type."""
        return replace(self, predicate=PLOVER_PREDICATES[code], plover=code)


def event_frame(code: str, prepositions: str = "", *, direct: bool = True) -> Frame:
    """The frame of an event type."""
    return Frame(PLOVER_PREDICATES[code], direct, word_set(prepositions), code)
