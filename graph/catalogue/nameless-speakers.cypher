MATCH (statement:Statement)-[:IN_DOCUMENT]->(document:Document)
OPTIONAL MATCH (statement)-[:HAS_SOURCE]->(source:TextSpan)
WITH statement, document, source
WHERE statement.speakerKind IN ['anonymous', 'unknown']
RETURN statement.iri AS statement, statement.speakerKind AS kind, source.exact AS source, statement.content AS content,
  document.iri AS document
ORDER BY statement, coalesce(source, '')
