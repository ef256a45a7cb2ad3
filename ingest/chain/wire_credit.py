"""The agency whose copy a whole text is, by its dateline or credit line.

"WASHINGTON (AP) —", "By Ann Lee, Associated Press", "(Reporting by Ann Lee; Editing by …)". Such an
agency stands at the end of the reporting chain of every statement in the text.
"""

from __future__ import annotations

import re
from typing import Final

from onrecord.ingest.extraction import Span

_AGENCIES: Final = (
    r"AP|Associated Press|The Associated Press|Reuters|AFP|Agence France-Presse|UPI|Xinhua"
    r"|Bloomberg|Bloomberg News|dpa|DPA|TASS|Kyodo|Kyodo News|Yonhap|ANSA|EFE|Interfax|PTI|ANI|IANS"
    r"|AAP|CNN|CNS News|Thomson Reuters Foundation"
)
_DATELINE: Final = re.compile(
    rf"^\W{{0,3}}(?:(?:[A-Z][\w.'’-]{{0,20}}|\d{{1,4}}|of|de|the)[ ,/]{{1,3}}){{1,8}}"
    rf"\(({_AGENCIES})\)\s*(?:[—–:-]|--)",
    re.MULTILINE,
)
_BARE_DATELINE: Final = re.compile(rf"^\(?({_AGENCIES})\)?\s*(?:[—–]|--)\s", re.MULTILINE)
_BYLINE: Final = re.compile(
    rf"^By [A-Z][^\n]{{2,80}}(?:,|\||of)\s*(?:the )?({_AGENCIES})\s*$", re.MULTILINE
)
_HEAD: Final = 1_500
"""How far into the text a dateline or a byline is looked for."""


def wire_credit(text: str) -> Span | None:
    """Where the text names the agency that it is of."""
    head = text[:_HEAD]
    for pattern in (_DATELINE, _BARE_DATELINE, _BYLINE):
        found = pattern.search(head)
        if found:
            return Span(*found.span(1))
    return None
