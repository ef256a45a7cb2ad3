"""Paths between two entities: the shortest ones and all others up to a length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from onrecord.graph.lookup.edges import Network

_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths as nodes by code, shortest first; ``truncated`` where there are, or may be, more."""

    paths: list[tuple[int, ...]]
    truncated: bool

    @property
    def shortest(self) -> int | None:
        """How many edges the shortest has; None where there is none."""
        return len(self.paths[0]) - 1 if self.paths else None


def paths_between(network: Network, source: int, target: int, *, longest: int, limit: int) -> Paths:
    """Simple paths of at most ``longest`` edges, whichever way these point.

    Each length is walked on its own, only where the target can still be reached, so that short
    ones come first and cost little.
    """
    left = _distances(network, target, longest)
    texts = network.table.codes.texts
    found: list[tuple[int, ...]] = []
    budget = _Budget(_STEPS)
    for length in range(left.get(source, longest + 1), longest + 1):
        if length == 0:
            return Paths([(source,)], False)
        for path in _walks(network, (source,), target, length, left, texts, budget):
            if len(found) == limit:
                return Paths(found, True)
            found.append(path)
    return Paths(found, budget.spent)


class _Budget:
    """How many steps may still be made."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    @property
    def spent(self) -> bool:
        """Whether none may."""
        return self.steps <= 0


def _distances(network: Network, target: int, longest: int) -> dict[int, int]:
    """How many edges each node is from the target, up to ``longest``."""
    found = {target: 0}
    seen = np.zeros(len(network.table.codes.texts) + 1, np.bool_)
    rim = seen.copy()
    seen[target] = rim[target] = True
    for distance in range(1, longest + 1):
        ends = (network.object[rim[network.subject]], network.subject[rim[network.object]])
        beside = np.unique(np.concatenate(ends))
        beside = beside[~seen[beside]]
        rim[:] = False
        rim[beside] = seen[beside] = True
        found.update(dict.fromkeys(beside.tolist(), distance))
    return found


def _walks(
    network: Network,
    path: tuple[int, ...],
    target: int,
    edges: int,
    left: Mapping[int, int],
    texts: list[str],
    budget: _Budget,
) -> Iterator[tuple[int, ...]]:
    """Yield the simple paths of exactly so many more edges, sorted by the nodes' IRIs."""
    budget.steps -= 1
    if budget.spent:
        return
    if edges == 0:
        yield path
        return
    beside = network.neighbours(path[-1]).tolist()
    for node in sorted(beside, key=texts.__getitem__):
        passes = node not in path and (node != target or edges == 1)
        if passes and left.get(node, edges) <= edges - 1:
            yield from _walks(network, (*path, node), target, edges - 1, left, texts, budget)
