MATCH (plan:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim {predicate: 'targetsSector'})-[:HAS_OBJECT]->(object:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
WHERE EXISTS { MATCH (object)-[:BROADER*0..8]->(wider:Resource) WHERE any(name IN wider.searchName WHERE name CONTAINS $sector) }
RETURN plan.prefLabel AS plan, object.prefLabel AS target, count(DISTINCT document) AS documents
ORDER BY plan, target
