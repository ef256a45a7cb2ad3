"""Which plan "the plan" is: descriptions that go back to the policy spoken of last.

Precision first: a policy that is only described ("a scheme for solar panels", "a successor to …")
or of another kind takes the place of the one named before, and then "the plan" means nothing that
is known. So does a text that names two shortly before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from onrecord.ingest.extraction import Span
from onrecord.ingest.name_shape import word_set
from onrecord.ingest.policies import NEWNESS

_PLANS = frozenset({"Plan", "Policy"})
_REFERRING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("plan", "strategy", "initiative", "programme", "proposal", "policy"), _PLANS),
    **dict.fromkeys(("bill", "law", "act", "legislation", "statute"), frozenset({"Legislation"})),
    **dict.fromkeys(("agreement", "deal", "pact", "treaty", "accord"), frozenset({"Policy"})),
}
_DESCRIBING: dict[str, frozenset[str]] = {
    **_REFERRING,
    **dict.fromkeys(
        ("scheme", "program", "blueprint", "roadmap", "package", "agenda", "framework", "project"),
        _PLANS,
    ),
}
"""Nouns that bring in a policy of their own where they do not go back to one."""
_FOLLOWING = word_set("successor alternative answer response rival sequel amendment follow-up")
"""What is one of these to a policy is another policy."""
_BETWEEN = NEWNESS | {"same", "latest", "ambitious", "landmark", "original", "sweeping"}
_NARROWING = frozenset({"of", "for", "to", "on", "that", "which", "by", "-", "’s", "'s"})
_NEAR, _NEAR_IF_UNLIKE, _NEAR_IF_NEW = 600, 300, 1_000
"""How many characters before the description the name is looked for; less for a plan whose name
does not say that it is one."""
_OWN_NOUN = 30
"""How far behind a name its own noun may stand: "“Made in China 2025” industrial plan"."""

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
    if not named:
        return
    starts = [mention.start for mention, *_ in named]
    text = doc.text
    others = dict.fromkeys(_DESCRIBING.values(), -1)
    """Where a policy without a name was last spoken of, by what the noun may mean."""
    for token in doc:
        word = token.lower_
        if word in _FOLLOWING and token.i not in taken:
            others[_PLANS] = max(others[_PLANS], _of_what(token, starts))
        kinds = _DESCRIBING.get(word)
        if kinds is None or token.i in taken or not token.text[0].islower():
            continue
        place = _meant(token, named, starts, others[kinds])
        if place is not None:
            yield place, Span(token.idx, token.idx + len(token))
        elif not _is_own_noun(token, named, starts, text):
            others[kinds] = token.idx


def _meant(token: Token, named: Sequence[Named], starts: Sequence[int], other: int) -> int | None:
    kinds = _REFERRING.get(token.lower_)
    if kinds is None or _narrowed(token):
        return None
    doc, i, new = token.doc, token.i - 1, False
    while i >= 0 and doc[i].lower_ in _BETWEEN:
        new = new or doc[i].lower_ in NEWNESS
        i -= 1
    if i < 0 or doc[i].lower_ not in ("the", "this", "that"):
        return None
    first = bisect_left(starts, token.idx - (_NEAR_IF_NEW if new else _NEAR))
    before = named[first : bisect_left(starts, token.idx)]
    near = [n for n in before if n[3] in kinds]
    if new:
        near = [n for n in near if n[2].split()[0].lower() in NEWNESS]
    called_so = {n[1] for n in near if n[2].lower().endswith(token.lower_)}
    meant = called_so if len(called_so) == 1 else {n[1] for n in near}
    if len(meant) != 1:
        return None
    (place,) = meant
    last = max(mention.start for mention, at, *_ in near if at == place)
    if kinds == _PLANS and not called_so and token.idx - last > _NEAR_IF_UNLIKE and not new:
        return None
    # A law may be called a plan too, so one named in between may be meant.
    passed = other > last or (
        not called_so
        and kinds == _PLANS
        and any(m.start > last and kind == "Legislation" for m, _, _, kind in before)
    )
    return None if passed and not new else place


def _of_what(token: Token, starts: Sequence[int]) -> int:
    """Just behind where the policy is named that has this successor; nowhere near, -1."""
    i = bisect_left(starts, token.idx)
    return starts[i] + 1 if i < len(starts) and starts[i] - token.idx < 2 * _OWN_NOUN else -1


def _is_own_noun(token: Token, named: Sequence[Named], starts: Sequence[int], text: str) -> bool:
    """Whether the noun stands behind a policy's name and goes with it."""
    i = bisect_left(starts, token.idx) - 1
    if i < 0:
        return False
    between = text[named[i][0].end : token.idx]
    return len(between) < _OWN_NOUN and not any(mark in between for mark in ".,;:!?\n")


def _narrowed(token: Token) -> bool:
    """Whether what follows says which one is meant, or the word only modifies another noun."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    return after.lower_ in _NARROWING or after.tag_.startswith("NN")
