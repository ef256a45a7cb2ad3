"""Maps extractions to facts in the terms of onrecord.ttl."""
