MATCH (subject:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim {predicate: 'memberOf'})-[:HAS_OBJECT]->(body:Resource)
WHERE any(name IN body.searchName WHERE name CONTAINS $actor)
RETURN DISTINCT subject.prefLabel AS person, claim.role AS role, body.prefLabel AS body
ORDER BY person, coalesce(role, ''), body
