MATCH (statement:Statement)-[:HAS_SPEAKER]->(speaking:Resource)
MATCH (statement)-[:HAS_RELAY]->(relay:Relay)-[:RELAYED_BY]->(reporter:Resource)
MATCH (statement)-[:IN_DOCUMENT]->(document:Document)
WHERE any(name IN speaking.searchName WHERE name CONTAINS $speakerName)
RETURN statement.iri AS statement, speaking.prefLabel AS speaker, relay.position AS position, reporter.prefLabel AS reporter,
  document.iri AS document
ORDER BY statement, position
