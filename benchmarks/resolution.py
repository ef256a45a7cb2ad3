"""How right and how fast entity resolution is, on a made-up press of which the truth is known.

    python benchmarks/resolution.py [--seed N] [--names N …] [--errors]

Prints, for each number of distinct names, pairwise precision, recall and F1 over all pairs of
mentions (one mention is one entity of one document), pairs of names compared, seconds by the wall
and of CPU (the machine may be busy with other things), and memory.
Seed 1 is the one that the weights were tried on; figures to report come from another.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.synthetic_names import Story, stories_with
from onrecord.ontology.entities import LocalEntity, post_at
from onrecord.ontology.neighbourhood import resolve


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of mentions that are one, by truth, by the system, and by both."""

    true: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that are found."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(truth: Sequence[int], keys: Sequence[str]) -> Pairs:
    """Count pairs without listing them."""

    def pairs(groups: Iterable[int]) -> int:
        return sum(size * (size - 1) // 2 for size in groups)

    return Pairs(
        pairs(Counter(truth).values()),
        pairs(Counter(keys).values()),
        pairs(Counter(zip(truth, keys, strict=True)).values()),
    )


def mentions(stories: Iterable[Story]) -> tuple[list[LocalEntity], list[int], list[LocalEntity]]:
    """The entities of the stories, which ones they are, and the well-known ones beside them."""
    found: list[LocalEntity] = []
    truth: list[int] = []
    beside: list[LocalEntity] = []
    for story in stories:
        year = int(story.published[:4])
        for place, named in enumerate(story.named):
            bodies = {
                post_at(post, LocalEntity(story.id, "", body, "Organization", None))
                for post, body in named.roles
            }
            found.append(
                LocalEntity(
                    story.id, str(place), named.label, named.kind, None, named.names,  # type: ignore[arg-type] # kinds are classes
                    tuple(sorted(bodies)), year,
                )
            )  # fmt: skip
            truth.append(named.truth)
        beside.extend(
            LocalEntity(story.id, f"known:{name}", name, "Organization", f"known:{name}", year=year)
            for name in story.everywhere
        )
    return found, truth, beside


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--names", type=int, nargs="+", default=[5_000, 10_000, 30_000, 100_000])
    parser.add_argument("--errors", action="store_true", help="show pairs taken wrongly and missed")
    arguments = parser.parse_args()
    table = Table(
        "names", "mentions", "entities", "precision", "recall", "F1", "open", "pairs compared",
        "seconds", "CPU s", "CPU µs a mention", "MB", box=None,
    )  # fmt: skip
    for names in arguments.names:
        found, truth, beside = mentions(stories_with(arguments.seed, names))
        resolve([*found[:100], *beside[:100]])  # imports and tables are loaded once
        began, cpu = time.perf_counter(), time.process_time()
        resolved = resolve([*found, *beside])
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        keys = [resolved.keys[entity.document, entity.id] for entity in found]
        score = pairwise(truth, keys)
        table.add_row(
            f"{names:,}", f"{len(found):,}", f"{len(set(keys)):,} of {len(set(truth)):,}",
            f"{100 * score.precision:.2f}", f"{100 * score.recall:.2f}", f"{100 * score.f1:.2f}",
            f"{len(resolved.reviews):,}", f"{resolved.compared:,}", f"{seconds:.1f}", f"{cpu:.1f}",
            f"{1e6 * cpu / len(found):.0f}",
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
        )  # fmt: skip
        if arguments.errors:
            _print_errors(found, truth, keys)
    Console(width=140).print(table)


def _print_errors(found: list[LocalEntity], truth: list[int], keys: list[str]) -> None:
    """The labels of what was taken for one wrongly, then of what was not taken for one."""
    console = Console(width=140)
    rows = list(zip(found, truth, keys, strict=True))
    for title, by, other in (
        ("one key, several entities", 2, 1),
        ("one entity, several keys", 1, 2),
    ):
        groups: dict[object, Counter[tuple[object, str]]] = {}
        for row in rows:
            groups.setdefault(row[by], Counter())[row[other], row[0].label] += 1
        console.print(f"[bold]{title}")
        wrong = [(key, held) for key, held in groups.items() if len({o for o, _ in held}) > 1]
        wrong.sort(key=lambda item: -sum(item[1].values()))
        for key, held in wrong[:40]:
            shown = ", ".join(f"{label} ×{count} → {o}" for (o, label), count in held.items())
            console.print(f"  {key}: {shown}"[:400], highlight=False, markup=False)


if __name__ == "__main__":
    main()
