MATCH (statement:Statement)-[:IN_DOCUMENT]->(document:Document)
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Resource)
WITH statement, document, speaker
WHERE statement.confidence < $below
RETURN statement.iri AS statement, statement.confidence AS confidence, statement.rule AS rule, speaker.prefLabel AS speaker,
  statement.content AS content, document.iri AS document
ORDER BY confidence, statement
