"""Full names of people that the statistical model did not mark, found from a surname.

Only asked for a surname that somebody must bear (a person of one word, a source), so that pairs
of capitalised words that name something else do no harm.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from onrecord.ingest.first_names import FEMALE_NAMES, MALE_NAMES
from onrecord.ingest.name_shape import word_set

_FIRST_NAMES = MALE_NAMES | FEMALE_NAMES
_NO_FIRST_NAME = word_set(
    "mr mr. mrs mrs. ms ms. miss sir dr dr. sen sen. rep rep. gov gov. gen gen. president senator "
    "governor secretary representative general justice judge chairman speaker mayor the a an of "
    "minister premier chancellor pope king queen prince said says monday tuesday wednesday "
    "thursday friday saturday sunday republican democrat democratic republicans democrats and"
)
_MOST = 20


class OverlookedNames:
    """Looks for a given name before a surname; the text is gone through once, when first asked."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._places: dict[int, list[int]] | None = None

    def before(self, surname: str, *, listed: bool = False) -> list[Span]:
        """The full names with this surname, at most 20.

        Args:
            surname: as it is written.
            listed: whether only given names of first_names.py count, not any capitalised word
                that the tagger takes for a name and that no entity covers.
        """
        if self._places is None:
            self._places = {}
            orths: list[int] = self._doc.to_array("ORTH").tolist()
            for i, orth in enumerate(orths[1:], start=1):
                self._places.setdefault(orth, []).append(i)
        found = self._places.get(self._doc.vocab.strings[surname], ())
        spans = (self._full_name(i, listed) for i in found[:_MOST])
        return [span for span in spans if span is not None]

    def _full_name(self, i: int, listed: bool) -> Span | None:
        doc = self._doc
        first, middle = doc[max(0, i - 2)], doc[i - 1]
        if (
            i > 1
            and first.lower_ in _FIRST_NAMES
            and first.text[0].isupper()
            and middle.text[0].isupper()
            and middle.is_alpha
        ):
            return doc[i - 2 : i + 1]  # "Deborah Jordan Reynolds"
        return doc[i - 1 : i + 1] if _is_given_name(doc[i - 1], listed) else None


def _is_given_name(token: Token, listed: bool) -> bool:
    word = token.lower_
    if not token.is_alpha or not token.text[0].isupper() or word in _NO_FIRST_NAME:
        return False
    if word in _FIRST_NAMES:
        return True
    return (
        not listed
        and token.tag_ == "NNP"
        and token.ent_type_ in ("", "Person")
        and len(token) > 2
        and not token.is_upper
        and not (token.i and token.nbor(-1).tag_ == "NNP" and not token.nbor(-1).ent_type_)
    )
