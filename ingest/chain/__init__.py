"""Reporting chains: by which outlets a statement came to the reader.

component.py finds what relays in the sentence of each statement; once the speakers are known,
conversations.py lets the same interview relay what its guest says further on, and relays.py says
which entity each outlet is.
"""

from onrecord.ingest.chain.component import ReportingChain, make_chain

__all__ = ["ReportingChain", "make_chain"]
