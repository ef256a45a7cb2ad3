MATCH (other:Resource)<-[:HAS_OBJECT]-(claim:RelationClaim)-[:HAS_SUBJECT]->(subject:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
WHERE claim.predicate <> 'memberOf' AND any(name IN other.searchName WHERE name CONTAINS $actor)
RETURN claim.iri AS claim, subject.prefLabel AS subject, claim.predicate AS predicate, other.prefLabel AS object, claim.factuality AS factuality,
  evidence.exact AS sentence, document.iri AS document
ORDER BY subject, predicate, object, claim, sentence
