"""Which plan "the plan" is: descriptions that go back to a policy named shortly before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from onrecord.ingest.extraction import Span
from onrecord.ingest.policies import NEWNESS

_PLANS = frozenset({"Plan", "Policy"})
_REFERRING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("plan", "strategy", "initiative", "programme", "proposal", "policy"), _PLANS),
    **dict.fromkeys(("bill", "law", "act", "legislation", "statute"), frozenset({"Legislation"})),
    **dict.fromkeys(("agreement", "deal", "pact", "treaty", "accord"), frozenset({"Policy"})),
}
_BETWEEN = NEWNESS | {"same", "latest", "ambitious", "landmark", "original", "sweeping"}
_NARROWING = frozenset({"of", "for", "to", "on", "that", "which", "by", "-", "’s", "'s"})
_NEAR, _NEAR_IF_NEW = 600, 1_000
"""How many characters before the description the name is looked for."""

Named = tuple[Span, int, str, str]
"""A mention of a policy, the place of its entity, the entity's label and type."""


def plan_references(
    doc: Doc, named: Sequence[Named], taken: set[int]
) -> Iterator[tuple[int, Span]]:
    """Yield the place of the entity that each description means, and where the description is.

    One that could mean two is left out, as are those that say themselves which plan they mean
    ("the plan to build") and tokens that names have ``taken``. "The new strategy" only goes to
    what was called new before.

    Args:
        named: the mentions of policies, in text order.
    """
    starts = [mention.start for mention, *_ in named]
    for token in doc:
        kinds = _REFERRING.get(token.lower_)
        if kinds is None or token.i in taken or not token.text[0].islower() or _narrowed(token):
            continue
        i, new = token.i - 1, False
        while i >= 0 and doc[i].lower_ in _BETWEEN:
            new = new or doc[i].lower_ in NEWNESS
            i -= 1
        if i < 0 or doc[i].lower_ not in ("the", "this", "that"):
            continue
        first = bisect_left(starts, token.idx - (_NEAR_IF_NEW if new else _NEAR))
        near = [n for n in named[first : bisect_left(starts, token.idx)] if n[3] in kinds]
        if new:
            near = [n for n in near if n[2].split()[0].lower() in NEWNESS]
        called_so = {n[1] for n in near if n[2].lower().endswith(token.lower_)}
        meant = called_so if len(called_so) == 1 else {n[1] for n in near}
        if len(meant) == 1:
            yield meant.pop(), Span(token.idx, token.idx + len(token))


def _narrowed(token: Token) -> bool:
    """Whether what follows says which one is meant, or the word only modifies another noun."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    return after.lower_ in _NARROWING or after.tag_.startswith("NN")
