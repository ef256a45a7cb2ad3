MATCH (acting:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(object:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
WHERE claim.predicate <> 'memberOf' AND any(name IN acting.searchName WHERE name CONTAINS $actor)
RETURN acting.prefLabel AS subject, claim.predicate AS predicate, object.prefLabel AS object, claim.factuality AS factuality,
  evidence.exact AS sentence, document.iri AS document
ORDER BY subject, predicate, object, document, sentence
