MATCH (first:Resource)-[edge:PROPOSES|ADOPTS|SUPPORTS|IMPOSES|OPPOSES|REPEALS]->(policy:Resource)
MATCH (second:Resource)-[otherEdge:PROPOSES|ADOPTS|SUPPORTS|IMPOSES|OPPOSES|REPEALS]->(policy)
WHERE first.iri < second.iri
WITH first, second, policy, (type(edge) IN ['OPPOSES', 'REPEALS']) = (type(otherEdge) IN ['OPPOSES', 'REPEALS']) AS agree
RETURN first.prefLabel AS one, second.prefLabel AS other, count(DISTINCT CASE WHEN agree THEN policy.iri ELSE null END) AS together,
  count(DISTINCT CASE WHEN agree THEN null ELSE policy.iri END) AS apart
ORDER BY together DESC, apart DESC, one, other
