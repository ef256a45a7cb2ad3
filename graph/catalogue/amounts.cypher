MATCH (subject:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(object:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
WHERE claim.quantity IS NOT NULL
// when policy
  AND (any(name IN subject.searchName WHERE name CONTAINS $policy) OR any(name IN object.searchName WHERE name CONTAINS $policy))
// end
UNWIND claim.quantity AS quantity
RETURN claim.iri AS claim, quantity, subject.prefLabel AS subject, claim.predicate AS predicate, object.prefLabel AS object,
  evidence.exact AS sentence, document.iri AS document
ORDER BY subject, predicate, object, quantity, claim, sentence
