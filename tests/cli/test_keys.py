"""`onrecord keys`: create, list, revoke."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Onrecord


def test_keys_are_made_listed_and_revoked(onrecord: Onrecord, tmp_path: Path) -> None:
    folder = ("--data-dir", tmp_path / "data")
    made = onrecord("keys", "create", "Ann", "--scope", "read", "--scope", "correct", *folder)
    assert made.status == 0
    assert made.out.startswith("onr_")
    assert "not shown again" in made.err
    (listed,) = onrecord("keys", "list", "--json", *folder).json
    assert (listed["name"], listed["scopes"], listed["revoked"]) == ("Ann", "read correct", None)
    assert made.out.strip().rpartition("_")[2] not in str(listed)
    assert onrecord("keys", "revoke", "Ann", *folder).status == 0
    (listed,) = onrecord("keys", "list", "--json", *folder).json
    assert listed["revoked"]
    again = onrecord("keys", "revoke", "Ann", *folder)
    assert again.status == 1
    assert "0 keys in force are called 'Ann'" in again.err
    # A folder that has keys and nothing else becomes a data folder like any empty one.
    assert onrecord("status", *folder).status == 0


def test_another_address_is_refused_with_what_to_do(onrecord: Onrecord, tmp_path: Path) -> None:
    ran = onrecord("serve", "--host", "0.0.0.0", "--data-dir", tmp_path / "data")
    assert ran.status == 1
    assert "there are no access keys; make one with `onrecord keys create" in ran.err
