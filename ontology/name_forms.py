"""Names taken apart, and how alike two of them are: by their letters alone, without any document.

A full name ("Scott Bessent", "Institute for Steel Studies") can be compared with every other. A
*weak* one does not tell by itself whom it means: a surname, initials, an acronym, "Ministry of
Finance". Those are resolved by what their documents say (resolution.py), and found by ``anchors``.

``blocks`` are keys of which two names that ``likeness`` may accept share at least one, so that
nobody has to compare all with all. The spelling rules are written for Latin letters as news has
them; hanzi are read as pinyin first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.ingest.first_names import FEMALE_NAMES, MALE_NAMES
from onrecord.ontology.hanzi import pinyin_name

Likeness = Literal["same", "variant", "spelling"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "mr mrs ms miss sir dame lord lady dr prof professor sen senator rep gov governor president "
    "minister secretary chancellor premier judge justice gen general col colonel capt captain "
    "ambassador commissioner congressman congresswoman rev pope king queen prince princess sheikh "
    "vice prime deputy chairman chairwoman mayor"
)
_SUFFIXES = _words("jr sr ii iii iv")
_PARTICLES = _words("al el bin ibn abu de da di du del della van von der den la le mc mac o")
_LEGAL = _words(
    "inc incorporated corp corporation ltd limited co company llc plc gmbh ag sa nv bv group "
    "holding holdings spa oyj asa"
)
_ARTICLES = _words("the of for and on in at a an de la le du des der die das")
_GENERIC = _words(
    "ministry minister department office bureau agency commission committee council court bank "
    "party cabinet parliament senate house congress assembly government treasury army navy police "
    "authority administration board chamber university institute ministries central national "
    "supreme federal high constitutional state public general foreign external internal home "
    "finance commerce trade trades economy economic industry energy labor labour health defense "
    "defence education agriculture transport justice interior environment science technology "
    "statistics planning development affairs security communist socialist democratic republican "
    "conservative liberal green peoples people reform union association federation stock exchange"
)
_SURNAME_FIRST = _words(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng "
    "liang xie song tang feng deng cao peng zeng xiao tian dong yuan pan yu jiang cai du ye cheng "
    "su wei lu ding ren shen yao zhong cui tan lu fan wan jin shi qin xia fu fang zou xiong bai "
    "meng qiu hou jia xi dai kang qiao hao shao qian kim lee park choi jung jeong kang cho yoon "
    "jang lim nguyen tran"
)
_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iuv]?(?:ang|eng|ong|ing|an|en|in|un|ai|ei|ao|ou|"
    r"ia|ie|iu|ua|uo|ui|ue|ve|er|a|e|i|o|u|v)))+"
)
_GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES
_NICKNAMES = {
    short: full
    for full, shorts in {
        "james": "jim jimmy jamie", "robert": "bob bobby rob robbie", "michael": "mike mick",
        "william": "bill billy will", "richard": "dick rick rich", "joseph": "joe joey",
        "thomas": "tom tommy", "christopher": "chris", "daniel": "dan danny",
        "matthew": "matt", "anthony": "tony", "steven": "steve", "andrew": "andy drew",
        "timothy": "tim", "edward": "ed eddie ted", "nicholas": "nick", "elizabeth": "liz beth",
        "jennifer": "jen jenny", "deborah": "debbie deb", "katherine": "kate kathy katie",
        "ronald": "ron", "kenneth": "ken", "jeffrey": "jeff", "gregory": "greg",
        "benjamin": "ben", "samuel": "sam", "charles": "charlie chuck", "david": "dave",
        "donald": "don", "lawrence": "larry", "patricia": "pat patty", "margaret": "peggy meg",
        "rebecca": "becky", "susan": "sue", "alexander": "alex", "frederick": "fred",
        "gerald": "jerry", "raymond": "ray", "peter": "pete", "philip": "phil",
        "joshua": "josh", "zachary": "zach", "jonathan": "jon", "bernard": "bernie",
        "leonard": "len", "stephen": "steph", "victoria": "vicky", "barbara": "barb",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_SHORTEST_TYPO = 4
_LONGEST_GIVEN = 12
_SHORTEST_ORGANIZATION_TYPO = 8


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name taken apart.

    ``first``, ``middle`` and ``last`` are those of a person; a body has all its telling words in
    ``words``, and in ``first`` nothing. ``legal`` says that a legal form was cut off. ``anchors``
    are the short forms that the name may go by elsewhere: surnames, an acronym.
    """

    kind: str
    words: tuple[str, ...]
    weak: bool
    first: str = ""
    middle: tuple[str, ...] = ()
    last: str = ""
    suffix: str = ""
    initials: str = ""
    anchors: tuple[str, ...] = ()
    acronym: bool = False


@lru_cache(maxsize=200_000)
def name_form(kind: str, name: str) -> NameForm:
    """The name of something of that kind ("person", "organization" or another) taken apart."""
    if kind == "person":
        return _person(name)
    if kind == "organization":
        return _organization(name)
    return NameForm(kind, tuple(_letters(name).split()), weak=False)


def _letters(name: str) -> str:
    """The name without accents, case and marks; hyphens and apostrophes join what they part."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = plain.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=\w)[-‐‑'’`](?=\w)", "", plain.replace("&", " and "))
    return " ".join(re.findall(r"\w+", plain))


# -- people ----------------------------------------------------------------------------------------


def _person(name: str) -> NameForm:
    name = pinyin_name(name.strip()) or name
    if name.count(",") == 1:
        last, given = name.split(",")
        if _letters(given) not in _SUFFIXES:
            name = f"{given} {last}"  # "Bessent, Scott"
    raw = re.findall(r"[^\s.]+\.?", re.sub(r"(?<=\b[A-Za-z]\.)(?=[A-Za-z])", " ", name))
    if (
        len(raw) > 1
        and len(raw[0]) > 2
        and raw[0].isupper()
        and not any(word.isupper() for word in raw[1:])
    ):
        raw = [*raw[1:], raw[0]]  # "BESSENT Scott"
    words = [word for part in raw for word in _letters(part).split()]
    while len(words) > 1 and words[0] in _TITLES:
        words.pop(0)
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    joined: list[str] = []
    for word in reversed(words):  # "al Rashid", "van der Meer": one word each
        if joined and word in _PARTICLES and len(joined[-1]) > 1:
            joined[-1] = word + joined[-1]
        else:
            joined.append(word)
    words = joined[::-1]
    if len(words) > 2 and words[0] in _SURNAME_FIRST and all(map(_is_pinyin, words[1:])):
        words = [words[0], "".join(words[1:])]  # "Wang Wen Tao"
    full = [word for word in words if len(word) > 1]
    if len(full) < 2 or len(words[-1]) == 1:
        anchors = tuple(full[-1:])
        initials = "".join(word for word in words if len(word) == 1)
        return NameForm(
            "person", tuple(words), weak=True, suffix=suffix, initials=initials, anchors=anchors
        )
    first, last = full[0], words[-1]
    place = words.index(first)
    middle = (*words[:place], *words[place + 1 : -1])
    # A surname may come first: either end can stand alone elsewhere.
    ends = (last, first) if {first, last} & _SURNAME_FIRST else (last,)
    return NameForm(
        "person", tuple(words), weak=False, first=first, middle=middle, last=last, suffix=suffix,
        initials="".join(word[0] for word in words[:-1]), anchors=ends,
    )  # fmt: skip


def is_common_surname(word: str) -> bool:
    """Whether millions bear the surname: Chinese, Korean and Vietnamese ones are few."""
    return word in _SURNAME_FIRST


def _is_pinyin(word: str) -> bool:
    # Long words are none, and would cost the pattern much trying.
    return len(word) <= _LONGEST_GIVEN and _SYLLABLES.fullmatch(word) is not None


# -- bodies ----------------------------------------------------------------------------------------


def _organization(name: str) -> NameForm:
    words = _letters(name).split()
    bare = name.strip().removeprefix("the ").removeprefix("The ").replace(".", "")
    if re.fullmatch(r"[A-Z][A-Z&]{1,6}", bare):
        return NameForm(
            "organization", tuple(words), weak=True, anchors=(bare.casefold(),), acronym=True
        )
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    telling = [word for word in words if word not in _ARTICLES] or words
    core = list(telling)
    while len(core) > 1 and core[-1] in _LEGAL:
        core.pop()
    weak = bool(core) and all(word in _GENERIC for word in core)
    acronym = "".join(word[0] for word in core) if len(core) > 1 else ""
    if len(core) == 1:
        acronym = core[0]  # "ACME"
    anchors = (" ".join(core),) if weak else (acronym,) if len(acronym) > 1 else ()
    return NameForm("organization", tuple(core), weak=weak, anchors=anchors)


# -- comparison ------------------------------------------------------------------------------------


def blocks(form: NameForm) -> frozenset[str]:
    """Keys of which names that may be alike share one; weak names have none.

    Each covers one way of differing: order, middle names, nicknames, rival transliterations, and
    one typing error, which leaves one of two words, and one half of the other, as it is.
    """
    if form.weak or not form.words:
        return frozenset()
    if form.kind == "organization":
        keys = {"=" + " ".join(form.words)}
        half = len(form.words) // 2
        if half:
            keys |= {"<" + " ".join(form.words[:half]), ">" + " ".join(form.words[half:])}
        elif len(form.words[0]) >= _SHORTEST_ORGANIZATION_TYPO:
            keys |= {"(" + form.words[0][:4], ")" + form.words[0][-4:]}
        return frozenset(keys)
    if form.kind == "person":
        first, last = _formal(form.first), form.last
        low, high = sorted((first, last))
        keys = {f"={low} {high}", f"~{skeleton(first)} {skeleton(last)}"}
        for name, other in ((first, last), (last, first)):
            keys |= {f"<{name} {other[:2]}", f">{name} {other[-3:]}"}
        return frozenset(keys)
    return frozenset()


def name_mark(form: NameForm) -> frozenset[str]:
    """What a name leaves as a mark of its document: the same for its variants; empty where weak."""
    if form.kind == "person":
        return frozenset() if form.weak else frozenset(k for k in blocks(form) if k[0] == "=")
    if not form.words or (form.weak and not form.acronym):
        return frozenset()
    return frozenset([f"{form.kind}:{' '.join(form.words)}"])


def likeness(one: NameForm, other: NameForm) -> Likeness | None:
    """How alike two full names of one kind are; None where they are not, or contradict each other.

    "same": the same words; "variant": order, middle names, nicknames or legal forms differ;
    "spelling": a typing error or another transliteration.
    """
    if one.weak or other.weak or one.kind != other.kind or apart(one, other):
        return None
    if one.words == other.words and one.suffix == other.suffix:
        return "same"
    if one.kind == "organization":
        return _alike_bodies(one, other)
    if one.kind != "person":
        return None
    ours, theirs = (_formal(one.first), one.last), (_formal(other.first), other.last)
    if ours == theirs or (ours == theirs[::-1] and not (one.middle or other.middle)):
        return "variant"
    swapped = bool({one.first, one.last} & _SURNAME_FIRST) and not (one.middle or other.middle)
    for left, right in (ours, theirs), (ours, theirs[::-1]):
        if (right == theirs or swapped) and _spelled_alike(left, right):
            return "spelling"
    return None


def apart(one: NameForm, other: NameForm) -> bool:
    """Whether two names cannot be of one person: "Jr." and "Sr.", "John A." and "John B."."""
    if one.kind != "person" or one.weak or other.weak:
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return True
    if one.first != other.first or one.last != other.last:
        return False
    return any(
        mine[0] != theirs[0] or (len(mine) > 1 < len(theirs) and not _spelled_as(mine, theirs))
        for mine, theirs in zip(one.middle, other.middle, strict=False)
    )


def _formal(given: str) -> str:
    return _NICKNAMES.get(given, given)


def _spelled_alike(ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether one of two words differs by a typing error, or both by transliteration."""
    pairs = list(zip(ours, theirs, strict=True))
    if all(a == b or (skeleton(a) == skeleton(b) and _near(a, b)) for a, b in pairs):
        return not any(a != b and {a, b} <= _GIVEN_NAMES for a, b in pairs)
    for i in (0, 1):
        mine, their = ours[i], theirs[i]
        if ours[1 - i] == theirs[1 - i] and _spelled_as(mine, their) and mine != their:
            # Two given names that both exist are two people, however near.
            return not {mine, their} <= _GIVEN_NAMES
    return False


def _near(one: str, other: str) -> bool:
    return len(skeleton(one)) > 1 and abs(len(one) - len(other)) <= 2


def _spelled_as(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORTEST_TYPO and one_edit(one, other)


def _alike_bodies(one: NameForm, other: NameForm) -> Likeness | None:
    ours, theirs = " ".join(one.words), " ".join(other.words)
    digits = re.findall(r"\d+", ours) == re.findall(r"\d+", theirs)
    if digits and min(len(ours), len(theirs)) >= _SHORTEST_ORGANIZATION_TYPO:
        return "spelling" if one_edit(ours, theirs) else None
    return None


def one_edit(one: str, other: str) -> bool:
    """Whether at most one letter is lost, added, other, or swapped with the next (Damerau 1964)."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    for mine, theirs in zip(one, other):  # noqa: B905 # as far as both go
        if mine != theirs:
            break
        start += 1
    one, other = one[start:], other[start:]
    if one[1:] == other[1:] or one[1:] == other or one == other[1:]:
        return True
    return one[:2] == other[1::-1] and one[2:] == other[2:]


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants that transliterations of one word share: "yusuf" and "youssef" give "sf"."""
    for old, new in (
        ("sch", "s"), ("tch", "c"), ("ph", "f"), ("kh", "h"), ("gh", "g"), ("ck", "k"), ("x", "ks"),
        ("q", "k"), ("z", "s"), ("dj", "j"), ("w", "v"),
    ):  # fmt: skip
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhj]", "", word))
