"""A document's tokens as columns: words, parse, quotation marks, cues, and what the rules made.

The most telling columns are what the rules made of the token, and the branch of which cue verb
it hangs on ("in the clause below *say*, to its right").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

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


class Columns:
    """One list for each attribute of a document's tokens, and its paragraphs. Linear in tokens.

    ``paragraphs`` are the tokens between line breaks, white space left out; none is empty.
    """

    def __init__(self, page: Page, drafts: Iterable[Draft]) -> None:
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
        self.rule_label, self.rule_name = rule_labels(size, drafts)
        self.paragraphs = _paragraphs(self.space, frozenset(page.breaks))

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


def shape(form: str) -> str:
    """A word's outline with runs drawn together: ``Xx``, ``d.d``."""
    return "".join(c for i, c in enumerate(form[:8]) if i == 0 or c != form[i - 1])


def _paragraphs(spaces: Sequence[bool], breaks: frozenset[int]) -> list[list[int]]:
    found: list[list[int]] = []
    fresh = True
    for i, space in enumerate(spaces):
        if not space:
            if fresh:
                found.append([])
            found[-1].append(i)
        fresh = (space and i in breaks) or (fresh and space)
    return found


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
