"""Whom weak names mean: a surname, initials, an acronym, "Ministry of Finance".

The second step of resolution, after that of full names (resolution.py): one anchor at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from onrecord.ontology.evidence import Evidence, Scene, Score, gathered, score_weak
from onrecord.ontology.name_forms import NameForm, is_common_surname, name_mark
from onrecord.ontology.resolution import (
    MARGIN,
    OFFERED,
    WELL_KNOWN,
    DisjointSets,
    Full,
    KeptApart,
    Resolved,
    Weak,
    is_concept,
    nobody_is,
    review_of,
)

_MERGE_WEAK = 2.0
_MERGE_SOLE = 0.5
_INITIALS, _DECLARED, _ACRONYM = 1.0, 2.0, 0.5
# More weak or full names of one anchor than this are too many to weigh at every change.
_MOST_WEAK, MOST_FULL = 256, 48
_WELL_KNOWN_SURNAME = 2.5


def resolve_weak(
    weak: Iterable[Weak],
    full: Iterable[Full],
    scene: Callable[[str], Scene],
    kept_apart: KeptApart = nobody_is,
    *,
    crowded: bool = False,
) -> Resolved:
    """Give each weak name of one anchor to one of the entities that go by it, or to none.

    Where several entities may be meant, only evidence decides between them. Names that are given
    to none are joined where they share posts or company; an acronym, and a name to which no entity
    at all is a rival, stand for one entity. More than 256 names of one anchor, or entities that go
    by it with more than 48 names, cannot be weighed within bounds: then a name means the only one
    whom the packs have, or stays alone; ``crowded`` says that ``full`` has only those. Whom
    somebody keeps apart from the one whom a name would be given to stays without.
    """
    weak = sorted(weak, key=lambda each: each.at)
    full = sorted(full, key=lambda each: each.key)
    found = Resolved()
    left: dict[str, list[tuple[Weak, Evidence]]] = defaultdict(list)
    open_: list[tuple[Weak, str, Score]] = []
    crowded = crowded or len(weak) > _MOST_WEAK
    for each in weak:
        if crowded:
            known = [e.key for e in full if is_concept(e.key) and _worth(each.form, e) is not None]
            if len(known) == 1 and not _is_kept(each, known[0], kept_apart):
                found.single[each.at] = known[0]
            else:
                left[each.name].append((each, Evidence()))
            continue
        mine = gathered(each.posts, [scene(each.document)], own=name_mark(each.form))
        scores = _scores(each, mine, full)
        if scores:
            best, key = scores[0]
            second = scores[1][0].value if len(scores) > 1 else None
            well_known = sum(is_concept(other) for _, other in scores)
            is_sole = second is None or (is_concept(key) and well_known == 1)
            needed = _MERGE_SOLE if is_sole else _MERGE_WEAK
            is_sure = best.value >= needed and (second is None or best.value - second >= MARGIN)
            if is_sure and not _is_kept(each, key, kept_apart):
                found.single[each.at] = key
                continue
            open_.append((each, key, best))
        left[each.name].append((each, mine))
    for name, rest in left.items():
        form = rest[0][0].form
        rivals = any(_meant_by(form, other) for entity in full for other in entity.forms)
        pooled = form.acronym or (form.kind == "person" and not (rivals or crowded))
        _join_weak(name, rest, found, pooled=pooled, crowded=crowded)
    found.reviews.extend(
        review_of(found.single[each.at], key, score)
        for each, key, score in open_
        if score.value >= OFFERED
    )
    return found


def _scores(weak: Weak, mine: Evidence, full: Sequence[Full]) -> list[tuple[Score, str]]:
    """All entities that the name may mean, the likeliest first."""
    scores: list[tuple[Score, str]] = []
    for entity in full:
        worth = _worth(weak.form, entity)
        if worth is not None:
            scores.append((score_weak(mine, entity.evidence, name=worth), entity.key))
    return sorted(scores, key=lambda pair: (-pair[0].value, pair[1]))


def _worth(weak: NameForm, entity: Full) -> float | None:
    """What the weak name is worth for this entity; None where it cannot mean it."""
    if weak.acronym:
        named_so = any(form.words == weak.anchors for form in entity.forms)
        if named_so or weak.anchors[0] in entity.declared:
            return _DECLARED
        return _ACRONYM if any(weak.anchors[0] in form.anchors for form in entity.forms) else None
    meant = [form for form in entity.forms if _meant_by(weak, form)]
    if not meant:
        return None
    # "A. B. Lee" has an initial that "Ann Lee" does not show.
    shown = any(len(weak.initials) <= len(form.initials) for form in meant)
    worth = _INITIALS if weak.initials and shown else 0.0
    if is_concept(entity.key):
        # "Obama" by itself is the one whom everybody knows; "Li" may be anybody.
        worth += WELL_KNOWN if is_common_surname(weak.anchors[0]) else _WELL_KNOWN_SURNAME
    return worth


def _meant_by(weak: NameForm, form: NameForm) -> bool:
    """Whether a surname or initials can stand for the full name."""
    if not weak.anchors or weak.anchors[0] not in form.anchors or weak.kind != form.kind:
        return False
    if weak.suffix and weak.suffix != form.suffix:
        return False
    shorter = min(len(weak.initials), len(form.initials))
    return weak.initials[:shorter] == form.initials[:shorter]


def _join_weak(
    name: str,
    rest: Sequence[tuple[Weak, Evidence]],
    found: Resolved,
    *,
    pooled: bool,
    crowded: bool,
) -> None:
    if pooled:
        found.single.update((each.at, name) for each, _ in rest)
        return
    sets: DisjointSets[tuple[str, str]] = DisjointSets()
    if not crowded:
        by_body: dict[str, tuple[str, str]] = {}
        company: dict[tuple[str, str], tuple[str, str]] = {}
        for each, mine in rest:
            for body in mine.bodies:
                sets.join(each.at, by_body.setdefault(body, each.at))
            for pair in combinations(sorted(mine.named), 2):
                sets.join(each.at, company.setdefault(pair, each.at))
    by_at = {each.at: each for each, _ in rest}
    for group in sets.groups(by_at):
        found.single.update(dict.fromkeys(group, _alone(by_at[group[0]])))


def _is_kept(weak: Weak, key: str, kept_apart: KeptApart) -> bool:
    """Whether somebody keeps the entity of that key apart from who has this name alone."""
    return kept_apart(_alone(weak), key) or kept_apart(weak.name, key)


def _alone(weak: Weak) -> str:
    return f"{weak.name}|in {weak.document}"
