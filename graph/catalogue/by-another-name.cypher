MATCH (statement:Statement)-[:HAS_SPEAKER]->(speaker:Resource)
WHERE statement.metonymy = true
MATCH (statement)-[:HAS_EVIDENCE]->(evidence:TextSpan)
MATCH (statement)-[:IN_DOCUMENT]->(document:Document)
OPTIONAL MATCH (statement)-[:HAS_SOURCE]->(source:TextSpan)
RETURN statement.iri AS statement, source.exact AS words, speaker.prefLabel AS speaker, evidence.exact AS sentence, document.iri AS document
ORDER BY speaker, statement, coalesce(words, ''), sentence
