MATCH (document:Document)<-[:IN_DOCUMENT]-(statement:Statement)
WHERE document.published IS NULL AND statement.eventDate IS NULL
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Actor)
RETURN statement.iri AS statement, speaker.prefLabel AS speaker, statement.content AS content, document.iri AS document
ORDER BY document, statement
