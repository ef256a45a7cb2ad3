MATCH (statement:Statement)-[:IN_DOCUMENT]->(document:Document)
WHERE statement.contentWords CONTAINS $text AND document.published IS NOT NULL
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Actor)
OPTIONAL MATCH (document)-[:PUBLISHED_BY]->(publisher:Resource)
RETURN statement.iri AS statement, document.published AS published, speaker.prefLabel AS speaker, statement.content AS content, statement.cueClass AS cueClass,
  publisher.prefLabel AS outlet, document.iri AS document
ORDER BY published, document, statement
