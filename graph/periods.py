"""What people ask for by a day, a month or a year: ``2025-05-20``, ``2025-05``, ``2025``."""

from __future__ import annotations

import calendar


def last_day(period: str) -> str:
    """The last day of a year or a month, a day itself; "until May" takes May in.

    ``period`` is a date of the calendar (``is_date``).
    """
    if len(period) == len("YYYY-MM-DD"):
        return period
    year, month = int(period[:4]), int(period[5:] or 12)
    return f"{period[:4]}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
