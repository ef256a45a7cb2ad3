MATCH (subject:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim {predicate: 'memberOf'})-[:HAS_OBJECT]->(body:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
WHERE any(name IN subject.searchName WHERE name CONTAINS $actor)
RETURN subject.prefLabel AS person, claim.role AS role, body.prefLabel AS body, evidence.exact AS sentence, document.iri AS document
ORDER BY person, coalesce(role, ''), body, document, sentence
