MATCH (about:Resource)-[:CORRECTED_BY]->(correction:Correction)
RETURN correction.decidedAt AS at, correction.decidedBy AS by, correction.decision AS decision, correction.decided AS decided,
  correction.reason AS reason, about.iri AS about, coalesce(about.prefLabel, about.content) AS label
ORDER BY at, about, decided
