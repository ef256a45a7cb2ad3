MATCH (subject:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(object:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
WHERE claim.factuality IN ['denied', 'hypothetical']
// when factuality
  AND claim.factuality = $factuality
// end
RETURN claim.iri AS claim, subject.prefLabel AS subject, claim.predicate AS predicate, object.prefLabel AS object, evidence.exact AS sentence,
  document.iri AS document
ORDER BY subject, predicate, object, claim, sentence
