"""What documents say of an entity beside its name, and what that tells about two being one.

Scores are sums of weights in the manner of Fellegi and Sunter (1969): above zero speaks for one
entity, below for two. The weights were set by hand and tried on one seed of
``benchmarks/synthetic_names.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ontology.name_forms import Likeness

# Evidence is taken from so many documents of an entity, those of the smallest identifiers: a
# sample that does not depend on their order, and that bounds what one more document costs.
SAMPLE = 32
# What a name alone is worth.
_NAME: dict[Likeness, float] = {"same": 1.8, "variant": 1.2, "spelling": 0.0}
_SHARED_NAMES = (0.0, 1.5, 2.5, 3.0)
# Well-known ones are named with everybody.
_KNOWN, _KNOWN_MOST = 0.1, 0.3
_DISJOINT_POSTS = -2.5
# So many others beside somebody are company enough to miss in it whom one would expect.
TELLING, _DISJOINT_COMPANY = 4, -1.2
_LONG_APART_YEARS = 40


@dataclass(frozen=True, slots=True)
class Scene:
    """A document as the backdrop of those whom it names.

    ``named`` are marks of those that no pack has, ``known`` IRIs of the concepts, countries and
    outlets left out because they stand in every story. ``year`` is that of publication.
    """

    named: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What some documents say of an entity: its posts, who else is there, and when.

    ``posts`` are pairs of a post and the key of a body, as ``LocalEntity.posts`` has them.
    """

    posts: frozenset[tuple[str, str]] = frozenset()
    named: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None

    @property
    def bodies(self) -> frozenset[str]:
        """Where the posts are, if the body's name tells it from others (``entities.post_at``)."""
        return frozenset(body for _, body in self.posts if not body.startswith("~"))

    @property
    def titles(self) -> frozenset[str]:
        """What the posts are called."""
        return frozenset(post for post, _ in self.posts if post)


def gathered(
    posts: Iterable[tuple[str, str]], scenes: Iterable[Scene], *, own: Iterable[str] = ()
) -> Evidence:
    """The evidence of one entity; ``own`` are the marks of its own names."""
    scenes = list(scenes)
    years = [scene.year for scene in scenes if scene.year is not None]
    return Evidence(
        frozenset(posts),
        frozenset().union(*(scene.named for scene in scenes)) - frozenset(own),
        frozenset().union(*(scene.known for scene in scenes)),
        (min(years), max(years)) if years else None,
    )


def together(evidence: Iterable[Evidence]) -> Evidence:
    """The evidence of several that are one."""
    all_ = list(evidence)
    years = [year for each in all_ if each.years for year in each.years]
    return Evidence(
        frozenset().union(*(each.posts for each in all_)),
        frozenset().union(*(each.named for each in all_)),
        frozenset().union(*(each.known for each in all_)),
        (min(years), max(years)) if years else None,
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How much speaks for two being one, with the reasons in words."""

    value: float
    reasons: tuple[str, ...]


def score_full(likeness: Likeness, one: Evidence, other: Evidence) -> Score:
    """Two full names that are alike."""
    reasons = [
        {"same": "same name", "variant": "names differ in form", "spelling": "spelled differently"}[
            likeness
        ]
    ]
    value = _NAME[likeness] + _compare(one, other, reasons, disjoint=_DISJOINT_POSTS)
    return Score(value, tuple(reasons))


def connected(one: Evidence, other: Evidence) -> bool:
    """Whether company or posts tie two together at all."""
    return bool(one.named & other.named or one.bodies & other.bodies)


def score_weak(one: Evidence, other: Evidence, *, name: float) -> Score:
    """A weak name beside an entity that may be meant; ``name`` is what the name is worth."""
    reasons = ["the name fits"]
    value = name + _compare(one, other, reasons, disjoint=-1.5)
    if one.titles & other.titles and not one.bodies & other.bodies:
        value += 0.5
    return Score(value, tuple(reasons))


def _compare(one: Evidence, other: Evidence, reasons: list[str], *, disjoint: float) -> float:
    value = 0.0
    if bodies := one.bodies & other.bodies:
        value += 3.0 if any(post in other.posts for post in one.posts if post[1] in bodies) else 2.0
        reasons.append(f"both have a post at {_shown(bodies)}")
    elif one.posts and other.posts:
        value += disjoint
        if titles := one.titles & other.titles:
            value += 1.0
            reasons.append(f"both are {_shown(titles)}, at different bodies")
        else:
            reasons.append(f"posts differ: {_shown(one.titles)} / {_shown(other.titles)}")
    named = one.named & other.named
    value += _SHARED_NAMES[min(len(named), 3)]
    if named:
        reasons.append(f"named together with {_shown(named)}")
    elif min(len(one.named), len(other.named)) >= TELLING:
        value += _DISJOINT_COMPANY
        reasons.append("never named with the same others")
    if known := one.known & other.known:
        value += min(_KNOWN * len(known), _KNOWN_MOST)
    if one.years and other.years:
        gap = max(one.years[0] - other.years[1], other.years[0] - one.years[1])
        if gap > _LONG_APART_YEARS:
            value -= 2.0
            reasons.append(f"{gap} years lie between them")
    return value


def _shown(found: Iterable[str]) -> str:
    first = sorted(found)[:3]
    words = (each.rsplit(":", 1)[-1].rsplit("/", 1)[-1].strip(" =~") for each in first)
    return ", ".join(words) or "–"
