"""Which words state what is done with a policy and what a policy does, written for this project.

``ACTOR_TO_POLICY`` has what somebody does with a policy; the sets after it what a policy does to a
sector, an actor or another policy. Verbs stand with their lemma; an object may be direct or follow
one of the prepositions given. A word that states different relations according to its object is
listed with the most specific one that needs no further knowledge, or not at all.
"""

from __future__ import annotations

from onrecord.ingest.name_shape import word_set
from onrecord.ingest.relations.frame import Frame


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
WEIGHING = word_set("mull consider weigh contemplate")
"""Verbs after which nothing is proposed yet: what they state is hypothetical."""
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

TRANSPARENT = word_set(
    "version iteration set series round package raft range draft number host wave combination use "
    "form part spate slew extension expansion renewal establishment implementation imposition "
    "thousand hundred dozen score million crowd handful half third quarter majority member "
    "deployment batch column"
)
"""Nouns that stand for what follows their "of": "an updated version of the plan"."""
DOING_NOUNS: dict[str, str] = {
    **dict.fromkeys(
        ("adoption", "approval", "enactment", "passage", "ratification", "implementation",
         "introduction", "launch", "announcement", "signing", "renewal", "extension"),
        "adopts",
    ),
    "proposal": "proposes",
    **dict.fromkeys(
        ("repeal", "removal", "lifting", "abolition", "suspension", "withdrawal", "cancellation",
         "scrapping", "elimination", "reversal"),
        "repeals",
    ),
    **dict.fromkeys(("imposition", "tightening", "expansion", "escalation"), "imposes"),
    **dict.fromkeys(("support", "backing", "endorsement", "defence", "defense"), "supports"),
    **dict.fromkeys(("opposition", "objection", "rejection", "criticism", "veto", "resistance"),
                    "opposes"),
}  # fmt: skip
"""Nouns for what is done with a policy: "the imposition of tariffs"."""
PART_NOUNS = word_set("part component element pillar section provision chapter plank centrepiece")
ISSUING = word_set("issue release adopt pass publish send write make deliver sign post")
"""Verbs whose subject means what the object says: "issued a declaration demanding"."""
PLAN_NOUNS = word_set(
    "plan policy strategy initiative programme program campaign scheme agenda blueprint act law "
    "bill project drive framework"
)
