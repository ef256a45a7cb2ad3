"""What the tagger sees of each token: its words, its place in the parse, quotation marks, rules.

The most telling features are what the rules made of the token, and the branch of which cue verb
it hangs on ("in the clause below *say*, to its right"). Features are strings; those of one
attribute are put together once for each of its values, because a tagger asks for them for every
token of every document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from spacy.attrs import (  # type: ignore[import-not-found] # compiled, ships no types
    DEP,
    ENT_TYPE,
    HEAD,
    IS_SPACE,
    LEMMA,
    LOWER,
    SENT_START,
    SHAPE,
    TAG,
)

from onrecord.ingest.attribution.cues import NOUNS, VERBS
from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.trained.labels import Linked, labels_of

_BRANCHES: Final = frozenset(
    {"ccomp", "xcomp", "nsubj", "nsubjpass", "dobj", "advcl", "prep", "parataxis", "agent", "attr",
     "acl", "relcl", "pcomp", "conj", "dative", "npadvmod", "csubj", "oprd", "mark", "prt"}
)  # fmt: skip
_SIGNS: Final = frozenset({"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "agent", "prep", "oprd"})
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

    def paragraphs(self, page: Page, drafts: Sequence[Draft]) -> list[Paragraph[T]]:
        """The paragraphs of a page that have words. Linear in its tokens."""
        size = len(page.doc)
        if not size:
            return []
        if len(self._words) + len(self._bundles) > _MAX_KEPT:
            self._words.clear()
            self._bundles.clear()
        columns = _Columns(page)
        ruled = rule_labels(size, drafts)
        found: list[Paragraph[T]] = []
        tokens: list[int] = []
        spaces, breaks = columns.space, set(page.breaks)
        for i in range(size):
            if not spaces[i]:
                tokens.append(i)
            elif tokens and i in breaks:
                found.append(Paragraph(tokens, self._items(columns, ruled, tokens, not found)))
                tokens = []
        if tokens:
            found.append(Paragraph(tokens, self._items(columns, ruled, tokens, not found)))
        return found

    def _word(self, columns: _Columns, i: int) -> _Word[T]:
        key = columns.words[i]
        found = self._words.get(key)
        if found is None:
            lower, lemma, tag, dep, shape, entity = (
                columns.strings[each] if each else "" for each in key
            )
            named = (f"w{{}}={lower}", f"l{{}}={lemma}", f"t{{}}={tag}", f"d{{}}={dep}")

            def at(place: str, names: Iterable[str] = named) -> Bundle[T]:
                return tuple(self.known(name.replace("{}", place, 1)) for name in names)

            own = (*at(""), self.known("s=" + _shape(shape)))
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
        columns: _Columns,
        ruled: tuple[list[str], list[str]],
        tokens: list[int],
        first: bool,
    ) -> list[list[T]]:
        held, bundle, strings = self._bundles.get, self._bundle, columns.strings
        words = [self._word(columns, i) for i in tokens]
        labels, names = ruled
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


class _Columns:
    """One list for each attribute of a document's tokens."""

    def __init__(self, page: Page) -> None:
        doc = self.doc = page.doc
        self.strings = strings = doc.vocab.strings
        array = doc.to_array([LOWER, LEMMA, TAG, DEP, SHAPE, ENT_TYPE, IS_SPACE, SENT_START])
        self.lower, self.lemma, self.tag, self.dep, shapes, entities, spaces, sentences = (
            array.T.tolist()
        )
        self.words = list(
            zip(self.lower, self.lemma, self.tag, self.dep, shapes, entities, strict=True)
        )
        size = len(doc)
        self.space = [bool(each) for each in spaces]
        self.head = (doc.to_array(HEAD).astype("int64") + range(size)).tolist()
        self.cue = [""] * size
        self.sign = [""] * size
        self.key = [strings[each] if each else "" for each in self.lemma]
        self.role = [strings[each] if each else "" for each in self.dep]
        known: dict[tuple[int, int], str] = {}
        for i in range(size):
            key = (self.lemma[i], self.tag[i])
            cue = known.get(key)
            if cue is None:
                cue = known[key] = _cue(strings[key[0]], strings[key[1]])
            self.cue[i] = cue
        self.quote = _quotes(page)
        self.edge = _sentence_edges(sentences, self.space)
        self._read_branches()

    def _read_branches(self) -> None:
        """For each token the nearest cue verb above it, and the branch that it hangs on."""
        size, role = len(self.space), self.role
        self.branch = ["b"] * size
        self.branch_verb = ["bv"] * size
        self.branch_edge = ["be"] * size
        signs: list[list[str]] = [[] for _ in range(size)]
        owner = [-2] * size  # the token at the top of the branch; -1: none; -2: not known yet
        head, cue = self.head, self.cue
        for i in range(size):
            path = []
            j = i
            while owner[j] == -2:
                above = head[j]
                if above == j:
                    owner[j] = -1
                elif cue[above][:2] == "v=" and role[j] in _BRANCHES:
                    owner[j] = j
                else:
                    path.append(j)
                    owner[j] = -3  # on the way; a parse without cycles never meets it again
                    j = above
            top = owner[j] if owner[j] >= 0 else -1
            for k in path:
                owner[k] = top
            name = role[i]
            if name in _SIGNS and cue[head[i]]:
                signs[head[i]].append(name + ("<" if i < head[i] else ">"))
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for i, top in enumerate(owner):
            if top >= 0 and not self.space[i]:
                first.setdefault(top, i)
                last[top] = i
        for i, top in enumerate(owner):
            if top < 0:
                continue
            verb = head[top]
            side = "<" if i < verb else ">"
            name = role[top]
            self.branch[i] = f"b={name}{side}{cue[verb]}"
            self.branch_verb[i] = f"bv={name}{side}{self.key[verb]}"
            if first[top] == i:
                self.branch_edge[i] = f"be=first{name}{side}{cue[verb]}"
            elif last[top] == i:
                self.branch_edge[i] = f"be=last{name}{side}{cue[verb]}"
        for i, found in enumerate(signs):
            if cue[i]:
                self.sign[i] = "k=" + ",".join(found[:4])


def _cue(lemma: str, tag: str) -> str:
    if tag[:1] == "V":
        cue = VERBS.get(lemma)
        return f"v={cue.cue_class}{cue.attitude}{cue.strength}" if cue is not None else ""
    cue = NOUNS.get(lemma) if tag in ("NN", "NNS") else None
    if cue is not None:
        return f"n={cue.cue_class}"
    return "v=according" if lemma == "accord" else ""


def _shape(shape: str) -> str:
    return "".join(c for i, c in enumerate(shape[:8]) if i == 0 or c != shape[i - 1])


def _quotes(page: Page) -> list[str]:
    """Where each token stands in its quotation, and whether that is a long one."""
    found = ["q"] * len(page.doc)
    for quoted in page.quoted:
        size = quoted.end - quoted.start
        kind = "short" if size < 7 else "long"
        if quoted.mark.reopens:
            kind = "reopened"
        elif not quoted.mark.closed:
            kind = "open"
        for i in range(quoted.start, quoted.end):
            found[i] = f"q={kind}"
        found[quoted.start] = f"q=first{kind}"
        found[quoted.end - 1] = f"q=last{kind}"
        if quoted.end < len(found) and page.inside[quoted.end] < 0:
            found[quoted.end] = f"q=after{kind}"
    return found


def _sentence_edges(starts: list[int], space: list[bool]) -> list[str]:
    found = ["f"] * len(starts)
    fresh = True
    for i, start in enumerate(starts):
        fresh = fresh or start == 1
        if fresh and not space[i]:
            found[i] = "f=first"
            fresh = False
    return found


def _cues_around(columns: _Columns, tokens: list[int]) -> tuple[list[str], list[str]]:
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


def rule_labels(size: int, drafts: Iterable[Draft]) -> tuple[list[str], list[str]]:
    """What the rules made of each token: the label, and which rule it was with how much trust."""
    linked = []
    names = ["rn"] * size
    for draft in drafts:
        source = [draft.source] if draft.source is not None else []
        linked.append(Linked(source, list(draft.cue), list(draft.content)))
        name = f"rn={draft.rule}{int(draft.confidence * 5)}"
        for start, end in (*draft.content, *draft.cue, *source):
            names[start:end] = [name] * (end - start)
    return [f"r={label}" for label in labels_of(size, linked)], names
