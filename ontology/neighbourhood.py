"""Resolution of what a change touches, and of everything.

A ``Press`` of names is whatever can say which names are alike, who holds them, and which weak names
an anchor has: values in memory here, tables in graph/entity_index.py. ``resolve_around`` asks it
for the neighbourhood of some names alone; the neighbourhood of all names is the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from onrecord.ontology.entities import LocalEntity, name_key
from onrecord.ontology.evidence import SAMPLE, Scene
from onrecord.ontology.name_forms import NameForm, blocks, likeness
from onrecord.ontology.resolution import (
    CAMP,
    Cell,
    KeptApart,
    Resolved,
    Review,
    Weak,
    is_concept,
    nobody_is,
    resolve_full,
)
from onrecord.ontology.weak_names import MOST_FULL, resolve_weak

Anchor = tuple[str, str]
_COMPARED = ("person", "organization")


class Names(Protocol):
    """The names of many documents, as resolution asks for them."""

    def alike(self, name: str) -> Iterable[str]:
        """The full names that are alike to this one, by ``likeness``."""

    def cells(self, name: str) -> list[Cell]:
        """Those who hold a full name, by their posts."""

    def loners(self, name: str) -> Iterable[tuple[str, str]]:
        """The entities of that name without a post, as (document, id)."""

    def weak(self, anchor: Anchor) -> list[Weak]:
        """The entities with weak names of that anchor."""

    def going_by(self, anchor: Anchor) -> Iterable[str]:
        """The full names that may go by that anchor."""

    def scene(self, document: str) -> Scene:
        """The document as a backdrop."""


def is_compared(entity: LocalEntity) -> bool:
    """Whether the entity's name is compared with others; else its ``name_key`` is its key.

    People of the packs are compared by their labels, so that who is called by a surname, or spelled
    otherwise than the pack has it, can be one of them.
    """
    if entity.concept is not None:
        return entity.kind == "person" and not entity.form.weak
    if entity.kind not in _COMPARED:
        return False
    return bool(entity.form.anchors if entity.form.weak else entity.form.words)


def anchors(form: NameForm, declared: Iterable[str] = ()) -> set[Anchor]:
    """The short forms by which a name may go, with their kind."""
    return {(form.kind, anchor) for anchor in (*form.anchors, *declared)}


def scene_of(entities: Iterable[LocalEntity]) -> Scene:
    """The backdrop that a document makes of its entities."""
    entities = list(entities)
    return Scene(
        named=frozenset(filter(None, (entity.mark for entity in entities))),
        known=frozenset(
            entity.concept
            for entity in entities
            if entity.concept and entity.type not in ("Country", "MediaOutlet")
        ),
        year=next((entity.year for entity in entities), None),
    )


def resolve_around(
    names: Names,
    touched: Iterable[str],
    touched_anchors: Iterable[Anchor] = (),
    kept_apart: KeptApart = nobody_is,
) -> Resolved:
    """Resolve all that these full names and these anchors bear on; joins none ``kept_apart``.

    Needs the anchors of names that went, too. The cost is that of their neighbourhood: names alike
    to each other, and those that share an anchor with a weak name.
    """
    found, around = Resolved(), _Neighbourhoods(names, kept_apart)
    open_anchors = set(touched_anchors)
    for name in sorted(touched):
        resolved = around.of(name)
        found.cells.update(resolved.cells)
        found.single.update(resolved.single)
        for cell in around.cells(name):
            open_anchors |= anchors(cell.form, cell.declared)
    for anchor in sorted(open_anchors):
        if not (weak := names.weak(anchor)):
            continue
        going = set(names.going_by(anchor))
        if crowded := len(going) > MOST_FULL:
            going = set(filter(is_concept, going))
        full = {
            entity.key: entity
            for name in sorted(going)
            for entity in around.of(name, wholly=True).full
            if any(anchor in anchors(form, entity.declared) for form in entity.forms)
        }
        given = resolve_weak(weak, full.values(), names.scene, kept_apart, crowded=crowded)
        found.single.update(given.single)
        found.reviews.extend(given.reviews)
    found.reviews.extend(around.reviews())
    return found


class _Neighbourhoods:
    """The groups of names alike to each other, each found and resolved once."""

    def __init__(self, names: Names, kept_apart: KeptApart) -> None:
        self._names = names
        self._kept_apart = kept_apart
        self._members: dict[str, tuple[str, ...]] = {}
        self._cells: dict[str, list[Cell]] = {}
        self._resolved: dict[tuple[str, ...], Resolved] = {}

    def cells(self, name: str) -> list[Cell]:
        """The cells of all names in the neighbourhood of this one."""
        return [cell for member in self._of(name) for cell in self._cells_of(member)]

    def of(self, name: str, *, wholly: bool = False) -> Resolved:
        """The neighbourhood of a name resolved; what nobody else is alike to only if ``wholly``."""
        members = self._of(name)
        known = self._resolved.get(members)
        if known is not None and (known.full or not wholly):
            return known
        cells = self.cells(name)
        if len(members) == 1 and _is_plain(cells) and not wholly:
            found = Resolved(cells={cell.place: cell.name for cell in cells})
        else:
            names = self._names
            found = resolve_full(cells, names.scene, names.loners, self._kept_apart)
        self._resolved[members] = found
        return found

    def reviews(self) -> Iterator[Review]:
        """Yield what stayed open in all of them."""
        for resolved in self._resolved.values():
            yield from resolved.reviews

    def _of(self, name: str) -> tuple[str, ...]:
        if name not in self._members:
            seen, left = {name}, [name]
            while left:
                for other in self._names.alike(left.pop()):
                    if other not in seen:
                        seen.add(other)
                        left.append(other)
            members = tuple(sorted(seen))
            self._members.update(dict.fromkeys(members, members))
        return self._members[name]

    def _cells_of(self, name: str) -> list[Cell]:
        if name not in self._cells:
            self._cells[name] = self._names.cells(name)
        return self._cells[name]


def _is_plain(cells: Sequence[Cell]) -> bool:
    """Whether the cells of one name are too few to be anything but one entity."""
    posted = sum(bool(cell.posts) for cell in cells)
    unposted = max((len(cell.documents) for cell in cells if not cell.posts), default=0)
    apart = cells[0].form.kind == "person" and unposted >= CAMP * (1 if posted else 2)
    return posted < 2 and not apart


@dataclass(slots=True)
class NamesInMemory:
    """Names of entities that are all at hand. ``compared`` counts the pairs of names compared."""

    entities: Iterable[LocalEntity]
    compared: int = 0
    forms: dict[str, NameForm] = field(default_factory=dict)
    _full: dict[str, list[LocalEntity]] = field(default_factory=lambda: defaultdict(list))
    _weak: dict[Anchor, list[Weak]] = field(default_factory=lambda: defaultdict(list))
    _going: dict[Anchor, set[str]] = field(default_factory=lambda: defaultdict(set))
    _alike: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _scenes: dict[str, Scene] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_document: dict[str, list[LocalEntity]] = defaultdict(list)
        for entity in self.entities:
            by_document[entity.document].append(entity)
            if is_compared(entity):
                self._add(entity)
        self._scenes = {document: scene_of(found) for document, found in by_document.items()}
        by_block: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, form in self.forms.items():
            for block in blocks(form):
                by_block[form.kind, block].append(name)
        pairs = {
            (one, other)
            for found in by_block.values()
            for one, other in combinations(sorted(found), 2)
        }
        self.compared = len(pairs)
        for one, other in pairs:
            if likeness(self.forms[one], self.forms[other]) is not None:
                self._alike[one].append(other)
                self._alike[other].append(one)

    def _add(self, entity: LocalEntity) -> None:
        name, form = name_key(entity), entity.form
        if form.weak:
            held = Weak(entity.document, entity.id, name, form, entity.posts)
            for anchor in anchors(form):
                self._weak[anchor].append(held)
            return
        self.forms[name] = form
        self._full[name].append(entity)
        for anchor in anchors(form, entity.declared):
            self._going[anchor].add(name)

    @property
    def all_anchors(self) -> set[Anchor]:
        """The anchors of all weak names."""
        return set(self._weak)

    def alike(self, name: str) -> Iterable[str]:
        """See ``Names``."""
        return self._alike.get(name, ())

    def cells(self, name: str) -> list[Cell]:
        """See ``Names``."""
        documents: dict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
        declared: set[str] = set()
        for entity in self._full[name]:
            documents[entity.posts].add(entity.document)
            declared |= entity.declared
        return [
            Cell(name, self.forms[name], posts, tuple(sorted(at)[:SAMPLE]), frozenset(declared))
            for posts, at in documents.items()
        ]

    def loners(self, name: str) -> Iterable[tuple[str, str]]:
        """See ``Names``."""
        return [(each.document, each.id) for each in self._full[name] if not each.posts]

    def weak(self, anchor: Anchor) -> list[Weak]:
        """See ``Names``."""
        return self._weak.get(anchor, [])

    def going_by(self, anchor: Anchor) -> Iterable[str]:
        """See ``Names``."""
        return self._going.get(anchor, ())

    def scene(self, document: str) -> Scene:
        """See ``Names``."""
        return self._scenes[document]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The key of each entity by its document and id, what is open, and pairs of names compared."""

    keys: Mapping[tuple[str, str], str]
    reviews: tuple[Review, ...]
    compared: int


def resolve(entities: Iterable[LocalEntity], kept_apart: KeptApart = nobody_is) -> Resolution:
    """Which entities of any documents are the same; independent of their order."""
    entities = list(entities)
    names = NamesInMemory(entities)
    found = resolve_around(names, names.forms, names.all_anchors, kept_apart)
    keys: dict[tuple[str, str], str] = {}
    for entity in entities:
        at, name = (entity.document, entity.id), name_key(entity)
        keys[at] = found.single.get(at) or found.cells.get((name, entity.posts)) or name
    return Resolution(keys, tuple(sorted(set(found.reviews))), names.compared)
