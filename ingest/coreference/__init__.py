"""Who and what the words of a document mean: speakers, descriptions, pronouns, posts."""

from __future__ import annotations

from onrecord.ingest.coreference.speakers import Speakers, make_speakers

__all__ = ["Speakers", "make_speakers"]
