"""Names taken apart and compared by their letters alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ontology.hanzi import pinyin_name
from onrecord.ontology.name_forms import apart, blocks, likeness, name_form, name_mark, one_edit

WORDS = st.sampled_from(
    ["Ann", "Lee", "Xi", "Jinping", "Jon", "John", "B.", "al", "Smith", "Smyth", "Jr.", "王文", "-"]
)
KINDS = st.sampled_from(["person", "organization", "policy", "group"])


def person(one: str, other: str) -> str | None:
    return likeness(name_form("person", one), name_form("person", other))


def body(one: str, other: str) -> str | None:
    return likeness(name_form("organization", one), name_form("organization", other))


@pytest.mark.parametrize(
    "spelling",
    [
        "XI Jinping",
        "Xi Jin-ping",
        "Xí Jìnpíng",
        "President Xi Jinping",
        "习近平",
        "習近平",
        "Xi Jin Ping",
    ],
)
def test_six_spellings_of_one_name_are_the_same_words(spelling: str) -> None:
    assert person("Xi Jinping", spelling) == "same"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Xi Jinping", "Jinping Xi", "variant"),
        ("Bessent, Scott", "Scott Bessent", "same"),
        ("BESSENT Scott", "Scott Bessent", "same"),
        ("John A. Smith", "John Smith", "variant"),
        ("John Allen Smith", "John A. Smith", "variant"),
        ("Jim Turner", "James Turner", "variant"),
        ("José García", "Jose Garcia", "same"),
        ("Mohammed al-Rashid", "Mohammed Al Rashid", "same"),
        ("Sergei Lavrentiev", "Sergey Lavrentyev", "spelling"),
        ("Yusuf Hussein", "Youssef Hussain", "spelling"),
        ("Margaret Whitcombe", "Margaret Whitcomeb", "spelling"),
        ("Margaret Whitcombe", "Margaret Whitcome", "spelling"),
        ("John Smith Jr.", "John Smith", "variant"),
        ("John Smith Jr.", "John Smith Sr.", None),
        ("John A. Smith", "John B. Smith", None),
        ("John Smith", "Joan Smith", None),
        ("John Smith", "Mary Smith", None),
        ("Smith", "John Smith", None),
        ("J. Smith", "John Smith", None),
    ],
)
def test_people(one: str, other: str, expected: str | None) -> None:
    assert person(one, other) == expected
    assert person(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The Acme Corp.", "Acme", "same"),
        ("Granite Steel Institute", "the Granite Steel Institute", "same"),
        ("Granite Steel Institute", "Granite Stele Institute", "spelling"),
        ("Granite Steel Institute", "Granite Copper Institute", None),
        ("Unit 731 Institute", "Unit 732 Institute", None),
        ("ISS", "Institute for Steel Studies", None),
        ("Ministry of Finance", "Ministry of Finances", None),
    ],
)
def test_bodies(one: str, other: str, expected: str | None) -> None:
    assert body(one, other) == expected


@pytest.mark.parametrize(
    ("kind", "name", "anchors"),
    [
        ("person", "Bessent", ("bessent",)),
        ("person", "S. Bessent", ("bessent",)),
        ("person", "Dr. J.A. Smith", ("smith",)),
        ("organization", "ISS", ("iss",)),
        ("organization", "the Ministry of Finance", ("ministry finance",)),
    ],
)
def test_weak_names_have_an_anchor(kind: str, name: str, anchors: tuple[str, ...]) -> None:
    form = name_form(kind, name)
    assert form.weak
    assert form.anchors == anchors


def test_a_body_goes_by_its_acronym() -> None:
    assert "iss" in name_form("organization", "Institute for Steel Studies").anchors


@pytest.mark.parametrize("name", ["Acme", "Bank of Japan", "European Central Bank"])
def test_a_body_with_a_telling_word_is_not_weak(name: str) -> None:
    assert not name_form("organization", name).weak


@pytest.mark.parametrize(
    ("hanzi", "pinyin"),
    [
        ("习近平", "Xi Jinping"),
        ("欧阳修", "Ouyang Xiu"),
        ("曾国藩", "Zeng Guofan"),
        ("習近平", "Xi Jinping"),
        ("王", None),
        ("Wang", None),
        ("中国制造二零二五", None),
    ],
)
def test_hanzi_names_are_read_surname_first(hanzi: str, pinyin: str | None) -> None:
    assert pinyin_name(hanzi) == pinyin


@given(KINDS, st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_takes_any_text(kind: str, one: str, other: str) -> None:
    left, right = name_form(kind, one), name_form(kind, other)
    assert likeness(left, right) == likeness(right, left)
    assert apart(left, right) == apart(right, left)
    name_mark(left)


@given(
    st.lists(
        WORDS,
        max_size=4,
    ),
    st.lists(
        WORDS,
        max_size=4,
    ),
    st.sampled_from(["person", "organization"]),
)
def test_names_that_are_alike_share_a_block(mine: list[str], theirs: list[str], kind: str) -> None:
    one, other = name_form(kind, " ".join(mine)), name_form(kind, " ".join(theirs))
    if likeness(one, other) is not None and one.words:
        assert blocks(one) & blocks(other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("bessent", "bessent", True),
        ("bessent", "besent", True),
        ("bessent", "bessnet", True),
        ("bessent", "bessant", True),
        ("bessent", "bassant", False),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_one_edit(one: str, other: str, expected: bool) -> None:
    assert one_edit(one, other) is expected
    assert one_edit(other, one) is expected
