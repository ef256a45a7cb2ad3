"""Titles of posts as words: which noun heads one, and whether two mean the same post."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.ingest.name_shape import plain, word_set

ABBREVIATIONS = {
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative",
    "gov": "governor", "gen": "general", "lt": "lieutenant", "sec": "secretary", "u.s": "us",
    "pm": "minister", "foreign-minister": "minister", "pontiff": "pope", "gop": "republican",
}  # fmt: skip
_SAME = (
    word_set("representative congressman congresswoman congressmember"),
    word_set("chair chairman chairwoman chairperson"),
    word_set("chief head director boss"),
    word_set("candidate nominee contender hopeful"),
    word_set("spokesman spokeswoman spokesperson"),
    word_set("lawyer attorney"),
    word_set("adviser advisor"),
)
_WIDER = {
    "lawmaker": word_set("senator representative congressman congresswoman"),
    "legislator": word_set("senator representative congressman congresswoman"),
    "leader": word_set("president premier chancellor"),
    "pontiff": word_set("pope"),
    "candidate": word_set("front-runner"),
}
"""What a description says less exactly than the post that it means."""
RANKS = word_set("vice deputy assistant associate under prime lieutenant elect general first")
PARTIES = word_set("republican democratic democrat")
QUALIFIERS = word_set("former ex then outgoing incoming late now current longtime new")
_EMPTY = word_set("the a an his her its their this that s us of and for in at on to de")


def title_words(text: str) -> list[str]:
    """The words that tell a post, written out: without articles, "former" and the like."""
    found = []
    for word in plain(text).lower().replace(".", " ").replace("-", " ").split():
        word = ABBREVIATIONS.get(word.strip("',"), word.strip("',"))
        if word and word not in _EMPTY and word not in QUALIFIERS:
            found.append(word)
    return found


def title_head(title: str) -> str:
    """The noun of a title: "secretary" of "Secretary of State" and of "Treasury Secretary"."""
    words = plain(title).lower().replace(".", "").split()
    for i, word in enumerate(words):
        if i and word in ("of", "for", "at", "in"):
            words = words[:i]
            break
    return ABBREVIATIONS.get(words[-1], words[-1]) if words else ""


def alike(wanted: str, held: str) -> bool:
    """Whether somebody who holds the one may be called the other."""
    return (
        wanted == held
        or any(wanted in group and held in group for group in _SAME)
        or held in _WIDER.get(wanted, ())
    )


def same_party(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the words for a party mean the same one of the two."""
    return ("republican" in one) == ("republican" in other)
