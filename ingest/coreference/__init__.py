"""Who and what the words of a document mean: speakers, descriptions, pronouns, posts."""

from __future__ import annotations

from onrecord.ingest.coreference.references import References, make_coreference
from onrecord.ingest.coreference.speakers import Speakers, make_speakers

__all__ = ["References", "Speakers", "make_coreference", "make_speakers"]
