MATCH (s:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(o:Resource)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
WHERE any(n IN s.searchName WHERE n CONTAINS $subject) AND any(m IN o.searchName WHERE m CONTAINS $object)
RETURN s.prefLabel AS subjectName, claim.predicate AS predicate, o.prefLabel AS objectName, claim.factuality AS factuality,
  evidence.exact AS sentence, evidence.start AS start, evidence.end AS end, document.iri AS document
ORDER BY subjectName, predicate, objectName, document, start
