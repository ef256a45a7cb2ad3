"""Corrections: what analysts decided, kept in a ledger and applied to whatever is read.

decisions ─▶ ledger (file) ─▶ statements (to an extraction) and entities (to identities) ─▶ facts
"""
