MATCH (correction:Correction)
OPTIONAL MATCH (thing:Resource)-[:CORRECTED_BY]->(correction)
OPTIONAL MATCH (correction)-[:IN_DOCUMENT]->(document:Document)
RETURN correction.decidedAt AS at, correction.decidedBy AS by, correction.decision AS decision, correction.decided AS decided,
  correction.reason AS reason, coalesce(thing.iri, document.iri) AS about, coalesce(thing.prefLabel, thing.content) AS label
ORDER BY at, about, decided
