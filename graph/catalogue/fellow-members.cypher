MATCH (first:Resource)-[:MEMBER_OF]->(common:Resource)<-[:MEMBER_OF]-(second:Resource)
WHERE first.iri < second.iri
// when actor
  AND any(name IN common.searchName WHERE name CONTAINS $actor)
// end
RETURN DISTINCT first.prefLabel AS one, second.prefLabel AS other, common.prefLabel AS body
ORDER BY body, one, other
