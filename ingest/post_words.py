"""Words for posts and occupations, as they stand before and after people's names."""

from __future__ import annotations

from onrecord.ingest.name_shape import word_set

POST_WORDS = word_set(
    "president vice-president premier chancellor minister secretary governor mayor senator "
    "congressman congresswoman representative lawmaker ambassador envoy commissioner chairman "
    "chairwoman chairperson chair chief head director manager executive officer ceo cfo cto "
    "founder co-founder cofounder owner partner leader spokesman spokeswoman spokesperson "
    "economist analyst strategist researcher scientist professor lecturer fellow scholar expert "
    "lawyer attorney judge justice prosecutor general colonel admiral commander marshal editor "
    "reporter correspondent journalist columnist author member delegate negotiator adviser advisor "
    "aide deputy counsel treasurer comptroller king queen prince princess sultan emir pope bishop "
    "archbishop cardinal ayatollah speaker sheriff coach doctor physician engineer consultant "
    "historian activist organizer candidate nominee official president-elect mp mep congressmember "
    "undersecretary pm"
)
