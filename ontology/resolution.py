"""Which names of different documents mean one entity: a pure function, in two steps.

``resolve_full`` takes full names that are alike, with all that hold them, and says which are one.
``resolve_weak`` (weak_names.py) takes the weak names of one anchor ("Bessent", "S. Bessent";
"ISS"; "Ministry of Finance") and the entities that may go by it, and gives each to one or none.

Both look at nothing but their arguments, and not at their order. ``neighbourhood.resolve`` runs
them over all; the index of a graph runs them over what a document touches
(graph/entity_index.py), and comes to the same. Precision comes first: what falls short stays
apart and is offered as ``Review``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, Generic, TypeVar

from onrecord.ontology.evidence import (
    TELLING,
    Evidence,
    Scene,
    Score,
    connected,
    gathered,
    score_full,
    score_weak,
    together,
)
from onrecord.ontology.name_forms import NameForm, apart, likeness, name_mark

# Raised by hand when the same names and documents give other entities: they are then resolved anew.
RESOLUTION_VERSION = 9

Posts = tuple[tuple[str, str], ...]
Place = tuple[str, Posts]
K = TypeVar("K", bound=Hashable)
KeptApart = Callable[[str, str], bool]
"""Whether somebody decided that what has one key is never to be what has the other."""

_MERGE = 0.75
_MERGE_LONER = 1.5
MARGIN = 0.8
OFFERED = -1.0
# A name that the packs have is meant rather than another like it.
WELL_KNOWN = 1.0
# Documents without a post that make a namesake of their own.
CAMP = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """All that have one full name and the same posts, in any document.

    ``documents`` are the first ``evidence.SAMPLE`` of them by identifier; ``declared`` are the
    acronyms that any document gives the name.
    """

    name: str
    form: NameForm
    posts: Posts
    documents: tuple[str, ...]
    declared: frozenset[str] = frozenset()

    @property
    def place(self) -> Place:
        """Identifies the cell."""
        return self.name, self.posts


@dataclass(frozen=True, slots=True)
class Weak:
    """One document's entity that has only a weak name, of the key ``name``."""

    document: str
    id: str
    name: str
    form: NameForm
    posts: Posts

    @property
    def at(self) -> tuple[str, str]:
        """Identifies it."""
        return self.document, self.id


@dataclass(frozen=True, slots=True)
class Full:
    """A resolved entity with its full names, as weak names are compared with it."""

    key: str
    forms: tuple[NameForm, ...]
    evidence: Evidence
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """Two keys of entities that may be one: the score, and what speaks for and against it."""

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Resolved:
    """Keys of entities: by cell, by (document, id) for what is told apart one by one."""

    cells: dict[Place, str] = field(default_factory=dict)
    single: dict[tuple[str, str], str] = field(default_factory=dict)
    full: list[Full] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


def nobody_is(one: str, other: str) -> bool:
    """Nobody is kept apart from anybody."""
    return False


def is_concept(key: str) -> bool:
    """Whether a key is the IRI of a pack concept."""
    return not key.startswith(("person:", "organization:"))


# -- full names ------------------------------------------------------------------------------------


def resolve_full(
    cells: Iterable[Cell],
    scene: Callable[[str], Scene],
    loners: Callable[[str], Iterable[tuple[str, str]]],
    kept_apart: KeptApart = nobody_is,
) -> Resolved:
    """Resolve the cells of names that are alike, directly or through each other.

    ``loners`` gives the entities of a name that hold no post, as (document, id): they are looked
    at one by one where the name turns out to be that of several. Nothing joins what is
    ``kept_apart``.
    """
    at = {cell.place: cell for cell in sorted(cells, key=lambda cell: cell.place)}
    evidence = {
        place: gathered(cell.posts, map(scene, cell.documents), own=name_mark(cell.form))
        for place, cell in at.items()
    }
    sets: DisjointSets[Place] = DisjointSets()
    apart_: set[tuple[Place, Place]] = set()
    open_: list[tuple[Place, Place, Score]] = []
    camps: dict[str, dict[str, Evidence]] = {}
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in at:
        by_name[place[0]].append(place)
    for name, places in by_name.items():
        posted = [place for place in places if place[1]]
        _join_namesakes(posted, evidence, sets, apart_, open_, kept_apart)
        if (name, ()) not in at:
            continue
        held = [together(evidence[place] for place in group) for group in sets.groups(posted)]
        unposted = _camps(at[name, ()], held, scene)
        if len(held) + len(unposted) > 1:
            camps[name] = unposted
        elif posted:
            sets.join((name, ()), posted[0])
    placed = [place for place in at if place[1] or place[0] not in camps]
    _join_alike(at, by_name, evidence, scene, sets, apart_, open_, set(placed), kept_apart)

    groups = sets.groups(placed)
    holders: dict[str, int] = defaultdict(int)
    for group in groups:
        for name in {name for name, _ in group}:
            holders[name] += 1
    found = Resolved()
    for group in groups:
        key = _key_of(group, at, holders)
        found.cells.update(dict.fromkeys(group, key))
        found.full.append(
            Full(
                key,
                tuple(at[place].form for place in group),
                together(evidence[place] for place in group),
                frozenset().union(*(at[place].declared for place in group)),
            )
        )
    for name in sorted(camps):
        form = at[name, ()].form
        found.full.extend(Full(key, (form,), camp) for key, camp in sorted(camps[name].items()))
        keys = {found.cells[place] for place in by_name[name] if place[1]} | camps[name].keys()
        namesakes = [full for full in found.full if full.key in keys]
        _place_loners(name, sorted(loners(name)), scene, found, namesakes, kept_apart)
    found.reviews.extend(
        review_of(found.cells[one], found.cells[other], score)
        for one, other, score in open_
        if found.cells[one] != found.cells[other]
    )
    return found


def _join_namesakes(
    posted: Sequence[Place],
    evidence: Mapping[Place, Evidence],
    sets: DisjointSets[Place],
    apart_: set[tuple[Place, Place]],
    open_: list[tuple[Place, Place, Score]],
    kept_apart: KeptApart,
) -> None:
    """Join cells of one name: a post at the same body joins them, else all that is known."""
    by_body: dict[str, Place] = {}
    for place in posted:
        for _, body in place[1]:
            first = by_body.setdefault(body, place)
            if not _are_kept(place, first, posted, sets, kept_apart):
                sets.join(place, first)
    groups = sets.groups(posted)
    known = [together(evidence[place] for place in group) for group in groups]
    pairs = [
        (score_full("same", known[i], known[j]), groups[i][0], groups[j][0])
        for i, j in combinations(range(len(groups)), 2)
    ]
    for score, one, other in sorted(pairs, key=lambda pair: (-pair[0].value, pair[1:])):
        if score.value >= _MERGE and not _are_kept(one, other, posted, sets, kept_apart):
            sets.join(one, other)
        elif sets.find(one) != sets.find(other):
            apart_.add((one, other))
            open_.append((one, other, score))


def _camps(
    cell: Cell, held: Sequence[Evidence], scene: Callable[[str], Scene]
) -> dict[str, Evidence]:
    """Namesakes of those with posts, told by company alone: documents that nothing ties to others.

    One document proves nothing, nor do documents that name hardly anybody, on either side.
    """
    if (
        cell.form.kind != "person"
        or is_concept(cell.name)
        or any(len(each.named) < TELLING for each in held)
    ):
        return {}
    own = name_mark(cell.form)
    alone = {document: gathered((), [scene(document)], own=own) for document in cell.documents}
    sets: DisjointSets[str] = DisjointSets()
    for one, other in combinations(sorted(alone), 2):
        if connected(alone[one], alone[other]):
            sets.join(one, other)
    taken = {
        sets.find(document)
        for document, mine in alone.items()
        if any(connected(mine, each) for each in held)
    }
    camps: dict[str, Evidence] = {}
    for group in sets.groups(alone):
        known = together(alone[document] for document in group)
        if sets.find(group[0]) not in taken and len(group) >= CAMP and len(known.named) >= TELLING:
            camps[f"{cell.name}|in {group[0]}"] = known
    return camps


def _join_alike(
    at: Mapping[Place, Cell],
    by_name: Mapping[str, Sequence[Place]],
    evidence: Mapping[Place, Evidence],
    scene: Callable[[str], Scene],
    sets: DisjointSets[Place],
    apart_: set[tuple[Place, Place]],
    open_: list[tuple[Place, Place, Score]],
    placed: set[Place],
    kept_apart: KeptApart,
) -> None:
    """Join groups whose names are alike, the surest first, unless names or posts contradict."""
    forms = {name: at[places[0]].form for name, places in by_name.items()}
    groups = {group[0]: group for group in sets.groups(placed)}
    known = {first: together(evidence[place] for place in groups[first]) for first in groups}
    firsts: dict[str, set[Place]] = defaultdict(set)
    for first, group in groups.items():
        for name, _ in group:
            firsts[name].add(first)
    best: dict[tuple[Place, Place], Score] = {}
    for left, right in combinations(sorted(forms), 2):
        how = likeness(forms[left], forms[right])
        if how is None:
            continue
        for one, other in product(sorted(firsts[left]), sorted(firsts[right])):
            if one != other:
                score = score_full(how, known[one], known[other])
                if how == "spelling":
                    ones, others = ([at[p] for p in groups[first]] for first in (one, other))
                    score = _outside_of_both(score, ones, others, scene)
                if how != "spelling" and is_concept(left) != is_concept(right):
                    score = Score(score.value + WELL_KNOWN, (*score.reasons, "in the packs"))
                pair = (min(one, other), max(one, other))
                if pair not in best or score.value > best[pair].value:
                    best[pair] = score
    members = {first: set(group) for first, group in groups.items()}
    barred = {(sets.find(one), sets.find(other)) for one, other in apart_}
    for (one, other), score in sorted(best.items(), key=lambda item: (-item[1].value, item[0])):
        mine, theirs = sets.find(one), sets.find(other)
        if mine == theirs:
            continue
        concepts = {name for name, _ in members[mine] | members[theirs] if is_concept(name)}
        contradicts = (
            len(concepts) > 1
            or any(
                (a, b) in barred or (b, a) in barred
                for a, b in product(
                    _firsts(members[mine], groups), _firsts(members[theirs], groups)
                )
            )
            or any(
                apart(forms[a], forms[b])
                for a, b in product({p[0] for p in members[mine]}, {p[0] for p in members[theirs]})
            )
            or _are_kept(one, other, placed, sets, kept_apart)
        )
        if score.value >= _MERGE and not contradicts:
            sets.join(one, other)
            members[sets.find(one)] = members[mine] | members[theirs]
        elif not contradicts and score.value >= OFFERED:
            open_.append((one, other, score))


def _outside_of_both(
    score: Score, ones: Sequence[Cell], others: Sequence[Cell], scene: Callable[[str], Scene]
) -> Score:
    """The score of two spellings by the documents that have only one of them.

    A document that has both took them for two: their posts and company in it tie nothing.
    """
    mine, theirs = ({d for cell in cells for d in cell.documents} for cells in (ones, others))
    both = mine & theirs
    if not both:
        return score
    if mine == both or theirs == both:
        return Score(min(score.value, 0.0), (*score.reasons, "one document has both"))
    alone = [
        together(
            gathered(
                cell.posts,
                (scene(each) for each in cell.documents if each not in both),
                own=name_mark(cell.form),
            )
            for cell in cells
            if not both.issuperset(cell.documents)
        )
        for cells in (ones, others)
    ]
    return score_full("spelling", *alone)


def _are_kept(
    one: Place,
    other: Place,
    places: Iterable[Place],
    sets: DisjointSets[Place],
    kept_apart: KeptApart,
) -> bool:
    """Whether any key of the first one's set is kept apart from any of the other's."""
    if kept_apart is nobody_is:
        return False
    keys: dict[Place, list[str]] = {sets.find(one): [], sets.find(other): []}
    for name, posts in places:
        if (its := keys.get(sets.find((name, posts)))) is not None:
            its += [name, _key_with(name, posts)]
    return len(keys) > 1 and any(a != b and kept_apart(a, b) for a, b in product(*keys.values()))


def _firsts(members: set[Place], groups: Mapping[Place, Sequence[Place]]) -> list[Place]:
    return [place for place in members if place in groups]


def _key_of(group: Sequence[Place], at: Mapping[Place, Cell], holders: Mapping[str, int]) -> str:
    """The group's concept, or its plainest name; with its posts where others have that too."""

    def plainness(name: str) -> tuple[bool, int, str]:
        return holders[name] > 1, abs(len(at_form[name].words) - 2), name

    at_form = {name: at[name, posts].form for name, posts in group}
    for name in at_form:
        if is_concept(name):
            return name
    name = min(at_form, key=plainness)
    if holders[name] == 1:
        return name
    return _key_with(name, min(posts for other, posts in group if other == name))


def _key_with(name: str, posts: Posts) -> str:
    return f"{name}|{'; '.join(f'{post} @ {body}' for post, body in posts)}"


def _place_loners(
    name: str,
    loners: Sequence[tuple[str, str]],
    scene: Callable[[str], Scene],
    found: Resolved,
    namesakes: Sequence[Full],
    kept_apart: KeptApart,
) -> None:
    """Give each entity without a post to one of the namesakes, or leave it to itself."""
    own = name_mark(namesakes[0].forms[0])
    for document, id_ in loners:
        alone, alone_key = gathered((), [scene(document)], own=own), f"{name}|in {document}"
        scores = sorted(
            ((score_weak(alone, full.evidence, name=0.0), full.key) for full in namesakes),
            key=lambda pair: (-pair[0].value, pair[1]),
        )
        (best, key), (second, _) = scores[0], scores[1]
        is_sure = best.value >= _MERGE_LONER and best.value - second.value >= MARGIN
        if is_sure and not kept_apart(alone_key, key):
            found.single[document, id_] = key
            continue
        found.single[document, id_] = alone_key
        found.reviews.append(review_of(alone_key, key, best))


def review_of(one: str, other: str, score: Score) -> Review:
    """The pair of keys, in order, with its score."""
    low, high = sorted((one, other))
    return Review(low, high, score.value, score.reasons)


class DisjointSets(Generic[K]):
    """Disjoint sets, each known by its least member."""

    def __init__(self) -> None:
        self._parent: dict[K, K] = {}

    def find(self, item: K) -> K:
        parent = self._parent.setdefault(item, item)
        while parent != item:
            item, parent = parent, self._parent[parent]
        return item

    def join(self, one: K, other: K) -> None:
        first: Any = self.find(one)
        second: Any = self.find(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def groups(self, items: Iterable[K]) -> list[list[K]]:
        """The sets among the items, each sorted, sorted by their first."""
        found: dict[K, list[K]] = defaultdict(list)
        for item in sorted(items):  # type: ignore[type-var] # keys are tuples of strings
            found[self.find(item)].append(item)
        return list(found.values())
