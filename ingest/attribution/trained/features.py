"""What the CRF sees of each token: its words, its place in the parse, quotation marks, rules.

Features are strings; those of one attribute are put together once for each of its values, because
a tagger asks for them for every token of every document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from onrecord.ingest.attribution.trained.columns import Columns, shape

_FAR: Final = 40
_MAX_KEPT: Final = 1_000_000  # bundles; about 300 MB at most, then it begins anew
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paragraph(Generic[T]):
    """The tokens of one paragraph, white space left out, with their features."""

    tokens: list[int]
    items: list[list[T]]


Bundle = tuple[T, ...]


@dataclass(frozen=True, slots=True)
class _Word(Generic[T]):
    """The features that a word gives to its own token and to those around it."""

    own: Bundle[T]
    to_next: Bundle[T]
    to_last: Bundle[T]
    to_next_but_one: Bundle[T]
    to_last_but_one: Bundle[T]


class Features(Generic[T]):
    """Makes the features of documents; keeps what it has put together before.

    ``known`` gives what stands for a feature: the string itself for training, its row for a model.
    Features that hang on the same values are looked up together, as a bundle.
    """

    def __init__(self, known: Callable[[str], T], *, rules: bool = True) -> None:
        self.known = known
        self.rules = rules
        self._words: dict[tuple[int, ...], _Word[T]] = {}
        self._bundles: dict[tuple[str | int, ...], Bundle[T]] = {}

    def paragraphs(self, columns: Columns) -> list[Paragraph[T]]:
        """The paragraphs of a document that have words. Linear in its tokens."""
        if len(self._words) + len(self._bundles) > _MAX_KEPT:
            self._words.clear()
            self._bundles.clear()
        return [
            Paragraph(tokens, self._items(columns, tokens, first=number == 0))
            for number, tokens in enumerate(columns.paragraphs)
        ]

    def _word(self, columns: Columns, i: int) -> _Word[T]:
        key = columns.words[i]
        found = self._words.get(key)
        if found is None:
            lower, lemma, tag, dep, form, entity = (
                columns.strings[each] if each else "" for each in key
            )
            named = (f"w{{}}={lower}", f"l{{}}={lemma}", f"t{{}}={tag}", f"d{{}}={dep}")

            def at(place: str, names: Iterable[str] = named) -> Bundle[T]:
                return tuple(self.known(name.replace("{}", place, 1)) for name in names)

            own = (*at(""), self.known("s=" + shape(form)))
            own += (self.known("e=" + entity if entity else "e"),)
            two = (named[0], named[2])
            found = _Word(own, at("<"), at(">"), at("<<", two), at(">>", two))
            self._words[key] = found
        return found

    def _bundle(self, key: tuple[str | int, ...], *names: str) -> Bundle[T]:
        found = self._bundles[key] = tuple(self.known(name) for name in names)
        return found

    def _items(
        self,
        columns: Columns,
        tokens: list[int],
        *,
        first: bool,
    ) -> list[list[T]]:
        held, bundle, strings = self._bundles.get, self._bundle, columns.strings
        words = [self._word(columns, i) for i in tokens]
        labels, names = columns.rule_label, columns.rule_name
        quotes, cues, branches, heads = columns.quote, columns.cue, columns.branch, columns.head
        lemmas, tags, deps = columns.lemma, columns.tag, columns.dep
        before, behind = _cues_around(columns, tokens)
        place = "p=head" if first else "p=text"
        opening = bundle((place, quotes[tokens[0]]), place, place + quotes[tokens[0]])
        start, end = bundle(("<<start",), "<<start"), bundle((">>end",), ">>end")
        items: list[list[T]] = []
        last = len(tokens) - 1
        for n, i in enumerate(tokens):
            head, quote, label, branch = heads[i], quotes[i], labels[i], branches[i]
            item = [*words[n].own, *opening]
            key: tuple[str | int, ...] = ("b", branch, quote)
            item += held(key) or bundle(key, branch, quote, branch + quote)
            key = ("v", columns.branch_verb[i], columns.branch_edge[i], columns.edge[i])
            item += held(key) or bundle(
                key, columns.branch_verb[i], columns.branch_edge[i], columns.edge[i]
            )
            key = (deps[i], lemmas[head], tags[head], cues[head])
            found = held(key)
            if found is None:
                dep, lemma, tag = (
                    strings[each] if each else "" for each in (deps[i], lemmas[head], tags[head])
                )
                more = (f"hc{cues[head]}{dep}",) if cues[head] else ()
                found = bundle(key, f"h={lemma}|", f"g={tag}|", f"dh={dep}|{lemma}", *more)
            item += found
            key = ("c", before[n], behind[n], quote)
            item += held(key) or bundle(key, before[n], behind[n], before[n] + behind[n] + quote)
            if cues[i]:
                sign = columns.sign[i]
                key = ("k", cues[i], sign, lemmas[i])
                item += held(key) or bundle(
                    key, cues[i], sign, cues[i] + sign, sign + strings[lemmas[i]]
                )
            if self.rules:
                key = ("r", label, names[i], branch)
                item += held(key) or bundle(key, label, names[i], label + branch)
                key = ("rl", label, lemmas[i])
                item += held(key) or bundle(key, label + (strings[lemmas[i]] if lemmas[i] else ""))
            if n:
                j = tokens[n - 1]
                item += words[n - 1].to_next
                key = ("<", quotes[j], branches[j])
                item += held(key) or bundle(key, "<" + quotes[j], "<" + branches[j])
                key = (tags[j], tags[i])
                found = held(key)
                if found is None:
                    a, b = (strings[each] if each else "" for each in key)
                    found = bundle(key, f"tt={a}|{b}")
                item += found
                if self.rules:
                    key = ("<", labels[j], label, "")
                    item += held(key) or bundle(key, "<" + labels[j] + label)
                if n > 1:
                    item += words[n - 2].to_next_but_one
            else:
                item += start
            if n < last:
                j = tokens[n + 1]
                item += words[n + 1].to_last
                key = (">", quotes[j], branches[j])
                item += held(key) or bundle(key, ">" + quotes[j], ">" + branches[j])
                if self.rules:
                    key = (">", labels[j], label, "")
                    item += held(key) or bundle(key, ">" + labels[j] + label)
                if n + 1 < last:
                    item += words[n + 2].to_last_but_one
            else:
                item += end
            items.append(item)
        return items


def _cues_around(columns: Columns, tokens: list[int]) -> tuple[list[str], list[str]]:
    """The class of the last cue verb before each token and of the next one behind it."""
    before = ["<cue"] * len(tokens)
    behind = [">cue"] * len(tokens)
    stops = {columns.strings[mark] for mark in (".", "!", "?")}
    for places, found, mark in (
        (range(len(tokens)), before, "<"),
        (range(len(tokens) - 1, -1, -1), behind, ">"),
    ):
        seen, distance = "", 0
        for n in places:
            distance += 1
            if seen and distance < _FAR:
                found[n] = f"{mark}cue={seen}{_bucket(distance)}"
            i = tokens[n]
            if columns.cue[i][:2] == "v=":
                seen, distance = columns.cue[i], 0
            elif columns.lower[i] in stops:
                seen = ""
    return before, behind


def _bucket(distance: int) -> str:
    return "1" if distance == 1 else "3" if distance < 4 else "9" if distance < 10 else "far"
