MATCH (acting:Resource)-[edge:PROPOSES|ADOPTS|SUPPORTS|OPPOSES|IMPOSES|REPEALS]->(policy:Resource)-[:TARGETS_SECTOR]->(object:Resource)
WHERE EXISTS { MATCH (object)-[:BROADER*0..8]->(wider:Resource) WHERE any(name IN wider.searchName WHERE name CONTAINS $sector) }
RETURN DISTINCT acting.prefLabel AS actor, toLower(type(edge)) AS position, policy.prefLabel AS plan, object.prefLabel AS target
ORDER BY actor, position, plan, target
