"""What the CRF sees of each token: its words, its place in the parse, quotation marks, rules.

Features are strings. Those that hang on the same values of a token and its neighbours make a
family, so that a tagger puts them together once for each combination of values that it meets
(scores.py), and training spells them out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, Protocol, TypeAlias, TypeVar

from onrecord.ingest.attribution.trained.columns import Columns, shape

_FAR: Final = 40
Names: TypeAlias = tuple[str, ...]
Family: TypeAlias = tuple[str, Iterable[Hashable], Callable[..., Names]]
"""A name, the values for each token, and what makes features of values."""
T = TypeVar("T")


def features(columns: Columns) -> list[list[str]]:
    """The features of each token of the paragraphs, which follow each other. Linear in tokens."""
    found: list[list[str]] = [[] for _ in chain.from_iterable(columns.paragraphs)]
    for _, values, names in families(columns):
        for item, value in zip(found, values, strict=True):
            item.extend(names(value))
    return found


def families(columns: Columns) -> Iterator[Family]:
    """Yield the families; the tokens of one are those of all paragraphs in a row."""
    tokens = list(chain.from_iterable(columns.paragraphs))
    sizes = [len(part) for part in columns.paragraphs]
    text = columns.strings.__getitem__  # of nothing, ""

    def of(column: Sequence[T]) -> list[T]:
        return [column[i] for i in tokens]

    def word(place: str, key: tuple[int, ...]) -> Names:
        return (
            f"w{place}={text(key[0])}",
            f"l{place}={text(key[1])}",
            f"t{place}={text(key[2])}",
            f"d{place}={text(key[3])}",
        )

    def own(key: tuple[int, ...]) -> Names:
        entity = text(key[5])
        return (*word("", key), "s=" + shape(text(key[4])), "e=" + entity if entity else "e")

    def far(place: str, key: tuple[int, ...] | None) -> Names:
        return (f"w{place}={text(key[0])}", f"t{place}={text(key[2])}") if key else ()

    words = of(columns.words)
    before, behind = _shifter(sizes, 1), _shifter(sizes, -1)
    yield "own", words, own
    yield "<w", before(words), lambda key: word("<", key) if key else ("<<start",)
    yield ">w", behind(words), lambda key: word(">", key) if key else (">>end",)
    yield "<<w", _shifter(sizes, 2)(words), lambda key: far("<<", key)
    yield ">>w", _shifter(sizes, -2)(words), lambda key: far(">>", key)

    quotes, branches = of(columns.quote), of(columns.branch)
    first = chain.from_iterable(
        [("p=head" if not number else "p=text", columns.quote[part[0]])] * len(part)
        for number, part in enumerate(columns.paragraphs)
    )
    yield "p", first, lambda key: (key[0], key[0] + key[1])
    yield "b", zip(branches, quotes, strict=True), lambda key: (*key, key[0] + key[1])
    edges = of(columns.branch_verb), of(columns.branch_edge), of(columns.edge)
    yield "v", zip(*edges, strict=True), lambda key: key

    lemmas, tags, cues = of(columns.lemma), of(columns.tag), of(columns.cue)
    heads = of(columns.head)
    above = [
        [column[head] for head in heads] for column in (columns.lemma, columns.tag, columns.cue)
    ]

    def head(key: tuple[int, int, int, str]) -> Names:
        dep, lemma, tag = text(key[0]), text(key[1]), text(key[2])
        more = (f"hc{key[3]}{dep}",) if key[3] else ()
        return f"h={lemma}|", f"g={tag}|", f"dh={dep}|{lemma}", *more

    yield "h", zip(of(columns.dep), *above, strict=True), head
    around = _cues_around(columns, sizes, tokens)
    yield (
        "c",
        zip(*around, quotes, strict=True),
        lambda key: (key[0], key[1], key[0] + key[1] + key[2]),
    )

    def sign(key: tuple[str, str, int]) -> Names:
        cue, signs, lemma = key
        return (cue, signs, cue + signs, signs + text(lemma)) if cue else ()

    yield "k", zip(cues, of(columns.sign), lemmas, strict=True), sign
    yield (
        "tt",
        zip(before(tags), tags, strict=True),
        lambda key: () if key[0] is None else (f"tt={text(key[0])}|{text(key[1])}",),
    )
    labels = of(columns.rule_label)
    yield (
        "r",
        zip(labels, of(columns.rule_name), branches, strict=True),
        lambda key: (key[0], key[1], key[0] + key[2]),
    )
    yield "rl", zip(labels, lemmas, strict=True), lambda key: (key[0] + text(key[1]),)
    for mark, beside in (("<", before), (">", behind)):
        yield (
            mark,
            zip(beside(quotes), beside(branches), beside(labels), labels, strict=True),
            _beside(mark),
        )


def _beside(mark: str) -> Callable[[tuple[str | None, str, str, str]], Names]:
    def names(key: tuple[str | None, str, str, str]) -> Names:
        quote, branch, label, own = key
        return () if quote is None else (mark + quote, mark + branch, mark + label + own)

    return names


class _Shift(Protocol):
    def __call__(self, values: Sequence[T], /) -> list[T | None]: ...


def _shifter(sizes: Sequence[int], by: int) -> _Shift:
    """Gives each token the value of the one so far before it in its paragraph, None without."""
    starts, total = [], 0
    for size in sizes:
        starts.append(total)
        total += size

    def shifted(values: Sequence[T], /) -> list[T | None]:
        moved: list[T | None]
        if by > 0:
            moved = [*[None] * by, *values[:-by]][:total]
        else:
            moved = [*values[-by:], *[None] * -by][-total:]
        for start, size in zip(starts, sizes, strict=True):
            for k in range(min(abs(by), size)):
                moved[start + k if by > 0 else start + size - 1 - k] = None
        return moved

    return shifted


def _cues_around(
    columns: Columns, sizes: Sequence[int], tokens: Sequence[int]
) -> tuple[list[str], list[str]]:
    """The class of the last cue verb before each token and of the next one behind it."""
    before = ["<cue"] * len(tokens)
    behind = [">cue"] * len(tokens)
    stops = {columns.strings[mark] for mark in (".", "!", "?")}
    start = 0
    for size in sizes:
        end = start + size
        for places, found, mark in (
            (range(start, end), before, "<"),
            (range(end - 1, start - 1, -1), behind, ">"),
        ):
            seen, distance = "", 0
            for n in places:
                distance += 1
                if seen and distance < _FAR:
                    found[n] = f"{mark}cue={seen}{_bucket(distance)}"
                cue = columns.cue[tokens[n]]
                if cue[:2] == "v=":
                    seen, distance = cue, 0
                elif seen and columns.lower[tokens[n]] in stops:
                    seen = ""
        start = end
    return before, behind


def _bucket(distance: int) -> str:
    return "1" if distance == 1 else "3" if distance < 4 else "9" if distance < 10 else "far"
