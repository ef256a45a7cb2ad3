"""Cells of CSV files, which people open in spreadsheets."""

from __future__ import annotations

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would run it as a formula.

    That is what OWASP advises against CSV injection; numbers stay as they are.
    """
    if not value.startswith(_BEGINS_FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value
