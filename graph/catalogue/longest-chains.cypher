MATCH (statement:Statement)-[:HAS_RELAY]->(relay:Relay)
WITH statement, count(DISTINCT relay) AS links
MATCH (statement)-[:IN_DOCUMENT]->(document:Document)
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Actor)
RETURN statement.iri AS statement, links, speaker.prefLabel AS speaker, statement.content AS content, document.iri AS document
ORDER BY links DESC, statement
