"""What the words of a post say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ontology.posts import held_post, is_held_by_one


@pytest.mark.parametrize(
    ("role", "post"),
    [
        ("President", "president"),
        ("the current Treasury Secretary", "treasury secretary"),
        ("acting director", "director"),
        ("former president", None),
        ("ex-president", None),
        ("then-secretary of state", None),
        ("then Secretary of State", None),
        ("president-elect", None),
        ("presidential candidate", None),
        ("outgoing chancellor", None),
        ("", None),
    ],
)
def test_who_no_longer_or_not_yet_holds_a_post_does_not_hold_it(
    role: str, post: str | None
) -> None:
    assert held_post(role) == post


@pytest.mark.parametrize(
    ("post", "at_country", "expected"),
    [
        ("president", True, True),
        ("foreign minister", True, True),
        ("treasury secretary", False, True),
        ("chairman", False, True),
        ("governor", True, False),
        ("minister", True, False),
        ("vice president", True, False),
        ("deputy minister", False, False),
        ("economist", False, False),
        ("", False, False),
    ],
)
def test_posts_of_one_holder(post: str, at_country: bool, expected: bool) -> None:
    assert is_held_by_one(post, at_country=at_country) is expected


@given(st.text())
def test_any_role_is_taken(role: str) -> None:
    is_held_by_one(held_post(role) or "", at_country=True)
