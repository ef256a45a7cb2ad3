"""Names that the statistical model misses because a word of them is another word: "He Yongqian".

A name of two or three words right behind a post is a person's ("spokesperson He Yongqian"), and so
are these words elsewhere. A capital in the midst of a sentence tells the surname from the pronoun;
at its start the tagger must take the word behind it for a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.ingest.name_shape import word_set
from onrecord.ingest.post_words import POST_WORDS

_LIKE_PRONOUNS = word_set("he she you so we my an do her it")
"""Surnames of Chinese, Korean, Japanese and Vietnamese that the model takes for other words."""
_LONGEST = 3


def titled_names(doc: Doc, headline: frozenset[int]) -> Iterator[Span]:
    """Yield them in text order; ``headline``: tokens of lines in which capitals show no name."""
    introduced: set[tuple[str, str]] = set()
    for token in doc[:-1]:
        if token.lower_ not in _LIKE_PRONOUNS or token.i in headline:
            continue
        if not token.text[0].isupper() or token.is_upper:
            continue
        after = token.nbor(1)
        if not _names(after):
            continue
        pair = token.text, after.text
        if pair in introduced or _behind_post(token) or _is_compound(token):
            introduced.add(pair)
            end = token.i + 2
            if end < min(len(doc), token.i + _LONGEST) and _names(doc[end]):
                end += 1
            yield Span(doc, token.i, end, label="Person")


def _names(token: Token) -> bool:
    return (
        token.tag_ == "NNP"
        and token.is_alpha
        and token.text[0].isupper()
        and not token.is_upper
        and token.ent_type_ in ("", "PERSON")
    )


def _behind_post(token: Token) -> bool:
    i = token.i - 1
    if i > 0 and token.doc[i].text == ",":
        i -= 1
    return i >= 0 and token.doc[i].lower_ in POST_WORDS


def _is_compound(token: Token) -> bool:
    """Whether the parser too hangs it on the word behind it, as a part of a name."""
    return token.dep_ == "compound" and token.head.i == token.i + 1
